"""What no link or form of this site sends: it is refused, and never an error of ours."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import DjangoDbBlocker

from members.roles import EDITOR
from tags.models import Tag
from tests.access.matrix import Kind, address_of, every_address
from tests.factories import make_article, make_drawing, make_image, make_list, make_tag, make_user

pytestmark = pytest.mark.django_db

LONG = 10_240  # bytes
NOT_UTF8 = ("%ff", "%C3%28", "%ED%A0%80", "%F4%90%80%80", "caf%e9")
REFUSED_QUERIES = {
    **{f"not UTF-8: {text}": (f"q={text}", 400) for text in NOT_UTF8},
    "a NUL byte": ("q=%00", 400),
    "a NUL byte in a name": ("a%00b=1", 400),
    "a NUL byte in a cursor": ("before=1%00-1", 400),
    "a long value": (f"q={'a' * LONG}", 400),
    "a long value of escapes": (f"q={'%41' * (LONG // 3)}", 400),
    "many parameters": ("a=1&" * (LONG // 4), 400),
    "more names than are read": ("a&" * 1100, 400),
    "a page beyond any": ("page=99999999999999999999", 404),
    "a page of 10 KB": (f"page={'9' * LONG}", 400),
    **{f"page={page}": (f"page={page}", 404) for page in ("0", "-1", "1.5", "x", "", "%D9%A1", "1e3", "0x1", "+1")},
}
ODD_QUERIES = [
    "before=rubbish", "after=rubbish", "before=-", "after=1-", "before=1-1&after=1-1", "before=99999999999999999999-1",
    "after=253402300800000000-1", "before=1-99999999999999999999", "before=%F0%9F%92%A9", "list=%F0%9F%92%A9",
    "list=" + "x" * 2000, "q=" + quote("'\";--\\%_*()[]{}<>&|^$"), "q=" + "%F0%9F%92%A9" * 100, "next=//evil.example",
    "next=" + "/x" * 900, "next=%0d%0aSet-Cookie:x", "=", "&&&", "%", "%zz", "a=b=c", "page=1&page=2", "?", "q[]=1",
]  # fmt: skip
REFUSED_PATHS = [
    *(f"/{room}/{text}/" for room in ("articles", "tags", "lists") for text in ("%00", "a%00b", *NOT_UTF8)),
    *(f"/{room}/{'a' * LONG}/" for room in ("articles", "tags", "lists")),
    f"/tags/{quote('ä' * 3000)}/", f"/tags/{'a' * LONG}/feed.atom", f"/lists/{'a' * LONG}/references.bib",
    "/images/99999999999999999999/480.webp", "/images/1/99999999999999999999.webp", "/images/-1/480.webp",
    "/images/999999999/999999999.png", "/images/0/0.png", "/images/1/480.svg", "/images/%D9%A1/480.webp",
    "/articles/x/cite.exe", "/articles/x/cite.bib%00", "/articles/x/cite.%00", "/lists/x/references.txt",
    "/articles/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/static/%2e%2e/manage.py", "/static/../manage.py",
    "/static/%00", "/static/%ff", "/latest%00/", "/latest/%00", "/%00", "/%ff", "/%zz", "/latest//",
    "/feeds/latest.atom%00", "/.env", "/.git/config", "/" + "a/" * 3000, "/admin%00/",
]  # fmt: skip


CITED: Final[dict[str, list[Any]]] = {
    "articles:cite-page": ["the-article"],
    "articles:references": ["the-article", "txt"],
    "articles:search-references": ["bib"],
    "library:references": ["bib"],
    "tags:cite-page": ["fear"],
    "tags:references": ["fear", "bib"],
    "lists:cite-page": ["the-list"],
}


@pytest.fixture(scope="module")
def rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """One address for each pattern, with rows behind it; made once for all these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        image = make_image("scanner")
        article = make_article("the-article", tags=[make_tag("Fear")], image=image)
        make_list("the-list", articles=[article])
        arguments: dict[str, list[Any]] = {
            "articles:detail": ["the-article"],
            "articles:cite": ["the-article", "bib"],
            "articles:paper": ["the-article", "bib"],
            "articles:drawing": [make_drawing("map").pk],
            "articles:image": [image.pk, image.digest, 480, "webp"],
            "articles:image-as-it-is-now": [image.pk, 480, "webp"],
            "sitemap-part": ["articles", 1],
            "tags:concept": [Tag.objects.get(slug="fear").identity],
            "tags:taxonomy_address": ["disorder"],
            **{name: ["fear"] for name in ("tags:detail", "tags:feed", "tags:json-feed", "tags:narrower")},
            "lists:feed": ["the-list"],
            "lists:json-feed": ["the-list"],
            "following:changed": ["the-article"],
            "following:follow-topic": ["fear"],
            "following:follow-list": ["the-list"],
            "following:follow-article": ["the-article"],
            "following:stop-mail": ["no"],
            "api:article": ["the-article"],
            "api:topic": ["fear"],
            "api:list": ["the-list"],
            **CITED,
            "lists:detail": ["the-list"],
            "lists:cite": ["the-list", "bib"],
            "lists:cite-list": ["the-list", "bib"],
            "previews:page": ["no"],
            "shared:list": ["no"],
            "previews:image": ["no", 1, "0" * 12, 480, "webp"],
        }
        names = [address.name for address in every_address() if address.kind is not Kind.STAFF]
        yield [reverse(name, args=arguments[name]) if name in arguments else address_of(name) for name in names]
        transaction.set_rollback(True)


