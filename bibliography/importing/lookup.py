"""DOIs and PubMed numbers asked of Crossref and PubMed, where `METADATA_LOOKUP` says so: the one way out to them.

Both are asked at their own address and nowhere else, with a limit of time and of size; redirects are not followed.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

import requests
from django.conf import settings

from bibliography.importing.dates_read import date_read
from bibliography.importing.duplicates import matches_of
from bibliography.importing.formats.from_json import record as record_of_json
from bibliography.importing.formats.from_pubmed import author
from bibliography.importing.pages_read import pages
from bibliography.importing.read import Form, Read, read_record
from tags.management.parts import in_parts

SECONDS: Final = (5, 15)  # for the connection, and for each piece of the answer
LARGEST: Final = 2_000_000  # bytes of an answer
MOST: Final = 300  # numbers of one import that are asked
AT_ONCE: Final = 100  # PubMed numbers in one question
KINDS: Final = {"Book": "book", "Preprint": "article"}
UNKNOWN: Final = "{who} knows no such {name}. Paste its RIS, BibTeX or CSL-JSON."
SILENT: Final = "{who} did not answer. Read it again later, or paste its RIS, BibTeX or CSL-JSON."
TOO_MANY: Final = f"More than {MOST} numbers are not looked up at once. Send the rest in another import."


class NoAnswer(Exception):
    """Raised where a server cannot be reached, or answers what cannot be read."""


def is_on() -> bool:
    return bool(settings.METADATA_LOOKUP)


def filled_in(reads: Sequence[Read], asked: int, alive: Callable[[], object]) -> list[Read]:
    """Numbers that name nothing here as the records that they stand for. `asked`: how many came before these.

    `alive` is called before each question: the answers to all of them may take long.
    """
    if not is_on() or not any(one.is_number for one in reads):
        return list(reads)
    known = matches_of(reads)
    unknown = [place for place, one in enumerate(reads) if one.is_number and not known[place]]
    found = dict(enumerate(reads))
    for place in unknown[max(MOST - asked, 0) :]:
        found[place] = replace(reads[place], problems=(TOO_MANY,))
    wanted = {place: reads[place] for place in unknown[: max(MOST - asked, 0)]}
    found |= dict(from_crossref({place: one for place, one in wanted.items() if "DOI" in one.csl}, alive))
    found |= dict(from_pubmed({place: one for place, one in wanted.items() if "DOI" not in one.csl}, alive))
    return [found[place] for place in range(len(reads))]


def from_crossref(wanted: Mapping[int, Read], alive: Callable[[], object]) -> Iterator[tuple[int, Read]]:
    for place, one in wanted.items():
        alive()
        doi = str(one.csl["DOI"])
        try:
            answer = asked_of("crossref", f"/works/{quote(doi, safe='')}")
        except NoAnswer:
            yield place, replace(one, problems=(SILENT.format(who="Crossref"),))
            continue
        message = answer.get("message") if answer else None
        if isinstance(message, dict):
            yield place, from_work(one, message)
        else:
            yield place, replace(one, problems=(UNKNOWN.format(who="Crossref", name="DOI"),))


def from_work(one: Read, work: dict[str, Any]) -> Read:
    """A record of Crossref, with the DOI that was asked for where it leaves that out."""
    read = record_of_json(one.line, {"DOI": one.csl["DOI"], **work}, one.raw)
    return replace(read, key="")


def from_pubmed(wanted: Mapping[int, Read], alive: Callable[[], object]) -> Iterator[tuple[int, Read]]:
    for some in in_parts(wanted, AT_ONCE):
        alive()
        numbers = ",".join(str(wanted[place].csl["PMID"]) for place in some)
        try:
            answer = asked_of("pubmed", f"/esummary.fcgi?db=pubmed&retmode=json&id={numbers}") or {}
        except NoAnswer:
            yield from ((place, replace(wanted[place], problems=(SILENT.format(who="PubMed"),))) for place in some)
            continue
        told = answer.get("result")
        for place in some:
            summary = told.get(str(wanted[place].csl["PMID"])) if isinstance(told, dict) else None
            if isinstance(summary, dict) and summary.get("title"):
                yield place, from_summary(wanted[place], summary)
            else:
                yield place, replace(wanted[place], problems=(UNKNOWN.format(who="PubMed", name="PMID"),))


def from_summary(one: Read, said: dict[str, Any]) -> Read:
    """A record of PubMed's `esummary`."""
    ids = {str(held.get("idtype")): str(held.get("value")) for held in dicts(said.get("articleids"))}
    people = [
        str(held.get("name") or "") for held in dicts(said.get("authors")) if held.get("authtype") != "CollectiveName"
    ]
    groups = [str(held.get("name")) for held in dicts(said.get("authors")) if held.get("authtype") == "CollectiveName"]
    kinds = [str(kind) for kind in said.get("pubtype") or []]
    whole, short = text(said, "fulljournalname"), text(said, "source")
    issued, words = date_read(text(said, "pubdate"))
    csl: dict[str, Any] = {
        "type": next((KINDS[kind] for kind in kinds if kind in KINDS), "article-journal"),
        "title": text(said, "title").removesuffix("."),
        "author": [*filter(None, map(author, people)), *({"literal": group} for group in groups)],
        "container-title": whole or short,
        "container-title-short": short if short != whole else "",
        "volume": text(said, "volume"),
        "issue": text(said, "issue"),
        "page": pages(text(said, "pages")),
        "issued": issued,
        "ISSN": ", ".join(filter(None, (text(said, "issn"), text(said, "essn")))),
        "PMID": one.csl["PMID"],
        "DOI": ids.get("doi", ""),
        "PMCID": ids.get("pmc", ""),
    }
    left = [("Date", words), ("Publication type", "; ".join(kind for kind in kinds if kind != "Journal Article"))]
    return read_record(one.line, Form.CSL, csl, raw=one.raw, left=left)


def dicts(value: object) -> list[dict[str, Any]]:
    return [held for held in value if isinstance(held, dict)] if isinstance(value, list) else []


def text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return value.strip() if isinstance(value, str) else ""


def asked_of(who: str, path: str) -> dict[str, Any] | None:
    """The JSON of an answer; None where the server knows nothing of it. Raises `NoAnswer`."""
    headers = {"User-Agent": f"References (mailto:{settings.CONTACT_EMAIL})", "Accept": "application/json"}
    try:
        with requests.get(
            f"{settings.METADATA_SERVERS[who]}{path}",
            headers=headers,
            timeout=SECONDS,
            allow_redirects=False,
            stream=True,
        ) as response:
            if response.status_code in {400, 404}:
                return None
            if response.status_code != requests.codes.ok:
                raise NoAnswer(response.status_code)
            content = response.raw.read(LARGEST + 1, decode_content=True)
        if len(content) > LARGEST:
            raise NoAnswer("too large")
        answer = json.loads(content)
    except (requests.RequestException, OSError, ValueError, RecursionError) as error:
        raise NoAnswer(who) from error
    return answer if isinstance(answer, dict) else None
