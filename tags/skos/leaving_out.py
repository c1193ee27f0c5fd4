"""The part of a vocabulary that can stand: what is at fault is left out, as little as it takes."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final

from tags.skos.concepts import Concept, Vocabulary
from tags.skos.database import findings_in
from tags.skos.problems import WARNINGS, Problem
from tags.skos.validation import of_one

Mend = Callable[[Concept, Problem], Concept | None]  # None: there is no way to keep the tag


def sound_part(
    read: Vocabulary, stored: Vocabulary, errors: list[Problem]
) -> tuple[Vocabulary, list[Problem], list[Problem]]:
    """What can stand, the errors for which the rest is left out, and those that nothing helps against.

    Leaving something out can bring other errors to light, so it is checked until there is none. An error that is still
    there costs the tag its place.
    """
    left_out: list[Problem] = []
    while errors:
        told = set(left_out)
        left_out += [problem for problem in errors if problem not in told]
        smaller = _without(read, stored, errors, told)
        if smaller == read and told.issuperset(errors):
            break
        read, errors = smaller, [p for p in findings_in(smaller, stored) if not p.is_warning]
    return read, left_out, errors


def _without(read: Vocabulary, stored: Vocabulary, errors: Iterable[Problem], told: set[Problem]) -> Vocabulary:
    schemes = {scheme.slug: scheme for scheme in read.schemes}
    kept: dict[str, Concept | None] = {concept.slug: concept for concept in read.concepts}
    for problem in errors:
        if problem.code in OF_TAXONOMIES:
            schemes.pop(problem.slugs[0], None)
            continue
        mend = _nothing if problem in told else MENDS.get(problem.code, _nothing)
        concerned = [slug for slug in problem.slugs if kept.get(slug)]
        for slug in concerned if mend is _unrelated else concerned[:1]:
            concept = kept[slug]
            kept[slug] = mend(concept, problem) if concept else None
    gone = {scheme.slug for scheme in read.schemes} - schemes.keys()
    concepts = [concept for concept in kept.values() if concept and concept.scheme not in gone]
    known = {concept.slug for concept in (*concepts, *stored.concepts)}
    return replace(
        read,
        schemes=tuple(schemes.values()),
        concepts=tuple(_pointing_within(known, concept) for concept in concepts),
    )


def _pointing_within(known: set[str], concept: Concept) -> Concept:
    return replace(
        concept,
        broader=tuple(slug for slug in concept.broader if slug in known),
        related=tuple(slug for slug in concept.related if slug in known),
        replaced_by=concept.replaced_by if concept.replaced_by in known else "",
    )


def _nothing(_concept: Concept, _problem: Problem) -> None:
    return None


def _as_it_is(concept: Concept, _problem: Problem) -> Concept:
    """The reader has kept nothing of what is wrong."""
    return concept


def _not_under(concept: Concept, problem: Problem) -> Concept:
    return replace(concept, broader=tuple(slug for slug in concept.broader if slug not in problem.slugs))


def _unrelated(concept: Concept, problem: Problem) -> Concept:
    return replace(concept, related=tuple(slug for slug in concept.related if slug not in problem.slugs))


def _not_replaced(concept: Concept, _problem: Problem) -> Concept:
    return replace(concept, replaced_by="")


def _without_former(concept: Concept, problem: Problem) -> Concept:
    return replace(concept, former=tuple(slug for slug in concept.former if slug not in problem.slugs))


def _without_identity(concept: Concept, _problem: Problem) -> Concept:
    return replace(concept, identity="", replaced=())


def _texts_that_stand(concept: Concept, _problem: Problem) -> Concept | None:
    """Its synonyms, notes, codes, matches and former addresses, as far as each can stand beside those before it."""
    columns = ("labels", "notes", "notations", "matches", "former")
    mended = _changed(concept, dict.fromkeys(columns, ()))
    if not _is_sound(mended):
        return None
    for name in columns:
        for value in getattr(concept, name):
            longer = _changed(mended, {name: (*getattr(mended, name), value)})
            mended = longer if _is_sound(longer) else mended
    return mended


def _changed(concept: Concept, columns: dict[str, Any]) -> Concept:
    return replace(concept, **columns)


def _is_sound(concept: Concept) -> bool:
    return WARNINGS.issuperset(code for code, _ in of_one(concept))


OF_TAXONOMIES: Final = {
    "taxonomy-address", "taxonomy-name-too-long", "two-taxonomies-of-one-name", "taxonomy-taken-here",
}  # fmt: skip
MENDS: Final[dict[str, Mend]] = {
    "cycle": _not_under, "self-loop": _not_under, "related-and-broader": _unrelated, "related-to-itself": _unrelated,
    "redirect-loop": _not_replaced, "replaced-but-live": _not_replaced, "former-address-taken": _without_former,
    "identity-twice": _without_identity,
    "no-address": _as_it_is, "mapping-clash": _as_it_is, "concept-and-collection": _as_it_is,
    **dict.fromkeys(
        (
            "bad-language", "bad-uri", "label-without-letters", "match-too-long", "match-twice", "notation-too-long",
            "preferred-label-is-synonym", "synonym-twice", "tag-address", "two-preferred-labels", "unstorable-text",
        ),
        _texts_that_stand,
    ),
}  # fmt: skip
