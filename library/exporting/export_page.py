"""The address of a whole library as a file."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.site.snapshot import site_name
from bibliography.exporting import CONTENT_TYPES
from library.exporting.as_annotations import annotations_of
from library.exporting.as_csv import csv_of
from library.exporting.as_markdown import markdown_of
from library.exporting.as_records import records_of
from library.members_only import for_members
from members.entrance.who_asks import person
from members.models import User
from members.origin import origin_of

TYPES: Final = {
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    "bib": CONTENT_TYPES["bib"],
    "ris": CONTENT_TYPES["ris"],
}


@require_safe
@for_members
def export(request: HttpRequest, format: str) -> StreamingHttpResponse:
    """In parts, as they are read: the memory that it takes does not grow with the library."""
    now = timezone.now()
    parts = parts_of(person(request), now, origin_of(request), format)
    response = StreamingHttpResponse(parts, content_type=TYPES[format])
    name = f"library-{timezone.localtime(now):%Y-%m-%d}.{format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def parts_of(person: User, now: datetime, origin: str, format: str) -> Iterator[str]:
    match format:
        case "md":
            return markdown_of(person, now, origin, site_name())
        case "csv":
            return csv_of(person, now, origin)
        case "json":
            return annotations_of(person, now, origin, site_name())
        case "bib" | "ris":
            return records_of(person, now, origin, format)
        case _:
            raise Http404
