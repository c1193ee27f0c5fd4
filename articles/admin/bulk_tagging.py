"""Putting a tag on many articles from their list, and taking one off: the page that asks which."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.admin.pages import back_url, chosen_articles, leading_to
from articles.models import Article
from members.models import User
from tags import curation
from tags.admin.views import with_undo
from tags.curation import CurationRefused
from tags.models import TagQuerySet
from tags.questions.label_field import OFFERED, TagByLabel


@dataclass(frozen=True)
class BulkAct:
    name: str
    label: str
    explained: str
    run: Callable[..., Any]
    among: Callable[[Iterable[Article]], TagQuerySet]


BULK_ACTS: Final = {
    act.name: act
    for act in (
        BulkAct(
            "tag",
            "Put a tag on",
            "Those that have it already are left alone. Nothing is published by this.",
            curation.tag_articles,
            curation.live_tags,
        ),
        BulkAct(
            "untag",
            "Take a tag off",
            "It is taken off all of them or none: a published article keeps at least one tag and one category.",
            curation.untag_articles,
            curation.tags_on,
        ),
    )
}


class WhichTagForm(forms.Form):
    tag = TagByLabel(label="Tag or category", help_text="Its label, or a synonym.")

    def __init__(self, among: TagQuerySet, data: Any = None) -> None:
        super().__init__(data)
        self.named.among = among

    @property
    def named(self) -> TagByLabel:
        field = self.fields["tag"]
        assert isinstance(field, TagByLabel)  # noqa: S101  (for the type checker: it is declared above)
        return field


@require_http_methods(["GET", "HEAD", "POST"])
def tagging(request: HttpRequest, name: str) -> HttpResponse:
    """Ask which tag is put on `?article=…&article=…`, or taken off them, and do it."""
    if name not in BULK_ACTS:
        raise Http404
    if not isinstance(request.user, User) or not curation.may_curate(request.user):
        raise PermissionDenied
    chosen, articles = BULK_ACTS[name], chosen_articles(request)
    form = WhichTagForm(chosen.among(articles), request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            done = chosen.run(articles, form.cleaned_data["tag"], by=request.user, at=timezone.now())
        except CurationRefused as refused:
            form.add_error(None, refused.reasons)
        else:
            messages.success(request, with_undo(done))
            return redirect(back_url(articles))
    context = {
        **admin.site.each_context(request),
        "title": f"{chosen.label}…",
        "act": chosen,
        "form": form,
        "list_id": OFFERED,
        "articles": articles,
        "back_url": back_url(articles),
        "opts": Article._meta,
    }
    return render(request, "admin/articles/article/tagging.html", context)


def list_actions() -> dict[str, Any]:
    """The list actions of whoever may curate."""
    return {act.name: (leading_to("tagging", act.name), act.name, f"{act.label}…") for act in BULK_ACTS.values()}
