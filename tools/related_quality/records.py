"""Records of papers brought into an empty database as published articles, to measure suggestions by.

A record is a JSON object with `id`, `title`, `abstract` and `mesh` (objects with a `name`). What a record lacks, its
article lacks; nothing else of it is used.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from articles.bitmaps.reindex import rebuild
from articles.models import Article, TaggedArticle
from articles.status import Status
from members.characters import UNSTORABLE
from tags.hierarchy import write_paths
from tags.models import Tag, Taxonomy
from tags.text.normal_form import normal_form
from tools.related_quality.reading import BROKEN, lines_of, shown

PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")
AT_ONCE: Final = 500
PARTS: Final = ("a title", "an abstract", "headings")


@dataclass(frozen=True)
class Record:
    id: str
    title: str
    abstract: str
    headings: tuple[str, ...]

    def lacking(self) -> list[str]:
        texts = (self.title, self.abstract, self.headings)
        return [part for part, text in zip(PARTS, texts, strict=True) if not text]


@dataclass
class Records:
    """What a file holds, in its order, and what in it could not be used."""

    records: list[Record] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def lacking(self) -> str:
        """How many lack what; empty if none lacks anything."""
        numbers = Counter(part for record in self.records for part in record.lacking())
        return ", ".join(f"{numbers[part]:,} without {part}" for part in PARTS if numbers[part])


class NoRecord(Exception):
    """Why a line is no record."""


def read_records(path: Path) -> Records:
    """A line that is no record is told and left out, and so is a second record of the same id. Raises Unreadable."""
    found = Records()
    lines: dict[str, int] = {}
    for number, line in lines_of(path):
        place = f"{path.name}, line {number}"
        try:
            record, is_whole = record_of(line)
        except NoRecord as reason:
            found.notes.append(f"{place}: {reason} The line was skipped.")
            continue
        if record.id in lines:
            told = f"repeats {shown(record.id)} of line {lines[record.id]}"
            found.notes.append(f"{place}: {told}. The line was skipped.")
            continue
        if not is_whole:
            found.notes.append(f"{place}: holds half characters, or bytes that are no UTF-8. They were left out.")
        lines[record.id] = number
        found.records.append(record)
    return found


def record_of(line: str) -> tuple[Record, bool]:
    """And whether all its text can be stored. Raises NoRecord."""
    try:
        held = json.loads(line)
    except RecursionError:
        raise NoRecord("is nested too deeply for a record.") from None
    except json.JSONDecodeError as error:
        raise NoRecord(f"is no JSON ({error.msg}, column {error.colno}).") from None
    except ValueError:
        raise NoRecord("holds a number that is too long.") from None
    if not isinstance(held, dict):
        raise NoRecord("is no JSON object.")
    name = held.get("id")
    key = str(name).strip() if isinstance(name, str | int | float) and not isinstance(name, bool) else ""
    if not key:
        raise NoRecord("has no id.")
    mesh = held.get("mesh")
    entries = mesh if isinstance(mesh, list) else []
    names = [entry.get("name") if isinstance(entry, dict) else entry for entry in entries]
    texts = [held.get("title"), held.get("abstract"), *names]
    title, abstract, *rest = map(plain, texts)
    headings = dict.fromkeys(heading[:100].strip() for heading in rest)
    is_whole = not any(isinstance(text, str) and BROKEN.search(text) for text in texts)
    return Record(key, title, abstract, tuple(filter(None, headings))), is_whole


def plain(value: Any) -> str:
    """Text on one line, without characters that no database keeps."""
    text = value if isinstance(value, str) else ""
    return " ".join(UNSTORABLE.sub(" ", text).split())


@transaction.atomic
def publish_records(records: Iterable[Record], *, with_tags: bool) -> dict[str, int]:
    """Bring each in as a published article, in bulk; their primary keys by the ids of the records."""
    held = list(records)
    now = timezone.now()
    rows = Article.objects.bulk_create(
        (article_of(record, place) for place, record in enumerate(held)), batch_size=AT_ONCE
    )
    for place, row in enumerate(rows):
        row.status, row.publish_at = Status.PUBLISHED, now - timedelta(minutes=place)
        row.first_published_at = row.publish_at
    Article.objects.bulk_update(rows, ["status", "publish_at", "first_published_at"], batch_size=100)
    if with_tags:
        file_under_headings(rows, held)
    rebuild()
    return {record.id: row.pk for record, row in zip(held, rows, strict=True)}


def article_of(record: Record, place: int) -> Article:
    """A title that is too long for a title goes on in the standfirst. Marks in an abstract are text, not Markdown."""
    title, rest = shortened(record.title, 160)
    return Article(
        kind=Article.Kind.OVERVIEW,
        slug=f"record-{place + 1}",
        title=title,
        standfirst=rest,
        summary_markdown=PUNCTUATION.sub(r"\\\1", record.abstract),
    )


def shortened(text: str, length: int) -> tuple[str, str]:
    if len(text) <= length:
        return text, ""
    at = text.rfind(" ", 0, length + 1)
    at = at if at > 0 else length
    return text[:at], text[at:].strip()


def file_under_headings(articles: list[Article], records: list[Record]) -> None:
    """Each heading becomes a tag, however it is spelled."""
    names: dict[str, str] = {}
    for record in records:
        for heading in record.headings:
            if form := normal_form(heading):
                names.setdefault(form, heading)
    taxonomy = Taxonomy.objects.create(slug="headings", name="Headings")
    made = Tag.objects.bulk_create(
        (
            Tag(name=name, slug=f"heading-{place}", normal_form=form, taxonomy=taxonomy)
            for place, (form, name) in enumerate(names.items(), 1)
        ),
        batch_size=AT_ONCE,
    )
    write_paths()
    by_form = {tag.normal_form: tag for tag in made}
    TaggedArticle.objects.bulk_create(
        (
            TaggedArticle(content_object=article, tag=tag)
            for article, record in zip(articles, records, strict=True)
            for tag in {tag.pk: tag for tag in map(by_form.get, map(normal_form, record.headings)) if tag}.values()
        ),
        batch_size=AT_ONCE,
    )
