"""Making, noting, removing and putting back highlights: from the text, and from the page of an article's notes."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.models import Article
from library import keeping
from library.article_acts import library_of
from library.highlights.anchoring import Quotation
from library.highlights.part_text import PartText, squeezed
from library.highlights.passages import PassageRefused, keep, own_highlight, part_of, write_highlight_note
from library.members_only import article_to_keep, back, for_members
from library.models import Entry, Highlight
from library.models.highlight import LONGEST_CONTEXT, LONGEST_NOTE
from members.entrance.who_asks import person, wants_json

SALT: Final = "library.removed"
TO_PUT_BACK: Final = (
    "part", "exact", "prefix", "suffix", "is_unique", "start", "end", "anchored_in", "note",
)  # fmt: skip


@require_POST
@for_members
def make(request: HttpRequest, slug: str) -> HttpResponse:
    article = article_to_keep(request, slug)
    part, note = request.POST.get("part", ""), request.POST.get("note", "").strip()[:LONGEST_NOTE]
    try:
        text = part_of(article, part, person(request))
        sent = quotation(request, text)
        entry = keeping.entry_of(person(request), article)
        made = keep(entry, part, sent, text, at=timezone.now(), note=note)
    except PassageRefused as refused:
        return refuse(request, article, str(refused))
    if wants_json(request):
        return JsonResponse({"key": str(made.key), "note": made.note, "said": "Highlighted."}, status=201)
    messages.success(request, "The passage is highlighted.")
    return back(request, library_of(article))


def quotation(request: HttpRequest, text: PartText) -> Quotation:
    """A script sends what stands around the passage. Who typed it says no more than its words: they must stand once."""
    exact = request.POST.get("exact", "")
    around = {name: request.POST.get(name, "")[-LONGEST_CONTEXT:] for name in ("prefix", "suffix")}
    if any(around.values()):
        return Quotation(exact, around["prefix"], request.POST.get("suffix", "")[:LONGEST_CONTEXT])
    words = squeezed(exact)
    if not words or text.squeezed.count(words) != 1:
        raise PassageRefused("These words do not stand there exactly once. Copy the passage, or more of it.")
    place = text.squeezed.index(words)
    end = place + len(words)
    return Quotation(exact, text.cut(max(0, place - 40), place), text.cut(end, min(len(text.squeezed), end + 40)))


def refuse(request: HttpRequest, article: Article, why: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": why}, status=422)
    messages.error(request, why)
    return back(request, library_of(article))


@require_POST
@for_members
def change(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """A note on it, or its removal, which can be taken back."""
    highlight = own_highlight(person(request), key)
    if highlight is None or name not in ("note", "remove"):
        raise Http404
    if name == "note":
        said = note_on(request, highlight)
        return told(request, highlight, {"note": highlight.note, "said": said})
    sealed = seal(highlight)
    highlight.delete()
    if wants_json(request):
        return JsonResponse({"said": "The highlight is removed.", "sealed": sealed})
    context = {"highlight": highlight, "sealed": sealed, "entry": highlight.entry}
    return render(request, "library/removed.html", context)


def note_on(request: HttpRequest, highlight: Highlight) -> str:
    text = request.POST.get("note", "").strip()
    if len(text) > LONGEST_NOTE:
        return f"A note on a highlight holds {LONGEST_NOTE:,} characters. Nothing was changed."
    write_highlight_note(highlight, text, at=timezone.now())
    highlight.note = text
    return "Your note is kept." if text else "The note is gone, the highlight stays."


def told(request: HttpRequest, highlight: Highlight, answer: dict[str, Any]) -> HttpResponse:
    if wants_json(request):
        return JsonResponse(answer)
    messages.success(request, answer["said"])
    article = highlight.entry.article
    return back(request, library_of(article) if article else "/library/notes/")


def seal(highlight: Highlight) -> str:
    values = {name: getattr(highlight, name) for name in TO_PUT_BACK}
    return signing.dumps({"entry": highlight.entry_id, "key": str(highlight.key), **values}, salt=SALT, compress=True)


@require_POST
@for_members
def put_back(request: HttpRequest) -> HttpResponse:
    """A removed highlight, from what its removal answered with: to its own member alone, and once."""
    try:
        values = signing.loads(request.POST.get("sealed", ""), salt=SALT)
    except signing.BadSignature:
        raise Http404 from None
    entry = get_object_or_404(Entry.objects.of(request.user), pk=values.pop("entry"))
    now = timezone.now()
    made, _ = Highlight.objects.get_or_create(
        key=values.pop("key"), defaults={"entry": entry, "made_at": now, "changed_at": now, **values}
    )
    if wants_json(request):
        return JsonResponse({"key": str(made.key), "said": "The highlight is back."})
    messages.success(request, "The highlight is back.")
    return back(request, "/library/notes/")
