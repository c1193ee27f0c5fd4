"""deploy/nginx/cbtneuro.conf says of requests what the site does; tests/bench/test_nginx.py lets nginx act on it."""

import re
from typing import Final

import pytest

from cbtneuro.middleware import LARGEST_UPLOAD
from cbtneuro.page_cache.addresses import has_session
from tests.source import ROOT

LINES: Final = (ROOT / "deploy" / "nginx" / "cbtneuro.conf").read_text()
COOKIES: Final = (
    "",
    "sessionid=abc",
    "sessionid=",
    "csrftoken=x; sessionid=abc",
    "csrftoken=x;sessionid=abc",
    "csrftoken=x;  sessionid=abc; theme=dark",
    "my_sessionid=abc",
    "theme=dark; my_sessionid=abc",
    "csrftoken=left-over; _ga=1",
    "note=sessionid",
)


@pytest.mark.parametrize("cookies", COOKIES)
def test_the_proxy_and_the_site_know_the_same_visitors(cookies: str) -> None:
    rule = re.search(r'^ +"~(.+)" +1;$', LINES, re.MULTILINE)
    assert rule
    assert bool(re.search(rule[1], cookies)) == has_session(cookies)


def test_the_proxy_lets_through_what_the_site_takes() -> None:
    assert f"client_max_body_size {LARGEST_UPLOAD // 1_000_000}m;" in LINES
