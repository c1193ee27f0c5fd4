"""Pages whose frame is the same for every reader: rendered once in a process, and filled in at each request."""

import re
import secrets
from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.documents.kept import KeptForSite
from articles.documents.slots import CLOSING, OPENING, SLOTS, Slots, as_html, filled, parted, slot
from articles.site.snapshot import site_name
from articles.site.values import Site

OF_THE_HOST: Final = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT")

SECRET: Final = secrets.token_hex(16)
MARK: Final = re.compile(f"{OPENING}{SECRET} ([a-z_]+){CLOSING}")


class Marks(Slots):
    def __missing__(self, name: str) -> SafeString:
        return slot(f"{SECRET} {name}")


MARKS: Final = Marks()

_frames = KeptForSite()


def frame(template: str, request: HttpRequest) -> tuple[str, ...]:
    """The page that `template` makes, parted at the places for all that depends on the reader.

    Rendered for a bare request, without a person, cookies, query or path, so nothing of one reader is in it.
    """
    match = request.resolver_match

    def made(_: Site) -> tuple[str, ...]:
        bare = HttpRequest()
        bare.method, bare.resolver_match, bare.user = "GET", match, AnonymousUser()
        bare.META = {name: request.META[name] for name in OF_THE_HOST if name in request.META}
        return parted(render_to_string(template, {"slot": SLOTS, "canonical_url": slot("canonical_url")}, bare))

    return _frames.get((template, match.view_name if match else "", site_name()), made)


def parts_for(template: str, context: Mapping[str, Any], request: HttpRequest) -> dict[str, SafeString]:
    """The parts of what `template` makes for this reader, by the names of the marks before them.

    What a reader typed stands among them, so these marks hold what nobody outside of this process knows.
    """
    found = MARK.split(render_to_string(template, {**context, "slot": MARKS}, request))
    return {name: as_html(html.strip()) for name, html in zip(found[1::2], found[2::2], strict=True)}


def page(template: str, request: HttpRequest, parts: Mapping[str, str]) -> SafeString:
    return filled(frame(template, request), parts)
