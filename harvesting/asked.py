"""What a harvester asks: six verbs with their arguments, and tokens to go on with. Faults have the protocol's names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime, timedelta
from typing import Any, Final

from django.core.signing import BadSignature, dumps, loads
from django.http import QueryDict

TOKENS_LAST: Final = timedelta(days=1)
SALT: Final = "oai"
NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DAY, SECOND = "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"
# As the schema of the protocol has it, by which what was asked is repeated.
SPELLED: Final = {
    "metadataPrefix": re.compile(r"[\w.!~*'()-]+", re.ASCII),
    "set": re.compile(r"[\w.!~*'()-]+(?::[\w.!~*'()-]+)*", re.ASCII),
}
# For each verb what it needs and what it may have. A token stands alone.
ARGUMENTS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set", "resumptionToken"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set", "resumptionToken"})),
    "GetRecord": (frozenset({"metadataPrefix", "identifier"}), frozenset()),
}


class Fault(Exception):
    """An answer of the protocol that is no list: `code` and what is wrong, in words."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True)
class Place:
    """Behind which record a list goes on, and how many came before."""

    changed: datetime
    pk: int
    number: int


@dataclass(frozen=True)
class Asked:
    verb: str
    arguments: Mapping[str, str]
    prefix: str = ""
    identifier: str = ""
    of_set: str = ""
    since: datetime | None = None
    until: datetime | None = None
    place: Place | None = None


def read(params: QueryDict) -> Asked:
    """Raises `Fault`."""
    for name, values in params.lists():
        if len(values) > 1:
            raise Fault("badVerb" if name == "verb" else "badArgument", f"The argument “{name}” stands there twice.")
    if any(NOT_IN_XML.search(text) for name, values in params.lists() for text in (name, *map(str, values))):
        raise Fault(
            "badVerb" if NOT_IN_XML.search(params.get("verb", "")) else "badArgument", "A character is none of XML."
        )
    verb = params.get("verb", "")
    if verb not in ARGUMENTS:
        raise Fault("badVerb", f"“{verb}” is no verb of OAI-PMH." if verb else "Say which verb is meant.")
    arguments = {name: str(params[name]) for name in params if name != "verb"}
    needed, allowed = ARGUMENTS[verb]
    if unknown := sorted(set(arguments) - needed - allowed):
        raise Fault("badArgument", f"{verb} has no argument “{unknown[0]}”.")
    if "resumptionToken" in arguments:
        if len(arguments) > 1:
            raise Fault("badArgument", "A resumption token stands alone.")
        return going_on(verb, arguments)
    if missing := sorted(needed - set(arguments)):
        raise Fault("badArgument", f"{verb} needs the argument “{missing[0]}”.")
    if wrong := sorted(name for name, spelled in SPELLED.items() if not spelled.fullmatch(arguments.get(name, "a"))):
        raise Fault("badArgument", f"“{wrong[0]}” holds what no name of that kind does.")
    return from_the_beginning(verb, arguments)


def from_the_beginning(verb: str, arguments: Mapping[str, str]) -> Asked:
    since, until = arguments.get("from", ""), arguments.get("until", "")
    if since and until and len(since) != len(until):
        raise Fault("badArgument", "“from” and “until” are of different granularity.")
    first, last = (moment_of(text) if text else None for text in (since, until))
    if first and last and first > last:
        raise Fault("badArgument", "“from” is later than “until”.")
    if last:
        step = timedelta(days=1) if len(until) == len("2026-01-01") else timedelta(seconds=1)
        last = None if last.year == MAXYEAR else last + step  # nothing comes later
    return Asked(
        verb=verb,
        arguments=arguments,
        prefix=arguments.get("metadataPrefix", ""),
        identifier=arguments.get("identifier", ""),
        of_set=arguments.get("set", ""),
        since=first,
        until=last,
    )


def moment_of(text: str) -> datetime:
    for form in (DAY, SECOND):
        try:
            moment = datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        if moment.strftime(form) == text:
            return moment
    raise Fault("badArgument", "Write dates as 2026-11-30 or 2026-11-30T12:00:00Z.")


def token_of(asked: Asked, place: Place) -> str:
    """All that is needed to go on. It is signed, and no good after a day."""
    said = {
        "verb": asked.verb,
        "prefix": asked.prefix,
        "of_set": asked.of_set,
        "since": asked.since and asked.since.isoformat(),
        "until": asked.until and asked.until.isoformat(),
        "place": [place.changed.isoformat(), place.pk, place.number],
    }
    return dumps(said, salt=SALT, compress=True)


def going_on(verb: str, arguments: Mapping[str, str]) -> Asked:
    try:
        said: dict[str, Any] = loads(arguments["resumptionToken"], salt=SALT, max_age=TOKENS_LAST)
    except BadSignature as bad:
        raise Fault("badResumptionToken", "This token is not one of ours, or older than a day.") from bad
    if said["verb"] != verb:
        raise Fault("badResumptionToken", f"This token is one of {said['verb']}.")
    changed, pk, number = said["place"]
    return Asked(
        verb=verb,
        arguments=arguments,
        prefix=said["prefix"],
        of_set=said["of_set"],
        since=said["since"] and datetime.fromisoformat(said["since"]),
        until=said["until"] and datetime.fromisoformat(said["until"]),
        place=Place(datetime.fromisoformat(changed), pk, number),
    )
