"""References as readers see them: formatted after a CSL style, by citeproc-py, one or a whole bibliography."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from threading import Lock
from typing import Any, Final

from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
from citeproc.source.json import CiteProcJSON

from bibliography.citation_styles import mends
from bibliography.citation_styles.macros import remember
from bibliography.citation_styles.printable import NUMBER, address_of, printable
from bibliography.citation_styles.styles import (
    APA,
    is_sorted,
    read_style,
    stands_for_authors_before,
    tells_years_apart,
)
from bibliography.citation_styles.typography import as_html, as_plain_text, without_number

__all__ = ["Entry", "address_of", "format_bibliography", "format_citation"]

ONE_AT_A_TIME: Final = Lock()  # citeproc-py keeps its state in the style


@dataclass(frozen=True)
class Entry:
    """Of a bibliography. `label`: its number as the style prints it, if it prints one; `html` is without it."""

    html: str
    label: str = ""

    @property
    def text(self) -> str:
        return " ".join(filter(None, [self.label, as_plain_text(self.html)]))


@dataclass(frozen=True)
class _Printed:
    csl: dict[str, Any]
    text: str
    authors: str


def format_citation(csl: dict[str, Any], style: str = APA) -> str:
    """The reference by itself as safe HTML: `<i>`, `<b>`, `<sup>`, `<sub>`, and a link to where the work is found.

    Fields that are missing are left out; so is a number, as there is no other entry.
    """
    with ONE_AT_A_TIME:
        [printed] = _printed([csl], style)
    return as_html(without_number(printed.text)[1], csl, style)


def format_bibliography(records: Sequence[dict[str, Any]], style: str = APA) -> list[Entry]:
    """All of them, sorted as the style says, with 2021a and 2021b where it has them, numbered where it numbers.

    Two to twelve milliseconds a record, one bibliography at a time.
    """
    if not records:
        return []
    with ONE_AT_A_TIME:
        printed = _printed(records, style)
        if suffixes := _suffixes(printed) if tells_years_apart(style) else {}:
            again = [
                {**entry.csl, "year-suffix": suffixes[place]} if place in suffixes else entry.csl
                for place, entry in enumerate(printed)
            ]
            printed = _printed(again, style, sort=False)
    entries, before = [], ""
    for number, entry in enumerate(printed, 1):
        label, text = without_number(entry.text)
        if (names := _authors(entry.csl)) == before and text.startswith(entry.authors):
            text = _with_stand_in_for_authors(text, entry.authors, style)
        before = names
        entries.append(Entry(as_html(text, entry.csl, style), label.replace(NUMBER, str(number))))
    return entries


def _printed(records: Sequence[dict[str, Any]], style: str, *, sort: bool = True) -> list[_Printed]:
    """As citeproc-py prints them, with stand-ins. Only with the lock."""
    remember(style)
    keys = {str(place): csl for place, csl in enumerate(records)}
    source = CiteProcJSON([printable(csl, key) for key, csl in keys.items()])
    bibliography = CitationStylesBibliography(read_style(style), source, formatter.html)
    bibliography.register(Citation([_Item(key) for key in keys]))
    if sort and is_sorted(style) and len(records) > 1:
        bibliography.sort()
    layout = read_style(style).root.bibliography.layout
    found = []
    for item in bibliography.items:
        mends.begin_record()
        layout.repressed = {}
        text = layout.format(layout.wrap(layout.render_children(item)))
        found.append(_Printed(keys[item.key], str(text or ""), mends.Printed.first_names))
    return found


class _Item(CitationItem):  # type: ignore[misc]
    number = NUMBER


def _suffixes(printed: Sequence[_Printed]) -> dict[int, str]:
    """Which entries of the same authors and year are a, b, c, in the order in which they stand."""
    of = [_authors_and_year(entry) for entry in printed]
    often, met = Counter(of), Counter[tuple[str, str]]()
    found = {}
    for place, key in enumerate(of):
        if often[key] > 1:
            found[place] = _letters(met[key])
            met[key] += 1
    return found


def _with_stand_in_for_authors(text: str, authors: str, style: str) -> str:
    """What the style prints in place of names that stand in the entry before, with their full stop."""
    if not (instead := stands_for_authors_before(style)) or not authors:
        return text
    return instead + ("." if authors.endswith(".") else "") + text.removeprefix(authors)


def _authors(csl: dict[str, Any]) -> str:
    """All who are named in place of authors."""
    names = csl.get("author") or csl.get("editor") or [{"literal": str(csl.get("title"))}]
    who = "; ".join(str(name.get("literal") or f"{name.get('family', '')}, {name.get('given', '')}") for name in names)
    return mends.folded(who)


def _authors_and_year(entry: _Printed) -> tuple[str, str]:
    """Who is cited in the text of an article, as far as the style can tell two apart by names."""
    return _authors(entry.csl), str((entry.csl.get("issued") or {}).get("date-parts", [[""]])[0][:1])


def _letters(number: int) -> str:
    """a to z, then aa, ab."""
    more, place = divmod(number, len(ascii_lowercase))
    return (_letters(more - 1) if more else "") + ascii_lowercase[place]
