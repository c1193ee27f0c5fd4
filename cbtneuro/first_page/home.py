"""The first page: what the site is about, one article to begin with, and the ways in: by map, by list, by topic."""

from collections.abc import Iterable
from functools import lru_cache, partial
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from articles.browse.scope import VisibleScope, visible_scope
from articles.browse.stored_rows import newest_rows
from articles.browse.taxonomy_map import maps_of
from articles.documents.frames import page, parts_for
from articles.documents.kept_for_scope import kept_for_scope
from articles.documents.slots import filled, joined
from articles.images.html import drawing, picture
from articles.models import Article, Image
from articles.site.snapshot import current_site
from cbtneuro.first_page.small_matrix import small_matrix
from lists.paths import ListPath, newest_paths
from tags.cache.tag_tree import TagTree
from tags.models import Tag, Taxonomy

NEWEST: Final = 6
MOST: Final = 5  # taxonomies, where the collection names none
LISTS: Final = 3
BIGGEST: Final = 6  # tags of each
OF_THE_LEAD: Final = ("kind", "title", "slug", "standfirst", "first_published_at", "summary_words", "full_words")
OF_ITS_IMAGE: Final = ("id", "svg", "alt", "decorative")
COLUMNS: Final = (*OF_THE_LEAD, *(f"image__{column}" for column in OF_ITS_IMAGE))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    newest = newest_rows(request.user, now, NEWEST + 1, *COLUMNS)
    scope = visible_scope(request.user, now)
    context = {
        **(lead_of(*newest[0]) if newest else {}),
        "newest": [row for row, _ in newest[1:]],
        "tag_tree": scope.tag_tree,
        "lists": drawn(tuple(newest_paths(request.user, now, LISTS))),
    }
    parts = parts_for("home/_for_reader.html", context, request)
    whole = kept_for_scope(scope, "home/_whole.html", "", partial(ways_in, scope)) if newest else ()
    return HttpResponse(page("home.html", request, {**parts, "main": filled(whole, parts) or parts["empty"]}))


def ways_in(scope: VisibleScope) -> dict[str, object]:
    """What follows from the articles that a reader can see."""
    return {
        "tag_tree": scope.tag_tree,
        "total": len(scope.articles),
        "map": next(maps_of(scope), None),
        "matrix": small_matrix(scope),
        "strip": strip_of(scope, current_site().home or first(scope.tag_tree)),
    }


@lru_cache(maxsize=100)
def drawn(lists: tuple[ListPath, ...]) -> SafeString:
    """The same lists are drawn once."""
    return render_to_string("home/_paths.html", {"lists": lists}) if lists else joined([])


def lead_of(row: object, columns: tuple[Any, ...]) -> dict[str, object]:
    article, image = columns[: len(OF_THE_LEAD)], columns[len(OF_THE_LEAD) :]
    return {
        "lead": Article(**dict(zip(OF_THE_LEAD, article, strict=True))),
        "lead_row": row,
        "lead_image": image_of(Image(**dict(zip(OF_ITS_IMAGE, image, strict=True)))) if image[0] else "",
    }


def image_of(image: Image) -> SafeString:
    """A drawing came with its article; a photograph costs two queries."""
    return drawing(image) if image.is_drawing else picture(Image.objects.with_pictures().get(pk=image.pk), eager=True)


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
