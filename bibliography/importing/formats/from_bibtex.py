"""BibTeX and biblatex, as CSL."""

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import (
    MonthIntMiddleware,
    NormalizeFieldKeys,
    RemoveEnclosingMiddleware,
    ResolveStringReferencesMiddleware,
)
from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ImplicitComment, ParsingFailedBlock

from bibliography.importing.formats.bibtex_inheritance import inherited
from bibliography.importing.formats.latex_read import in_braces, lines_of, split_outside, text_of
from bibliography.importing.names_read import name_of
from bibliography.importing.pages_read import pages
from bibliography.importing.read import Form, Read, read_record
from bibliography.normalization import ENDS

TYPES: Final = {
    "article": "article-journal", "book": "book", "mvbook": "book", "collection": "book", "mvcollection": "book",
    "proceedings": "book", "booklet": "pamphlet", "reference": "book", "suppperiodical": "article-journal",
    "incollection": "chapter", "inbook": "chapter", "suppbook": "chapter", "bookinbook": "chapter",
    "inproceedings": "paper-conference", "inreference": "entry-encyclopedia", "periodical": "periodical",
    "conference": "paper-conference", "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis",
    "techreport": "report", "report": "report", "online": "webpage", "electronic": "webpage", "www": "webpage",
    "dataset": "dataset", "software": "software", "unpublished": "manuscript", "manual": "report", "patent": "patent",
    "misc": "document", "review": "review", "letter": "personal_communication", "standard": "standard",
    "movie": "motion_picture", "video": "motion_picture", "music": "song", "image": "graphic", "artwork": "graphic",
}  # fmt: skip
TEXTS: Final = {
    "title": ("title",), "title-short": ("shorttitle",),
    "container-title": ("journal", "journaltitle", "booktitle", "howpublished", "maintitle"),
    "container-title-short": ("shortjournal",), "collection-title": ("series",), "volume": ("volume",),
    "edition": ("edition",), "publisher": ("publisher", "institution", "school", "organization"),
    "publisher-place": ("address", "location"), "language": ("language", "langid"), "abstract": ("abstract",),
    "ISBN": ("isbn",), "ISSN": ("issn",), "DOI": ("doi",), "URL": ("url",), "genre": ("type",),
    "keyword": ("keywords", "keyword"), "PMID": ("pmid",), "PMCID": ("pmcid", "pmc"),
    "number-of-pages": ("pagetotal",), "number-of-volumes": ("volumes",), "chapter-number": ("chapter",),
    "part-number": ("part",), "event-title": ("eventtitle",), "event-place": ("venue",), "status": ("pubstate",),
    "version": ("version",), "original-title": ("origtitle",), "original-publisher": ("origpublisher",),
    "original-publisher-place": ("origlocation",),
}  # fmt: skip
NAMES: Final = ("author", "editor", "translator")
DATES: Final = {"accessed": "urldate", "original-date": "origdate", "event-date": "eventdate"}
NOTES: Final = ("note", "annote", "annotation", "addendum")
READ_APART: Final = frozenset({
    "subtitle",
    *NAMES, *NOTES, "number", "issue", "pages", "eid", "date", "year", "month", "day", "eprint", "eprinttype",
    "archiveprefix", "eprintclass", "primaryclass", "journalsubtitle", "booksubtitle", "url", "doi",
})  # fmt: skip
AND: Final = re.compile(r"\s+and\s+", re.IGNORECASE)
COMMA: Final = re.compile(r"\s*,\s*")
MIDDLE: Final = (ResolveStringReferencesMiddleware, RemoveEnclosingMiddleware, NormalizeFieldKeys, MonthIntMiddleware)
PIECE: Final = r"(?:\"[^\"]*\"|\{(?:[^{}]|\{[^{}]*\})*\}|[\w:.+/-]+)"
JOINED: Final = re.compile(rf"{PIECE}(?:\s*#\s*{PIECE})+")
HASH: Final = re.compile(r"#")
MONTH: Final = re.compile(r"\d{1,2}")
STRAY: Final = re.compile(r"\w\s*=\s*[{\"]|\Aarticle\s*\{", re.IGNORECASE)
logging.getLogger("bibtexparser").setLevel(logging.ERROR)  # what is wrong with a file is told to who sent it
NO_END: Final = "This record has no end: brackets or quotation marks are not closed."
NO_SIGN: Final = "These lines look like a record, but no “@” begins it. Put “@article{key,” before them."
Fields = dict[str, str]


