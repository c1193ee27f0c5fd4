"""Who else has an article open. It stands in the cache alone: where that is away, nobody is named."""

import time
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from desk.guard import article_at_desk, while_open
from members.entrance.who_asks import person
from members.models import User

STAYS: Final = 90  # seconds: browsers let the clock of a hidden tab strike once a minute
MOST: Final = 20  # tabs

Here = dict[str, tuple[int, str, float]]  # by tab: whose, what they are called, when they were last heard of


def key_of(article: int) -> str:
    return f"desk-presence-{article}"


def named(user: User) -> str:
    return user.name or "Another editor"


def heard(article: int, user: User, tab: str, now: float, *, leaves: bool = False) -> tuple[list[str], bool]:
    """Note that the tab is there. Who else is, and whether the same person is in another tab.

    Two that write at once may miss one another until the next time.
    """
    here: Here = cache.get(key_of(article)) or {}
    here = {one: seen for one, seen in here.items() if now - seen[2] < STAYS}
    here.pop(tab, None)
    if not leaves:
        here[tab] = (user.pk, named(user), now)
    newest = sorted(here.items(), key=lambda item: item[1][2])[-MOST:]
    cache.set(key_of(article), dict(newest), STAYS)
    others = {pk: name for pk, name, _ in here.values() if pk != user.pk}
    is_twice = any(pk == user.pk and one != tab for one, (pk, _, _) in here.items())
    return list(others.values()), is_twice


@require_POST
@while_open
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    article = article_at_desk(request, pk)
    tab = request.POST.get("tab", "")[:32]
    others, is_twice = heard(article.pk, person(request), tab, time.time(), leaves=bool(request.POST.get("leaves")))
    return JsonResponse({"others": others, "is_twice": is_twice})
