"""A library as JSON: highlights as a collection of the W3C Web Annotation model, and beside it what else is kept.

https://www.w3.org/TR/annotation-model/: each is selected by its quotation and, where it has a place, by its position in
the plain text of a part. Two passes over the library, so that neither half has to wait in memory; then
the lists of their own.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q

from library.exporting.in_own_lists import own_lists_of
from library.exporting.whole import article_in, kept_by, shows_context, title_of
from library.models import Entry, Highlight, OwnList
from lists.arrangement import Arrangement, Row
from members.models import User

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"


def annotations_of(member: User, at: datetime, origin: str, site: str) -> Iterator[str]:
    head = {
        "@context": CONTEXT,
        "type": "AnnotationCollection",
        "label": f"Library at {site}",
        "created": moment_of(at),
        "total": Highlight.objects.of(member).count(),
    }
    yield f'{dumped(head)[:-1]}, "first": {{"type": "AnnotationPage", "startIndex": 0, "items": [\n'
    yield from with_commas(passages_of(member, at, origin))
    yield ']}, "entries": [\n'
    yield from with_commas(entry_told(entry, origin) for entry, _ in kept_by(member, at))
    yield '], "lists": [\n'
    yield from with_commas(list_told(own_list, held, origin) for own_list, held in own_lists_of(member, at))
    yield "]}\n"


def passages_of(member: User, at: datetime, origin: str) -> Iterator[dict[str, Any]]:
    for entry, passages in kept_by(member, at, Q(Exists(Highlight.objects.filter(entry=OuterRef("pk"))))):
        for highlight in passages:
            yield annotation(highlight, entry, origin, with_context=shows_context(highlight, article_in(entry), member))


def annotation(highlight: Highlight, entry: Entry, origin: str, *, with_context: bool) -> dict[str, Any]:
    quote = {"type": "TextQuoteSelector", "exact": highlight.exact}
    if with_context:
        quote |= {"prefix": highlight.prefix, "suffix": highlight.suffix}
    selectors: list[dict[str, Any]] = [quote]
    if highlight.place and with_context:
        start, end = highlight.place
        selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
    told: dict[str, Any] = {
        "id": f"urn:uuid:{highlight.key}",
        "type": "Annotation",
        "motivation": "commenting" if highlight.note else "highlighting",
        "created": moment_of(highlight.made_at),
        "modified": moment_of(highlight.changed_at),
        "target": {"source": source_of(entry, origin), "selector": selectors},
        "part": highlight.part,
    }
    if highlight.note:
        told["body"] = {"type": "TextualBody", "value": highlight.note, "format": "text/plain", "purpose": "commenting"}
    return told


def source_of(entry: Entry, origin: str) -> dict[str, str]:
    """Without an address where nothing stands at it for them any more."""
    article = article_in(entry)
    known = {"type": "Text", "label": title_of(entry)}
    return {"id": origin + article.get_absolute_url(), **known} if article else known


def entry_told(entry: Entry, origin: str) -> dict[str, Any]:
    return {
        "article": source_of(entry, origin),
        **{name: moment_of(getattr(entry, name)) for name in ("saved_at", "read_at", "stopped_at", "noted_at")},
        "progress": entry.progress / 1000,
        "place": entry.place_name,
        "note": entry.note,
    }


def list_told(own_list: OwnList, held: Arrangement, origin: str) -> dict[str, Any]:
    sections = [
        {"title": part.title, "about": part.intro, "articles": [row_told(row, origin) for row in part.rows]}
        for part in held.parts
    ]
    dates = {"made_at": moment_of(own_list.made_at), "changed_at": moment_of(own_list.changed_at)}
    return {"title": held.title, "about": held.standfirst, **dates, "sections": sections}


def row_told(row: Row, origin: str) -> dict[str, Any]:
    url = getattr(row, "url", "")
    known = {"type": "Text", "label": row.title}
    return {"article": {"id": origin + url, **known} if url else known, "reason": row.reason}


def moment_of(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def with_commas(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield f"{',' if number else ''}{dumped(row)}\n"


def dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