def of_bibtex(lines: list[str], at: int) -> Iterator[Read]:
    """A block that cannot be read is told, and the next is read all the same."""
    library = parse_string("\n".join(lines), parse_stack=[made() for made in MIDDLE])
    blocks = [
        block.ignore_error_block
        if isinstance(block, DuplicateBlockKeyBlock) and isinstance(block.ignore_error_block, Entry)
        else block
        for block in library.blocks
    ]
    entries = [block for block in blocks if isinstance(block, Entry)]
    strings = {name.lower(): str(string.value) for name, string in library.strings_dict.items()}
    for entry in entries:
        for field in entry.fields:
            field.value = joined(str(field.value), strings)
    others = {entry.key.lower(): (entry.entry_type.lower(), fields_of(entry)) for entry in reversed(entries)}
    for block in blocks:
        line, raw = at + (block.start_line or 0), str(block.raw or "").strip()
        if isinstance(block, Entry) and block.entry_type.lower() not in {"xdata", "set"}:
            yield record(line, block, others, raw)
        elif isinstance(block, ParsingFailedBlock):
            yield Read(line, Form.BIBTEX, {}, (NO_END,), raw)
        elif isinstance(block, ImplicitComment) and STRAY.search(block.comment):
            yield Read(line, Form.BIBTEX, {}, (NO_SIGN,), raw)


def joined(value: str, strings: Mapping[str, str]) -> str:
    """`jan # " and " # feb`: parts of a value, of which some are names of strings."""
    if "#" not in value or not JOINED.fullmatch(value):
        return value
    parts = [part.strip() for part in split_outside(value, HASH)]
    return "".join(part[1:-1] if part[:1] in '"{' else strings.get(part.lower(), part) for part in parts)


def fields_of(entry: Entry) -> Fields:
    return {field.key: str(field.value) for field in entry.fields}


def record(line: int, entry: Entry, others: Mapping[str, tuple[str, Fields]], raw: str) -> Read:
    kind = entry.entry_type.lower()
    given = inherited(kind, fields_of(entry), others)
    fields = {key: text_of(value) for key, value in given.items()}
    csl: dict[str, Any] = {"type": TYPES.get(kind, "document")}
    for field, names in TEXTS.items():
        csl[field] = next((fields[name] for name in names if fields.get(name)), "")
    csl["title"] = with_subtitle(csl["title"], fields.get("subtitle", ""))
    for whole, part in (("booktitle", "booksubtitle"), ("journaltitle", "journalsubtitle")):
        if fields.get(part) and csl["container-title"] == fields.get(whole):
            csl["container-title"] = with_subtitle(csl["container-title"], fields[part])
    if (
        kind in {"book", "techreport", "phdthesis", "mastersthesis"}
        and csl["container-title"] == csl["collection-title"]
    ):
        csl["container-title"] = ""
    if csl["type"] == "thesis" and not csl["genre"]:
        csl["genre"] = "Master’s thesis" if kind == "mastersthesis" else ""
    left = []
    for name in NAMES:
        csl[name], is_short = people(given.get(name, ""))
        left += [(name, "and others")] if is_short else []
    csl["issue" if csl["type"].startswith("article") else "number"] = fields.get("number") or fields.get("issue", "")
    csl["page"] = pages(fields.get("pages", "")) or fields.get("eid", "")
    csl["issued"] = date_of(fields)
    csl |= {field: fields.get(name, "") for field, name in DATES.items()}
    csl["note"] = "\n".join(filter(None, (lines_of(given.get(name, "")) for name in NOTES)))
    csl |= verbatim(given)
    left += [*eprint_of(fields, csl), *unread(fields, csl)]
    if kind not in TYPES:
        left.append(("Type", kind))
    return read_record(line, Form.BIBTEX, csl, raw=raw, key=entry.key, left=left)


