"""The words of articles that were found, as they are weighed and shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import PositiveBigIntegerField, QuerySet

from articles.models import PublicWords
from members import prepared
from members.prepared import Parameter
from tags.cache.bitmaps import Bitmap

FIELDS: Final = ("title", "head", "body", "names")
SIZES: Final = (20, 100, 400, 2000)


@dataclass(frozen=True)
class Candidate:
    """One article and its words, each field with a space on both sides."""

    sort_key: int
    fields: Mapping[str, str]


def padded(sort_keys: Iterable[int]) -> list[int]:
    """The last of them again and again, so that few numbers of keys are asked for, each by a statement of its own."""
    keys = list(sort_keys)
    size = next(size for size in SIZES if size >= len(keys))
    return keys + keys[-1:] * (size - len(keys))


def of_keys(sort_keys: Sequence[int]) -> dict[str, int]:
    """The values of `any_key`."""
    return {f"key{number}": sort_key for number, sort_key in enumerate(sort_keys)}


def any_key(number: int) -> list[Any]:
    return [Parameter(f"key{number}", PositiveBigIntegerField()) for number in range(number)]


def words_of(number: int) -> "QuerySet[PublicWords, tuple[Any, ...]]":
    rows = PublicWords.objects.filter(article__sort_key__in=any_key(number))
    return rows.values_list("article__sort_key", *FIELDS)


def texts_of(articles: Bitmap) -> list[Candidate]:
    if not articles:
        return []
    keys = padded(articles)
    rows = prepared.rows("words", len(keys), queryset=lambda: words_of(len(keys)), **of_keys(keys))
    return [
        Candidate(sort_key, {field: f" {text} " for field, text in zip(FIELDS, texts, strict=True)})
        for sort_key, *texts in rows
        if sort_key is not None
    ]
