"""The search of this site for browsers and other programs: https://github.com/dewitt/opensearch (1.1, draft 6)."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.browse.revalidation import asked_again
from articles.site.snapshot import current_site, site_name
from members.characters import as_xml
from members.origin import origin_of

DESCRIPTION_TYPE: Final = "application/opensearchdescription+xml"
SUGGESTIONS_TYPE: Final = "application/x-suggestions+json"
FORM: Final = "opensearch"  # in addresses: the form in which suggestions are wished for
LONGEST_SHORT_NAME: Final = 16  # characters, as the specification wants it, and so below
LONGEST_LONG_NAME: Final = 48
LONGEST_DESCRIPTION: Final = 1024


@require_safe
@asked_again
def description(request: HttpRequest) -> HttpResponse:
    origin, name = origin_of(request), as_xml(site_name())
    context = {
        "short_name": within(name, LONGEST_SHORT_NAME),
        "long_name": within(name, LONGEST_LONG_NAME),
        "description": within(as_xml(f"Search {site_name()}: {current_site().in_short}"), LONGEST_DESCRIPTION),
        "search": f"{origin}{reverse('articles:search')}?q={{searchTerms}}",
        "suggestions": f"{origin}{reverse('articles:suggest')}?form={FORM}&q={{searchTerms}}",
        "suggestions_type": SUGGESTIONS_TYPE,
        "here": f"{origin}{request.path}",
        "here_type": DESCRIPTION_TYPE,
        "image": f"{origin}{static('img/favicon.svg')}",
    }
    return render(request, "articles/opensearch.xml", context, content_type=DESCRIPTION_TYPE)


def within(text: str, longest: int) -> str:
    """As much of it as there is room for, in whole words where the first of them fits."""
    if len(text) <= longest:
        return text
    return text[: longest + 1].rpartition(" ")[0].rstrip() or text[:longest]


def as_completions(text: str, origin: str, found: list[dict[str, object]]) -> list[object]:
    """What was typed, and for each suggestion its text, what it is, and its address."""
    return [
        text,
        [one["label"] for one in found],
        [one["kind"] for one in found],
        [f"{origin}{one['url']}" for one in found],
    ]
