"""The vocabulary as plain values, in the terms of SKOS: what files are read into, and what is compared and written.

A taxonomy is a `skos:ConceptScheme`, a tag a `skos:Concept`. Their addresses are `urn:cbtneuro:taxonomy:<slug>` and
`urn:cbtneuro:tag:<slug>`; those that were brought in keep their own address beside that (`uri`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import quote, unquote
from uuid import NAMESPACE_URL, uuid5

TAG: Final = "urn:cbtneuro:tag:"
TAXONOMY: Final = "urn:cbtneuro:taxonomy:"
DEFAULT_LANGUAGE: Final = "en"
RELATIONS: Final = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
NOTES: Final = ("scopeNote", "definition", "note", "example", "historyNote", "editorialNote", "changeNote")
OTHERS: Final = {"mesh": "http://id.nlm.nih.gov/mesh/", "wikidata": "http://www.wikidata.org/entity/"}
OTHER: Final = "urn:cbtneuro:match:"  # and the scheme and identifier: a vocabulary whose addresses are not known here
LANGUAGE: Final = re.compile(r"([A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*)?")
STRING: Final = "http://www.w3.org/2001/XMLSchema#string"  # which is what a text without a type is
URI: Final = "uri"  # the scheme of a match whose identifier is a whole address
NO_ADDRESS: Final = re.compile(r"[\x00-\x20<>\"{}|\\^`\ud800-\udfff]|^(?![A-Za-z][A-Za-z0-9+.-]*:)")


@dataclass(frozen=True, order=True)
class Label:
    """A synonym: `kind` is alt (shown) or hidden (only for search), or pref: the preferred label of that language."""

    kind: str
    name: str
    language: str = DEFAULT_LANGUAGE


@dataclass(frozen=True, order=True)
class Note:
    """`kind` is one of `NOTES`."""

    kind: str
    text: str
    language: str = DEFAULT_LANGUAGE


@dataclass(frozen=True, order=True)
class Notation:
    """A code for the concept. `datatype`: the address of its type, or nothing for plain text."""

    value: str
    datatype: str = ""


@dataclass(frozen=True, order=True)
class Match:
    """The concept `identifier` of somebody else's `scheme`; `relation` is a skos:mappingRelation.

    In the scheme "uri" the identifier is the whole address.
    """

    relation: str
    scheme: str
    identifier: str
    name: str = ""


@dataclass(frozen=True)
class Scheme:
    slug: str
    name: str
    description: str = ""
    position: int = 100
    is_category: bool = False
    uri: str = ""


@dataclass(frozen=True)
class Concept:
    """A tag. `broader`, `related` and `replaced_by` hold slugs; everything that has no order of its own is sorted.

    `label` and `scope_note` are in `language`; `former` are addresses that redirect here. `identity`: the one that no
    renaming changes, or nothing where it follows from the slug; `replaced` are those of tags that became part of this.
    """

    slug: str
    label: str
    scheme: str
    scope_note: str = ""
    labels: tuple[Label, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    language: str = DEFAULT_LANGUAGE
    notes: tuple[Note, ...] = ()
    notations: tuple[Notation, ...] = ()
    uri: str = ""
    is_deprecated: bool = False
    replaced_by: str = ""
    former: tuple[str, ...] = ()
    identity: str = ""
    replaced: tuple[str, ...] = ()

    @property
    def whole_identity(self) -> str:
        return self.identity or identity_from(self.slug)


@dataclass(frozen=True)
class Vocabulary:
    """Schemes in their order, concepts by scheme and slug. `lines` says where a read file begins to speak of each."""

    schemes: tuple[Scheme, ...]
    concepts: tuple[Concept, ...]
    lines: dict[str, int] = field(default_factory=dict, compare=False)

    def line_of(self, slug: str, namespace: str = TAG) -> int:
        return self.lines.get(address(namespace, slug), 1)


def vocabulary(schemes: Iterable[Scheme], concepts: Iterable[Concept], lines: dict[str, int]) -> Vocabulary:
    """In the one order that files have, and with one name for each concept of another vocabulary."""
    ordered = tuple(sorted(schemes, key=lambda scheme: (scheme.position, scheme.slug)))
    place = {scheme.slug: place for place, scheme in enumerate(ordered)}
    listed = sorted(concepts, key=lambda concept: (place.get(concept.scheme, len(place)), concept.slug))
    named = sorted({(target_of(match), match.name) for c in listed for match in c.matches if match.name})
    names = dict(reversed(named))
    return Vocabulary(ordered, tuple(_in_order(concept, names) for concept in listed), lines)


def _in_order(concept: Concept, names: dict[str, str]) -> Concept:
    """Sorted, nothing twice; the first scope note in the tag's own language is the tag's."""
    matches = {match_to(m.relation, target_of(m), names.get(target_of(m), "")) for m in concept.matches}
    own = {note for note in concept.notes if (note.kind, note.language) == ("scopeNote", concept.language)}
    if concept.scope_note:
        own.add(Note("scopeNote", concept.scope_note, concept.language))
    first, *others = sorted(own) or [Note("scopeNote", "", concept.language)]
    is_of_slug = concept.whole_identity == identity_from(concept.slug)
    return replace(
        concept,
        identity="" if is_of_slug else concept.identity,
        replaced=tuple(sorted(set(concept.replaced) - {concept.whole_identity})),
        scope_note=first.text,
        labels=tuple(sorted(set(concept.labels))),
        notes=tuple(sorted({*(set(concept.notes) - own), *others})),
        notations=tuple(sorted({Notation(n.value, n.datatype.removesuffix(STRING)) for n in concept.notations})),
        broader=tuple(sorted(set(concept.broader))),
        related=tuple(sorted(set(concept.related))),
        matches=tuple(sorted(matches, key=match_order)),
        former=tuple(sorted(set(concept.former))),
    )


def address(namespace: str, slug: str) -> str:
    return f"{namespace}{quote(slug)}"


def identity_from(slug: str) -> str:
    """The UUID of a tag that begins with this slug: the same wherever the same vocabulary is loaded."""
    return str(uuid5(NAMESPACE_URL, address(TAG, slug)))


def target_of(match: Match) -> str:
    """The address of what is matched."""
    if match.scheme == URI and not NO_ADDRESS.search(match.identifier):
        return match.identifier
    if match.scheme in OTHERS:
        return OTHERS[match.scheme] + quote(match.identifier)
    return own_target_of(match)


def own_target_of(match: Match) -> str:
    """An address for any match at all, within the addresses of this site."""
    return f"{OTHER}{quote(match.scheme)}:{quote(match.identifier)}"


def match_to(relation: str, target: str, name: str = "") -> Match:
    """The match that leads to this address: the inverse of `target_of`."""
    for scheme, base in OTHERS.items():
        identifier = unquote(target.removeprefix(base))
        if target.startswith(base) and identifier and base + quote(identifier) == target:
            return Match(relation, scheme, identifier, name)
    scheme, _, identifier = target.removeprefix(OTHER).partition(":")
    if target.startswith(OTHER) and scheme and identifier:
        return Match(relation, unquote(scheme), unquote(identifier), name)
    return Match(relation, URI, target, name)


def match_order(match: Match) -> tuple[int, str, str]:
    return RELATIONS.index(match.relation), match.scheme, match.identifier


def main_language(languages: Iterable[str]) -> str:
    """The language of the label that a tag goes by, of those that it has a preferred label in."""
    found = sorted(languages)
    return DEFAULT_LANGUAGE if DEFAULT_LANGUAGE in found or not found else found[0]
