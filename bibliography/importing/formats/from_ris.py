"""RIS, as reference managers and journals write it: tags of two signs, lines that go on without one."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bibliography.importing.names_read import OTHERS, name_of
from bibliography.importing.pages_read import pages
from bibliography.importing.read import Form, Read, read_record
from bibliography.ris import KINDS

TAG: Final = re.compile(r"\ufeff?([A-Z][A-Z0-9])(?:[ \t\xa0]{0,2}[-–](?:[ \t\xa0](.*)|\s*)|[ \t\xa0]{2}[-–](.*))\Z")
RUN_ON: Final = re.compile(r"(ER[ \t\xa0]{0,2}-)[ \t\xa0]*(TY[ \t\xa0]{0,2}-.*)")
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
    "abstract": ("AB", "N2"), "PMCID": ("C2",), "genre": ("M3",),
}  # fmt: skip
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "author": ("AU", "A1"), "editor": ("ED", "A2"), "collection-editor": ("A3",), "translator": ("A4",),
}  # fmt: skip
READ_APART: Final = frozenset({"TY", "ER", "SN", "KW", "N1", "SP", "EP", "DA", "PY", "Y1", "Y2", "DO", "M3"})
NAMED: Final = {  # tags with no field in CSL, as people call them
    "AD": "Author address", "AN": "Accession number", "DB": "Database", "DP": "Database provider", "CN": "Call number",
    "C1": "Custom 1", "L1": "File", "L2": "Full text", "L4": "Figure", "N1": "Notes", "RN": "Research notes",
    "U1": "User 1", "CA": "Caption", "AV": "Location", "LB": "Label", "OP": "Original publication", "ID": "ID",
    "NV": "Number of volumes", "RP": "Reprint", "SE": "Section", "TA": "Translated author", "TT": "Translated title",
}  # fmt: skip
REPEATED: Final = frozenset({"KW", "UR", "AU", "A1", "A2", "AD"})
NUMBERED: Final = frozenset({"report", "patent", "standard", "dataset", "software"})  # by a number, not by issues
ISSN: Final = re.compile(r"\d{4}[-–]?\d{3}[\dXx]")
DATE: Final = re.compile(r"(\d{4})(?:/(\d{1,2})?(?:/(\d{1,2})?)?)?(?:/(.*))?\s*\Z")
DOI: Final = re.compile(r"10\.\d{4,9}/\S+")
KEY: Final = re.compile(r"(?=.*[A-Za-z])[\w:.-]+", re.ASCII)
OF_PUBMED: Final = re.compile(r"\bpubmed\b", re.IGNORECASE)
NO_BEGINNING: Final = (
    "This record does not begin with a line “TY  - ”, which says what it is. Put “TY  - JOUR” before it."
)
Fields = dict[str, list[str]]


def of_ris(lines: list[str], at: int) -> Iterator[Read]:
    """One to each TY; ER, or the next TY, ends it. Lines before any TY are told together."""
    record, stray = Lines(), Lines()
    for number, whole in enumerate(lines, start=at):
        for line in apart(record.dedented(whole)):
            found = TAG.match(line)
            tag = found[1] if found else ""
            if tag == "TY" and (record.begin or stray.begin):
                yield from (*record.read(), *stray.told())
                record, stray = Lines(), Lines()
            if tag == "TY":
                record = Lines(number, indent=len(whole) - len(whole.lstrip(" \t")))
            if record.begin:
                record.take(found, line)
            elif line.strip() and tag != "ER":
                stray.begin = stray.begin or number
                stray.raw.append(line)
            if tag == "ER":
                yield from (*record.read(), *stray.told())
                record, stray = Lines(), Lines()
    yield from (*record.read(), *stray.told())


def apart(line: str) -> list[str]:
    """The end of one record and the beginning of the next on one line."""
    found = RUN_ON.match(line)
    return [found[1], found[2]] if found else [line]


class Lines:
    """The lines of one record so far. `begin`: the number of its first, 0 while there is none."""

    def __init__(self, begin: int = 0, indent: int = 0) -> None:
        self.begin, self.indent = begin, indent
        self.fields: Fields = {}
        self.raw: list[str] = []
        self.last = ""

    def dedented(self, line: str) -> str:
        bare = line.lstrip(" \t")
        return bare if bare[:2] in {"TY", "ER"} or len(line) - len(bare) == self.indent else line

    def take(self, found: re.Match[str] | None, line: str) -> None:
        """A line without a tag is one more keyword, address or author, or goes on with a text."""
        self.raw.append(line)
        if found:
            self.last = found[1]
            self.fields.setdefault(self.last, []).append((found[2] or found[3] or "").strip())
        elif line.strip() and self.last in REPEATED:
            self.fields[self.last].append(line.strip())
        elif line.strip() and self.last:
            self.fields[self.last][-1] = f"{self.fields[self.last][-1]} {line.strip()}".strip()

    def read(self) -> Iterator[Read]:
        if self.begin:
            yield record(self.begin, self.fields, "\n".join(self.raw).rstrip())

    def told(self) -> Iterator[Read]:
        if self.begin:
            yield Read(self.begin, Form.RIS, {}, (NO_BEGINNING,), "\n".join(self.raw).rstrip())


def record(line: int, fields: Fields, raw: str) -> Read:
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
    if kind in NUMBERED:
        csl["number"] = csl.pop("issue")
    if DOI.search(csl["genre"]):
        csl["genre"] = ""
    left = []
    for field, tags in NAMES.items():
        texts = [text for tag in tags for text in fields.get(tag, ())]
        csl[field] = [name for text in texts if not OTHERS.fullmatch(text) and (name := name_of(text))]
        left += [(field, text) for text in texts if OTHERS.fullmatch(text)]
    csl["keyword"] = ", ".join(text for text in fields.get("KW", ()) if text)
    csl["note"] = "\n".join(fields.get("N1", ()))
    csl["ISSN"], csl["ISBN"] = serial_numbers(fields.get("SN", ()), is_book=kind in {"book", "chapter"})
    csl["page"] = pages(first(fields, "SP"), first(fields, "EP"))
    if kind in {"book", "report", "thesis"} and csl["page"].isdecimal():
        csl["number-of-pages"] = csl.pop("page")
    issued, words = date_of(first(fields, "DA", "Y1"), first(fields, "PY", "Y1", "DA").strip("/"))
    csl["issued"], csl["accessed"] = issued, date_of(first(fields, "Y2"), first(fields, "Y2"))[0]
    csl["URL"] = next((url for url in fields.get("UR", ()) if url.lower().startswith("http")), first(fields, "UR"))
    csl["DOI"], csl["PMID"] = doi_of(fields), pmid_of(fields)
    key = next((text for text in fields.get("ID", ()) if KEY.fullmatch(text)), "")
    left += [("Date", words), *unread(fields, csl, key)]
    return read_record(line, Form.RIS, csl, raw=raw, key=key, left=left)


def unread(fields: Fields, csl: Mapping[str, Any], key: str) -> Iterator[tuple[str, str]]:
    """What stands in no field of the record."""
    said = {str(value).casefold() for value in csl.values() if isinstance(value, str)} | {key.casefold(), ""}
    named = {tag for tags in NAMES.values() for tag in tags}
    if (kind := first(fields, "TY")).upper() not in TYPES:
        yield "Type", kind
    for tag, texts in fields.items():
        if tag in READ_APART - {"M3"} or tag in named:
            continue
        for text in texts:
            is_pubmed = tag in {"DB", "DP"} and csl["PMID"] and OF_PUBMED.search(text)
            if text.casefold() not in said and not is_pubmed and not (tag == "L3" and csl["DOI"] in text):
                yield NAMED.get(tag, tag), text


def first(fields: Fields, *tags: str) -> str:
    return next((text for tag in tags for text in fields.get(tag, ()) if text), "")


def serial_numbers(texts: list[str] | tuple[()], *, is_book: bool) -> tuple[str, str]:
    """Those of serials and those of books: one tag holds both."""
    parts = [part.strip() for text in texts for part in re.split(r"[,;]|\s(?=\d{4}-)", text) if part.strip()]
    of_serials = [
        part for part in parts if ISSN.match(part) and len(part.split(" ")[0].replace("-", "")) <= len("00000000")
    ]
    of_books = [part for part in parts if part not in of_serials]
    if not is_book and not any(re.match(r"97[89]|[\dXx-]{10,}", part) for part in of_books):
        return ", ".join(parts), ""
    return ", ".join(of_serials), ", ".join(of_books)


def date_of(date: str, year: str) -> tuple[dict[str, Any] | str, str]:
    """“2018/05/09/” and “2018”, and words behind the last stroke; other forms are read where every record's are."""
    for text in (date, year):
        if (found := DATE.match(text)) and (not year or found[1] in year):
            *numbers, words = found.groups()
            if words and not numbers[1]:
                return f"{words} {numbers[0]}", ""
            until = next((at for at, part in enumerate(numbers) if not part or not int(part)), len(numbers))
            return {"date-parts": [[int(part) for part in numbers[:until]]]}, words or ""
    if date and year and year in date:
        return date.strip("/"), ""
    return year or date.strip("/"), ""


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
