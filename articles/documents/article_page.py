"""An article's page for one reader: what is stored, filled in with what stands around it for them."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from articles import metadata
from articles.access import may_write
from articles.cards.card_tags import card_tags
from articles.cards.cards_of import address_of_article
from articles.documents.cited_studies import side_by_side
from articles.documents.frames import page, parts_for
from articles.documents.lit_map import lit_map
from articles.documents.pieces import piece
from articles.documents.printed_tags import printed
from articles.documents.reading import ReadArticle
from articles.documents.rows import beside
from articles.documents.slots import between, filled, joined, slot, with_between
from articles.models import Article
from articles.related.display import Related, related_to
from articles.status import is_shown
from members.next_url import with_next
from members.origin import origin_of, path_to
from tags.cache.snapshot import current_snapshot
from tags.cache.tag_tree import TagTree
from tags.grouping import by_taxonomy
from tags.models import Tag

CHIP: Final = "articles/_chip.html"
SUMMARY: Final = (slot("summary_begins"), slot("summary_ends"))  # places beside it that nothing fills


def article_page(
    request: HttpRequest, found: ReadArticle, now: datetime, related: Sequence[Related] | None = None
) -> str:
    """`related`: what stands beside it, if that is not what is stored."""
    article, tag_tree = found.article, current_snapshot().tag_tree
    tags = tag_tree.those(found.tags)
    next_path = next_of(request, article)
    context: dict[str, Any] = {
        "article": article,
        "full_post": found.full_post,
        "summary": between(found.page, SUMMARY),
        "next_path": next_path,
        "edit_url": reverse("desk:edit", args=[article.pk]) if may_write(request.user, article) else "",
    }
    words = {
        "title": escape(article.title),
        "description": escape(article.standfirst),
        "origin": origin_of(request),
        "canonical_url": escape(origin_of(request) + article.get_absolute_url()),
        "crumbs": printed("articles/_crumbs.html", tags[:1], tag_tree),
        "categories": printed("articles/_category.html", tag_tree.those(found.categories), tag_tree),
        "keywords": metadata.as_json([tag.name for tag in tags]),
        "login_url": escape(with_next(path_to("account_login"), next_path)),
        "signup_url": escape(with_next(path_to("account_signup"), next_path)),
    }
    around = {name: filled(html, words) for name, html in found.around.items()}
    parts = {**words, **around, **parts_for("articles/_for_reader.html", context, request)}
    parts["studies"] = side_by_side(around.get("cited", ""), request.user, now)
    parts["social_card"] = social_card(article, tags, around.get("card_mark", ""), words["origin"], now)
    parts["filed"] = piece("articles/_filed.html", tags=filed_under(tags, tag_tree), lists=parts["lists"])
    stored = related_to(article.pk, request.user, now, tag_tree, found.tags) if related is None else related
    parts["related"] = beside(stored)
    shown = with_between(found.page, SUMMARY, parts["summary"]) if parts["summary"] else found.page
    return page("articles/detail.html", request, {**parts, "page": filled(shown, parts)})


def social_card(article: Article, tags: list[Tag], mark: str, origin: str, now: datetime) -> SafeString:
    """What other sites show of it beside a link, as long as every visitor sees it."""
    card = address_of_article(article, tags, mark) if is_shown(article.status, article.publish_at, now) else ""
    return card_tags(origin, card, article.title, article.get_absolute_url())


def filed_under(tags: Iterable[Tag], tag_tree: TagTree) -> SafeString:
    return joined(
        piece(
            "articles/_filed_under.html",
            taxonomy=taxonomy.name,
            chips=printed(CHIP, held, tag_tree),
            map=lit_map(taxonomy, held, tag_tree),
        )
        for taxonomy, held in by_taxonomy(tags)
    )


def next_of(request: HttpRequest, article: Article) -> str:
    """Where a log-in leads back to: the full post, at the same place of a reading list."""
    place = {name: request.GET.get(name, "") for name in ("list", "item")}
    in_list = urlencode({name: word for name, word in place.items() if re.fullmatch(r"[-\w]+", word, re.ASCII)})
    return f"{article.get_absolute_url()}{'?' if in_list else ''}{in_list}#full"
