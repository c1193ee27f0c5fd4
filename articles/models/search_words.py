"""The words that search looks for, in one spelling: those that anyone may read, and apart from them the full post's.

Both engines make their index from these rows by themselves, so it changes in the transaction that changes a row.
"""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr

from articles.models.article import Article


class PublicWords(models.Model):
    """The public words of a published article, by where they stand; `names` are authors and journal.

    `title_key` is the same for titles with the same words.
    """

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="public_words")
    title = models.TextField()
    title_key = models.CharField(max_length=40, db_index=True)
    head = models.TextField()
    body = models.TextField()
    names = models.TextField()

    def __str__(self) -> str:
        return self.title


class FullPostWords(models.Model):
    """The words of a full post. Only `articles.search` looks here, and only for those who may read the post."""

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="full_post_words")
    body = models.TextField()

    def __str__(self) -> str:
        return f"words of full post {self.pk}"


class TitleWordQuerySet(models.QuerySet["TitleWord"]):
    def of_lengths(self, shortest: int, longest: int, letters: Iterable[str]) -> "models.QuerySet[TitleWord, str]":
        """The words of so many letters with one of these as the first or the second."""
        begun = self.annotate(first=Substr("word", 1, 1), second=Substr("word", 2, 1))
        near = begun.filter(Q(first__in=letters) | Q(second__in=letters), length__range=(shortest, longest))
        return near.values_list("word", flat=True)


class TitleWord(models.Model):
    """A word as titles of published articles and names of authors and journals have it, for “did you mean”. It stays
    when the title changes: whoever is offered a word has it looked up first.
    """

    word = models.CharField(max_length=60, unique=True)
    length = models.PositiveSmallIntegerField(db_index=True)

    objects = TitleWordQuerySet.as_manager()

    def __str__(self) -> str:
        return self.word
