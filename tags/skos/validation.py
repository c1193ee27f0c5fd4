"""What may not be in a vocabulary, wherever it comes from: one function for each rule, one code for each error.

The same checks stand before an import and behind the report on what is stored. They look at plain values alone. What
SKOS allows and a curator should know of is a warning: it keeps nothing out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from tags.hierarchy import paths
from tags.management.progress import Begin, silently
from tags.models import Tag, TagMatch, TagNotation, Taxonomy
from tags.models.tag import TAKEN
from tags.models.taxonomy import RESERVED
from tags.skos.concepts import LANGUAGE, NO_ADDRESS, TAG, TAXONOMY, Concept, Vocabulary, address
from tags.skos.problems import Problem, by_line
from tags.slugs import WORD_SLUG
from tags.text.label_rules import has_letters, parts_of
from tags.text.lengths import longest
from tags.text.normal_form import normal_form
from tags.text.plain_text import is_storable

LONGEST_TAG: Final = longest(Tag, "slug")
LONGEST_TAXONOMY: Final = longest(Taxonomy, "slug")
LONGEST_NAME: Final = longest(Taxonomy, "name")
LONGEST_URI: Final = longest(Tag, "uri")
LONGEST_LANGUAGE: Final = longest(Tag, "language")
BAD_ADDRESS: Final = f"has an address elsewhere that is none, or has more than {LONGEST_URI} characters."


class Checked:
    """A vocabulary with what several rules need of it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.concepts = {concept.slug: concept for concept in vocabulary.concepts}

    def at(self, code: str, concept: Concept, message: str, others: Iterable[str] = ()) -> Problem:
        slugs = (concept.slug, *(other for other in others if other != concept.slug))
        spoken_of = next((slug for slug in slugs if address(TAG, slug) in self.vocabulary.lines), concept.slug)
        return Problem(code, self.vocabulary.line_of(spoken_of), message, slugs)

    def name(self, slug: str) -> str:
        concept = self.concepts.get(slug)
        return f"“{concept.label or concept.slug}”" if concept else f"“{slug}”"

    @cached_property
    def above(self) -> Mapping[str, set[str]]:
        """The slugs of all that stands above each concept, itself left out unless it stands in a circle."""
        slugs = [concept.slug for concept in self.vocabulary.concepts]
        number = {slug: at for at, slug in enumerate(slugs)}
        links = [(number[c.slug], number[b]) for c in self.vocabulary.concepts for b in c.broader if b in number]
        found: dict[str, set[str]] = {slug: set() for slug in slugs}
        for ancestor, descendant, depth in paths(number.values(), links):
            if depth:
                found[slugs[descendant]].add(slugs[ancestor])
        return found


def problems_of(vocabulary: Vocabulary, begin: Begin = silently) -> list[Problem]:
    """Every error and warning of a vocabulary, each once, by line."""
    checked, more = Checked(vocabulary), begin("Checking", len(RULES))
    found: list[Problem] = []
    for rule in RULES:
        found += rule(checked)
        more(1)
    return by_line(found)


def _schemes(checked: Checked) -> Iterator[Problem]:
    schemes = checked.vocabulary.schemes
    names = Counter(scheme.name for scheme in schemes)
    for scheme in schemes:
        line, slugs = checked.vocabulary.line_of(scheme.slug, TAXONOMY), (scheme.slug,)
        if not WORD_SLUG.fullmatch(scheme.slug) or len(scheme.slug) > LONGEST_TAXONOMY or scheme.slug in RESERVED:
            message = (
                f"“{scheme.slug}” is no address of a taxonomy: up to {LONGEST_TAXONOMY} letters, digits and hyphens,"
                " and no word that means something else in addresses."
            )
            yield Problem("taxonomy-address", line, message, slugs)
        if len(scheme.name) > LONGEST_NAME:
            message = f"The name “{scheme.name}” has more than {LONGEST_NAME} characters."
            yield Problem("taxonomy-name-too-long", line, message, slugs)
        if names[scheme.name] > 1:
            both = tuple(other.slug for other in schemes if other.name == scheme.name)
            yield Problem("two-taxonomies-of-one-name", line, f"Two taxonomies are called “{scheme.name}”.", both)
        if is_no_address_elsewhere(scheme.uri):
            yield Problem("bad-uri", line, f"“{scheme.slug}” {BAD_ADDRESS}", slugs)
        if not is_storable([scheme.name, scheme.description]):
            yield Problem("unstorable-text", line, f"“{scheme.slug}” holds a NUL or half a character.", slugs)


def _texts(checked: Checked) -> Iterator[Problem]:
    for concept in checked.vocabulary.concepts:
        for code, message in of_one(concept):
            yield checked.at(code, concept, f"{checked.name(concept.slug)} {message}")


def of_one(concept: Concept) -> Iterator[tuple[str, str]]:
    """Code and words of each error and warning that a tag has by itself, whatever stands beside it."""
    yield from _of_addresses(concept)
    yield from _of_names(concept)
    yield from _of_other_texts(concept)


