"""One act on many articles of the list: a page that counts them and asks, the act, and taking it back."""

from collections.abc import Iterable, Mapping
from typing import Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.models import Article
from articles.publishing import PublishRefused
from articles.revisions.bulk import Done, assign, submit_all, tag_all, take_back, untag_all
from articles.revisions.saving import StaleBase
from desk.bulk_acts import ACTS, acts_for
from desk.guard import at_the_desk
from desk.listing import Asked
from desk.sent_content import keys_sent
from members.entrance.who_asks import person
from members.models import User
from tags.curation import CurationRefused
from tags.text.plurals import counted

MOST: Final = 200


@require_POST
@at_the_desk
def bulk(request: HttpRequest) -> HttpResponse:
    """First the question, which counts; when it was answered, the act, and a button that takes it back."""
    by, name = person(request), request.POST.get("act", "")
    if name not in {act["name"] for act in acts_for(by)}:
        raise PermissionDenied
    chosen = Article.objects.for_desk(by).in_bulk(keys_sent(request.POST.getlist("article"))[:MOST])
    back = back_to(request)
    if not chosen:
        messages.error(request, "Choose at least one article first.")
        return redirect(back)
    label, kind = ACTS[name]
    form = kind(request.POST if "asked" in request.POST else None)
    if form.is_bound and (form.is_valid() or not form.fields):
        try:
            done = run(name, list(chosen.values()), bases_sent(request, chosen), form, by)
        except (CurationRefused, PublishRefused) as refused:
            form.add_error(None, refused.reasons)
        except StaleBase as stale:
            form.add_error(None, f"{stale} Look at it, and choose again.")
        else:
            request.session["desk_done"] = done.as_json()
            messages.success(request, done.summary)
            return redirect(back)
    context = {
        "name": name,
        "label": label,
        "count": counted(len(chosen), "article"),
        "rows": [(article, request.POST.get(f"base-{pk}", "")) for pk, article in chosen.items()],
        "form": form,
        "back": request.POST.get("next", ""),
    }
    return render(request, "desk/bulk.html", context)


def bases_sent(request: HttpRequest, chosen: Iterable[int]) -> dict[int, int]:
    """By the key of an article the revision that the list showed."""
    sent = {pk: keys_sent([request.POST.get(f"base-{pk}", "")]) for pk in chosen}
    return {pk: keys[0] for pk, keys in sent.items() if keys}


def run(name: str, articles: list[Article], bases: Mapping[int, int], form: forms.Form, by: User) -> Done:
    now, said = timezone.now(), form.cleaned_data
    if name == "assign":
        return assign(articles, said["editor"], by=by, at=now)
    if name == "submit":
        return submit_all(articles, bases, by=by, at=now)
    return (tag_all if name == "tag" else untag_all)(articles, said["tag"], by=by, at=now)


@require_POST
@at_the_desk
def undo(request: HttpRequest) -> HttpResponse:
    """The last act of this kind of this person."""
    done = Done.of(request.session.pop("desk_done", None))
    if done is None:
        messages.error(request, "There is nothing to take back.")
    else:
        try:
            take_back(done, by=person(request), at=timezone.now())
            messages.success(request, f"Taken back: {done.summary}")
        except (CurationRefused, PublishRefused) as refused:
            messages.error(request, " ".join(refused.reasons))
        except StaleBase as stale:
            messages.error(request, str(stale))
    return redirect(back_to(request))


def back_to(request: HttpRequest) -> str:
    """The list as it was asked for."""
    return reverse("desk:list") + Asked.of(QueryDict(request.POST.get("next", "").lstrip("?")).dict()).query()
