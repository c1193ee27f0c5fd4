"""Writing the vocabulary as Turtle. One vocabulary has one spelling, down to the byte, whatever library reads it.

That is why no library writes it: their order and their line breaks change from version to version.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from tags.concepts import (
    LANGUAGE,
    NO_ADDRESS,
    NOTES,
    TAG,
    TAXONOMY,
    URI,
    Concept,
    Label,
    Match,
    Notation,
    Scheme,
    Vocabulary,
    address,
    main_language,
    own_target_of,
    target_of,
)
from tags.skos import CATEGORY, PREFIXES, RARE_PREFIXES

INDENT: Final = "    "
LOCAL_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*", re.ASCII)
PREDICATE_OF: Final = {"alt": "skos:altLabel", "hidden": "skos:hiddenLabel"}

Line = tuple[str, Iterable[str]]  # a predicate and its objects


def write(vocabulary: Vocabulary) -> str:
    """The file: prefixes, taxonomies, tags by taxonomy, names of the matched concepts in other vocabularies."""
    subjects = [
        *(subject_block(address(TAXONOMY, scheme.slug), _scheme(scheme)) for scheme in vocabulary.schemes),
        *(subject_block(address(TAG, concept.slug), _concept(concept)) for concept in vocabulary.concepts),
        *_names(vocabulary.concepts),
    ]
    rare = {name: base for name, base in RARE_PREFIXES.items() if any(f"{INDENT}{name}:" in one for one in subjects)}
    prefixes = [f"@prefix {name}: <{base}> ." for name, base in sorted({**PREFIXES, **rare}.items())]
    return "\n".join([*prefixes, ""]) + "".join(f"\n{subject}\n" for subject in subjects)


def _scheme(scheme: Scheme) -> Iterator[Line]:
    yield "a", ["skos:ConceptScheme"]
    yield "dcterms:title", [_text(scheme.name)]
    yield "dcterms:description", [_text(scheme.description)] if scheme.description else []
    yield "dcterms:type", [quoted(CATEGORY)] if scheme.is_category else []
    yield "schema:position", [str(scheme.position)]
    yield "dcterms:source", _elsewhere(scheme.uri)


def _concept(concept: Concept) -> Iterator[Line]:
    preferred = {concept.language: concept.label}
    preferred |= {label.language: label.name for label in concept.labels if label.kind == "pref"}
    notes = {(note.kind, note.language, note.text) for note in concept.notes}
    if concept.scope_note:
        notes.add(("scopeNote", concept.language, concept.scope_note))
    yield "a", ["skos:Concept"]
    yield "skos:inScheme", [term(address(TAXONOMY, concept.scheme))]
    yield "skos:prefLabel", [_text(name, language) for language, name in sorted(preferred.items())]
    if concept.language != main_language(preferred):
        yield "dcterms:language", [quoted(concept.language)]
    for kind, predicate in PREDICATE_OF.items():
        yield predicate, [_text(label.name, label.language) for label in _alphabetical(concept.labels, kind)]
    yield "skos:notation", [_notation(notation) for notation in concept.notations]
    for kind in NOTES:
        yield f"skos:{kind}", [_text(text, language) for of, language, text in sorted(notes) if of == kind]
    yield "skos:broader", [term(address(TAG, slug)) for slug in sorted(concept.broader)]
    yield "skos:related", [term(address(TAG, slug)) for slug in sorted(concept.related)]
    for match in concept.matches:
        yield f"skos:{match.relation}", [term(_address_of(match))]
    yield "owl:deprecated", ["true"] if concept.is_deprecated else []
    yield "dcterms:isReplacedBy", [term(address(TAG, concept.replaced_by))] if concept.replaced_by else []
    yield "dcterms:source", _elsewhere(concept.uri)
    yield "cbtneuro:formerSlug", [quoted(slug) for slug in concept.former]


def _elsewhere(uri: str) -> list[str]:
    return [] if not uri or NO_ADDRESS.search(uri) else [f"<{uri}>"]


def _notation(notation: Notation) -> str:
    return quoted(notation.value) + "".join(f"^^{datatype}" for datatype in _elsewhere(notation.datatype))


def _alphabetical(labels: Iterable[Label], kind: str) -> list[Label]:
    chosen = [label for label in labels if label.kind == kind]
    return sorted(chosen, key=lambda label: (label.name.casefold(), label.name, label.language))


def _names(concepts: Iterable[Concept]) -> Iterator[str]:
    named = {_address_of(match): match.name for concept in concepts for match in concept.matches if match.name}
    for target, name in sorted(named.items()):
        yield f"{term(target)} rdfs:label {_text(name)} ."


def subject_block(subject: str, lines: Iterable[Line]) -> str:
    """`subject predicate object, object ; ...`, a line for each object."""
    told = [(predicate, list(objects)) for predicate, objects in lines]
    between = f" ,\n{INDENT}{INDENT}"
    statements = [f"{predicate} {between.join(objects)}" for predicate, objects in told if objects]
    return f"{term(subject)} " + f" ;\n{INDENT}".join(statements) + " ."


def _address_of(match: Match) -> str:
    """Addresses that are not known here stand within our own, so that a slip in the others is seen."""
    return own_target_of(match) if match.scheme == URI else target_of(match)


def term(target: str) -> str:
    """`prefix:name` where that can be written, else the whole address."""
    for name, base in {**PREFIXES, **RARE_PREFIXES}.items():
        if target.startswith(base) and LOCAL_NAME.fullmatch(target.removeprefix(base)):
            return f"{name}:{target.removeprefix(base)}"
    return f"<{target}>"


def _text(text: str, language: str = "en") -> str:
    return quoted(text) + (f"@{language}" if language and LANGUAGE.fullmatch(language) else "")


def quoted(text: str) -> str:
    """A string in quotes. JSON escapes what Turtle wants escaped, and in the same way."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