def _of_addresses(concept: Concept) -> Iterator[tuple[str, str]]:
    for slug in (concept.slug, *concept.former):
        if not WORD_SLUG.fullmatch(slug) or len(slug) > LONGEST_TAG or slug in TAKEN:
            yield (
                "tag-address",
                f"has the address “{slug}”: up to {LONGEST_TAG} letters, digits and hyphens, and no page's own name.",
            )
    if is_no_address_elsewhere(concept.uri):
        yield "bad-uri", BAD_ADDRESS


def is_no_address_elsewhere(uri: str) -> bool:
    return len(uri) > LONGEST_URI or bool(uri and NO_ADDRESS.search(uri))


def _of_names(concept: Concept) -> Iterator[tuple[str, str]]:
    names = [concept.label, *(label.name for label in concept.labels)]
    if not concept.label.strip():
        yield "no-preferred-label", "has no preferred label."
    if any(not has_letters(name) for name in names if name.strip()):
        yield "label-without-letters", "has a label without a letter or digit."
    preferred = Counter([concept.language, *(label.language for label in concept.labels if label.kind == "pref")])
    for language, count in sorted(preferred.items()):
        if count > 1:
            yield "two-preferred-labels", f"has {count} preferred labels in one language ({language or 'none'})."
    yield from _of_synonyms(concept)


def _of_synonyms(concept: Concept) -> Iterator[tuple[str, str]]:
    """SKOS S13: preferred, alternative and hidden labels are disjoint. Those alike in their folded spelling are not."""
    preferred = {(concept.language, concept.label)}
    preferred |= {(label.language, label.name) for label in concept.labels if label.kind == "pref"}
    synonyms = [(label.language, label.name) for label in concept.labels if label.kind != "pref"]
    shown = Counter((language, parts_of(name)[0]) for language, name in synonyms)
    spelled: dict[tuple[str, str], dict[str, None]] = {}
    for language, name in (*sorted(preferred), *synonyms):
        spelled.setdefault((language, normal_form(name)), {})[name] = None
    for language, name in sorted(preferred.intersection(synonyms)):
        yield "preferred-label-is-synonym", f"has its preferred label “{name}” as a synonym too{_in(language)}."
    for (language, name), count in sorted(shown.items()):
        if count > 1:
            yield "synonym-twice", f"has the synonym “{name}” twice{_in(language)}."
    for (language, _), names in sorted(spelled.items()):
        if len(names) > 1:
            listed = " and ".join(f"“{name}”" for name in names)
            yield "labels-alike", f"has {listed}{_in(language)}: case, accents and spaces make no difference in search."


def _in(language: str) -> str:
    return f" ({language})" if language else ""


def _of_other_texts(concept: Concept) -> Iterator[tuple[str, str]]:
    languages = {concept.language, *(lb.language for lb in concept.labels), *(n.language for n in concept.notes)}
    if any(len(language) > LONGEST_LANGUAGE or not LANGUAGE.fullmatch(language) for language in languages):
        most = f"({LONGEST_LANGUAGE} characters at most)"
        yield "bad-language", f"has a text in a language that is no tag such as “en” or “pt-BR” {most}."
    targets = Counter((match.scheme, match.identifier) for match in concept.matches)
    if any(count > 1 for count in targets.values()):
        yield "match-twice", "matches one concept in two ways."
    scheme, identifier, name = (longest(TagMatch, column) for column in ("scheme", "identifier", "name"))
    if any(len(m.scheme) > scheme or len(m.identifier) > identifier or len(m.name) > name for m in concept.matches):
        most = f"scheme ({scheme}), identifier ({identifier}) or name ({name} characters)"
        yield "match-too-long", f"has a match whose {most} is too long."
    value, datatype = longest(TagNotation, "value"), longest(TagNotation, "datatype")
    if any(len(code.value) > value or len(code.datatype) > datatype for code in concept.notations):
        message = f"has a notation of more than {value} characters, or with a type of more than {datatype}."
        yield "notation-too-long", message
    if any(code.datatype and NO_ADDRESS.search(code.datatype) for code in concept.notations):
        yield "bad-uri", "has a notation whose type is no address."
    texts = [concept.label, concept.scope_note, *(label.name for label in concept.labels)]
    texts += [*(n.text for n in concept.notes), *(n.value + n.datatype for n in concept.notations)]
    texts += [match.identifier + match.name for match in concept.matches]
    if not is_storable(texts):
        yield "unstorable-text", "holds a NUL or half a character."


def _same_labels(checked: Checked) -> Iterator[Problem]:
    first: dict[tuple[str, str], Concept] = {}
    for concept in checked.vocabulary.concepts:
        form = normal_form(concept.label)
        if concept.is_deprecated or not form:
            continue
        other = first.setdefault((concept.scheme, form), concept)
        if other is not concept:
            where = f"“{other.label}” (line {checked.vocabulary.line_of(other.slug)})"
            where = where if checked.vocabulary.lines else f"“{other.label}” ({other.slug})"
            message = f"“{concept.label}” is spelled like {where} in the same taxonomy."
            yield checked.at("two-tags-of-one-label", concept, message, [other.slug])


