"""The acts on what a member keeps of an article: saved, read, where they stopped, a note."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest

from articles.models import Article, Draft
from library.models import Entry
from library.models.entry import LONGEST_NOTE, WHOLE
from members.models import User
from tags.text.lengths import longest

BETWEEN: Final = "\n\n"  # two notes that were written at the same time


class NoteTooLong(ValueError):
    """Raised where a note would not fit; its text says so to the member."""

    def __init__(self) -> None:
        super().__init__(f"A note holds {LONGEST_NOTE:,} characters. Make it shorter, or write the rest elsewhere.")


def entry_of(member: User, article: Article) -> Entry:
    """Theirs for this article, made at the first need."""
    entry, _ = Entry.objects.get_or_create(member=member, article=article, defaults={"known_as": article.title})
    return entry


def save(member: User, article: Article, *, at: datetime) -> bool:
    """Whether it was not saved before. What is saved twice keeps its first place."""
    entry = entry_of(member, article)
    unsaved = Entry.objects.filter(pk=entry.pk, saved_at=None)
    return bool(unsaved.update(saved_at=at, known_as=article.title))


def unsave(entry: Entry) -> None:
    """Notes, highlights and read marks stay."""
    Entry.objects.filter(pk=entry.pk).update(saved_at=None)


def mark_read(member: User, article: Article, *, at: datetime) -> None:
    """Read, by hand or to the end: as readers see it now."""
    write_read_mark(entry_of(member, article), article, at)


def write_read_mark(entry: Entry, article: Article, at: datetime) -> None:
    Entry.objects.filter(pk=entry.pk).update(
        read_at=Coalesce("read_at", Value(at)), seen_id=live_revision(article), known_as=article.title
    )


def mark_unread(entry: Entry) -> None:
    """Not begun: the place where they stopped goes, too."""
    Entry.objects.filter(pk=entry.pk).update(
        read_at=None, seen=None, progress=0, place="", place_name="", stopped_at=None, set_aside_at=None
    )


@dataclass(frozen=True)
class Stop:
    """Where a reader is: how far, of a thousand, and in which part."""

    progress: int
    place: str = ""
    place_name: str = ""


def note_progress(member: User, article: Article, stop: Stop, *, at: datetime) -> None:
    """Progress is never less than before, the place is where they stopped last; the end is a read mark."""
    entry = entry_of(member, article)
    Entry.objects.filter(pk=entry.pk).update(
        progress=Greatest(F("progress"), min(stop.progress, WHOLE)),
        place=stop.place[: longest(Entry, "place")],
        place_name=stop.place_name[: longest(Entry, "place_name")],
        stopped_at=at,
        set_aside_at=None,
        known_as=article.title,
    )
    if stop.progress >= WHOLE:
        write_read_mark(entry, article, at)


def articles_read(member: User, articles: Collection[int]) -> set[int]:
    """Which of these they have read. One query."""
    read = Entry.objects.of(member).filter(article__in=articles, read_at__isnull=False)
    return {key for key in read.values_list("article", flat=True) if key}


def set_aside(entry: Entry, *, at: datetime) -> None:
    Entry.objects.filter(pk=entry.pk).update(set_aside_at=at)


def put_back(entry: Entry, kept: Mapping[str, Any]) -> None:
    """Columns as they were before an act."""
    Entry.objects.filter(pk=entry.pk).update(**kept)


def live_revision(article: Article) -> int | None:
    return Draft.objects.filter(pk=article.pk).values_list("live_id", flat=True).first()


@transaction.atomic
def write_note(entry: Entry, text: str, *, base: str, at: datetime) -> bool:
    """Whether it stands alone now. One that was changed meanwhile, on another device, stays, and this follows it.

    `base`: `version_of` the note that the member started from.
    """
    stored = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    text = text.strip()
    is_late = base != version_of(stored) and stored.note not in ("", text)
    whole = stored.note + BETWEEN + text if is_late and text else stored.note if is_late else text
    if len(whole) > LONGEST_NOTE:
        raise NoteTooLong
    Entry.objects.filter(pk=entry.pk).update(note=whole, noted_at=at if whole else None)
    return not is_late


def version_of(entry: Entry) -> str:
    return entry.noted_at.isoformat() if entry.noted_at else ""
