"""The words of articles that were found, as they are weighed and shown.

A process keeps those that anyone may read, and no answers: what it read for one query serves the next, and who asked
for what cannot be seen from it. `index` marks a change whenever it writes other words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from articles.models import PublicWords
from articles.search.index import BAR
from members import prepared
from members.prepared import Numbers
from tags.cache.bitmaps import Bitmap
from tags.cache.snapshot import Snapshot

MOST: Final = 3000  # articles, of some 5 KB each
WEIGHTS: Final = {"title": 5.0, "head": 2.0, "body": 1.0, "names": 2.0}
LONG_TITLE: Final = 0.03  # how much each word of a title takes from its weight: a short one is about fewer things


@dataclass(frozen=True, slots=True)
class Candidate:
    """One article and its words, each field with a space on both sides.

    `weighed`: the weight of each field, its words, and where behind them compounds begin that are written in one.
    """

    sort_key: int
    fields: Mapping[str, str]
    weighed: Sequence[tuple[float, str, int]]


_kept: tuple[str, dict[int, Candidate]] = "", {}


def texts_of(articles: Bitmap, snapshot: Snapshot) -> list[Candidate]:
    """One query for those that were not read since the change that made the `snapshot`."""
    kept = kept_at(snapshot)
    unread = [sort_key for sort_key in articles if sort_key not in kept]
    if unread:
        kept.update((one.sort_key, one) for one in read(unread))
    return [kept[sort_key] for sort_key in articles if sort_key in kept]


def kept_at(snapshot: Snapshot) -> dict[int, Candidate]:
    """By sort key. What a transaction sees of its own writing has a token of its own."""
    global _kept
    token, kept = _kept
    if token != snapshot.token or len(kept) > MOST:
        kept = {}
        _kept = snapshot.token, kept
    return kept


def words_of_keys() -> "QuerySet[PublicWords, tuple[Any, ...]]":
    found = PublicWords.objects.filter(article__sort_key__in=[Numbers("keys")])
    return found.values_list("article__sort_key", *WEIGHTS)


def read(sort_keys: Iterable[int]) -> Iterator[Candidate]:
    for sort_key, *texts in prepared.rows("words", queryset=words_of_keys, keys=sort_keys):
        fields = {field: f" {text} " for field, text in zip(WEIGHTS, texts, strict=True)}
        yield Candidate(sort_key, fields, [(weight_of(*one), one[1], end_of(one[1])) for one in fields.items()])


def weight_of(field: str, text: str) -> float:
    return WEIGHTS[field] / (1 + LONG_TITLE * text.count(" ")) if field == "title" else WEIGHTS[field]


def end_of(text: str) -> int:
    return text.find(BAR) + 1 or len(text)
