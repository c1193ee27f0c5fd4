"""What stands on the social card of an article, of a topic and of the site, and at which address it is fetched."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.urls import reverse

from articles.cards.card_fonts import can_be_drawn
from articles.cards.social_card import MARK, Card, mark_of, version, version_of
from articles.documents.notice_marks import warning_of
from articles.models import Article
from articles.site.snapshot import current_site, site_name
from tags.cache.snapshot import current_snapshot
from tags.cache.tag_tree import TagTree
from tags.models import Tag

OF_SITE: Final = 1  # its key


def of_article(article: Article, tag_tree: TagTree) -> Card:
    """`article` as `with_page` fetches it."""
    topics = topics_of(tag_tree.those(tag.pk for tag in article.tag_list))
    drawing = article.image.svg if article.image else ""
    return Card(article.title, above(article), article.standfirst, topics, drawing)


def above(article: Article) -> str:
    """What it is, or that its paper was retracted or is doubted."""
    return warning_of(article) or article.get_kind_display()


def own_mark(article: Article) -> str:
    return mark_of(above(article), article.image.svg if article.image else "")


def topics_of(tags: Iterable[Tag]) -> tuple[tuple[str, str], ...]:
    return tuple((tag.name, tag.taxonomy.slug) for tag in tags)


def topic_at(pk: int) -> Tag | None:
    """The topic with this key, unless another took its place."""
    tag = current_snapshot().tag_tree.tags.get(pk)
    return None if tag is None or tag.replaced_by_id else tag


def of_topic(tag: Tag) -> Card:
    return Card(tag.name, f"Topic: {tag.taxonomy.name}", tag.scope_note, emblem=tag.taxonomy.slug)


def of_site() -> Card:
    return Card(site_name(), "", current_site().in_short, emblem=MARK)


def address_of_article(article: Article, tags: Sequence[Tag], mark: str) -> str:
    """`mark`: what `own_mark` says of it. Without a query. "" where no card can be drawn."""
    drawn = version(article.title, article.standfirst, topics_of(tags), mark)
    return reverse("articles:card", args=[article.pk, drawn]) if can_be_drawn() else ""


def address_of_topic(tag: Tag) -> str:
    return reverse("articles:topic-card", args=[tag.pk, version_of(of_topic(tag))]) if can_be_drawn() else ""


def address_of_site() -> str:
    return reverse("articles:site-card", args=[version_of(of_site())]) if can_be_drawn() else ""
