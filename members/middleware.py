"""Members are asked again when the terms or the privacy policy have changed."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from members.consent import has_agreed
from members.models import User
from members.next_url import this_page

Answer = Callable[[HttpRequest], HttpResponse]

# What stays open to a member who has not agreed: reading what it is about, leaving, and taking the data along;
# and whatever is no page.
OPEN: Final = frozenset(
    {"terms", "privacy", "about", "accessibility", "members:consent", "members:data", "members:erase", "account_logout",
     "account_login", "articles:image", "articles:image-as-it-is-now", "articles:cite", "articles:paper",
     "articles:feed", "tags:feed", "lists:cite", "tags:taxonomy", "tags:taxonomy_rdf", "tags:taxonomy_jsonld", "robots",
     "tags:concept", "tags:taxonomy_address", "sitemap", "sitemap-part", "articles:opensearch", "health",
     "security-txt", "change-password", "insights:count",
     "harvest", "tags:references", "articles:search-references", "lists:cite-list",
     "api-document", "api-nowhere",
     "articles:json-feed", "tags:json-feed", "lists:feed", "lists:json-feed", "following:stop-mail"}
)  # fmt: skip
PROGRAMS: Final = "api:"  # where no session says who somebody is, and `api.asking` asks the same of a token's person


def ask_for_consent(get_response: Answer) -> Answer:
    """Send a member whose agreement is out of date to the consent page, and from there back. Costs no query."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, *view: Any) -> HttpResponse | None:
        del view
        match = request.resolver_match
        if match is None or match.view_name in OPEN or match.view_name.startswith(PROGRAMS):
            return None
        if not isinstance(request.user, User) or has_agreed(request.user):
            return None
        return HttpResponseRedirect(f"{reverse('members:consent')}?{urlencode({'next': this_page(request)})}")

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware
