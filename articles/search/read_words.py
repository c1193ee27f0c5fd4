"""The words of articles that were found, as they are weighed and shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from articles.models import PublicWords
from tags.cache.bitmaps import Bitmap

FIELDS: Final = ("title", "head", "body", "names")


@dataclass(frozen=True)
class Candidate:
    """One article and its words, each field with a space on both sides."""

    sort_key: int
    fields: Mapping[str, str]


def texts_of(articles: Bitmap) -> list[Candidate]:
    rows = PublicWords.objects.filter(article__sort_key__in=list(articles)).values_list("article__sort_key", *FIELDS)
    return [
        Candidate(sort_key, {field: f" {text} " for field, text in zip(FIELDS, texts, strict=True)})
        for sort_key, *texts in rows
        if sort_key is not None
    ]