@pytest.fixture
def addresses(rows: list[str], db: None) -> list[str]:
    return rows


@pytest.mark.parametrize("what", REFUSED_QUERIES)
def test_a_query_is_refused_that_holds(addresses: list[str], what: str) -> None:
    query, status = REFUSED_QUERIES[what]
    for address in ("/", "/search/", "/articles/the-article/", "/login/", "/feeds/latest.atom"):
        assert Client().get(f"{address}?{query}").status_code == status, address


@pytest.mark.parametrize("what", ["a page beyond any", "a NUL byte", "not UTF-8: %ff", "a long value"])
def test_every_page_refuses_a_query_with(addresses: list[str], what: str) -> None:
    query, status = REFUSED_QUERIES[what]
    for address in [*addresses, "/admin/", "/admin/login/"]:
        assert Client().get(f"{address}?{query}").status_code == status, address
        assert Client().head(f"{address}?{query}").status_code == status, address


def test_no_page_breaks_over_an_odd_query(addresses: list[str]) -> None:
    """Each query at a third of the pages, and each page with a third of the queries."""
    for place, address in enumerate(addresses):
        for query in ODD_QUERIES[place % 3 :: 3]:
            assert Client().get(f"{address}?{query}").status_code < 500, (address, query)


@pytest.mark.parametrize("query", [query for query in ODD_QUERIES if query.startswith(("before=", "after="))])
def test_a_cursor_that_was_never_given_out_leads_nowhere(addresses: list[str], query: str) -> None:
    for address in ("/latest/", "/tags/fear/", "/search/?q=a"):
        joined = f"{address}{'&' if '?' in address else '?'}{query}"
        assert Client().get(joined).status_code in (200, 404), joined


@pytest.mark.parametrize("path", REFUSED_PATHS, ids=lambda path: path[:40])
def test_no_page_is_at_a_malformed_path(addresses: list[str], path: str) -> None:
    assert Client().get(path).status_code in (400, 404)


@pytest.mark.parametrize(
    "header",
    [
        {"Cookie": r'sessionid="\000\000\000\000\000\000\000\000\000\000"'},
        {"Cookie": r'sessionid="\377\377\377\377\377\377\377\377\377\377"'},
        {"Cookie": "sessionid=" + "a" * LONG},
        {"Cookie": r'csrftoken="\000"; messages="\000"'},
        {"Cookie": "messages=rubbish; sessionid=; =; ;;"},
        {"Accept-Language": "\xff" * 100},
        {"User-Agent": ""},
        {"Referer": "\xff//"},
        {"If-Modified-Since": "yesterday"},
        {"Range": "bytes=9-1"},
        {"X-Forwarded-For": "not-an-address, ', \x7f"},
    ],
    ids=lambda header: next(iter(header.items()))[0] + next(iter(header.items()))[1][:30],
)
def test_no_page_breaks_over_an_odd_header(addresses: list[str], header: dict[str, str]) -> None:
    for address in ("/", "/search/?q=fear", "/articles/the-article/", "/login/", "/account/", "/admin/", "/health/"):
        assert Client().get(address, headers=header).status_code < 500, address


