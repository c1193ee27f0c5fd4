"""What pages of lower rooms show of articles: the title behind an address."""

from typing import Final
from urllib.parse import urlsplit

from django import template
from django.contrib.auth.models import AnonymousUser
from django.urls import Resolver404, resolve

from articles.documents.notice_marks import standfirst_elsewhere, title_elsewhere
from articles.models import Article

OF_ONE: Final = ("articles:detail", "library:act")  # pages about one article, which their address names

register = template.Library()
register.filter(title_elsewhere)
register.filter(standfirst_elsewhere)


@register.simple_tag
def title_of_article_at(address: str) -> str:
    """The title of the article that a visitor wants to read or save, if `address` leads to one that all may see."""
    try:
        match = resolve(urlsplit(address).path)
        if match.view_name not in OF_ONE:
            return ""
        return Article.objects.visible_to(AnonymousUser()).only("title").get(slug=match.kwargs["slug"]).title
    except (Resolver404, Article.DoesNotExist):
        return ""
