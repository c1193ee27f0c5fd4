"""PubMed's own format (.nbib, MEDLINE): tags of up to four signs, lines that go on with six spaces."""

import re
from collections.abc import Iterator
from typing import Any, Final

from bibliography.importing.names_read import name_of, pages, pubmed_name
from bibliography.importing.read import Form, Read, read_record

TAG: Final = re.compile(r"([A-Z]{2,4}) *- (.*)\Z")
PAGES: Final = re.compile(r"(\w*?)(\d+)-(\d+)\Z")
KINDS: Final = {"Book": "book", "Review": "article-journal", "Preprint": "article", "Dataset": "dataset"}
Fields = list[tuple[str, str]]


def of_pubmed(lines: list[str], at: int) -> Iterator[Read]:
    """A new one begins at each PMID, as PubMed puts it first."""
    begin, fields = 0, Fields()
    for number, line in enumerate(lines, start=at):
        found = TAG.match(line)
        if found and found[1] == "PMID" and any(tag == "PMID" for tag, _ in fields):
            yield record(begin, fields)
            begin, fields = 0, []
        if found:
            begin = begin or number
            fields.append((found[1], found[2].strip()))
        elif line.strip() and fields:
            fields[-1] = fields[-1][0], f"{fields[-1][1]} {line.strip()}"
    if fields:
        yield record(begin, fields)


def record(line: int, fields: Fields) -> Read:
    def of(*tags: str) -> list[str]:
        return [text for tag in tags for name, text in fields if name == tag and text]

    def first(*tags: str) -> str:
        return next(iter(of(*tags)), "")

    csl: dict[str, Any] = {
        "type": next((KINDS[kind] for kind in of("PT") if kind in KINDS), "article-journal"),
        "title": first("TI", "BTI", "CTI").removesuffix(".")
        if first("TI").endswith(".")
        else first("TI", "BTI", "CTI"),
        "container-title": first("JT", "TA"),
        "container-title-short": first("TA") if first("TA") != first("JT") else "",
        "volume": first("VI"),
        "issue": first("IP"),
        "page": in_full(first("PG")),
        "abstract": first("AB"),
        "language": first("LA"),
        "publisher": first("PB"),
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
    return read_record(line, Form.PUBMED, csl)


def people(texts: list[str]) -> list[dict[str, Any]]:
    return [name for text in texts if (name := author(text))]


def author(text: str) -> dict[str, Any]:
    return name_of(text) if "," in text else pubmed_name(text)


def in_full(text: str) -> str:
    """PubMed shortens the last page: “425-33” are the pages from 425 to 433."""
    found = PAGES.match(text)
    if not found:
        return text
    before, start, end = found.groups()
    return pages(before + start, before + start[: max(0, len(start) - len(end))] + end)
