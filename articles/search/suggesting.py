"""What a reader may be about to type: tags, titles and reading lists that begin so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from articles.browse import Reach
from articles.models import Article
from articles.search.engine import numbers_with
from articles.search.expressions import Side, all_of, within
from articles.search.language import LONGEST
from articles.words import words_of
from tags.catalogue import Catalogue
from tags.models import Tag

SHORTEST: Final = 2  # characters
MOST: Final = 4  # of each kind


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


def tags_for(text: str, reach: Reach) -> list[TagSuggestion]:
    """Tags with a label of which every typed word begins a word; those with most articles for this reader first."""
    words = typed(text)
    found = [
        TagSuggestion(tag, synonym, reach.count(tag))
        for tag, synonym in (spelled(reach.catalogue, words) if words else ())
    ]
    begins = {one.tag.pk for one in found if begin(words, words_of(one.synonym or one.tag.name))}
    return sorted(found, key=lambda one: (one.tag.pk not in begins, -one.count, one.tag.name))[:MOST]


def spelled(catalogue: Catalogue, words: Sequence[str]) -> Iterable[tuple[Tag, str]]:
    """The tags that the words spell, each with the synonym that does, or nothing when its own label does."""
    for tag, labels in words_of_labels(catalogue):
        hit = next((label for label, held in labels if fits(words, held)), None)
        if hit is not None:
            yield tag, "" if hit == tag.name else hit


@lru_cache(maxsize=2)
def words_of_labels(catalogue: Catalogue) -> list[tuple[Tag, list[tuple[str, list[str]]]]]:
    """The live tags with their labels and synonyms, each with its words. Read anew when the vocabulary changes."""
    return [
        (tag, [(label, words_of(label)) for label in shown_labels(tag)])
        for tag in catalogue.tags.values()
        if not tag.is_deprecated
    ]


def shown_labels(tag: Tag) -> list[str]:
    return [tag.name, *(label.name for label in tag.labels.all() if label.kind != "hidden")]


def fits(words: Sequence[str], label: Sequence[str]) -> bool:
    """Whether each word begins one of the label."""
    return all(any(other.startswith(word) for other in label) for word in words)


def begin(words: Sequence[str], label: Sequence[str]) -> bool:
    return bool(label) and label[0].startswith(words[0])


def titles_for(text: str, reach: Reach) -> list[Article]:
    """The newest articles with these words in the title, the last of them perhaps not typed to its end. Two queries."""
    words = typed(text)
    if not words:
        return []
    parts = [Side((word,)) for word in words[:-1]] + [Side((words[-1],), is_prefix=True)]
    numbers = reach.numbers & numbers_with(within("title", all_of(parts)))
    articles = Article.objects.visible_to(reach.user, reach.at).numbered(numbers[-MOST:])
    return list(articles.newest_first().only("title", "slug"))
