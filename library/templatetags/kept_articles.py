"""What other pages show of a library: on an article what is kept of it, on the home page what waits to be read on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django import template
from django.db import DatabaseError, transaction
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from articles import access
from articles.documents.pieces import piece
from articles.documents.slots import as_html, joined
from articles.models import Article
from library.highlights.part_text import PartText, Passage, marked, pieces, shown_by
from library.highlights.passages import bring_into_place
from library.keeping import version_of
from library.listing import entries_of
from library.models import Entry, Highlight
from library.reprints.pdf import can_be_made
from members import prepared
from members.next_url import with_next
from members.origin import path_to
from tags.text.plurals import counted

COLUMNS: Final = tuple(column.attname for column in Highlight._meta.concrete_fields)
ITS: Final = tuple(f"its_{name}" for name in COLUMNS)

register = template.Library()


@dataclass(frozen=True)
class Kept:
    """What a member keeps of the article on the page. `summary`: with marks, or "" where it has none."""

    entry: Entry | None
    highlights: Sequence[Highlight]
    summary: str = ""
    full_post: str | None = None


@register.simple_tag(takes_context=True)
def kept_of(context: dict[str, Any], article: Article) -> Kept | None:
    """None for a visitor and in a preview. One query."""
    user, full_post = context["request"].user, context["full_post"]
    if not user.is_authenticated or article.is_previewed_elsewhere:
        return None
    of_one = partial(Entry.objects.of_one_kept, COLUMNS)
    rows = prepared.instances(Entry, "kept", queryset=of_one, also=ITS, member=user.pk, article=article.pk)
    entry = rows[0] if rows else None
    highlights = [highlight_of(row) for row in rows if row.its_id is not None]  # type: ignore[attr-defined]
    by_part = {part: [one for one in highlights if one.part == part] for part in Highlight.Part}
    summary, full = by_part[Highlight.Part.SUMMARY], by_part[Highlight.Part.FULL]
    return Kept(
        entry,
        highlights,
        with_marks(context["summary"], summary) if summary else "",
        with_marks(full_post, full) if full and full_post is not None else full_post,
    )


def highlight_of(row: Any) -> Highlight:
    return Highlight(**{name: getattr(row, f"its_{name}") for name in COLUMNS})


def with_marks(html: str, highlights: Sequence[Highlight]) -> SafeString:
    parted = list(pieces(html))
    placed_in(shown_by(parted), highlights)
    return marked(parted, [Passage(*one.place, str(one.key)) for one in highlights if one.place])


def placed_in(text: PartText, highlights: Sequence[Highlight]) -> None:
    """A page is shown also where their new places cannot be stored now."""
    if all(highlight.anchored_in == text.digest for highlight in highlights):
        return
    try:
        with transaction.atomic():
            bring_into_place(highlights, text)
    except DatabaseError:
        return


@register.simple_tag(takes_context=True)
def kept_acts(context: dict[str, Any], article: Article, kept: Kept | None) -> SafeString:
    """The buttons of a member; for a visitor the one that leads through the log-in."""
    if article.is_previewed_elsewhere:
        return joined([])
    save_url = path_to("library:act", article.slug, "save")
    if kept is None:
        return piece("library/_save_first.html", url=with_next(path_to("account_login"), save_url))
    entry = kept.entry or Entry(known_as=article.title)
    return piece(
        "library/_acts.html",
        csrf_token=get_token(context["request"]),
        page=article.get_absolute_url(),
        save_url=save_url,
        **{f"{name}_url": path_to(f"library:{name}", article.slug) for name in ("article", "note", "progress")},
        **{f"{name}_url": path_to("library:act", article.slug, name) for name in ("unsave", "read", "unread")},
        list_url=path_to("library:add-to-list", article.slug),
        reprint_url=path_to("library:reprint", article.slug) if can_be_made() else "",
        highlight_url=path_to("library:highlight", article.slug),
        is_saved=entry.saved_at is not None,
        is_read=entry.read_at is not None,
        note=entry.note,
        base=version_of(entry),
        passages=counted(len(kept.highlights), "highlight") if kept.highlights else "",
        notes=joined(piece("library/_passage_note.html", key=one.key, note=one.note) for one in kept.highlights),
    )


@register.simple_tag
def resume(kept: Kept | None) -> SafeString:
    """Where they stopped, if they did not reach the end."""
    entry = kept.entry if kept else None
    if entry is None or entry.read_at or not entry.place or not entry.stopped_at:
        return as_html("")
    day = date_format(timezone.localtime(entry.stopped_at), "j F")
    return piece("library/_resume.html", place=entry.place, name=entry.place_name, day=day)


@register.inclusion_tag("library/_begun.html", takes_context=True)
def carry_on(context: dict[str, Any]) -> dict[str, Any]:
    """The last that they began, on the home page. One query for a member, none for a visitor."""
    user = context["request"].user
    if not user.is_authenticated:
        return {"begun": []}
    now = timezone.now()
    return {"begun": entries_of(user, now).filter(access.visible(user, now, prefix="article__")).begun()[:3]}
