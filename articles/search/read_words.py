"""The words of articles that were found, as they are weighed and shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from articles.models import PublicWords
from members import prepared
from members.prepared import Numbers
from tags.cache.bitmaps import Bitmap

FIELDS: Final = ("title", "head", "body", "names")


@dataclass(frozen=True)
class Candidate:
    """One article and its words, each field with a space on both sides."""

    sort_key: int
    fields: Mapping[str, str]


def words_of_keys() -> "QuerySet[PublicWords, tuple[Any, ...]]":
    return PublicWords.objects.filter(article__sort_key__in=[Numbers("keys")]).values_list("article__sort_key", *FIELDS)


def texts_of(articles: Bitmap) -> list[Candidate]:
    if not articles:
        return []
    rows = prepared.rows("words", queryset=words_of_keys, keys=articles)
    return [
        Candidate(sort_key, dict(zip(FIELDS, [f" {text} " for text in texts], strict=True)))
        for sort_key, *texts in rows
        if sort_key is not None
    ]
