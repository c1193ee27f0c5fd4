"""What may be meant where nothing begins with all that was typed: a word is misspelt, or names an author, or a year."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from articles.browse.scope import VisibleScope
from articles.models import Article
from articles.search.autocomplete import MOST, TagSuggestion, labels_to_type, newest, tags_for, titles_for, typed
from articles.search.engines.expressions import Side, all_of, within
from articles.search.engines.interface import bitmap_of_matches
from articles.search.query.citations import says_others
from articles.search.query.spellcheck import nearest, nearest_label, written_words
from articles.text.tokenizer import STOP
from tags.cache.bitmaps import Bitmap, union
from tags.cache.tag_tree import TagTree

WORDS: Final = 6  # of what was typed
SHORTEST: Final = 3  # letters of a word that may name a tag beside others


def tags_near(text: str, scope: VisibleScope) -> list[TagSuggestion]:
    """The tags with the nearest words of labels, else those that one of the words names or begins. No query."""
    words = respelled(text, scope.tag_tree)
    telling = [word for word in words if len(word) >= SHORTEST and word not in STOP]
    found = tags_for(" ".join(words), scope) or [one for word in telling for one in tags_for(word, scope)]
    unique: dict[int, TagSuggestion] = {}
    for one in found:
        unique.setdefault(one.tag.pk, one)
    return list(unique.values())[:MOST]


def titles_near(text: str, scope: VisibleScope) -> list[Article]:
    """The articles about papers by such authors, of such a year; else those with the nearest words. Four queries."""
    return titles_of_papers(text, scope) or titles_for(" ".join(respelled(text, scope.tag_tree)), scope)


def titles_of_papers(text: str, scope: VisibleScope) -> list[Article]:
    """By names of authors or a journal, and the beginning of a year, as “månsson 201”. Two queries."""
    words = typed(text)
    told = [word for at, word in enumerate(words) if word not in STOP and not says_others(words, at)]
    years = [word for word in told if is_begun_year(word)]
    names = [Side((word,), is_prefix=word == words[-1]) for word in told if word not in years]
    if not names:
        return []
    found = bitmap_of_matches(within("names", all_of(names)))
    for begun in years:
        found = found & papers_of(begun, scope)
    return newest(found, scope)


def is_begun_year(word: str) -> bool:
    return word.isdecimal() and word[0] in "12" and len(word) <= len("2016")


def papers_of(begun: str, scope: VisibleScope) -> Bitmap:
    """The articles about papers of years that begin so."""
    return union(held for year, held in scope.bitmaps.years.items() if str(year).startswith(begun))


def respelled(text: str, tag_tree: TagTree) -> list[str]:
    """The words typed so far; in place of one with which no word of a label begins the nearest that one does."""
    return [respelled_word(word, tag_tree) for word in typed(text)[:WORDS]]


def respelled_word(word: str, tag_tree: TagTree) -> str:
    if len(word) <= SHORTEST or not word.isalpha() or is_begun(word, beginnings(tag_tree)):
        return word
    begun = {label: label for label in (label[: len(word)] for label in written_words(tag_tree))}
    return next(iter([*nearest(word, begun), *nearest_label(word, tag_tree)]), word)


def is_begun(word: str, ends: Sequence[str]) -> bool:
    place = bisect_left(ends, word)
    return place < len(ends) and ends[place].startswith(word)


@lru_cache(maxsize=2)
def beginnings(tag_tree: TagTree) -> list[str]:
    """What labels say from each of their words on, in order. Kept until the vocabulary changes."""
    return sorted({end for _, labels, _ in labels_to_type(tag_tree) for label in labels for end in label.ends})
