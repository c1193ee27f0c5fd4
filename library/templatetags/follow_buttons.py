"""The button on the page of a topic, a list or an article that follows it."""

from typing import Any, Final

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.documents.pieces import piece
from articles.documents.slots import joined
from library.following.followed import Thing, number_following, rows_of
from lists.models import ReadingList
from members.models import User
from members.origin import path_to
from tags.models import Tag
from tags.text.plurals import counted

register = template.Library()

THEN: Final = {"merge": "and will follow the other", "deprecate": "and will follow what takes its place",
               "delete": "and will follow nothing in its place"}  # fmt: skip


@register.simple_tag(takes_context=True)
def follow_button(context: dict[str, Any], thing: Thing) -> SafeString:
    """For a member a form (one query), for a visitor a link that asks; nothing on what readers do not see."""
    request: HttpRequest = context["request"]
    if not can_be_followed(thing):
        return joined([])
    words: dict[str, Any] = {"url": address_of(thing), "name": str(thing)}
    if isinstance(request.user, User):
        words |= {"csrf_token": get_token(request), "next": request.get_full_path()}
        words["is_followed"] = bool(rows_of(request.user, thing))
    return piece("library/_follow.html", **words)


@register.simple_tag
def followers_touched_by(act: str, tag: Tag) -> str:
    """What an act of curation means for those who follow the topic, in a sentence; nothing where it means nothing."""
    number = number_following(tag) if act in THEN else 0
    return f"{counted(number, 'member follows it', 'members follow it')}, {THEN[act]}." if number else ""


@register.simple_tag
def follow_address(thing: Thing) -> str:
    return address_of(thing)


def address_of(thing: Thing) -> str:
    kind = "topic" if isinstance(thing, Tag) else "list" if isinstance(thing, ReadingList) else "article"
    return path_to(f"following:follow-{kind}", thing.slug)


def can_be_followed(thing: Thing) -> bool:
    if isinstance(thing, Tag):
        return not thing.is_deprecated
    return thing.is_live(timezone.now())
