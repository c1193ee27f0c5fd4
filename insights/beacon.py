"""What a page tells of itself: that it was read, that its gate was shown, that its end was reached.

A browser says so after some seconds in which somebody saw it; crawlers do not run that script, or say who they are.
No cookie comes along (the script leaves them out) and none is asked for: a number is counted, and never a person.
"""

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from insights.asked import read
from insights.counting import counting
from insights.models import Measure
from insights.writing import write_what_is_due

LONGEST: Final = 1_500  # bytes; what our scripts send is under 500
BROWSER: Final = re.compile(r"^Mozilla/")
ROBOT: Final = re.compile(
    r"(?<!cu)bot\b|bot[/;_-]|crawl|spider|slurp|headless|preview|scan|monitor|lighthouse|phantom|https?://",
    re.IGNORECASE,
)
OF_ARTICLES: Final[dict[tuple[str, str], Measure]] = {
    ("read", "visitor"): Measure.READ_BY_VISITOR,
    ("read", "member"): Measure.READ_BY_MEMBER,
    ("gate", "visitor"): Measure.GATE,
    ("end", "visitor"): Measure.FULL_READ,  # of an open one
    ("end", "member"): Measure.FULL_READ,
}
ARTICLE: Final = "articles:detail"
TOPIC: Final = "tags:detail"


@csrf_exempt
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Nothing is answered, whether it was counted or not."""
    if is_browser_of_ours(request) and counting.lets_in(get_adapter(request).get_client_ip(request)):
        note(request)
        write_what_is_due(timezone.now())
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def is_browser_of_ours(request: HttpRequest) -> bool:
    """Whether a page of this site sent it, from a browser that people use."""
    origin, site = request.headers.get("Origin", ""), request.headers.get("Sec-Fetch-Site", "same-origin")
    agent = request.headers.get("User-Agent", "")
    is_ours = urlsplit(origin).netloc == request.get_host() and site == "same-origin"
    return is_ours and BROWSER.search(agent) is not None and ROBOT.search(agent) is None


def note(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdecimal() and int(length) <= LONGEST):
        return
    said = {name: values[0] for name, values in parse_qs(request.body.decode("utf-8", "replace")).items()}
    today = timezone.localdate()
    if "asked" in said:
        asked = read(said["asked"])
        if asked:
            counting.add(
                ((today, Measure.TOPIC_SEARCH, key) for key in asked.topics),
                [(today, asked.query)] if asked.query else [],
            )
    elif seen := seen_at(said.get("path", ""), said.get("what", ""), said.get("as", "")):
        counting.add([(today, *seen)])


def seen_at(path: str, what: str, by: str) -> tuple[Measure, str] | None:
    """What stands at this address, and what was seen of it."""
    name, slug = name_and_slug(path)
    if name == TOPIC and what == "read":
        return Measure.TOPIC_READ, slug
    measure = OF_ARTICLES.get((what, by))
    return (measure, slug) if name == ARTICLE and measure else None


def name_and_slug(path: str) -> tuple[str, str]:
    try:
        match = resolve(path)
    except Resolver404:
        return "", ""
    return match.view_name, str(match.kwargs.get("slug", ""))


def note_arrival(landing: str, *, is_new: bool) -> None:
    """Somebody came in and is sent to `landing`: to the full post, if it was its gate that they came from."""
    parts = urlsplit(landing)
    name, slug = name_and_slug(parts.path)
    if name == ARTICLE and parts.fragment == "full":
        counting.add([(timezone.localdate(), Measure.REGISTRATION if is_new else Measure.LOG_IN, slug)])