@pytest.mark.parametrize("host", ["evil.example", "a" * 300, "test server", "[::1", "%00", r"testserver\@x"])
def test_another_host_is_refused(addresses: list[str], host: str) -> None:
    for address in ("/", "/articles/the-article/", "/robots.txt", "/feeds/latest.atom"):
        assert Client().get(address, headers={"Host": host}).status_code == 400


def test_forms_take_malformed_fields_as_wrong_answers() -> None:
    client = Client()
    fields = ["\0", "\ud7ff" * 50, "a" * LONG, "<script>", "' OR 1=1 --"]
    for name in ("account_login", "account_signup", "account_reset_password"):
        for text in fields:
            data = {"login": text, "email": text, "password": text, "password1": text, "agree": text, "next": text}
            assert client.post(reverse(name), data).status_code < 500, (name, text[:10])


def test_a_body_that_is_no_form_is_refused_or_taken_as_an_empty_one() -> None:
    client = Client()
    for kind in ("application/json", "multipart/form-data; boundary=x", "multipart/form-data", "text/plain", "\xff"):
        for body in (b"\xff\0", b"--x\r\n", b"{" * 100):
            assert client.post("/login/", body, content_type=kind).status_code < 500, (kind, body)


def test_the_workspace_does_not_break_over_malformed_keys_and_filters(addresses: list[str]) -> None:
    client = Client()
    client.force_login(make_user(EDITOR))
    for address in workspace_addresses(["99999999999999999999", "x", "1_2F", "%00"]):
        assert client.get(address).status_code < 500, address
    for address in workspace_addresses([]):
        for query in ("p=99999999999999", "o=999.-1.x", "id__exact=x&nowhere__exact=1", "q=%F0%9F%92%A9&all=1"):
            assert client.get(f"{address}?{query}").status_code < 500, (address, query)


def workspace_addresses(keys: list[str]) -> list[str]:
    """The patterns of the workspace that take no key; with `keys`, those that take one."""
    found = []
    for name in {address.name for address in every_address() if address.kind is Kind.STAFF}:
        for values in [[key] for key in keys] or [[]]:
            try:
                found.append(reverse(name, args=values))
            except NoReverseMatch:  # this pattern takes another number of parameters, or none like this
                continue
    return found


class Unread(BytesIO):
    """A body that nobody may read."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise AssertionError(size)


@pytest.mark.parametrize(
    ("address", "length"),
    [("/login/", 25_000_000), ("/register/", 2_100_000), ("/nothing/", 10**12), ("/desk/images/new/", 25_000_000)],
)
def test_what_no_form_sends_is_refused_before_it_is_read(address: str, length: int) -> None:
    environ: dict[str, Any] = {"CONTENT_LENGTH": str(length), "wsgi.input": Unread()}
    response = Client().post(address, content_type="application/x-www-form-urlencoded", **environ)
    assert response.status_code == 413
    assert "This is too large to send" in response.text


@pytest.mark.parametrize("length", ["-1", "٣", ""])
def test_a_length_that_is_none_breaks_nothing(length: str) -> None:
    environ: dict[str, Any] = {"CONTENT_LENGTH": length, "wsgi.input": BytesIO()}
    response = Client().post("/login/", content_type="application/x-www-form-urlencoded", **environ)
    assert response.status_code == 200


def test_an_editor_may_send_what_an_image_is_long() -> None:
    client = Client()
    client.force_login(make_user(role=EDITOR))
    response = client.post("/desk/images/new/", {"upload": ContentFile(b"x" * 3_000_000, name="large.png")})
    assert response.status_code == 422
    assert "This is too large to send" not in response.text
