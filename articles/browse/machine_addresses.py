"""Addresses that no renaming changes. What they name is no page, so each leads to what is said of it (303).

There the Accept header decides between the page and SKOS: https://www.w3.org/TR/cooluris/#r303uri.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.browse.redirects import moved_permanently
from tags.cache.snapshot import current_snapshot


class SeeOther(HttpResponseRedirectBase):
    status_code = 303


@require_safe
def concept(request: HttpRequest, identity: UUID) -> HttpResponse:
    """The page of the tag. What was merged or replaced has another address now: that of its successor."""
    tag_tree = current_snapshot().tag_tree
    named = tag_tree.by_identity.get(str(identity))
    tag = tag_tree.in_place_of(named) if named else None
    if tag is None:
        raise Http404
    if tag.identity != str(identity):
        return moved_permanently(request, reverse("tags:concept", args=[tag.identity]))
    return SeeOther(tag.get_absolute_url())


@require_safe
def taxonomy(_: HttpRequest, slug: str) -> HttpResponse:
    if not any(one.slug == slug for one in current_snapshot().tag_tree.taxonomies):
        raise Http404
    return SeeOther(f"{reverse('tags:index')}?taxonomy={slug}")
