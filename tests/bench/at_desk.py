"""What is measured of the desk in a site's own process: `python -m tests.bench.at_desk ACT`, one of `ACTS`.

`publishing` goes on until it is killed; before that it looks whether what it finds is whole. The others print JSON.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.documents.storing import is_wrong  # noqa: E402
from articles.models import Article, Draft, FullPost, Revision, Suggestion  # noqa: E402
from articles.models.slugs import provisional_slug  # noqa: E402
from articles.revisions.catching_up import catch_up  # noqa: E402
from articles.revisions.revision_content import as_stored, means_the_same, whole  # noqa: E402
from articles.revisions.saving import Sent, save  # noqa: E402
from articles.site.snapshot import current_site  # noqa: E402
from members.consent import give_consent  # noqa: E402
from members.models import User  # noqa: E402
from members.roles import EDITOR, assign_role  # noqa: E402
from tags.models import Tag  # noqa: E402

EMAIL: Final = "desk@example.org"
HOST: Final = "127.0.0.1"
MANY: Final = 10_000
SAVES: Final = 40
SENTENCE: Final = "Twelve words of no great moment, written only to be counted here. "


def editor() -> User:
    person = User.objects.filter(email=EMAIL).first()
    if person is None:
        person = User.objects.create_user(EMAIL, uuid4().hex, name="An editor")
        assign_role(person, EDITOR)
        give_consent(person, at=timezone.now())
    return person


def client() -> Client:
    made = Client(HTTP_HOST=HOST)
    made.force_login(editor())
    return made


def one() -> Article:
    return Article.objects.filter(status="published", kind="overview").order_by("pk")[0]


# --- Killed while it publishes --------------------------------------------------------------------------------------


def publishing() -> None:
    """Every version says its number in every text, and files the article under another tag."""
    print(json.dumps({"torn": torn()}), flush=True)
    browser, article = client(), one()
    tags = list(Tag.objects.filter(taxonomy__slug__in=current_site().file_under)[:40])
    while True:
        number, draft = random.randrange(10**9), catch_up(article)
        content = whole({**draft.head.content, **numbered(number), "tags": chosen(tags, number)})
        revision = save(article, Sent(content, draft.head_id, editor(), timezone.now()))
        print(json.dumps({"publishing": number}), flush=True)
        answer = browser.post(reverse("desk:act", args=[article.pk, "publish"]), {"asked": "1", "base": revision.pk})
        assert answer.headers.get("Location") == reverse("desk:edit", args=[article.pk]), answer.content.decode()[
            -2000:
        ]
        assert one().title == f"Number {number}"


def numbered(number: int) -> dict[str, Any]:
    return {
        "title": f"Number {number}",
        "standfirst": f"Number {number}.",
        "key_points": [f"Number {number}", "Two", "Three"],
        "summary": f"Number {number}.",
        "full_post": f"## Number {number}\n\n{SENTENCE * 100}",
        "references": [],
        "image_caption": "",
        "image": None,
    }


def chosen(tags: list[Tag], number: int) -> list[dict[str, Any]]:
    return [{"id": tag.pk, "label": tag.name} for tag in random.Random(number).sample(tags, 5)]


def torn() -> list[str]:
    """What does not belong together in the article as it stands now."""
    article = one()
    draft = Draft.objects.select_related("live").filter(pk=article.pk).first()
    if draft is None or not article.title.startswith("Number"):
        return []
    number = article.title.split()[1]
    full = FullPost.objects.get(article=article)
    texts = {
        "standfirst": article.standfirst, "points": article.key_points[0], "summary": article.summary_markdown,
        "HTML": article.summary_html, "full post": full.markdown, "HTML of the full post": full.html,
    }  # fmt: skip
    wrong = [name for name, text in texts.items() if number not in text]
    if draft.live is None or not means_the_same(draft.live.content, as_stored(article)):
        wrong.append("revision")
    if is_wrong(article.pk):
        wrong.append("document")
    if Suggestion.objects.filter(article=article, other=article).exists():
        wrong.append("related")
    return wrong


# --- Cost -----------------------------------------------------------------------------------------------------------


def saving() -> dict[str, Any]:
    """Autosaves of an article with 5,000 words, each with one word more."""
    browser, article = client(), one()
    draft = catch_up(article)
    base, took, counted = draft.head_id, [], []
    for number in range(SAVES):
        text = f"{SENTENCE * 417}{number}"
        form = {"base": base, "tab": "one", "full_post": text, "title": article.title}
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            answer = browser.post(reverse("desk:save", args=[article.pk]), form, headers={"Accept": "application/json"})
            took.append(1000 * (time.perf_counter() - began))
        assert answer.status_code == 200, answer.content
        base = answer.json()["revision"]
        counted.append(len(queries))
    return {"queries": max(counted), "median_ms": statistics.median(took), "p95_ms": sorted(took)[int(SAVES * 0.95)]}


def listing() -> dict[str, Any]:
    """The list with so many articles, by every heading and order."""
    person, now = editor(), timezone.now()
    missing = MANY - Article.objects.count()
    articles = Article.objects.bulk_create(
        (Article(title=f"Draft {number}", slug=provisional_slug(), kind="overview", editor=person)
         for number in range(max(0, missing))), batch_size=500,
    )  # fmt: skip
    texts = {"summary": SENTENCE * 20, "full_post": SENTENCE * 100}
    revisions = Revision.objects.bulk_create(
        (Revision(article=article, content={"title": article.title, **texts}, by=person, sitting=uuid4().hex)
         for article in articles), batch_size=500,
    )  # fmt: skip
    Draft.objects.bulk_create(
        (Draft(article=article, head=revision, title=article.title, kind="overview", blocking=number % 3, warnings=0,
               updated_at=now - timedelta(minutes=number), updated_by=person)
         for number, (article, revision) in enumerate(zip(articles, revisions, strict=True))), batch_size=500,
    )  # fmt: skip
    browser, told = client(), {}
    for query in (
        "?tab=drafts",
        "?tab=all&page=150",
        "?tab=look&order=checks",
        "?tab=all&order=title&q=draft+7",
        "?tab=all&q=words+moment+counted",
    ):
        browser.get(f"{reverse('desk:list')}{query}")
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            assert browser.get(f"{reverse('desk:list')}{query}").status_code == 200
            took = 1000 * (time.perf_counter() - began)
        told[query] = {"queries": len(queries), "ms": round(took, 1)}
    return {"articles": Article.objects.count(), "pages": told}


ACTS: Final[dict[str, Callable[[], Any]]] = {"publishing": publishing, "saving": saving, "listing": listing}

if __name__ == "__main__":
    print(json.dumps(ACTS[sys.argv[1]]()))
