"""Works that are cited together, on a page in a style of the reader's choice and as files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from tempfile import SpooledTemporaryFile
from typing import IO, Final, TypeVar

from django.db import close_old_connections
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from articles.site.snapshot import current_site
from bibliography.citation_styles.styles import STYLES, is_numbered
from bibliography.exporting import CONTENT_TYPES, Format, Record, export, export_parts
from bibliography.formatting import Entry, format_bibliography
from members.entrance.rate_limits import attempt, too_many_requests
from tags.management.parts import in_parts

Response = TypeVar("Response", bound=HttpResponseBase)

MOST: Final = 200  # works that are formatted at once: one takes up to twelve milliseconds
AT_ONCE: Final = 500  # records of a file that are read and written in one go
IN_MEMORY: Final = 1 << 20  # bytes of a long file; what is longer waits on disk
PIECE: Final = 1 << 16  # bytes that are sent at once
FILES: Final[dict[str, str]] = {
    "bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON", "txt": "Plain text", "html": "HTML",
}  # fmt: skip
TYPES: Final[dict[str, str]] = {
    **{str(name): told for name, told in CONTENT_TYPES.items()},
    "txt": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
RECORDS: Final[dict[str, Format]] = {"bib": "bib", "ris": "ris", "json": "json"}


@dataclass(frozen=True)
class Works:
    """`records`: all of them, read as far as they are asked for; `among`: what they are, where there are many.

    `address`: the name of the address of their files, with `arguments`.
    """

    title: str
    records: Iterable[Record]
    address: str
    arguments: Sequence[str] = ()
    formats: Sequence[str] = tuple(FILES)
    among: str = ""

    def formatted(self, style: str) -> tuple[list[Entry], str]:
        """The first of them as that style prints them, and what is said where others are left out."""
        found = list(islice(self.records, MOST + 1))
        told = f"The first {MOST} of {self.among}; BibTeX, RIS and CSL-JSON hold all." if len(found) > MOST else ""
        return format_bibliography(found[:MOST], style), told


@dataclass(frozen=True)
class PrintedWorks:
    works: Works
    entries: list[Entry]
    left_out: str
    is_numbered: bool
    files: list[tuple[str, str]] = field(default_factory=list)


def style_asked(request: HttpRequest) -> str:
    """That of the address, else that of the site. Raises `Http404` for one that is not offered."""
    style = request.GET.get("style") or current_site().citation_style
    if style not in STYLES:
        raise Http404
    return style


def page_of_works(request: HttpRequest, title: str, back: str, several: Sequence[Works]) -> HttpResponse:
    """`back`: the page that the works stand on."""
    if wait := attempt(request, "cite", by_reading=True):
        return too_many_requests(request, wait=wait)
    style, asked = style_asked(request), request.GET.copy()
    context = {
        "title": title,
        "back": back,
        "style": STYLES[style],
        "styles": [(one, with_style(asked, one.name)) for one in STYLES.values()],
        "several": [printed(works, style, asked) for works in several],
    }
    return for_one_reader(request, render(request, "articles/cite.html", context))


def printed(works: Works, style: str, asked: QueryDict) -> PrintedWorks:
    files = [
        (FILES[name], reverse(works.address, args=[*works.arguments, name]) + with_style(asked, style, name))
        for name in works.formats
    ]
    return PrintedWorks(works, *works.formatted(style), is_numbered(style), files)


def with_style(asked: QueryDict, style: str, format: str = "") -> str:
    """What stands behind the question mark; records of reference managers have no style."""
    chosen = asked.copy()
    chosen["style"] = style
    if format in RECORDS:
        del chosen["style"]
    return f"?{chosen.urlencode()}" if chosen else ""


def file_of_works(request: HttpRequest, works: Works, format: str, name: str) -> HttpResponseBase:
    """Raises `Http404` where there is nothing to cite."""
    response = records_in(request, works, RECORDS[format]) if format in RECORDS else printed_in(request, works, format)
    if response.status_code == 200:
        response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    return for_one_reader(request, response)


def records_in(request: HttpRequest, works: Works, format: Format) -> HttpResponseBase:
    """All of them. A long file leaves in pieces, and counts as a bibliography does."""
    parts = in_parts(works.records, AT_ONCE)
    if (first := next(parts, None)) is None:
        raise Http404
    if len(first) < AT_ONCE:
        return HttpResponse(export(first, format), content_type=TYPES[format])
    if wait := attempt(request, "cite", by_reading=True):
        return too_many_requests(request, wait=wait)
    file = written(export_parts(chain([first], parts), format))
    return StreamingHttpResponse(pieces_of(file), content_type=TYPES[format])


def written(parts: Iterable[str]) -> IO[bytes]:
    """All of a file before any of it is sent: nothing is read while somebody takes their time to fetch it."""
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # closed by who sends it
    for part in parts:
        file.write(part.encode())
    file.seek(0)
    return file


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """The connection to the database goes back to its pool first: a request ends when all of it is fetched."""
    close_old_connections()
    with file:
        while piece := file.read(PIECE):
            yield piece


def printed_in(request: HttpRequest, works: Works, format: str) -> HttpResponse:
    """The first of them; where that is not all, the file begins with saying so."""
    style = style_asked(request)
    if wait := attempt(request, "cite", by_reading=True):
        return too_many_requests(request, wait=wait)
    entries, left_out = works.formatted(style)
    if not entries:
        raise Http404
    if format == "txt":
        text = "".join(f"{said}\n\n" for said in [left_out, *(entry.text for entry in entries)] if said)
    else:
        context = {"title": works.title, "entries": entries, "left_out": left_out}
        text = render_to_string("articles/bibliography.html", context)
    return HttpResponse(text, content_type=TYPES[format])


def for_one_reader(request: HttpRequest, response: Response) -> Response:
    """Who is logged in may see more than others do."""
    response["X-Robots-Tag"] = "noindex"
    if request.user.is_authenticated:
        response["Cache-Control"] = "private, no-store"
    return response
