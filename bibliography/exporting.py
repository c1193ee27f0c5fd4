"""References for other programs: BibTeX, RIS and CSL-JSON.

Titles hold braces, backslashes, `&` and line breaks. Whatever goes in comes out of a reader of the same format as
it was, on one line; BibTeX stays balanced whatever it holds.
"""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, Final, Literal

import rispy
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares import AddEnclosingMiddleware
from bibtexparser.model import Entry, Field

from bibliography.formatting import MARKUP, plain, without_foreign_markup
from bibliography.records import doi_of, year_of
from tags.slugs import numbered

Format = Literal["bib", "ris", "json"]
Record = dict[str, Any]

CONTENT_TYPES: Final[dict[Format, str]] = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}
# CSL type: (BibTeX entry, RIS type, BibTeX field of the container). Others become misc and GEN.
KINDS: Final = {
    "article-journal": ("article", "JOUR", "journal"),
    "article-magazine": ("article", "MGZN", "journal"),
    "article-newspaper": ("article", "NEWS", "journal"),
    "review": ("article", "JOUR", "journal"),
    "book": ("book", "BOOK", "series"),
    "chapter": ("incollection", "CHAP", "booktitle"),
    "paper-conference": ("inproceedings", "CPAPER", "booktitle"),
    "report": ("techreport", "RPRT", "series"),
    "thesis": ("phdthesis", "THES", "series"),
    "dataset": ("misc", "DATA", "howpublished"),
    "webpage": ("misc", "ELEC", "howpublished"),
    "post-weblog": ("misc", "BLOG", "howpublished"),
}
OTHER_KIND: Final = ("misc", "GEN", "howpublished")
PUBLISHER_FIELD: Final = {"techreport": "institution", "phdthesis": "school"}
LATEX: Final = {
    "\\": r"{\textbackslash}",
    "{": r"{\lbrace}",
    "}": r"{\rbrace}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{char: f"\\{char}" for char in "&%$#_"},
}
LATEX_MARKUP: Final = {
    "<i>": r"\textit{", "<b>": r"\textbf{", "<sup>": r"\textsuperscript{", "<sub>": r"\textsubscript{",
    "</i>": "}", "</b>": "}", "</sup>": "}", "</sub>": "}",
}  # fmt: skip
PIECE: Final = re.compile("|".join([*map(re.escape, MARKUP), r"[\\{}~^&%$#_]"]))
BALANCED: Final = re.compile(r"<(i|b|sup|sub)>[^<>]*</\1>")
CAPITALS: Final = re.compile(r"(?<![\w\\])(\w+[A-Z]\w*)(?!\w)")  # fMRI, TMS: a BibTeX style would lower them
PAGES: Final = re.compile(r"\s*([\w.:]+)\s*[-–—]+\s*([\w.:]+)\s*")


def export(records: Sequence[Record], format: Format) -> str:
    """All records in one file of that format, in the given order, ending with a line break."""
    writers: dict[Format, Callable[[Sequence[Record]], str]] = {"bib": _bibtex, "ris": _ris, "json": _csl_json}
    return writers[format](records)


def _csl_json(records: Sequence[Record]) -> str:
    return json.dumps(list(records), indent=2, ensure_ascii=False) + "\n"


def _bibtex(records: Sequence[Record]) -> str:
    library = Library()
    taken: set[str] = set()
    for record in records:
        entry_type = KINDS.get(str(record.get("type")), OTHER_KIND)[0]
        fields = [Field(name, value) for name, value in _bibtex_fields(record, entry_type).items() if value]
        library.add(Entry(entry_type, _unused_key(str(record.get("id") or ""), taken), fields))
    enclosing = AddEnclosingMiddleware(reuse_previous_enclosing=False, enclose_integers=True, default_enclosing="{")
    return write_string(library, unparse_stack=[enclosing])


def _unused_key(wanted: str, taken: set[str]) -> str:
    """A key of plain characters that no other entry of the file has."""
    base = re.sub(r"[^A-Za-z0-9_:.+-]+", "", wanted) or "reference"
    key = next(free for free in numbered(base) if free.lower() not in taken)
    taken.add(key.lower())
    return key


def _bibtex_fields(record: Record, entry_type: str) -> dict[str, str]:
    container = KINDS.get(str(record.get("type")), OTHER_KIND)[2]
    return {
        "author": _bibtex_names(record.get("author")),
        "editor": _bibtex_names(record.get("editor")),
        "title": CAPITALS.sub(r"{\1}", latex(str(record.get("title") or ""))),
        container: latex(str(record.get("container-title") or "")),
        "year": str(year_of(record) or ""),
        "volume": latex(str(record.get("volume") or "")),
        "number": latex(str(record.get("issue") or record.get("number") or "")),
        "pages": latex("--".join(_pages(record))),
        "edition": latex(str(record.get("edition") or "")),
        PUBLISHER_FIELD.get(entry_type, "publisher"): latex(str(record.get("publisher") or "")),
        "address": latex(str(record.get("publisher-place") or "")),
        "doi": _verbatim(_doi(record)),
        "pmid": _verbatim(str(record.get("PMID") or "")),
        "url": _verbatim(str(record.get("URL") or "")),
        "annote": latex(str(record.get("note") or "")),
    }


