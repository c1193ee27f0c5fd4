"""Comments on an article at the desk: a page by itself, which the editor shows beside the text, too."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Article, Comment
from articles.publishing import PublishRefused
from articles.revisions import commenting
from articles.revisions.comparing import NAMES
from desk.guard import article_at_desk, at_the_desk
from members.columns import CleanedField
from members.entrance.who_asks import person
from tags.text.lengths import longest


class CommentForm(forms.Form):
    """A new thread."""

    field = forms.ChoiceField(label="About", choices=[("", "The whole article"), *NAMES.items()], required=False)
    quote = CleanedField(label="The words that it is about", required=False, max_length=longest(Comment, "quote"))
    text = CleanedField(label="Comment", max_length=5000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "comment-%s"
        for one in self.fields.values():
            one.widget.attrs["class"] = "in"


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def comments(request: HttpRequest, pk: int) -> HttpResponse:
    """`?field=` is what the form begins with."""
    article = article_at_desk(request, pk)
    form = CommentForm(request.POST or None, initial={"field": request.GET.get("field", "")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        commenting.comment(
            article, said["text"], field=said["field"], quote=said["quote"], by=person(request), at=timezone.now()
        )
        return redirect("desk:comments", pk=pk)
    context = {"part_of_desk": "articles", "article": article, "form": form, **panel(article)}
    return render(request, "desk/comments.html", context, status=422 if form.errors else 200)


@require_POST
@at_the_desk
def act(request: HttpRequest, pk: int, key: int, name: str) -> HttpResponse:
    """Answer, resolve or open again one thread."""
    article = article_at_desk(request, pk)
    thread = get_object_or_404(Comment.objects.of(article), pk=key)
    by, now = person(request), timezone.now()
    if name == "answer":
        try:
            commenting.answer(thread, request.POST.get("text", ""), by=by, at=now)
        except PublishRefused as refused:
            messages.error(request, str(refused))
    elif name == "resolve":
        commenting.resolve(thread, by=by, at=now)
    elif name == "reopen":
        commenting.reopen(thread, by=by, at=now)
    else:
        raise Http404
    return redirect("desk:comments", pk=pk)


def panel(article: Article) -> dict[str, Any]:
    """What the panel shows."""
    threads = list(Comment.objects.of(article))
    return {
        "threads": [{"comment": thread, "field": NAMES.get(thread.field, "")} for thread in threads],
        "open_threads": sum(not thread.is_resolved for thread in threads),
    }
