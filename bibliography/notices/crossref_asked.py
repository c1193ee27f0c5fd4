"""Crossref asked for the record of each paper here, by its DOI, where `METADATA_LOOKUP` lets the site ask."""

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from bibliography.importing.lookup import NoAnswer, asked_of, is_on
from bibliography.notices.crossref_updates import heard
from bibliography.notices.heard import Heard, WatchRefused

WHO: Final = "Crossref"
PATIENCE: Final = 5  # questions one after the other without an answer


def records_of(dois: Iterable[str]) -> Iterator[Heard]:
    """One question each. Raises `WatchRefused` where the site may not ask, and where nobody answers any more."""
    if not is_on():
        raise WatchRefused(WHO, 0, "This site asks nobody: METADATA_LOOKUP is off.")
    silent = 0
    for number, doi in enumerate(dois, start=1):
        try:
            answer = asked_of("crossref", f"/works/{quote(doi, safe='')}")
        except NoAnswer as error:
            silent += 1
            if silent == PATIENCE:
                raise WatchRefused(WHO, 0, f"It did not answer {PATIENCE} times, the last time about {doi}.") from error
            yield Heard(number, doi, "", "", None, is_silent=True)
            continue
        silent = 0
        message = answer.get("message") if answer else None
        if isinstance(message, dict):
            yield from heard({**message, "DOI": doi}, WHO, number)
