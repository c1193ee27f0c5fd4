"""The words that search looks for, in one spelling: those that anyone may read, and apart from them the full post's.

Both engines make their index from these rows by themselves, so it changes in the transaction that changes a row.
"""

from django.db import models
from django.db.models.functions import Left

from articles.models.article import Article


class PublicWords(models.Model):
    """The public words of a published article, by where they stand; `names` are authors, journal and year."""

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="public_words")
    title = models.TextField()
    head = models.TextField()
    body = models.TextField()
    names = models.TextField()

    class Meta:
        indexes = [models.Index(Left("title", 200), name="public_words_title")]

    def __str__(self) -> str:
        return self.title


class FullPostWords(models.Model):
    """The words of a full post. Only `articles.search` looks here, and only for those who may read the post."""

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="full_post_words")
    body = models.TextField()

    def __str__(self) -> str:
        return f"words of full post {self.pk}"


class TitleWord(models.Model):
    """A word as titles of published articles have it, for “did you mean”. It stays when the title changes: whoever is
    offered a word has it looked up first.
    """

    word = models.CharField(max_length=60, unique=True)
    length = models.PositiveSmallIntegerField(db_index=True)

    def __str__(self) -> str:
        return self.word
