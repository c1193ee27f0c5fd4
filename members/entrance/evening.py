"""Pages that must not tell who has an account cost the same number of queries whoever is asked about.

What is looked up for a known address and not for an unknown one, or the other way round, is made up for by queries that
find nothing. Their number is what the dearest way through the page takes: tests/members/test_same_answers.py.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse

from members.models import User

View = Callable[..., HttpResponseBase]


def evened(*, get: int = 0, post: int) -> Callable[[View], View]:
    """At least so many queries, by method."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            asked = 0

            def counting(execute: Callable[..., Any], *statement: Any) -> Any:
                nonlocal asked
                asked += 1
                return execute(*statement)

            with connection.execute_wrapper(counting):
                response = view(request, **arguments)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
            for _ in range((post if request.method == "POST" else get) - asked):
                User.objects.find_nobody()
            return response

        return wrapped

    return decorate
