"""The vocabulary for machines: all of it as a file, and one tag in the format that an Accept header asks for.

It is public, and holds nothing of any article, no counts either. Deprecated tags are there, marked.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.http import condition, require_safe

from members.origin import origin_of
from tags.cache.snapshot import current_snapshot
from tags.models import Tag, TagNote
from tags.skos.concepts import Vocabulary
from tags.skos.database import stored_vocabulary, vocabulary_about
from tags.skos.writer import serialized

MEDIA_TYPES: Final = {"turtle": "text/turtle", "xml": "application/rdf+xml", "json-ld": "application/ld+json"}
PAGES: Final = ("text/html", "application/xhtml+xml")
AGE = 300  # seconds for which nobody asks whether the vocabulary has changed
KEPT = 32  # files that a process holds


def etag_of(request: HttpRequest, format: str, **__: Any) -> str:
    """It changes when the vocabulary does, or the place of the site. One query."""
    return named(current_snapshot().vocabulary, format, origin_of(request))


def named(token: str, format: str, origin: str) -> str:
    """The entity tag of a file, before it is quoted."""
    return f"{token}-{format}-{origin}"


@require_safe
@condition(etag_func=etag_of)
def taxonomy(request: HttpRequest, format: str) -> HttpResponse:
    """All taxonomies and tags as SKOS, in one of `MEDIA_TYPES`."""
    return answer(_file(current_snapshot().vocabulary, format, origin_of(request), ""), format)


@lru_cache(maxsize=KEPT)
def _file(token: str, format: str, origin: str, taxonomy: str) -> bytes:
    """Made once for each state of the vocabulary. Cost: about a second for a thousand tags."""
    del token
    return serialized(public(stored_vocabulary()), format, origin=origin, taxonomy=taxonomy)


def rdf_of_vocabulary(request: HttpRequest, taxonomy: str = "") -> HttpResponse | None:
    """All taxonomies as SKOS, or the one of this slug, where the request asks for that rather than for a page.

    A page at the same address has to name Accept in its Vary header too.
    """
    format = negotiated(request)
    if format is None:
        return None
    token, origin = current_snapshot().vocabulary, origin_of(request)
    response = answer(_file(token, format, origin, taxonomy), format)
    response["ETag"] = quote_etag(named(token, format, origin))
    patch_vary_headers(response, ["Accept"])
    return get_conditional_response(request, etag=response["ETag"], response=response)


def rdf_response(request: HttpRequest, tag: Tag) -> HttpResponse | None:
    """The same for one tag."""
    format = negotiated(request)
    if format is None:
        return None
    vocabulary = public(vocabulary_about(tag.slug))
    response = answer(serialized(vocabulary, format, origin=origin_of(request), about=tag.slug), format)
    patch_vary_headers(response, ["Accept"])
    return response


def negotiated(request: HttpRequest) -> str | None:
    """The format of `MEDIA_TYPES` that is asked for, or None where the page itself will do as well."""
    formats = {f"{kind}; charset=utf-8": format for format, kind in MEDIA_TYPES.items()}
    wanted = request.get_preferred_type([*PAGES, *formats])
    asked = [request.accepted_type(kind) for kind in (wanted, *PAGES) if kind]
    wish, *pages = [(found.quality, found.specificity) if found else (0.0, 0) for found in asked]
    return formats.get(wanted or "") if wish not in pages else None


def public(vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary without what editors note for each other (skos:editorialNote); `export_skos` has it all."""
    concepts = tuple(
        replace(concept, notes=tuple(note for note in concept.notes if note.kind != TagNote.Kind.EDITORIAL))
        for concept in vocabulary.concepts
    )
    return replace(vocabulary, concepts=concepts)


def answer(data: bytes, format: str) -> HttpResponse:
    response = HttpResponse(data, content_type=f"{MEDIA_TYPES[format]}; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={AGE}"
    return response
