"""Links whose address depends on where the reader stands."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.access import works_at_the_desk
from articles.documents.pieces import piece
from cbtneuro import kept_forms
from members.next_url import is_next_url, with_next
from members.origin import path_to

register = template.Library()


@register.simple_tag(takes_context=True)
def with_next_url(context: dict[str, Any], view_name: str) -> str:
    """The address of a log-in page, carrying as `next` the page to return to."""
    return with_next(reverse(view_name), find_next_url(context))


@register.simple_tag(takes_context=True)
def account_links(context: dict[str, Any]) -> SafeString:
    """The ways in, or for somebody who is logged in to their account, to editing and out."""
    user = context.get("user")
    if user is None or not user.is_authenticated:
        next_url = find_next_url(context)
        ways_in = {f"{name}_url": with_next(path_to(f"account_{name}"), next_url) for name in ("login", "signup")}
        return piece("_account_links.html", **ways_in)
    to_desk = {}
    if works_at_the_desk(user):
        to_desk = {"edit_url": context.get("edit_url") or "", "desk_url": path_to("desk:list")}
    return piece("_account_links.html", csrf_token=get_token(context["request"]), **to_desk)


@register.simple_tag(takes_context=True)
def opened_by(context: dict[str, Any]) -> str:
    """Who opened this form, signed: after its session has ended, what was written in it is kept for them alone."""
    return kept_forms.opened_by(context["request"].user)


def find_next_url(context: dict[str, Any]) -> str:
    """What the view says (`next_path`), else what the address already carries, else this page.

    Error pages, standing pages and the account pages themselves are no place to return to.
    """
    request: HttpRequest | None = context.get("request")
    if request is None or request.resolver_match is None:
        return ""
    carried: str = context.get("next_path") or request.GET.get("next", "")
    if carried:
        return carried if is_next_url(carried) else ""
    match = request.resolver_match
    returns_here = match.view_name == "home" or match.namespace in {"articles", "lists", "tags"}
    return request.get_full_path() if returns_here else ""