def with_subtitle(title: str, subtitle: str) -> str:
    return f"{title}{' ' if title.endswith(ENDS) else ': '}{subtitle}" if title and subtitle else title or subtitle


def verbatim(given: Fields) -> Fields:
    """Addresses are no text of LaTeX: a tilde in one is a tilde; only `\\_` and its like are what they stand for."""
    bare = {name: re.sub(r"\\([_%&#~$])", r"\1", given.get(name, "")).strip(" {}") for name in ("url", "doi")}
    url = re.sub(r"\\url\s*\{([^{}]*)\}?|\\href\s*\{([^{}]*)\}.*", r"\1\2", bare["url"])
    return {"URL": url, "DOI": bare["doi"]}


def people(text: str) -> tuple[list[dict[str, Any]], bool]:
    """A name in braces is a group. And whether it ends with “and others”."""
    found, is_short = [], False
    for part in split_outside(" ".join(text.split()), AND):
        said = text_of(part)
        if said.lower() in {"others", "et al.", "et al"}:
            is_short = True
        elif said:
            found.append({"literal": said} if in_braces(part) else name_in_order(part))
    return [name for name in found if name], is_short


def name_in_order(part: str) -> dict[str, Any]:
    """A family name in braces is one word, whatever it begins with; braces around initials say nothing."""
    pieces = split_outside(part, COMMA)
    if len(pieces) > 1 and in_braces(pieces[0]):
        *suffix, given = [text_of(piece) for piece in pieces[1:]]
        parts = {"family": text_of(pieces[0]), "given": given, "suffix": " ".join(suffix)}
        return {name: said for name, said in parts.items() if said}
    if len(pieces) == 3:
        return name_of(", ".join(text_of(pieces[place]) for place in (0, 2, 1)))
    said = text_of(part)
    return {"family": said} if " " not in said and "," not in said and not said.isupper() else name_of(said)


def date_of(fields: Fields) -> dict[str, Any] | str:
    if fields.get("date"):
        return re.sub(r"[~%]\Z", "?", fields["date"])
    year, month = fields.get("year", ""), fields.get("month", "")
    if re.fullmatch(r"\d{4}", year):
        day = fields.get("day", "")
        numbers = [year, *([month, *([day] if MONTH.fullmatch(day) else [])] if MONTH.fullmatch(month) else [])]
        if month and len(numbers) == 1:
            return f"{year} {month}"
        return {"date-parts": [[int(number) for number in numbers]]}
    return year


def eprint_of(fields: Fields, csl: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Where else it is found: PubMed, PubMed Central, or an archive such as arXiv."""
    number, where = fields.get("eprint", ""), fields.get("eprinttype") or fields.get("archiveprefix", "")
    group = fields.get("eprintclass") or fields.get("primaryclass", "")
    if where.lower() in {"pubmed", "pmid"}:
        csl["PMID"] = csl["PMID"] or number
    elif where.lower() in {"pmc", "pmcid"}:
        csl["PMCID"] = csl["PMCID"] or number
    elif number:
        yield where or "eprint", f"{number} [{group}]" if group else number


def unread(fields: Fields, csl: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What stands in no field of the record."""
    known = {name for names in TEXTS.values() for name in names} | READ_APART | set(DATES.values())
    said = {" ".join(value.split()).casefold() for value in csl.values() if isinstance(value, str)}
    held = " ".join(said)
    for name, text in fields.items():
        is_said = text.casefold() in said or (name in known and text.casefold() in held)
        if not is_said and not (name in READ_APART and name not in {"eid"}):
            yield name, text
