"""What no single file can tell: whether the names that files use stand for something, and for one thing only.

Known is what the folder brings and what the database holds, so a folder with a few articles can be loaded too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from articles.checks import BLOCKING
from articles.checks.completeness import gaps
from articles.checks.manuscript import Manuscript
from articles.models import Article, FormerSlug, Image
from articles.site.values import Fact
from articles.text.addresses import Addresses
from articles.text.rendering import Renderer
from bibliography.models import FormerKey, Reference
from bibliography.records import doi_of
from collection.addresses import path_of
from collection.faults import Fault
from collection.pictures.map_checks import of_maps
from collection.reading import REFERENCES, TAXONOMY
from collection.site_checks import of_facts, of_site, of_taxonomies, site_after
from collection.values import ArticleFile, Collection, ListFile
from tags.skos.concepts import Concept
from tags.skos.database import problems_in, stored_vocabulary
from tags.text.likeness import did_you_mean
from tags.text.normal_form import normal_form

TEXTS: Final = {"image_caption": "caption", "summary": "summary", "full_post": "full post"}  # where each begins
STAND_IN: Final = "<svg></svg>"  # for an image that is not stored yet: checking needs its name alone


class Labels:
    """The tags by what they are called, categories apart from the others."""

    def __init__(self, concepts: dict[str, Concept], categories: set[str]) -> None:
        self.preferred: dict[bool, dict[str, Concept]] = {True: {}, False: {}}
        self.spelled: dict[bool, dict[str, set[str]]] = {True: {}, False: {}}
        for concept in concepts.values():
            kind = concept.scheme in categories
            self.preferred[kind].setdefault(concept.label, concept)
            for name in (concept.label, *(label.name for label in concept.labels)):
                self.spelled[kind].setdefault(normal_form(name), set()).add(concept.slug)
        self.concepts = concepts

    def taxonomies_of(self, words: Iterable[str]) -> frozenset[str]:
        """Those in which these tags are."""
        return frozenset(self.preferred[False][word].scheme for word in words if word in self.preferred[False])

    def problem(self, word: str, *, category: bool) -> str:
        """Why `word` cannot be written for a tag; nothing when it names exactly one."""
        kind = "category" if category else "tag"
        slugs = sorted(self.spelled[category].get(normal_form(word), set()))
        if len(slugs) > 1:
            names = " or ".join(f"“{self.concepts[slug].label}” ({self.concepts[slug].scheme})" for slug in slugs)
            return f"“{word}” may mean {names}; make the labels differ."
        if word in self.preferred[category]:
            return ""
        if slugs:
            return f"No {kind} is called “{word}”; did you mean “{self.concepts[slugs[0]].label}”?"
        return f"No {kind} is called “{word}”{did_you_mean(word, self.preferred[category]) or '.'}"


@dataclass(frozen=True)
class Known:
    """What files may name. `labels` is None when the taxonomy could not be read: then nothing is said of tags."""

    labels: Labels | None
    taxonomies: Mapping[str, str]  # their names by their addresses
    references: set[str]
    images: dict[str, Image]
    addresses: Addresses
    facts: Mapping[str, Fact] | None  # None: whatever the articles give
    wanted: Mapping[str, str]  # taxonomies of which one has to be among those of the tags


def check(collection: Collection, addresses: Addresses) -> list[Fault]:
    """All that is wrong between the files, and between them and the database. `addresses`: those after loading."""
    known = _known(collection, addresses)
    faults = [*of_site(collection), *_of_vocabulary(collection), *_of_references(collection)]
    if known.labels is not None:
        faults += of_taxonomies(collection, known.taxonomies)
        faults += of_maps(collection, known.labels.concepts, known.taxonomies)
    for article in collection.articles:
        faults += _of_article(article, known)
    for reading_list in collection.lists:
        faults += _of_list(reading_list, known)
    return [*faults, *_of_addresses(collection, addresses), *_of_names_for_feeds(collection, addresses)]


def _known(collection: Collection, addresses: Addresses) -> Known:
    stored = stored_vocabulary()
    read = collection.vocabulary or stored
    concepts = {concept.slug: concept for concept in (*stored.concepts, *read.concepts)}
    schemes = {scheme.slug: scheme for scheme in (*stored.schemes, *read.schemes)}
    is_unread = TAXONOMY in collection.present and collection.vocabulary is None
    site = site_after(collection)
    names = {scheme.slug: scheme.name for scheme in schemes.values()}
    images = collection.stems("images") | set(Image.objects.values_list("name", flat=True))
    return Known(
        labels=None if is_unread else Labels(concepts, {s.slug for s in schemes.values() if s.is_category}),
        taxonomies=names,
        references=references_of(collection),
        images={name: Image(name=name, svg=STAND_IN, alt="-") for name in images},
        addresses=addresses,
        facts=None if site is None else {fact.key: fact for fact in site.facts},
        wanted={slug: names[slug] for slug in site.file_under if slug in names} if site and not is_unread else {},
    )


def references_of(collection: Collection) -> set[str]:
    """All keys that texts may cite."""
    stored, former = (kind._default_manager.values_list("key", flat=True) for kind in (Reference, FormerKey))
    return {*stored, *former, *collection.reference_lines}


def _of_vocabulary(collection: Collection) -> Iterator[Fault]:
    if collection.vocabulary:
        for problem in problems_in(collection.vocabulary):
            yield Fault(TAXONOMY, problem.line, problem.message)


def _of_references(collection: Collection) -> Iterator[Fault]:
    """The same paper under two keys would be cited under two numbers."""
    keys = [str(record["id"]) for record in collection.references]
    stored = Reference.objects.exclude(key__in=keys)
    for field, column, value_of in (("DOI", "doi", doi_of), ("PMID", "pmid", _pmid_of)):
        first = dict(stored.exclude(**{column: ""}).values_list(column, "key"))
        for record in collection.references:
            value, key = value_of(record), str(record["id"])
            if value and first.setdefault(value, key) != key:
                message = f"{key}: the reference “{first[value]}” has the same {field}."
                yield Fault(REFERENCES, collection.reference_lines.get(key, 0), message)


def _pmid_of(record: dict[str, Any]) -> str:
    return str(record.get("PMID") or "")


def _of_article(article: ArticleFile, known: Known) -> Iterator[Fault]:
    file, content, places = path_of(article), article.content, article.places
    if known.labels is not None:
        for key, words in (("tags", content.tags), ("categories", content.categories)):
            for word in words:
                if problem := known.labels.problem(word, category=key == "categories"):
                    yield Fault(file, places.get(f"{key}: {word}", 0), problem)
    if known.facts is not None:
        yield from of_facts(article, known.facts)
    if content.paper and content.paper not in known.references:
        hint = did_you_mean(content.paper, known.references) or "."
        yield Fault(file, places.get("paper", 0), f"No reference has the key “{content.paper}”{hint}")
    if content.image and content.image not in known.images:
        hint = did_you_mean(content.image, known.images) or "."
        yield Fault(file, places.get("image", 0), f"No image is called “{content.image}”{hint}")
    for link in content.related:
        line = places.get(f"related: {link.target}", 0)
        if link.target == content.slug:
            yield Fault(file, line, "An article cannot be related to itself.")
        elif link.target not in known.addresses.articles:
            hint = did_you_mean(link.target, known.addresses.articles) or "."
            yield Fault(file, line, f"No article is called “{link.target}”{hint}")
    for key, slugs in (("pinned", article.pinned), ("blocked", article.blocked)):
        for slug in slugs:
            if slug == content.slug or slug not in known.addresses.articles:
                hint = "." if slug == content.slug else did_you_mean(slug, known.addresses.articles) or "."
                yield Fault(file, places.get(f"{key}: {slug}", 0), f"No other article is called “{slug}”{hint}")
    if content.image_caption and not content.image:
        yield Fault(file, places.get("caption", 0), "“image_caption” needs an “image”.")
    yield from _of_texts(article, known)


def _of_texts(article: ArticleFile, known: Known) -> Iterator[Fault]:
    """What the one list of checks refuses. What is lacking was told when the file was read, at its line."""
    content, places = article.content, article.places
    renderer = Renderer(known.references, known.images, known.addresses)
    problems = {
        "image_caption": renderer.line(content.image_caption).problems,
        "summary": renderer.render(content.summary, prefix="").problems,
        "full_post": renderer.render(content.full_post, prefix="full-").problems,
    }
    manuscript = Manuscript(
        content,
        problems={field: tuple(found) for field, found in problems.items()},
        wanted=known.wanted,
        taxonomies=known.labels.taxonomies_of(content.tags) if known.labels else frozenset(),
    )
    for look in BLOCKING:
        for found in look(manuscript) if look is not gaps else ():
            if found.field in TEXTS:
                line = places.get(TEXTS[found.field], 0) + max(found.line - 1, 0)
                yield Fault(path_of(article), line, found.message)
            elif article.state.was_published:
                yield Fault(path_of(article), places.get(found.field, 0), found.reason)


def _of_list(reading_list: ListFile, known: Known) -> Iterator[Fault]:
    file = f"lists/{reading_list.slug}.yaml"
    for section in reading_list.sections:
        for item in section.items:
            if item.article not in known.addresses.articles:
                hint = did_you_mean(item.article, known.addresses.articles) or "."
                line = reading_list.places.get(f"article: {item.article}", 0)
                yield Fault(file, line, f"No article is called “{item.article}”{hint}")


def _of_names_for_feeds(collection: Collection, addresses: Addresses) -> Iterator[Fault]:
    claims = Counter(article.atom_id for article in collection.articles)
    stored = dict(Article.objects.values_list("atom_id", "slug"))
    for article in collection.articles:
        slug, word = article.content.slug, article.atom_id
        if word and (claims[word] > 1 or addresses.present("article", stored.get(word, slug)) != slug):
            line = article.places.get("atom_id", 0)
            yield Fault(path_of(article), line, f"“{word}” is what feeds call another article; leave it out here.")


def _of_addresses(collection: Collection, addresses: Addresses) -> Iterator[Fault]:
    """A former address may lead to one article only, and not stand in the way of another."""
    claims = Counter(word for article in collection.articles for word in article.former_slugs)
    stored = FormerSlug.objects.values_list("slug", "article__slug")
    leading = {word: addresses.present("article", slug) for word, slug in stored}
    for article in collection.articles:
        for word in article.former_slugs:
            file, line = path_of(article), article.places.get(f"former_slugs: {word}", 0)
            if addresses.present("article", word) == word:
                yield Fault(file, line, f"“{word}” is the address of an article, so it is nobody's former one.")
            elif claims[word] > 1 or leading.get(word, article.content.slug) != article.content.slug:
                yield Fault(file, line, f"“{word}” is the former address of another article too.")
