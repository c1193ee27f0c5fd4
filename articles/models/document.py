"""What pages print of an article, as HTML that was made when it was saved: see `articles.documents`."""

from datetime import datetime
from typing import NamedTuple, Self

from django.db import models

from articles.models.article import Article


class Document(models.Model):
    """The public parts. `stamp` is raised by the database itself when a row that they show is written.

    It is as things are when `made_at` equals it and `made_with` names today's templates and site. Names of tags are in
    none of the parts: a tag has many articles, and its name stands in memory.
    """

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="document")
    stamp = models.PositiveBigIntegerField(default=1, editable=False)
    made_at = models.PositiveBigIntegerField(default=0, editable=False)
    made_with = models.CharField(max_length=16, default="", editable=False)
    page = models.TextField(default="", editable=False)
    gated = models.JSONField(default=dict, editable=False, help_text="What stands around the gate, and it.")
    row = models.TextField(default="", editable=False)
    hit = models.TextField(default="", editable=False, help_text="The row in results of search.")
    told = models.TextField(default="", editable=False, help_text="What is marked in it, by `articles.text.spelled`.")
    prose = models.BinaryField(default=bytes, help_text="What its stretch is taken from, in the same way.")
    teaser = models.TextField(default="", editable=False)
    entry = models.TextField(default="", editable=False)
    tags = models.JSONField(default=list, editable=False)
    categories = models.JSONField(default=list, editable=False)

    def __str__(self) -> str:
        return f"Document of “{self.article}”"


class StoredRow(NamedTuple):
    """Of an article and its document what a row of a list is made of."""

    pk: int
    sort_key: int
    publish_at: datetime | None
    stamp: int | None
    made_at: int | None
    made_with: str | None
    tags: list[int]
    row: str

    @property
    def document(self) -> Self:
        return self


class FullDocument(models.Model):
    """What stands around the full post for those who read it, as closed as it."""

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="full_document")
    parts = models.JSONField(default=dict, editable=False)
    prose = models.BinaryField(default=bytes, help_text="The full post, as `Document.prose` has the summary.")

    def __str__(self) -> str:
        return f"Full document of “{self.article}”"