def _bibtex_names(names: Sequence[dict[str, str]] | None) -> str:
    return " and ".join(filter(None, map(_bibtex_name, names or ())))


def _bibtex_name(name: dict[str, str]) -> str:
    """`von Family, Jr, Given`; a part that would be read as several stands in braces."""
    if name.get("literal"):
        return f"{{{latex(name['literal'])}}}"
    particle = name.get("non-dropping-particle") or name.get("dropping-particle") or ""
    family = _one_word_for_bibtex(name.get("family", ""))
    parts = [f"{latex(particle)} {family}".strip()]
    parts += [_one_word_for_bibtex(name[part]) for part in ("suffix", "given") if name.get(part)]
    return ", ".join(part for part in parts if part)


def _one_word_for_bibtex(part: str) -> str:
    escaped = latex(part)
    return f"{{{escaped}}}" if "," in part or re.search(r"\band\b", part, re.IGNORECASE) else escaped


def latex(text: str) -> str:
    """Text for LaTeX with its special characters spelled out, on one line, with braces in pairs."""
    line = without_foreign_markup(text)
    if "<" in BALANCED.sub("", line):  # comparisons, or markup that does not pair: take it as it stands
        line = re.sub(r"</?(?:i|b|sup|sub)>", "", line)
    return PIECE.sub(lambda found: LATEX_MARKUP.get(found[0]) or LATEX[found[0]], line)


def _verbatim(address: str) -> str:
    """A DOI or address, which BibTeX styles print as it stands; only what would break the entry is encoded."""
    return re.sub(r"[\\{}\s]", lambda found: f"%{ord(found[0]):02X}", plain(address))


def _ris(records: Sequence[Record]) -> str:
    return str(rispy.dumps([_ris_fields(record) for record in records], implementation=_RisWriter))


class _RisWriter(rispy.RisWriter):  # type: ignore[misc]
    """RIS as the format's own description has it: no numbers between records, CR LF at the end of each line."""

    NEWLINE = "\r\n"

    def set_header(self, count: int) -> str:  # noqa: ARG002  the signature that rispy calls
        return ""


def _ris_fields(record: Record) -> dict[str, str | list[str]]:
    pages = _pages(record)
    fields: dict[str, str | list[str]] = {
        "type_of_reference": KINDS.get(str(record.get("type")), OTHER_KIND)[1],
        "id": plain(str(record.get("id") or "")),
        "authors": _ris_names(record.get("author")),
        "secondary_authors": _ris_names(record.get("editor")),
        "title": plain(str(record.get("title") or "")),
        "secondary_title": plain(str(record.get("container-title") or "")),
        "year": str(year_of(record) or ""),
        "volume": plain(str(record.get("volume") or "")),
        "number": plain(str(record.get("issue") or record.get("number") or "")),
        "start_page": pages[0] if pages else "",
        "end_page": pages[1] if len(pages) > 1 else "",
        "publisher": plain(str(record.get("publisher") or "")),
        "place_published": plain(str(record.get("publisher-place") or "")),
        "doi": _doi(record),
        "accession_number": plain(str(record.get("PMID") or "")),
        "name_of_database": "PubMed" if record.get("PMID") else "",
        "urls": [plain(str(record["URL"]))] if record.get("URL") else [],
        "notes": [plain(str(record["note"]))] if record.get("note") else [],
    }
    return {field: value for field, value in fields.items() if value}


def _ris_names(names: Sequence[dict[str, str]] | None) -> list[str]:
    return [written for name in names or () if (written := _ris_name(name))]


def _ris_name(name: dict[str, str]) -> str:
    if name.get("literal"):
        return plain(name["literal"])
    particle = name.get("non-dropping-particle") or name.get("dropping-particle") or ""
    family = plain(f"{particle} {name.get('family', '')}")
    return ", ".join(filter(None, [family, plain(name.get("given", "")), plain(name.get("suffix", ""))]))


def _pages(record: Record) -> list[str]:
    """First and last page, or the one place that the record names (an article number)."""
    text = plain(str(record.get("page") or ""))
    return list(found.groups()) if (found := PAGES.fullmatch(text)) else [text] if text else []


def _doi(record: Record) -> str:
    """The bare DOI as the record spells it."""
    written = plain(str(record.get("DOI") or ""))
    return written[-len(doi_of(record)) :] if doi_of(record) else ""