def _same_addresses(checked: Checked) -> Iterator[Problem]:
    """One address leads to one tag, now and formerly, here and elsewhere."""
    claims = Counter(slug for concept in checked.vocabulary.concepts for slug in set(concept.former))
    identities = Counter(identity for c in checked.vocabulary.concepts for identity in (c.whole_identity, *c.replaced))
    uris = Counter(concept.uri for concept in checked.vocabulary.concepts if concept.uri)
    for concept in checked.vocabulary.concepts:
        for slug in concept.former:
            if slug in checked.concepts or claims[slug] > 1:
                message = f"“{slug}” is a former address of {checked.name(concept.slug)}, and one of another tag."
                yield checked.at("former-address-taken", concept, message, [slug])
        for identity in (concept.identity, *concept.replaced):
            if identities[identity] > 1:
                message = f"{checked.name(concept.slug)} shares the identity {identity} with another tag."
                yield checked.at("identity-twice", concept, message)
        if uris[concept.uri] > 1:
            message = f"{checked.name(concept.slug)} shares its address elsewhere, {concept.uri}, with another tag."
            yield checked.at("uri-twice", concept, message)


def _dangling(checked: Checked) -> Iterator[Problem]:
    schemes = {scheme.slug for scheme in checked.vocabulary.schemes}
    for concept in checked.vocabulary.concepts:
        if concept.scheme and concept.scheme not in schemes:
            message = f"{checked.name(concept.slug)} is in the taxonomy “{concept.scheme}”, which is not described."
            yield checked.at("dangling-reference", concept, message)
        for slug in sorted({*concept.broader, *concept.related, concept.replaced_by} - {""} - checked.concepts.keys()):
            message = f"{checked.name(concept.slug)} names “{slug}”, which is not described."
            yield checked.at("dangling-reference", concept, message, [slug])


def _loops(checked: Checked) -> Iterator[Problem]:
    for concept in checked.vocabulary.concepts:
        if concept.slug in concept.broader:
            yield checked.at("self-loop", concept, f"{checked.name(concept.slug)} names itself as broader.")
        if concept.slug in concept.related:
            yield checked.at("related-to-itself", concept, f"{checked.name(concept.slug)} names itself as related.")


def _cycles(checked: Checked) -> Iterator[Problem]:
    """Tags that stand under themselves, each ring once and by its members."""
    above, told = checked.above, set[str]()
    for concept in checked.vocabulary.concepts:
        ring = {other for other in above[concept.slug] if concept.slug in above[other]} - {concept.slug}
        if ring and concept.slug not in told:
            members = [other.slug for other in checked.vocabulary.concepts if other.slug in ring | {concept.slug}]
            told.update(members)
            names = " and ".join(checked.name(slug) for slug in members)
            message = f"{names} stand above each other; take one skos:broader out."
            yield checked.at("cycle", concept, message, members)


def _related_and_broader(checked: Checked) -> Iterator[Problem]:
    """SKOS S27: what is in the hierarchy, at whatever distance, is not an association too. Each pair once."""
    told: set[frozenset[str]] = set()
    for concept in checked.vocabulary.concepts:
        for other in concept.related:
            pair = frozenset((concept.slug, other))
            ends = [(concept.slug, other), (other, concept.slug)]
            under = [(low, high) for low, high in ends if high in checked.above.get(low, set())]
            if under and len(pair) == 2 and pair not in told:
                told.add(pair)
                low, high = under[0]
                message = f"{checked.name(low)} stands under {checked.name(high)}, so the two cannot be related too."
                yield checked.at("related-and-broader", checked.concepts[low], message, [high])


def _deprecated(checked: Checked) -> Iterator[Problem]:
    for concept in checked.vocabulary.concepts:
        if concept.replaced_by and not concept.is_deprecated:
            message = f"{checked.name(concept.slug)} is replaced by another tag and not deprecated."
            yield checked.at("replaced-but-live", concept, message, [concept.replaced_by])
        for slug in concept.broader:
            parent = checked.concepts.get(slug)
            if parent and parent.is_deprecated and not concept.is_deprecated:
                message = f"{checked.name(concept.slug)} stands under {checked.name(slug)}, which is deprecated."
                yield checked.at("live-under-deprecated", concept, message, [slug])


def _redirects(checked: Checked) -> Iterator[Problem]:
    """Replacements that lead back to where they began, each ring once."""
    told: set[str] = set()
    for concept in checked.vocabulary.concepts:
        way: list[str] = []
        slug = concept.slug
        while slug and slug not in way and slug not in told:
            way.append(slug)
            slug = checked.concepts[slug].replaced_by if slug in checked.concepts else ""
        told.update(way)
        if slug in way:
            ring = way[way.index(slug) :]
            names = " by ".join(checked.name(member) for member in [*ring, slug])
            yield checked.at("redirect-loop", checked.concepts[slug], f"{names}: replaced in a circle.", ring)


Rule = Callable[[Checked], Iterable[Problem]]
RULES: Final[tuple[Rule, ...]] = (
    _schemes, _texts, _same_labels, _same_addresses, _dangling, _loops, _cycles, _related_and_broader, _deprecated,
    _redirects,
)  # fmt: skip
