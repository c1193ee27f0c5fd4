"""The vocabulary for machines: all of it as a file, and one tag in the format that an Accept header asks for.

It is public, and holds nothing of any article, no counts either. Deprecated tags are there, marked.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, require_safe

from tags.concepts import Vocabulary
from tags.current import current
from tags.models import Tag, TagNote
from tags.rdf import MEDIA_TYPES, about, negotiated, serialized
from tags.vocabulary import stored_vocabulary

AGE = 300  # seconds for which nobody asks whether the vocabulary has changed


def etag_of(_: HttpRequest, format: str, **__: Any) -> str:
    """It changes when the vocabulary does. One query."""
    return f"{current().vocabulary}-{format}"


@require_safe
@condition(etag_func=etag_of)
def taxonomy(_: HttpRequest, format: str) -> HttpResponse:
    """All taxonomies and tags as SKOS, in one of `MEDIA_TYPES`."""
    return answer(_whole(current().vocabulary, format), format)


@lru_cache(maxsize=2 * len(MEDIA_TYPES))
def _whole(token: str, format: str) -> bytes:
    """Made once for each state of the vocabulary. Cost: about a second for a thousand tags."""
    del token
    return serialized(public(stored_vocabulary()), format)


def rdf_response(request: HttpRequest, tag: Tag) -> HttpResponse | None:
    """The tag as SKOS where the request asks for that rather than for a page, else None.

    A page at the same address has to name Accept in its Vary header too.
    """
    format = negotiated(request.headers.get("Accept", ""))
    if format is None:
        return None
    response = answer(serialized(public(about(tag.slug)), format, about=tag.slug), format)
    patch_vary_headers(response, ["Accept"])
    return response


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
