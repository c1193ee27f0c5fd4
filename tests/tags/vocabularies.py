"""Random vocabularies without errors: several parents, several languages, odd texts, deprecations."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from members.characters import UNSEEN
from tags.skos.concepts import (
    NOTES,
    RELATIONS,
    Concept,
    Label,
    Notation,
    Note,
    Scheme,
    Vocabulary,
    match_to,
    vocabulary,
)

LANGUAGES = ("en", "de", "pt-BR", "")
DATATYPES = ("", "http://www.w3.org/2001/XMLSchema#integer", "http://example.org/code", "urn:x:größe")
TARGETS = (
    "http://id.nlm.nih.gov/mesh/D000679", "http://www.wikidata.org/entity/Q105196", "https://example.org/a?b=c&d=e#f",
    "http://example.org/größe", "urn:cbtneuro:match:my%20list:a/b%3Ac", "http://id.nlm.nih.gov/mesh/",
    "tag:a@b.c,2000:x",
)  # fmt: skip
URIS = ("", "http://example.org/{}", "http://example.org/ü#{}", "urn:example:{}")

printable = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")).filter(lambda char: not UNSEEN.match(char))
texts = st.text(printable | st.sampled_from("\n\t\r\"\\<>&'@^]"), max_size=12)
words = texts.map(lambda text: " ".join(text.split()))
languages = st.sampled_from(LANGUAGES)


def spelled(number: int) -> Any:
    """A label that no other number can be spelled like."""
    return words.map(lambda word: f"{word} {number}".strip())


@st.composite
def texts_of(draw: Any, at: int) -> dict[str, Any]:
    """What hangs on the tag `at`: every label has a number of its own."""
    language, *others = draw(st.lists(languages, min_size=1, max_size=3, unique=True))
    preferred = [Label("pref", draw(spelled(at)), other) for other in others]
    kinds = draw(st.lists(st.tuples(st.sampled_from(["alt", "hidden"]), languages), max_size=3))
    synonyms = [Label(kind, draw(spelled(100 + 10 * at + n)), of) for n, (kind, of) in enumerate(kinds)]
    notes = draw(st.lists(st.builds(Note, st.sampled_from(NOTES), texts.filter(bool), languages), max_size=3))
    codes = st.builds(Notation, st.sampled_from(["007", "7", "D1 x", '"<&', "true"]), st.sampled_from(DATATYPES))
    targets = draw(st.lists(st.sampled_from(TARGETS), max_size=3, unique=True))
    matches = [match_to(draw(st.sampled_from(RELATIONS)), target, draw(words)) for target in targets]
    return {
        "label": draw(spelled(at)), "language": language, "labels": (*preferred, *synonyms), "notes": tuple(notes),
        "scope_note": draw(texts), "notations": tuple(draw(st.lists(codes, max_size=2, unique=True))),
        "matches": tuple(matches), "uri": draw(st.sampled_from(URIS)).format(at),
        "identity": draw(st.sampled_from(["", f"00000000-0000-4000-8000-00000000000{at}"])),
        "replaced": draw(st.sampled_from([(), (f"10000000-0000-4000-8000-00000000000{at}",)])),
        "former": tuple(draw(st.sampled_from([(), (f"old-{at}",), (f"old-{at}", f"älter-{at}")]))),
    }  # fmt: skip


@st.composite
def vocabularies(draw: Any) -> Vocabulary:
    schemes = [
        Scheme(
            f"s{at}", f"{draw(words)} {at}".strip(), draw(texts), draw(st.integers(0, 9)), draw(st.booleans()),
            draw(st.sampled_from(URIS)).format(f"s{at}"),
        )
        for at in range(draw(st.integers(1, 2)))
    ]  # fmt: skip
    concepts: list[Concept] = []
    above: dict[str, set[str]] = {}
    for at in range(draw(st.integers(1, 5))):
        slug, earlier = f"tag-{at}-ü", [concept.slug for concept in concepts]
        some = st.sets(st.sampled_from(earlier), max_size=3) if earlier else st.just(set[str]())
        is_deprecated = draw(st.integers(0, 3)) == 0
        live = {concept.slug for concept in concepts if not concept.is_deprecated}
        broader = {other for other in draw(some) if is_deprecated or other in live}
        above[slug] = broader.union(*(above[other] for other in broader))
        concepts.append(
            Concept(
                slug=slug,
                scheme=draw(st.sampled_from(schemes)).slug,
                broader=tuple(broader),
                related=tuple(draw(some) - above[slug]),
                is_deprecated=is_deprecated,
                replaced_by=next(iter(sorted(draw(some))), "") if is_deprecated else "",
                **draw(texts_of(at)),
            )
        )
    return mutual(schemes, concepts)


def mutual(schemes: list[Scheme], concepts: list[Concept]) -> Vocabulary:
    """Related in both directions, as it is stored."""
    both = [
        replace(one, related=(*one.related, *(other.slug for other in concepts if one.slug in other.related)))
        for one in concepts
    ]
    return vocabulary(schemes, both, {})
