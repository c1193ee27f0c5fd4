"""The vocabulary for machines: all of it as a file, and one tag in the format that an Accept header asks for.

It is public, and holds nothing of any article, no counts either. Deprecated tags are there, marked.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, require_safe

from tags.cache.snapshot import current_snapshot
from tags.models import Tag, TagNote
from tags.skos.concepts import Vocabulary
from tags.skos.database import stored_vocabulary, vocabulary_about
from tags.skos.writer import serialized

MEDIA_TYPES: Final = {"turtle": "text/turtle", "xml": "application/rdf+xml", "json-ld": "application/ld+json"}
PAGES: Final = ("text/html", "application/xhtml+xml")
AGE = 300  # seconds for which nobody asks whether the vocabulary has changed


def etag_of(_: HttpRequest, format: str, **__: Any) -> str:
    """It changes when the vocabulary does. One query."""
    return f"{current_snapshot().vocabulary}-{format}"


@require_safe
@condition(etag_func=etag_of)
def taxonomy(_: HttpRequest, format: str) -> HttpResponse:
    """All taxonomies and tags as SKOS, in one of `MEDIA_TYPES`."""
    return answer(_whole(current_snapshot().vocabulary, format), format)


@lru_cache(maxsize=2 * len(MEDIA_TYPES))
def _whole(token: str, format: str) -> bytes:
    """Made once for each state of the vocabulary. Cost: about a second for a thousand tags."""
    del token
    return serialized(public(stored_vocabulary()), format)


def rdf_response(request: HttpRequest, tag: Tag) -> HttpResponse | None:
    """The tag as SKOS where the request asks for that rather than for a page, else None.

    A page at the same address has to name Accept in its Vary header too.
    """
    format = negotiated(request)
    if format is None:
        return None
    response = answer(serialized(public(vocabulary_about(tag.slug)), format, about=tag.slug), format)
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
