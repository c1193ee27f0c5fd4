"""What pages of lower rooms show of articles: the title behind an address."""

from urllib.parse import urlsplit

from django import template
from django.contrib.auth.models import AnonymousUser
from django.urls import Resolver404, resolve

from articles.models import Article

register = template.Library()


@register.simple_tag
def title_of_article_at(address: str) -> str:
    """The title of the article that a visitor wants to read, if `address` leads to one that a visitor may know of."""
    try:
        match = resolve(urlsplit(address).path)
        if match.view_name != "articles:detail":
            return ""
        return Article.objects.visible_to(AnonymousUser()).only("title").get(slug=match.kwargs["slug"]).title
    except (Resolver404, Article.DoesNotExist):
        return ""
