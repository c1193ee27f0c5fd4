"""The members' part of an article, in a table of its own, so that no query for articles can carry it by accident."""

from django.db import models

from articles.models.article import Article
from members.columns import TextColumn


class FullPost(models.Model):
    """Reached through `articles.access.full_post_for` and by nobody else but its writers."""

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="full_post")
    markdown = TextColumn(blank=True)
    html = TextColumn(blank=True, editable=False)

    def __str__(self) -> str:
        return f"Full post of “{self.article}”"
