"""What has to be asked or done in the site's own process: `python -m tests.bench.http.inside ACT`, one of `ACTS`.

It runs in the environment of the site that is measured, and prints JSON.
"""

import json
import re
import statistics
import sys
import time
from typing import Any, Final

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count, QuerySet  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Article  # noqa: E402
from articles.publishing import publish, return_to_draft  # noqa: E402
from articles.status import Access, Status  # noqa: E402
from lists.models import ReadingList  # noqa: E402
from members.consent import give_consent  # noqa: E402
from members.entrance.sessions import SessionStore  # noqa: E402
from members.models import User  # noqa: E402
from members.roles import MEMBER, assign_role  # noqa: E402
from tags.models import Tag  # noqa: E402
from tests.bench.http import cpu  # noqa: E402

EMAIL: Final = "bench@example.org"
HOST: Final = "127.0.0.1"
PASSAGE: Final = re.compile(r">([^<]{20,})<")
PUBLICATIONS: Final = 5
BETWEEN: Final = 2.5  # seconds between acts, so that what follows each can be seen


def session_of_member() -> str:
    """The key of a session in which a member is logged in."""
    user = User.objects.filter(email=EMAIL).first()
    if user is None:
        user = User.objects.create_user(EMAIL)
        assign_role(user, MEMBER)
        give_consent(user, at=timezone.now())
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def gated() -> QuerySet[Article]:
    return Article.objects.filter(status=Status.PUBLISHED, access=Access.MEMBERS).order_by("pk")


def passages() -> dict[str, str]:
    """By address of a gated article, the longest passage of its full post: words that no visitor may get."""
    posts = gated().select_related("full_post")[:50]
    return {
        reverse("articles:detail", args=[article.slug]): max(PASSAGE.findall(article.full_post.html), key=len)
        for article in posts
    }


def measured_article() -> Article:
    """One that is gated, about a paper, and neither the first nor the last."""
    found = gated().filter(paper__isnull=False)
    return found[found.count() // 2]


def addresses() -> dict[str, str]:
    article = measured_article()
    topic = Tag.objects.annotate(held=Count("tagged_articles")).order_by("-held", "pk")[0]
    word = max(article.title.split(), key=len).strip(".,;:")
    reading_list = ReadingList.objects.filter(status=Status.PUBLISHED).order_by("pk")[0]
    return {
        "article": reverse("articles:detail", args=[article.slug]),
        "topic": reverse("tags:detail", args=[topic.slug]),
        "home": reverse("home"),
        "latest": reverse("articles:latest"),
        "search": f"{reverse('articles:search')}?q={word}",
        "list": reverse("lists:detail", args=[reading_list.slug]),
        "feed": reverse("articles:feed"),
    }


def queries(path: str, session: str) -> int:
    """Statements that the page costs when it is asked for the second time."""
    client = Client(headers={"host": HOST})
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200, path
    return len(captured)


def survey() -> dict[str, Any]:
    session, found = session_of_member(), addresses()
    return {
        "session": f"{settings.SESSION_COOKIE_NAME}={session}",
        "addresses": found,
        "gated": passages(),
        "articles": Article.objects.count(),
        "queries": {
            "visitor": {name: queries(path, "") for name, path in found.items()},
            "member": {name: queries(path, session) for name, path in found.items()},
        },
    }


def publishing() -> dict[str, float]:
    """Medians of `PUBLICATIONS` publications of one article: CPU ms here and in the database, statements, seconds."""
    article = measured_article()
    costs = []
    for _ in range(PUBLICATIONS):
        return_to_draft(article, by=None, at=timezone.now())
        with CaptureQueriesContext(connection) as captured:
            backends = [connection.connection.info.backend_pid] if connection.vendor == "postgresql" else []
            before, began, worked = cpu.seconds(backends), time.perf_counter(), time.process_time()
            publish(article, by=None, at=timezone.now())
            own, lasted = time.process_time() - worked, time.perf_counter() - began
            database = cpu.used_between(before, cpu.seconds(backends))
        costs.append((own * 1000, database * 1000, len(captured), lasted))
    names = ("application_ms", "database_ms", "statements", "seconds")
    return dict(zip(names, map(statistics.median, zip(*costs, strict=True)), strict=True))


def newest() -> Article:
    return Article.objects.filter(status=Status.PUBLISHED, publish_at__lte=timezone.now()).order_by("-publish_at")[0]


def acts() -> dict[str, Any]:
    """Take the newest article off the site and publish it again, a few times. Times are of the monotonic clock."""
    article, done = newest(), []
    for _ in range(3):
        for shows in (False, True):
            time.sleep(BETWEEN)
            began = time.monotonic()
            if shows:
                publish(article, by=None, at=timezone.now())
            else:
                return_to_draft(article, by=None, at=timezone.now())
            done.append({"shows": shows, "began": began, "committed": time.monotonic()})
    time.sleep(BETWEEN)
    return {"path": reverse("articles:detail", args=[article.slug]), "acts": done}


def touch() -> dict[str, Any]:
    """Another version of the content."""
    article = newest()
    return_to_draft(article, by=None, at=timezone.now())
    publish(article, by=None, at=timezone.now())
    return {}


ACTS: Final = {"survey": survey, "publish": publishing, "acts": acts, "touch": touch}

if __name__ == "__main__":
    print(json.dumps(ACTS[sys.argv[1]]()))
