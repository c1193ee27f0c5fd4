"""Search over the public words of articles. It never looks into full posts: a yes or no for a word is a leak too."""

from typing import Final

from django.db.models import Q

from articles.models import TaggedArticle
from articles.models.article import ArticleQuerySet
from tags.models import Tag
from tags.normal_form import normal_form

LONGEST: Final = 200  # characters of a query that are read
MOST_WORDS: Final = 8


def words_of(text: str) -> list[str]:
    """The words that are looked for: in normal form, each once, at most eight."""
    bare = normal_form(text[:LONGEST]).replace('"', " ")
    return list(dict.fromkeys(bare.split()))[:MOST_WORDS]


def matching(articles: ArticleQuerySet, text: str) -> ArticleQuerySet:
    """Those of `articles` that hold every word, in their public text, their paper or the labels of a tag."""
    words = words_of(text)
    if not words:
        return articles.none()
    for word in words:
        tagged = TaggedArticle.objects.filter(tag__paths_up__ancestor__in=Tag.objects.matching(word))
        articles = articles.filter(
            Q(search_text__contains=word)
            | Q(paper__authors__icontains=word)
            | Q(paper__doi__iexact=word)
            | Q(paper__pmid=word)
            | Q(pk__in=tagged.values("content_object_id"))
        )
    return articles


def topics_matching(text: str) -> list[Tag]:
    """Tags whose label or synonym holds the whole query, best-known first: at most six."""
    if len(normal_form(text[:LONGEST])) < 2:
        return []
    return list(Tag.objects.matching(text[:LONGEST]).select_related("taxonomy").order_by("name")[:6])
