"""What people and programs do at a server, whichever release it runs: read, log in, save a draft, publish."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tests.bench.publishing import ONLY_FOR_MEMBERS, publish
from tests.bench.readers import EMAIL, PASSWORD
from tools.production.visitor import Visitor

HOST: Final = "127.0.0.1"
PAGES: Final = ("/", "/latest/", "/tags/", "/lists/", "/search/?q=fear", "/login/", "/about/", "/feeds/latest.atom")
OF_MEMBERS: Final = ("/account/", "/library/", "/desk/")


def published(port: int, names: Mapping[str, Any], number: int) -> str:
    """The address of an article that a program of an editor saved as a draft there and published."""
    status, slug = publish(port, names, number)
    if status != 200:
        raise SystemExit(f"A draft or its publication answers {status}: {slug}")
    return f"/articles/{slug}/"


def refused(port: int, articles: Iterable[str]) -> list[str]:
    """What is not as it has to be: pages of anybody, these articles with and without an account, pages of members."""
    visitor, member = Visitor(HOST, port), Visitor(HOST, port)
    found = [f"{page}: {status}" for page in PAGES if (status := visitor.ask(page)[0]) != 200]
    if (status := member.log_in(EMAIL, PASSWORD)) != 302:
        found.append(f"log-in: {status}")
    member.agree()
    found += [f"{page} of a member: {status}" for page in OF_MEMBERS if (status := member.ask(page)[0]) != 200]
    for article in articles:
        closed, opened = visitor.ask(article), member.ask(article)
        if closed[0] != 200 or ONLY_FOR_MEMBERS in closed[1]:
            found.append(f"{article} of a visitor: {closed[0]}, or with its full post")
        if opened[0] != 200 or ONLY_FOR_MEMBERS not in opened[1]:
            found.append(f"{article} of a member: {opened[0]}, or without its full post")
    return found
