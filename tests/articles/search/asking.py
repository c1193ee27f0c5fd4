"""Asking search by itself, without a page."""

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.access import Person
from articles.browse.scope import visible_scope
from articles.models import Article
from articles.search.service import Answer, answer

VISITOR = AnonymousUser()


def asked(query: str, user: Person = VISITOR) -> Answer:
    return answer(query, visible_scope(user))


def titles(query: str, user: Person = VISITOR, *, first: int = 10) -> list[str]:
    """The titles of the first articles found, in their order."""
    return titles_of(asked(query, user), first)


def titles_of(found: Answer, first: int = 10) -> list[str]:
    titles = dict(Article.objects.values_list("sort_key", "title"))
    return [titles[sort_key] for sort_key in found.sort_keys(0, first)]


def queries_for(query: str, user: Person = VISITOR) -> list[str]:
    """The SQL of one answer; "" for a statement that PostgreSQL keeps."""
    scope = visible_scope(user)
    with CaptureQueriesContext(connection) as captured:
        answer(query, scope)
    return [entry["sql"] or "" for entry in captured]
