"""Works that are cited together, on a page in a style of the reader's choice and as files."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from articles.site.snapshot import current_site
from bibliography.citation_styles.styles import STYLES, is_numbered
from bibliography.exporting import CONTENT_TYPES, Format, export
from bibliography.formatting import Entry, format_bibliography
from members.entrance.rate_limits import attempt, too_many_requests

MOST: Final = 200  # works at once: to format one takes up to twelve milliseconds
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
    """`address`: the name of the address of their files, with `arguments`. `left_out`: what of them is left out."""

    title: str
    records: Sequence[dict[str, Any]]
    address: str
    arguments: Sequence[str] = ()
    formats: Sequence[str] = tuple(FILES)
    left_out: str = ""


@dataclass(frozen=True)
class PrintedWorks:
    works: Works
    entries: list[Entry]
    is_numbered: bool
    files: list[tuple[str, str]] = field(default_factory=list)


def of_the_first(count: int, noun: str) -> str:
    """What is told where there are more than `MOST`."""
    return f"Of the first {MOST} of {count:,} {noun}." if count > MOST else ""


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
    entries = format_bibliography(works.records, style)
    return PrintedWorks(works, entries, is_numbered(style), files)


def with_style(asked: QueryDict, style: str, format: str = "") -> str:
    """What stands behind the question mark; records of reference managers have no style."""
    chosen = asked.copy()
    chosen["style"] = style
    if format in RECORDS:
        del chosen["style"]
    return f"?{chosen.urlencode()}" if chosen else ""


def file_of_works(request: HttpRequest, works: Works, format: str, name: str) -> HttpResponse:
    """Raises `Http404` where there is nothing to cite."""
    if not works.records:
        raise Http404
    if format in RECORDS:
        text = export(works.records, RECORDS[format])
    elif wait := attempt(request, "cite", by_reading=True):
        return too_many_requests(request, wait=wait)
    else:
        text = formatted(works, style_asked(request), format)
    response = HttpResponse(text, content_type=TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    return for_one_reader(request, response)


def formatted(works: Works, style: str, format: str) -> str:
    entries = format_bibliography(works.records, style)
    if format == "txt":
        return "".join(f"{entry.text}\n\n" for entry in entries)
    return render_to_string("articles/bibliography.html", {"title": works.title, "entries": entries})


def for_one_reader(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Who is logged in may see more than others do."""
    response["X-Robots-Tag"] = "noindex"
    if request.user.is_authenticated:
        response["Cache-Control"] = "private, no-store"
    return response
