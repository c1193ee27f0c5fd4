"""deploy/nginx/cbtneuro.conf as it stands, in front of the site: members and visitors in any order, 10,000 requests.

`make bench-parts ARGS=tests/bench/test_nginx.py`; nginx comes from `apt-get install nginx`.
"""

import http.client
import random
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.bench.http.sites import Site, served
from tests.bench.watching import look
from tools.cluster.proxies import nginx

pytestmark = pytest.mark.bench
RULE: Final = ("proxy_cache_bypass", "proxy_no_cache")
REQUESTS: Final = 10_000
PEOPLE: Final = 8
OF_HUNDRED: Final = 4  # are members, whose pages take a thousand times as long
OF_MEMBERS: Final = b'action="/logout/"'
COOKIES: Final = ("", "csrftoken=left-over", "_ga=GA1.1; theme=dark", "not_sessionid=1")  # of visitors


@dataclass(frozen=True)
class Got:
    is_member: bool
    path: str
    status: int
    kept: str  # HIT, MISS, STALE and so on, by nginx; BYPASS for who went past it
    body: bytes


@contextmanager
def proxy(folder: Path, site: int, *, has_rule: bool) -> Iterator[int]:
    """The port of an nginx before the site, with the lines of the file but for names of this machine."""
    server = nginx(folder, [site], lambda line: has_rule or not line.strip().startswith(RULE))
    server.start(is_there=lambda: look(server.port, "/about/").status == 200)
    try:
        yield server.port
    finally:
        server.end()


def asked(port: int, people: Sequence[tuple[bool, str, str]]) -> Iterator[Got]:
    """One connection for who comes one after the other: whether a member, the cookies, the path."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for is_member, cookies, path in people:
        headers = {"Cookie": cookies} if cookies else {}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        yield Got(is_member, path, answer.status, answer.getheader("X-Proxy-Cache", ""), body)
    connection.close()


def mixed(port: int, session: str, paths: Sequence[str], requests: int) -> list[Got]:
    """As many `requests` in an order of chance."""
    chance = random.Random(1)
    people = []
    for _ in range(requests):
        is_member = chance.random() < OF_HUNDRED / 100
        cookies = f"theme=dark; {session}" if is_member else chance.choice(COOKIES)
        people.append((is_member, cookies, chance.choice(paths)))
    got: list[Got] = []
    crowd = [
        threading.Thread(target=lambda part=part: got.extend(asked(port, people[part::PEOPLE])))
        for part in range(PEOPLE)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert len(got) == requests
    return got


def shows(got: Got, gated: Mapping[str, bytes]) -> bool:
    """Whether it holds words of the full post of any article that is asked for."""
    return any(passage in got.body for passage in gated.values())


@pytest.mark.parametrize("has_rule", [True, False], ids=["with the rule", "without"])
def test_no_visitor_gets_a_full_post_and_no_member_a_visitors_page(site: Site, folder: Path, *, has_rule: bool) -> None:
    survey = site.inside("survey")
    gated = {path: passage.encode() for path, passage in survey["gated"].items()}
    with (
        served("cbtneuro.wsgi:application", site.env, site.folder / "log") as server,
        proxy(folder, server.port, has_rule=has_rule) as port,
    ):
        paths = [*gated, *survey["addresses"].values()]
        got = mixed(port, survey["session"], paths, REQUESTS if has_rule else REQUESTS // 10)
    of_visitors, of_members = ([one for one in got if one.is_member is who] for who in (False, True))
    leaked = [one for one in of_visitors if OF_MEMBERS in one.body or shows(one, gated)]
    of_pages = [one for one in of_members if not one.path.endswith(".atom")]
    wrong = [one for one in of_pages if OF_MEMBERS not in one.body or (one.path in gated and not shows(one, gated))]
    print(f"\n{site.engine}, {'with' if has_rule else 'without'} the rule: {len(of_visitors)} visitors,", end=" ")
    print(f"{dict(Counter(one.kept for one in of_visitors))}; {len(of_members)} members,", end=" ")
    print(f"{dict(Counter(one.kept for one in of_members))}; {len(leaked)} leaked, {len(wrong)} visitors' to members")
    assert {one.status for one in got} == {200}
    assert not leaked
    if has_rule:
        assert not wrong
        assert {one.kept for one in of_members} == {"BYPASS"}
        assert sum(one.kept in ("HIT", "STALE", "UPDATING") for one in of_visitors) > len(of_visitors) / 2
