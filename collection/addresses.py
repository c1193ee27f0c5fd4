"""Former addresses in a folder: what they will lead to once it is loaded, and everything with present ones instead."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from articles.content import ArticleContent
from articles.models import Article, FormerSlug
from articles.text.addresses import Addresses
from collection.faults import Fault
from collection.reading import TAXONOMY
from collection.values import ArticleFile, Collection, ListFile
from tags.skos.concepts import Concept
from tags.skos.database import resulting, stored_vocabulary, together
from tags.slugs import last_in_chain


def addresses_after(collection: Collection) -> Addresses:
    """Where each address of an article or a tag will lead when this has been loaded.

    An article that moved away from an address that the folder brings comes back, and leaves where it is now.
    """
    brought = collection.stems("articles")
    stored = set(Article.objects.values_list("slug", flat=True))
    former = dict(FormerSlug.objects.order_by("slug").values_list("slug", "article__slug"))
    back = {
        slug: word for word, slug in former.items() if word in brought and word not in stored and slug not in brought
    }
    articles = {word: back.get(slug, slug) for word, slug in former.items()} | back
    articles |= {word: file.content.slug for file in collection.articles for word in file.former_slugs}
    articles |= {slug: slug for slug in (stored - set(back)) | brought}
    is_unread = TAXONOMY in collection.present and collection.vocabulary is None
    return Addresses(articles, None if is_unread else _of_tags(collection))


def _of_tags(collection: Collection) -> dict[str, str]:
    stored = read = stored_vocabulary()
    if collection.vocabulary:
        read = together(resulting(collection.vocabulary, stored), stored)
    concepts = {concept.slug: concept for concept in read.concepts}

    def following(concept: Concept) -> Concept | None:
        return concepts.get(concept.replaced_by) if concept.is_deprecated else None

    former = {word: concept for concept in concepts.values() for word in concept.former}
    led = {word: last_in_chain(concept, following) or concept for word, concept in (former | concepts).items()}
    return {word: concept.slug for word, concept in led.items()}


def path_of(file: ArticleFile) -> str:
    return f"articles/{file.content.slug}.md"


def present_content(content: ArticleContent, addresses: Addresses) -> ArticleContent:
    """With present addresses in its texts."""
    texts = (content.image_caption, content.summary, content.full_post)
    caption, summary, full_post = (addresses.brought_up_to_date(text) for text in texts)
    return replace(content, image_caption=caption, summary=summary, full_post=full_post)


def present_article(file: ArticleFile, addresses: Addresses, faults: list[Fault]) -> ArticleFile:
    """With present addresses in its texts, in what it is related to, and in what is pinned and blocked beside it."""
    content, name, places = present_content(file.content, addresses), path_of(file), dict(file.places)

    def led(key: str, words: Iterable[str]) -> Iterator[str]:
        return _led(words, key, name, places, addresses, faults)

    targets = led("related", [link.target for link in content.related])
    related = tuple(replace(link, target=target) for link, target in zip(content.related, targets, strict=True))
    return replace(
        file,
        content=replace(content, related=related),
        pinned=tuple(led("pinned", file.pinned)),
        blocked=tuple(led("blocked", file.blocked)),
        places=places,
    )


def present_list(file: ListFile, addresses: Addresses, faults: list[Fault]) -> ListFile:
    name, places, sections = f"lists/{file.slug}.yaml", dict(file.places), []
    for section in file.sections:
        slugs = _led([item.article for item in section.items], "article", name, places, addresses, faults)
        items = tuple(replace(item, article=slug) for item, slug in zip(section.items, slugs, strict=True))
        sections.append(replace(section, items=items))
    return replace(file, sections=tuple(sections), places=places)


def _led(
    words: Iterable[str], key: str, name: str, places: dict[str, int], addresses: Addresses, faults: list[Fault]
) -> Iterator[str]:
    """Where these lead. Two that lead to one article are a fault; `places` learns where the present ones stand."""
    seen = set()
    for word in words:
        slug = addresses.present("article", word) or word
        line = places.get(f"{key}: {word}", 0)
        if slug in seen and slug != word:
            faults.append(Fault(name, line, f"“{word}” leads to “{slug}”, which stands here already."))
        seen.add(slug)
        places.setdefault(f"{key}: {slug}", line)
        yield slug


def with_present_addresses(collection: Collection, addresses: Addresses) -> tuple[Collection, list[Fault]]:
    faults: list[Fault] = []
    articles = tuple(present_article(file, addresses, faults) for file in collection.articles)
    lists = tuple(present_list(file, addresses, faults) for file in collection.lists)
    return replace(collection, articles=articles, lists=lists), faults
