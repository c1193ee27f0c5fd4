"""BibTeX and biblatex, as CSL."""

import re
from collections.abc import Iterator
from typing import Any, Final

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import (
    LatexDecodingMiddleware,
    MonthIntMiddleware,
    NormalizeFieldKeys,
    RemoveEnclosingMiddleware,
    ResolveStringReferencesMiddleware,
)
from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

from bibliography.importing.names_read import name_of, pages
from bibliography.importing.read import Form, Read, read_record

TYPES: Final = {
    "article": "article-journal", "book": "book", "mvbook": "book", "collection": "book", "proceedings": "book",
    "incollection": "chapter", "inbook": "chapter", "inproceedings": "paper-conference",
    "conference": "paper-conference", "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis",
    "techreport": "report", "report": "report", "online": "webpage", "electronic": "webpage", "www": "webpage",
    "dataset": "dataset", "software": "software", "unpublished": "manuscript", "manual": "report", "patent": "patent",
}  # fmt: skip
TEXTS: Final = {
    "title": ("title",), "title-short": ("shorttitle",), "container-title": ("journal", "journaltitle", "booktitle"),
    "container-title-short": ("shortjournal",), "collection-title": ("series",), "volume": ("volume",),
    "edition": ("edition",), "publisher": ("publisher", "institution", "school", "organization"),
    "publisher-place": ("address", "location"), "language": ("language", "langid"), "abstract": ("abstract",),
    "note": ("annote",), "ISBN": ("isbn",), "ISSN": ("issn",), "DOI": ("doi",), "URL": ("url",), "genre": ("type",),
    "keyword": ("keywords",), "PMID": ("pmid",), "PMCID": ("pmcid",), "number-of-pages": ("pagetotal",),
}  # fmt: skip
MARKUP: Final = (
    (re.compile(r"\\(?:textit|emph|textsl)\s*\{([^{}]*)\}"), r"<i>\1</i>"),
    (re.compile(r"\\textbf\s*\{([^{}]*)\}"), r"<b>\1</b>"),
    (re.compile(r"\\textsuperscript\s*\{([^{}]*)\}|\$\^\{?([^{}$]*)\}?\$"), r"<sup>\1\2</sup>"),
    (re.compile(r"\\textsubscript\s*\{([^{}]*)\}|\$_\{?([^{}$]*)\}?\$"), r"<sub>\1\2</sub>"),
)
AND: Final = re.compile(r"\s+and\s+")
MIDDLE: Final = (ResolveStringReferencesMiddleware, RemoveEnclosingMiddleware, NormalizeFieldKeys, MonthIntMiddleware)
MONTH: Final = re.compile(r"\d{1,2}")


class Decoder(LatexDecodingMiddleware):
    """Commands of LaTeX as the characters that they mean."""

    def text(self, value: str) -> str:
        return str(self._decoder.latex_to_text(value))


DECODE: Final = Decoder(keep_math_mode=False)


def of_bibtex(lines: list[str], at: int) -> Iterator[Read]:
    """A block that cannot be read is told, and the next is read all the same."""
    library = parse_string("\n".join(lines), parse_stack=[made() for made in MIDDLE])
    for block in library.blocks:
        line = at + (block.start_line or 0)
        if isinstance(block, DuplicateBlockKeyBlock) and isinstance(block.ignore_error_block, Entry):
            block = block.ignore_error_block
        if isinstance(block, Entry):
            yield record(line, block)
        elif isinstance(block, ParsingFailedBlock):
            yield Read(line, Form.BIBTEX, {}, ("This record has no end: brackets or quotation marks are not closed.",))


def record(line: int, entry: Entry) -> Read:
    raw = {field.key: str(field.value) for field in entry.fields}
    fields = {key: text_of(value) for key, value in raw.items()}
    csl: dict[str, Any] = {"type": TYPES.get(entry.entry_type.lower(), "document")}
    for field, names in TEXTS.items():
        csl[field] = next((fields[name] for name in names if fields.get(name)), "")
    if csl["type"] == "thesis" and not csl["genre"]:
        csl["genre"] = "Master’s thesis" if entry.entry_type.lower() == "mastersthesis" else ""
    csl["issue" if csl["type"].startswith("article") else "number"] = fields.get("number") or fields.get("issue", "")
    csl["author"], csl["editor"] = people(raw.get("author", "")), people(raw.get("editor", ""))
    csl["page"] = pages(fields.get("pages", "").replace("–", "-"))
    csl["issued"] = date_of(fields)
    if fields.get("eprinttype", "").lower() == "pubmed":
        csl["PMID"] = csl["PMID"] or fields.get("eprint", "")
    return read_record(line, Form.BIBTEX, csl)


def text_of(value: str) -> str:
    """Without braces and commands of LaTeX; what it marks as italics, raised or lowered stays marked."""
    for pattern, shape in MARKUP:
        value = pattern.sub(shape, value)
    decoded = DECODE.text(value) if "\\" in value or "$" in value or "~" in value else value
    return " ".join(re.sub(r"[{}]", "", decoded).replace("---", "—").replace("--", "–").split())


def people(text: str) -> list[dict[str, Any]]:
    """A name in braces is a group."""
    found = []
    for part in AND.split(" ".join(text.split())):
        said = text_of(part)
        if said and said != "others":
            is_group = part.strip().startswith("{") and part.strip().endswith("}")
            found.append({"literal": said} if is_group else name_of(said))
    return found


def date_of(fields: dict[str, str]) -> dict[str, Any] | str:
    if fields.get("date"):
        return fields["date"]
    year, month = fields.get("year", ""), fields.get("month", "")
    if re.fullmatch(r"\d{4}", year):
        day = fields.get("day", "")
        numbers = [year, *([month, *([day] if MONTH.fullmatch(day) else [])] if MONTH.fullmatch(month) else [])]
        return {"date-parts": [[int(number) for number in numbers]]}
    return year
