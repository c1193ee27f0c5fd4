"""Titles that are in no index, as those of reading lists: few, and compared in memory by the rules of search."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from articles.search.autocomplete import typed
from articles.search.index import indexed
from articles.search.query.interpretation import All, Concept, Filter, Leaf, Meaning, No, Text, meaning_of, wanted
from articles.search.ranking import written
from articles.search.service import Answer
from tags.cache.tag_tree import TagTree

Test = Callable[[str], bool]


def meant_by(found: Answer, tag_tree: TagTree) -> Test:
    """Whether a title says what was looked for, as it was typed or as it was corrected, whatever the filters."""
    trees = [tree for tree in (found.narrowed.rest, found.better) if tree]
    meanings = [meaning for tree in trees if (meaning := meaning_of(tree, tag_tree))]
    return lambda title: any(is_meant(words_in_title(title), meaning) for meaning in meanings)


def begun_by(text: str) -> Test:
    """Whether a title has the words typed so far, the last of them perhaps not typed to its end."""
    words = typed(text)
    rows = [f" {word} " for word in words[:-1]] + [f" {word}" for word in words[-1:]]
    return lambda title: bool(rows) and all(row in words_in_title(title) for row in rows)


def is_meant(words: str, meaning: Meaning) -> bool:
    """What must not be there is not enough."""
    return has_any(words, wanted(meaning)) and holds(words, meaning) is True


def holds(words: str, meaning: Meaning) -> bool | None:
    """Whether words hold what is meant; None where nothing but filters is meant, of which words tell nothing."""
    if isinstance(meaning, Filter):
        return None
    if isinstance(meaning, Text | Concept):
        return has_any(words, [meaning])
    if isinstance(meaning, No):
        inner = holds(words, meaning.part)
        return None if inner is None else not inner
    told = [held for part in meaning.parts if (held := holds(words, part)) is not None]
    return (all(told) if isinstance(meaning, All) else any(told)) if told else None


def has_any(words: str, leaves: Iterable[Leaf]) -> bool:
    return any(form in words for leaf in leaves for form in written(leaf))


@lru_cache(maxsize=1000)
def words_in_title(title: str) -> str:
    """The words of a title, compounds also in one, with a space on both sides."""
    return f" {indexed(title)} "
