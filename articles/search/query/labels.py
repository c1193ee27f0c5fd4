"""The labels of the vocabulary as words of a query spell them: in one, whatever their spaces, hyphens and spelling."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from articles.text.tokenizer import STOP, compounds_of, words_of
from tags.cache.tag_tree import TagTree
from tags.models import Tag


def spellings_of(tag: Tag) -> Iterator[tuple[str, ...]]:
    for label in (tag.name, *(label.name for label in tag.labels.all())):
        compounds = list(compounds_of(label))
        yield tuple(word for parts in compounds for word in parts)
        if any(len(parts) > 1 for parts in compounds):
            yield tuple("".join(parts) for parts in compounds)


@lru_cache(maxsize=2)
def labels_of(tag_tree: TagTree) -> Mapping[str, tuple[Tag, ...]]:
    """The live tags by each of their labels and synonyms, written in one: spaces and hyphens do not matter.

    Kept until the vocabulary changes.
    """
    found: dict[str, dict[int, Tag]] = {}
    for tag in tag_tree.live:
        for words in spellings_of(tag):
            found.setdefault("".join(words), {})[tag.pk] = tag
    return {spelled: tuple(tags.values()) for spelled, tags in found.items() if spelled}


@lru_cache(maxsize=2)
def words_of_labels(tag_tree: TagTree) -> frozenset[str]:
    """Every word of a label or synonym. Alone it may find nothing, and do so with the others."""
    return frozenset(word for tag in tag_tree.live for words in spellings_of(tag) for word in words)


@lru_cache(maxsize=2)
def tags_by_word(tag_tree: TagTree) -> Mapping[str, tuple[Tag, ...]]:
    """The live tags by each word of their labels and synonyms that tells anything."""
    found: dict[str, dict[int, Tag]] = {}
    for tag in tag_tree.live:
        for word in {word for words in spellings_of(tag) for word in words} - STOP:
            found.setdefault(word, {})[tag.pk] = tag
    return {word: tuple(tags.values()) for word, tags in found.items()}


def tags_named(value: str, tag_tree: TagTree) -> tuple[Tag, ...]:
    """The tags that the value of `tag:` names: by address, by label or by synonym."""
    at_address = tag_tree.present(value)
    return (at_address,) if at_address else labels_of(tag_tree).get("".join(words_of(value)), ())
