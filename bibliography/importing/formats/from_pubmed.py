"""PubMed's own format (.nbib, MEDLINE): tags of up to four signs, lines that go on with six spaces."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bibliography.importing.names_read import OTHERS, name_of, pubmed_name
from bibliography.importing.pages_read import pages
from bibliography.importing.read import Form, Read, read_record

TAG: Final = re.compile(r"([A-Z]{2,4}) *- ?(.*)\Z")
KINDS: Final = {"Book": "book", "Preprint": "article", "Dataset": "dataset"}
USUAL: Final = frozenset({"Journal Article", *KINDS})  # of what is published, said by the type of the record
READ_APART: Final = frozenset({
    "TI", "BTI", "CTI", "VI", "IP", "PG", "AB", "PB", "FAU", "CN", "FED", "DP", "ISBN", "PMID", "PMC", "OT",
})  # fmt: skip
BESIDE: Final = {"AU": "FAU", "ED": "FED"}  # short names, where the long ones stand, too
NAMED: Final = {
    "MH": "MeSH", "AD": "Author address", "GR": "Grant", "PT": "Publication type", "RN": "Substance", "SO": "Source",
    "COIS": "Conflict of interest", "SI": "Data set", "CI": "Copyright", "OAB": "Other abstract",
    "TT": "Original title",
}  # fmt: skip
Fields = list[tuple[str, str]]


def of_pubmed(lines: list[str], at: int) -> Iterator[Read]:
    """A new one begins at each PMID, as PubMed puts it first."""
    begin, fields, raw = 0, Fields(), list[str]()
    for number, line in enumerate(lines, start=at):
        found = TAG.match(line)
        if found and found[1] == "PMID" and any(tag == "PMID" for tag, _ in fields):
            yield record(begin, fields, raw)
            begin, fields, raw = 0, [], []
        if found:
            begin = begin or number
            fields.append((found[1], found[2].strip()))
        elif line.strip() and fields:
            fields[-1] = fields[-1][0], f"{fields[-1][1]} {line.strip()}"
        raw.append(line)
    if fields:
        yield record(begin, fields, raw)


def record(line: int, fields: Fields, raw: list[str]) -> Read:
    def of(*tags: str) -> list[str]:
        return [text for tag in tags for name, text in fields if name == tag and text]

    def first(*tags: str) -> str:
        return next(iter(of(*tags)), "")

    csl: dict[str, Any] = {
        "type": next((KINDS[kind] for kind in of("PT") if kind in KINDS), "article-journal"),
        "title": first("TI", "BTI", "CTI", "TT").removesuffix("."),
        "container-title": first("JT", "TA"),
        "container-title-short": first("TA") if first("TA") != first("JT") else "",
        "volume": first("VI"),
        "issue": first("IP"),
        "page": pages(first("PG")),
        "abstract": first("AB"),
        "language": first("LA"),
        "publisher": first("PB"),
        "publisher-place": first("PL"),
        "author": [*people(of("FAU") or of("AU")), *({"literal": group} for group in of("CN"))],
        "editor": people(of("FED") or of("ED")),
        "issued": first("DP"),
        "ISSN": ", ".join(dict.fromkeys(text.split(" ")[0] for text in of("IS"))),
        "ISBN": first("ISBN").split(" ")[0],
        "PMID": first("PMID").split(" ")[0],
        "PMCID": first("PMC"),
        "DOI": next((text.split(" ")[0] for text in of("LID", "AID") if text.endswith("[doi]")), ""),
        "keyword": ", ".join(of("OT")),
    }
    others = [("author", "and others") for text in of("FAU") or of("AU") if OTHERS.fullmatch(text)]
    left = [*others, *unread(fields, csl)]
    return read_record(line, Form.PUBMED, csl, raw="\n".join(raw).strip("\n"), left=left)


def unread(fields: Fields, csl: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What stands in no field of the record, each tag once."""
    tags = {tag for tag, _ in fields}
    said = {str(value).casefold() for value in csl.values()}
    left: dict[str, list[str]] = {}
    for tag, text in fields:
        is_known = tag in READ_APART or BESIDE.get(tag) in tags or text.casefold() in said
        is_number = tag in {"LID", "AID"} and text.endswith("[doi]") and text.split(" ")[0] == csl["DOI"]
        if not is_known and not is_number and not (tag == "PT" and text in USUAL):
            left.setdefault(NAMED.get(tag, tag), []).append(text)
    yield from ((name, "; ".join(texts)) for name, texts in left.items())


def people(texts: list[str]) -> list[dict[str, Any]]:
    return [name for text in texts if not OTHERS.fullmatch(text) and (name := author(text))]


def author(text: str) -> dict[str, Any]:
    return name_of(text) if "," in text else pubmed_name(text)
