"""No search tells of a hidden word: the same bytes and as many queries as for a word that is nowhere."""

import re
from typing import Final
from urllib.parse import quote, quote_plus

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from tests.access.crawl import steady
from tests.access.world import FULL_POST_WORDS, HIDDEN, HIDDEN_WORDS, MEMBERS, SECRET, World, word, words

NOWHERE: Final = "zqnowhereatall"
QUERIES: Final = (
    "{}", '"{}"', "{}*", "-{}", "spiders {}", "spiders -{}", "{} OR spiders", "spiders summary nothingness {}",
    "tag:spiders {}", "author:{}", "tag:{}", "is:open {}", "kind:overview -{}", "(spiders {}) OR {}", "{} {}",
    "{} 2016", '"spiders {}" summary', "author:{} spiders",
)  # fmt: skip
TITLE: Final = re.compile("<title>.*?</title>", re.DOTALL)
ADDRESSES: Final = ("/search/?q=", "/search/suggest/?q=")


def searched(client: Client, address: str, query: str, wanted: str) -> tuple[str, int]:
    """The answer without what echoes `wanted`, and the number of queries that it took."""
    reset_queries()  # Django remembers 9,000 at most
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address + quote_plus(query.replace("{}", wanted)))
    text = TITLE.sub("", steady(response))  # it is cut off where the query is long
    for echo in (quote_plus(quote(wanted, safe="")), quote_plus(quote_plus(wanted)), quote_plus(wanted), wanted):
        text = text.replace(echo, "")
    return "\n".join(line for line in text.splitlines() if not line.startswith("Content-Length")), len(queries)


@pytest.mark.parametrize("person", ["visitor", "reader", "member"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_hidden_word_is_answered_as_one_that_is_nowhere(world: World, address: str, person: str) -> None:
    client = world.client(person)
    hidden = HIDDEN_WORDS if person == "member" else SECRET  # members may find what they may read
    for query in QUERIES:
        searched(client, address, query, "zqwarmsup")  # what a process keeps of the vocabulary is read once
        nowhere = searched(client, address, query, NOWHERE)
        for secret in sorted(hidden) if query == "{}" else sorted(hidden)[::20]:
            assert searched(client, address, query, secret) == nowhere, (query, secret)


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_word_near_a_hidden_one_is_not_led_to_it(world: World, address: str, state: str) -> None:
    client = world.client("visitor")
    for field in ("title", "standfirst", "summary"):
        secret = word(state, field)
        for near in (
            secret[:-1],
            f"{secret}z",
            f"{secret[:3]}q{secret[4:]}",
            secret[:-4],
            f"{secret[:-2]}{secret[:-3:-1]}",
        ):
            searched(client, address, "{}", "zqwarmsup")
            nowhere = searched(client, address, "{}", NOWHERE)
            assert searched(client, address, "{}", near) == nowhere, near
            assert secret not in searched(client, address, "{} spiders", near)[0]


@pytest.mark.parametrize("state", HIDDEN)
def test_what_names_a_hidden_article_names_nothing(world: World, state: str) -> None:
    client = world.client("visitor")
    article = Article.objects.select_related("paper").get(pk=world.articles[state].pk)
    assert article.paper is not None
    absent = "10.1000/absent.100001"  # as many digits as that of a paper here: what looks like a number is not counted
    searched(client, ADDRESSES[0], "{}", absent)
    assert searched(client, ADDRESSES[0], "{}", article.paper.doi) == searched(client, ADDRESSES[0], "{}", absent)
    answer, _ = searched(client, ADDRESSES[0], "{}", article.title)
    assert article.get_absolute_url() not in answer


def test_a_member_finds_words_of_full_posts_and_a_visitor_does_not(world: World) -> None:
    secret = word("published", "full")
    address = "/articles/the-published-one/"
    assert address in searched(world.client("member"), ADDRESSES[0], "{}", secret)[0]
    assert address not in searched(world.client("visitor"), ADDRESSES[0], "{}", secret)[0]
    assert {secret} <= words(["published"], MEMBERS) <= FULL_POST_WORDS
