"""What a reader may be about to type: tags, titles and reading lists that begin so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from articles.browse.scope import VisibleScope
from articles.models import Article
from articles.search.engines.expressions import Side, all_of, within
from articles.search.engines.interface import bitmap_of_matches
from articles.search.query.parser import LONGEST
from articles.text.tokenizer import words_of
from tags.cache.bitmaps import Bitmap
from tags.cache.tag_tree import TagTree
from tags.models import Tag

SHORTEST: Final = 2  # characters
MOST: Final = 4  # of each kind
START: Final = "\n"  # before each thing that a label says


@dataclass(frozen=True)
class TagSuggestion:
    """A tag, and the synonym by which it was found."""

    tag: Tag
    synonym: str
    count: int


def typed(text: str) -> list[str]:
    """The words typed so far, in one spelling; empty for what is too short or too long to suggest anything."""
    words = words_of(text) if len(text) <= LONGEST else []
    return words if len("".join(words)) >= SHORTEST else []


def tags_for(text: str, scope: VisibleScope) -> list[TagSuggestion]:
    """Tags with a label of which every typed word begins a word, hyphens and spaces left out of account.

    Those that are called so come first, then those that begin so, then those with most articles for this reader.
    """
    words = typed(text)
    found = [
        (rank, TagSuggestion(tag, synonym, scope.count(tag)))
        for tag, synonym, rank in (matches(scope.tag_tree, words) if words else ())
    ]
    found.sort(key=lambda one: (one[0], -one[1].count, one[1].tag.name))
    return [suggestion for _, suggestion in found[:MOST]]


def matches(tag_tree: TagTree, words: Sequence[str]) -> Iterable[tuple[Tag, str, int]]:
    """The tags that the words fit, each with the synonym that they do, or nothing when it is its own label, and with 0
    if any of its labels is just these words, 1 if the label begins so, else 2.
    """
    begun = f"{START}{words[0]}"
    for tag, labels, said in labels_to_type(tag_tree):
        if begun not in said:
            continue
        hit = next((label for label in labels if label.fits(words)), None)
        if hit is not None:
            is_called = any(label.ends[0] == "".join(words) for label in labels)
            rank = 0 if is_called else 1 if hit.ends[0].startswith(words[0]) else 2
            yield tag, "" if hit.name == tag.name else hit.name, rank


@dataclass(frozen=True)
class Label:
    """A label as it is shown, and from each of its words on to its end what it says, written in one."""

    name: str
    ends: tuple[str, ...]

    @cached_property
    def said(self) -> str:
        return "".join(f"{START}{end}" for end in self.ends)

    def fits(self, words: Sequence[str]) -> bool:
        """Whether each word begins one of the label, or all of them do together."""
        return all(map(self.has, words)) or self.has("".join(words))

    def has(self, beginning: str) -> bool:
        return f"{START}{beginning}" in self.said


@lru_cache(maxsize=2)
def labels_to_type(tag_tree: TagTree) -> list[tuple[Tag, list[Label], str]]:
    """The live tags with their labels and synonyms that have words, and all that these say. Read anew when the
    vocabulary changes.
    """
    found = []
    for tag in tag_tree.live:
        labels = [Label(name, ends) for name in tag.shown_names if (ends := ends_of(words_of(name)))]
        found.append((tag, labels, "".join(label.said for label in labels)))
    return found


def ends_of(words: Sequence[str]) -> tuple[str, ...]:
    return tuple("".join(words[at:]) for at in range(len(words)))


def titles_for(text: str, scope: VisibleScope) -> list[Article]:
    """The newest articles with these words in the title, the last of them perhaps not typed to its end. Two queries."""
    words = typed(text)
    if not words:
        return []
    parts = [Side((word,)) for word in words[:-1]] + [Side((words[-1],), is_prefix=True)]
    return newest(bitmap_of_matches(within("title", all_of(parts))), scope)


def newest(found: Bitmap, scope: VisibleScope) -> list[Article]:
    """Of those that the reader can see."""
    shown = (scope.articles & found)[-MOST:]
    articles = Article.objects.visible_to(scope.user, scope.at).with_sort_keys(shown)
    return list(articles.newest_first().only("title", "slug"))
