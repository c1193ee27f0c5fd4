"""Asking search by itself, without a page."""

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.access import Person
from articles.browse import reach_of
from articles.models import Article
from articles.search.answering import Answer, answer

VISITOR = AnonymousUser()


def asked(query: str, user: Person = VISITOR) -> Answer:
    return answer(query, reach_of(user))


def titles(query: str, user: Person = VISITOR, *, first: int = 10) -> list[str]:
    """The titles of the first articles found, in their order."""
    return titles_of(asked(query, user), first)


def titles_of(found: Answer, first: int = 10) -> list[str]:
    by_number = dict(Article.objects.values_list("number", "title"))
    return [by_number[number] for number in found.numbers(0, first)]


def queries_for(query: str, user: Person = VISITOR) -> list[str]:
    """The SQL of one answer."""
    reach = reach_of(user)
    with CaptureQueriesContext(connection) as captured:
        answer(query, reach)
    return [entry["sql"] for entry in captured]
