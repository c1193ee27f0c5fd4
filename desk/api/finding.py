"""What is found while one types: tags, articles, references, images."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from articles.access import allows
from articles.forms.typed_tags import ADDING, facets
from articles.images.html import smallest_address
from articles.models import Image
from articles.models.keys import key_in
from articles.site.snapshot import current_site
from articles.site.style_sheet import hue
from bibliography.models import Reference
from desk.api.lookups import articles_found, images_found, references_found
from desk.api.tag_matches import matching, suggested
from desk.guard import article_at_desk, at_the_desk
from members.characters import cleaned
from tags.cache.snapshot import current_snapshot
from tags.models import Tag

LONGEST: Final = 200  # characters that are looked for


def typed(request: HttpRequest) -> str:
    return str(cleaned(request.GET.get("q", "")))[:LONGEST].strip()


@require_safe
@at_the_desk
def tags(request: HttpRequest) -> HttpResponse:
    """`?q=` by any part of a label or synonym; `?article=` those that its text suggests; `?taxonomies=` where a new
    one can stand.
    """
    if request.GET.get("taxonomies"):
        return JsonResponse({"taxonomies": [{"id": one.pk, "name": one.name} for one in facets()]})
    tree = current_snapshot().tag_tree
    key = key_in(request.GET.get("article"))
    if key is not None:
        content = article_at_desk(request, key).draft.head.content
        text = "\n".join(
            [content["title"], content["standfirst"], *content["key_points"], content["summary"], content["full_post"]]
        )
        found = suggested(tree, text, but={tag["id"] for tag in content["tags"]})
        return JsonResponse({"tags": [{**as_json(one.tag), "why": one.why} for one in found]})
    matches = [
        {**as_json(match.tag), "note": note(match.tag, match.synonym), "is_exact": match.is_exact}
        for match in matching(tree, typed(request))
    ]
    return JsonResponse({"tags": matches, "may_add": allows(request.user, ADDING)})


def as_json(tag: Tag) -> dict[str, Any]:
    slug = tag.taxonomy.slug
    return {
        "id": tag.pk, "label": tag.name, "taxonomy": tag.taxonomy.name, "glyph_of": slug,
        "hue": hue(slug, current_site()),
    }  # fmt: skip


def note(tag: Tag, synonym: str) -> str:
    return " ".join(part for part in (f"Synonym: {synonym}." if synonym else "", tag.scope_note) if part)


@require_safe
@at_the_desk
def articles(request: HttpRequest) -> HttpResponse:
    """`?q=` words of the title; `?not=` the article that asks."""
    found = [one for one in articles_found(typed(request), request.user) if str(one.pk) != request.GET.get("not")]
    return JsonResponse({"articles": [{"id": one.pk, "title": one.title, "slug": one.slug} for one in found]})


@require_safe
@at_the_desk
def references(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"references": [reference_as_json(one) for one in references_found(typed(request))]})


def reference_as_json(reference: Reference) -> dict[str, Any]:
    return {
        "key": reference.key, "title": reference.title, "authors": in_short(reference.authors), "year": reference.year
    }  # fmt: skip


def in_short(authors: str) -> str:
    """“Goldin P and 5 others”"""
    first, *others = authors.split(", ")
    if len(others) == 1:
        return f"{first} and {others[0]}"
    return f"{first} and {len(others)} others" if others else first


@require_safe
@at_the_desk
def images(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"images": [image_as_json(one) for one in images_found(typed(request), request.user)]})


def image_as_json(image: Image) -> dict[str, Any]:
    return {"name": image.name, "url": smallest_address(image), "alt": image.alt, "credit": image.credit}
