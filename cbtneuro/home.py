"""The first page: one article to begin with, lists to follow, what is new, and the topics."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.access import AT, Person, kind_of_reader
from articles.browse.scope import VisibleScope, visible_scope
from articles.browse.stored_rows import newest_rows
from articles.models import Article
from articles.models.article import minutes
from articles.site.snapshot import current_site
from lists.models import Item
from members import prepared
from members.origin import path_to
from tags.cache.tag_tree import TagTree
from tags.models import Tag, Taxonomy

NEWEST: Final = 6
MOST: Final = 5  # taxonomies, where the collection names none
LISTS: Final = 3
OF_THE_LEAD: Final = ("kind", "title", "slug", "standfirst", "first_published_at", "summary_words", "full_words")
BIGGEST: Final = 6  # tags of each


@dataclass(frozen=True)
class StartList:
    """A reading list to start with. `size` counts each article once, `minutes` is the time for their summaries."""

    slug: str
    title: str
    standfirst: str
    size: int
    minutes: int

    def get_absolute_url(self) -> str:
        return path_to("lists:detail", self.slug)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    newest = newest_rows(request.user, now, NEWEST + 1, *OF_THE_LEAD)
    scope = visible_scope(request.user, now)
    context = {
        "lead": Article(**dict(zip(OF_THE_LEAD, newest[0][1], strict=True))) if newest else None,
        "lead_row": newest[0][0] if newest else None,
        "newest": [row for row, _ in newest[1:]],
        "tag_tree": scope.tag_tree,
        "lists": newest_lists(request.user, now),
        "strip": strip_of(scope, current_site().home or first(scope.tag_tree)),
    }
    return render(request, "home.html", context)


def newest_lists(user: Person, at: datetime) -> list[StartList]:
    """With something to read in them, and their totals."""
    rows = prepared.rows("newest lists", kind_of_reader(user), queryset=partial(in_lists, user), at=at)
    words_of: dict[tuple[str, str, str], dict[int, int]] = {}
    for slug, title, standfirst, article, words in rows:
        words_of.setdefault((slug, title, standfirst), {})[article] = words
    return [StartList(*of_list, len(held), minutes(sum(held.values()))) for of_list, held in words_of.items()]


def in_lists(user: Person) -> "QuerySet[Item, tuple[Any, ...]]":
    """Each article of these lists; one that stands there twice comes twice."""
    of_list = (f"section__reading_list__{column}" for column in ("slug", "title", "standfirst"))
    return Item.objects.in_newest_lists(user, AT, LISTS).values_list(*of_list, "article_id", "article__summary_words")


def strip_of(scope: VisibleScope, slugs: Iterable[str]) -> list[tuple[Taxonomy, list[tuple[Tag, int]]]]:
    """For each taxonomy that exists, in the order of `slugs`, its biggest tags with their counts."""
    taxonomies = {taxonomy.slug: taxonomy for taxonomy in scope.tag_tree.taxonomies}
    found = []
    for taxonomy in (taxonomies[slug] for slug in slugs if slug in taxonomies):
        biggest = scope.biggest(scope.articles, scope.tag_tree.tops(taxonomy), BIGGEST)
        in_order = sorted(biggest, key=lambda pair: (-pair[0], pair[1].name))
        found.append((taxonomy, [(tag, count) for count, tag in in_order[:BIGGEST]]))
    return [(taxonomy, rows) for taxonomy, rows in found if rows]


def first(tag_tree: TagTree) -> list[str]:
    return [taxonomy.slug for taxonomy in tag_tree.taxonomies if not taxonomy.is_category][:MOST]
