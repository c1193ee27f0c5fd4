"""The pages about tokens: which there are, making one, which is shown this once, and ending one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from members.entrance.tokens.token_acts import MOST, TokenRefused, end_token, make_token
from members.entrance.tokens.token_form import TokenForm, in_words
from members.entrance.who_asks import person, show_once_more
from members.models import Token
from members.next_url import account_page
from members.views import require_form_methods


@account_page
@login_required
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    rows = [
        {"token": token, "may": in_words(token.scopes), "is_running": token.is_running(now)}
        for token in Token.objects.of(person(request))
    ]
    return render(request, "members/tokens.html", {"rows": rows, "is_full": len(rows) >= MOST, "most": MOST})


@account_page
@login_required
@require_form_methods
def new_token_page(request: HttpRequest) -> HttpResponseBase:
    """Who has been logged in for a while shows once more who they are. Only the page that answers has it."""
    show_once_more(request)
    by, now = person(request), timezone.now()
    form = TokenForm(request.POST if request.method == "POST" else None, by=by)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row, token = make_token(said["name"], said["scopes"], by=by, at=now, expires_at=form.expires_at(now))
        except TokenRefused as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "members/token_made.html", {"row": row, "token": token, "may": in_words(row.scopes)})
    return render(request, "members/token_new.html", {"form": form})


@account_page
@login_required
@require_form_methods
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """One of theirs alone: asks, and ends it."""
    token = get_object_or_404(Token.objects.of(person(request)), pk=pk)
    if request.method != "POST":
        return render(request, "members/token_end.html", {"token": token})
    end_token(token)
    messages.success(request, f"“{token.name}” is ended.")
    return redirect("members:tokens")
