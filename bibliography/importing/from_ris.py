"""RIS, as reference managers and journals write it: tags of two signs, lines that go on without one."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bibliography.importing.names_read import name_of, pages
from bibliography.importing.read import Form, Read, read_record
from bibliography.ris import KINDS

TAG: Final = re.compile(r"\ufeff?([A-Z][A-Z0-9]) {0,2}-(?: (.*)|\s*)\Z")
TYPES: Final = {
    **{ris: csl for csl, ris in reversed(KINDS.items())},
    "EJOUR": "article-journal", "ABST": "article-journal", "INPR": "article-journal", "EBOOK": "book",
    "EDBOOK": "book", "ECHAP": "chapter", "CONF": "paper-conference", "WEB": "webpage",
    "ICOMM": "personal_communication", "PAT": "patent", "MPCT": "motion_picture", "VIDEO": "motion_picture",
    "SOUND": "song", "MAP": "map", "STAND": "standard", "ENCYC": "entry-encyclopedia", "DICT": "entry-dictionary",
    "GEN": "document",
}  # fmt: skip
TEXTS: Final[Mapping[str, tuple[str, ...]]] = {  # field of CSL: tags, the first that is there counts
    "title": ("TI", "T1", "CT"),
    "container-title": ("JF", "JO", "T2", "BT", "JA", "J2"),
    "container-title-short": ("JA", "J2"), "collection-title": ("T3",), "title-short": ("ST",), "volume": ("VL",),
    "issue": ("IS",), "edition": ("ET",), "publisher": ("PB",), "publisher-place": ("CY", "PP"), "language": ("LA",),
    "abstract": ("AB", "N2"), "note": ("N1",), "PMCID": ("C2",), "genre": ("M3",),
}  # fmt: skip
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "author": ("AU", "A1"), "editor": ("ED", "A2"), "collection-editor": ("A3",), "translator": ("A4",),
}  # fmt: skip
SEVERAL: Final = {"ISSN": ("SN",), "keyword": ("KW",)}
DATE: Final = re.compile(r"(\d{4})(?:/(\d{1,2})?(?:/(\d{1,2})?)?)?(?:/.*)?\s*\Z")
DOI: Final = re.compile(r"10\.\d{4,9}/\S+")
Fields = dict[str, list[str]]


def of_ris(lines: list[str], at: int) -> Iterator[Read]:
    """One to each TY; ER, or the next TY, ends it."""
    begin, fields, last = 0, Fields(), ""
    for number, line in enumerate(lines, start=at):
        found = TAG.match(line)
        if found and found[1] == "TY" and begin:
            yield record(begin, fields)
            begin = 0
        if found and found[1] == "TY":
            begin, fields = number, {}
        if found and begin:
            last = found[1]
            fields.setdefault(last, []).append((found[2] or "").strip())
        elif begin and line.strip() and last:
            go_on(fields, last, line.strip())
        elif line.strip() and not begin and not (found and found[1] == "ER"):
            yield Read(number, Form.RIS, {}, ("This line stands before any “TY  - ”.",))
        if found and found[1] == "ER" and begin:
            yield record(begin, fields)
            begin = 0
    if begin:
        yield record(begin, fields)


def go_on(fields: Fields, tag: str, line: str) -> None:
    """A line without a tag is one more keyword, address or author, or goes on with a text."""
    if tag in {"KW", "UR", "AU", "A1", "A2", "AD"}:
        fields[tag].append(line)
    else:
        fields[tag][-1] = f"{fields[tag][-1]} {line}".strip()


def record(line: int, fields: Fields) -> Read:
    kind = TYPES.get(first(fields, "TY").upper(), "document")
    csl: dict[str, Any] = {"type": kind}
    for field, tags in TEXTS.items():
        csl[field] = first(fields, *tags)
    if csl["container-title"] == csl["container-title-short"]:
        csl["container-title-short"] = ""
    if csl["title-short"] == csl["title"]:
        csl["title-short"] = ""
    if kind in {"book", "report", "thesis"}:
        csl["collection-title"], csl["container-title"] = csl["collection-title"] or csl["container-title"], ""
    for field, tags in NAMES.items():
        csl[field] = [name for tag in tags for text in fields.get(tag, ()) if (name := name_of(text))]
    for field, tags in SEVERAL.items():
        csl[field] = ", ".join(text for tag in tags for text in fields.get(tag, ()) if text)
    csl["ISBN"] = csl.pop("ISSN") if kind in {"book", "chapter"} else ""
    csl["page"] = pages(first(fields, "SP"), first(fields, "EP"))
    csl["issued"] = date_of(first(fields, "DA", "Y1"), first(fields, "PY", "Y1", "DA"))
    csl["URL"] = next((url for url in fields.get("UR", ()) if url.lower().startswith("http")), "")
    csl["DOI"] = doi_of(fields)
    csl["PMID"] = pmid_of(fields)
    return read_record(line, Form.RIS, csl)


def first(fields: Fields, *tags: str) -> str:
    return next((text for tag in tags for text in fields.get(tag, ()) if text), "")


def date_of(date: str, year: str) -> dict[str, Any] | str:
    """“2018/05/09/” and “2018”; what else a date may be is read where records are normalized."""
    for text in (date, year):
        if (found := DATE.match(text)) and (not year or found[1] in year):
            return {"date-parts": [[int(part) for part in found.groups() if part]]}
    return year or date


def doi_of(fields: Fields) -> str:
    """Where DO is missing, M3, L3 and addresses at doi.org may hold it."""
    if stated := first(fields, "DO"):
        return stated
    said = [*fields.get("M3", ()), *fields.get("L3", ()), *(url for url in fields.get("UR", ()) if "doi.org" in url)]
    return next((found[0] for text in said if (found := DOI.search(text))), "")


def pmid_of(fields: Fields) -> str:
    from_pubmed = "pubmed" in f"{first(fields, 'DB')} {first(fields, 'DP')} {first(fields, 'UR')}".lower()
    number = first(fields, "AN")
    return number if from_pubmed and re.fullmatch(r"\d{1,9}", number) else ""
