"""The preview links of an article, at the desk."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import PreviewLink
from articles.revisions.sharing import DAYS, USUAL, end, opens, share, token_of
from desk.guard import article_at_desk, at_the_desk
from members.entrance.who_asks import person
from members.origin import origin_of
from tags.text.plurals import counted


class LinkForm(forms.Form):
    seen_as = forms.ChoiceField(label="They see it", choices=PreviewLink.SeenAs.choices)
    days = forms.TypedChoiceField(
        label="It opens for", coerce=int, choices=[(days, counted(days, "day")) for days in DAYS], initial=USUAL
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "link-%s"
        for one in self.fields.values():
            one.widget.attrs["class"] = "in"


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def links(request: HttpRequest, pk: int) -> HttpResponse:
    article = article_at_desk(request, pk)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        share(article, seen_as=said["seen_as"], days=said["days"], by=person(request), at=timezone.now())
        messages.success(request, "The link is made. Whoever has it reads what you work on, also what comes later.")
        return redirect("desk:previews", pk=pk)
    now = timezone.now()
    context = {
        "part_of_desk": "articles",
        "article": article,
        "form": form,
        "links": [
            {"link": link, "url": address_of(request, link), "is_open": opens(link, now)}
            for link in PreviewLink.objects.of(article)[:50]
        ],
    }
    return render(request, "desk/previews.html", context, status=422 if form.errors else 200)


@require_POST
@at_the_desk
def end_link(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    article = article_at_desk(request, pk)
    end(get_object_or_404(PreviewLink.objects.of(article), pk=key), by=person(request), at=timezone.now())
    messages.success(request, "The link is ended. It opens nothing any more.")
    return redirect("desk:previews", pk=pk)


def address_of(request: HttpRequest, link: PreviewLink) -> str:
    return origin_of(request) + reverse("previews:page", args=[token_of(link)])
