"""What pages tell, and that nothing else is counted."""

import pytest
from django.test import Client
from django.urls import reverse

from insights.asked import SALT
from insights.beacon import LONGEST, note_arrival
from insights.counting import MOST_OF_ONE
from insights.models import Measure, SearchInVain
from insights.writing import write_all
from tests.factories import SCHEDULED, make_article, make_tag, make_user
from tests.insights.telling import FIREFOX, counted, send, tell
from tests.members.people import log_in

pytestmark = pytest.mark.django_db

ROBOTS = [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/116.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15 (Applebot/0.1)",
    "Mozilla/5.0 (compatible; Baiduspider/2.0)",
    "curl/8.5.0", "python-requests/2.32", "",
]  # fmt: skip
BROWSERS = [
    FIREFOX,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 14; CUBOT X70) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
]


def test_what_was_seen_of_an_article_is_counted_by_what_it_was(client: Client) -> None:
    article, tag = make_article(), make_tag()
    path = article.get_absolute_url()
    for said in ("read visitor", "read visitor", "read member", "gate visitor", "end member"):
        assert tell(client, path, *said.split()) == 204
    tell(client, tag.get_absolute_url())
    assert counted() == {
        (Measure.READ_BY_VISITOR, article.pk): 2,
        (Measure.READ_BY_MEMBER, article.pk): 1,
        (Measure.GATE, article.pk): 1,
        (Measure.FULL_READ, article.pk): 1,
        (Measure.TOPIC_READ, tag.pk): 1,
    }


@pytest.mark.parametrize("state", ["draft", "in_review", "approved", SCHEDULED, "withdrawn"])
def test_what_a_visitor_may_not_see_is_never_counted_whoever_sends_it(client: Client, state: str) -> None:
    article = make_article(status=state)
    client.force_login(make_user("editor"))
    assert tell(client, article.get_absolute_url()) == 204
    assert not counted()


@pytest.mark.parametrize(
    ("path", "what", "by"),
    [
        ("/articles/never-was/", "read", "visitor"),
        ("/tags/never-was/", "read", "visitor"),
        ("/tags/", "read", "visitor"),
        ("//evil.example/", "read", "visitor"),
        ("", "", ""),
        ("/articles/known/", "sold", "visitor"),
        ("/articles/known/", "read", "editor"),
        ("/articles/known/", "gate", "member"),
        ("/articles/known/%00", "read", "visitor"),
    ],
)
def test_what_makes_no_sense_counts_nothing_and_is_answered_like_all_else(
    client: Client, path: str, what: str, by: str
) -> None:
    make_article(slug="known")
    assert tell(client, path, what, by) == 204
    assert not counted()


@pytest.mark.parametrize("agent", ROBOTS)
def test_robots_are_not_counted(client: Client, agent: str) -> None:
    tell(client, make_article().get_absolute_url(), User_Agent=agent)
    assert not counted()


@pytest.mark.parametrize("agent", BROWSERS)
def test_browsers_are_counted(client: Client, agent: str) -> None:
    tell(client, make_article().get_absolute_url(), User_Agent=agent)
    assert sum(counted().values()) == 1


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": ""}, {"Sec_Fetch_Site": "cross-site"}],
)
def test_pages_of_other_sites_count_nothing(client: Client, headers: dict[str, str]) -> None:
    tell(client, make_article().get_absolute_url(), **headers)
    assert not counted()


def test_a_long_body_is_not_read(client: Client) -> None:
    assert send(client, f"what=read&as=visitor&path={make_article().get_absolute_url()}&x={'x' * LONGEST}") == 204
    assert not counted()


def test_one_network_address_is_counted_so_often_in_a_minute(client: Client) -> None:
    path = make_article().get_absolute_url()
    for _ in range(MOST_OF_ONE + 5):
        tell(client, path)
    assert sum(counted().values()) == MOST_OF_ONE


def test_telling_asks_no_session_sets_no_cookie_and_costs_no_query(client: Client) -> None:
    path = make_article().get_absolute_url()
    client.force_login(make_user())
    headers = {"User-Agent": FIREFOX, "Origin": "http://testserver"}
    body = f"what=read&as=member&path={path}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.backends.utils.CursorWrapper.execute", refuse)
        response = client.post(reverse("insights:count"), body, content_type="text/plain", headers=headers)
    assert response.status_code == 204
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert response["Cache-Control"].startswith("no-store")
    assert sum(counted().values()) == 1


def refuse(*_: object) -> None:
    raise AssertionError("a query")


def test_only_what_is_sent_is_taken(client: Client) -> None:
    assert client.get(reverse("insights:count")).status_code == 405


# --- From the gate ------------------------------------------------------------------------------------------------


def test_a_log_in_from_a_gate_is_counted_and_no_other(client: Client) -> None:
    article, user = make_article(), make_user(email="ada@example.org")
    log_in(client, email=user.email, next_url=f"{article.get_absolute_url()}#full")
    assert counted() == {(Measure.LOG_IN, article.pk): 1}
    client.logout()
    log_in(client, email=user.email, next_url="/tags/")
    assert counted() == {(Measure.LOG_IN, article.pk): 1}


def test_a_registration_is_told_from_a_log_in() -> None:
    article = make_article()
    note_arrival(f"{article.get_absolute_url()}?list=first#full", is_new=True)
    assert counted() == {(Measure.REGISTRATION, article.pk): 1}


# --- Searches -----------------------------------------------------------------------------------------------------


def token_of(client: Client, query: str) -> str:
    text = client.get("/search/", {"q": query}).content.decode()
    return text.partition('data-asked="')[2].partition('"')[0]


def test_a_search_for_a_topic_is_counted_once_its_page_was_seen(client: Client) -> None:
    tag = make_tag("Spiders", synonyms=["Arachnids"])
    make_article(tags=[tag])
    token = token_of(client, "arachnids")
    assert token
    send(client, token)
    assert counted() == {(Measure.TOPIC_SEARCH, tag.pk): 1}


def test_a_search_that_found_nothing_is_counted_in_one_spelling(client: Client) -> None:
    make_article()
    for query in ("zyzzyva qwerty", "Zyzzyva  QWERTY"):
        send(client, token_of(client, query))
    write_all()
    assert [row.number for row in SearchInVain.objects.all()] == [2]


@pytest.mark.parametrize("query", ["ada@zyzzyva.example", "zyzzyva 0170123456", "zyzzyva " * 9, "", "amygdala"])
def test_what_found_something_or_looks_like_a_person_is_not_told(client: Client, query: str) -> None:
    make_article(title="The amygdala")
    assert not token_of(client, query)


@pytest.mark.parametrize("token", ["", "x", "WyJ4IixbXV0:1abc:x"])
def test_words_that_no_search_had_are_not_counted(client: Client, token: str) -> None:
    send(client, f"asked={token}")
    write_all()
    assert not SearchInVain.objects.exists()
    assert SALT not in token
