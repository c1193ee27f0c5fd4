"""Records of papers brought into an empty database as published articles, to measure suggestions by.

A record is a JSON object with `id`, `title`, `abstract` and `mesh` (objects with a `name`). What a record lacks, its
article lacks; nothing else of it is used.
"""

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from articles.models import Article, TaggedArticle
from articles.shelving import rebuild
from articles.state import Status
from tags.hierarchy import write_paths
from tags.models import Tag, Taxonomy
from tags.normal_form import normal_form

PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")
AT_ONCE: Final = 500


@dataclass(frozen=True)
class Record:
    id: str
    title: str
    abstract: str
    headings: tuple[str, ...]


@dataclass
class Records:
    """What a file holds, in its order, and what in it could not be used."""

    records: list[Record] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_records(path: Path) -> Records:
    """A line that is no record is told and left out, and so is a second record of the same id."""
    found = Records()
    seen: set[str] = set()
    for number, line in enumerate(lines_of(path), 1):
        record = record_of(line)
        if record is None:
            found.notes.append(f"Line {number} of {path.name} is no record with an id.")
        elif record.id in seen:
            found.notes.append(f"Line {number} of {path.name} repeats {record.id}.")
        else:
            seen.add(record.id)
            found.records.append(record)
    return found


def lines_of(path: Path) -> Iterator[str]:
    """The lines that hold something, whether the file is compressed or not."""
    with path.open("rb") as file:
        is_compressed = file.read(2) == b"\x1f\x8b"
    with gzip.open(path, "rb") if is_compressed else path.open("rb") as file:
        for line in file:
            text = line.decode("utf-8-sig", "replace").strip()
            if text:
                yield text


def record_of(line: str) -> Record | None:
    try:
        held = json.loads(line)
    except ValueError:
        return None
    if not isinstance(held, dict) or held.get("id") in (None, ""):
        return None
    mesh = held.get("mesh")
    entries = mesh if isinstance(mesh, list) else []
    names = [entry.get("name") if isinstance(entry, dict) else entry for entry in entries]
    headings = dict.fromkeys(plain(name)[:100].strip() for name in names)
    return Record(str(held["id"]), plain(held.get("title")), plain(held.get("abstract")), tuple(filter(None, headings)))


def plain(value: Any) -> str:
    """Text on one line, without characters that no database keeps."""
    text = value if isinstance(value, str) else ""
    return " ".join(text.replace("\0", " ").split())


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
    Article.objects.bulk_update(rows, ["status", "publish_at"], batch_size=100)
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
