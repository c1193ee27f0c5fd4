"""An editor's program that publishes through the API for as long as something breaks, and what it was told."""

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any, Final

from tests.source import ROOT

EVERY: Final = 0.5  # seconds from one publication to the next
ONLY_FOR_MEMBERS: Final = "zqonlyformembers"
PREPARE: Final = """
import json
from datetime import timedelta
from django.utils import timezone
from articles.models import Article
from bibliography.models import Reference
from members.consent import give_consent
from members.entrance.tokens.scopes import PUBLISH, READ_FULL, WRITE_DRAFTS
from members.entrance.tokens.token_acts import make_token
from members.models import User
now = timezone.now()
by = User.objects.get(email={email!r})
give_consent(by, at=now)
scopes, tomorrow = (WRITE_DRAFTS, PUBLISH, READ_FULL), now + timedelta(days=1)
token = make_token("A program", scopes, by=by, at=now, expires_at=tomorrow)[1]
like = Article.objects.published().filter(kind="paper-summary", image__isnull=False).first()
print(json.dumps({{"token": token, "tags": [tag.slug for tag in like.tags.all()],
                  "categories": [tag.slug for tag in like.categories.all()],
                  "image": like.image.name, "paper": like.paper.key, "at_a_glance": like.at_a_glance}}))
"""


@dataclass
class Published:
    slugs: list[str] = field(default_factory=list)  # those that were acknowledged
    unseen: list[str] = field(default_factory=list)  # and that their editor did not see right after it
    leaked: list[str] = field(default_factory=list)  # whose full post a visitor got
    refused: dict[int, int] = field(default_factory=dict)  # how often each status came in place of one; 0: nothing
    longest: float = 0.0  # seconds without one
    why: str = ""  # of the last that was refused


def prepared(env: Mapping[str, str], email: str, release: Path = ROOT) -> dict[str, Any]:
    """What a program of this person needs: a token, and the names that a draft is made of."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", PREPARE.format(email=email)]
    told: dict[str, Any] = json.loads(subprocess.check_output(command, cwd=release, env=dict(env)).splitlines()[-1])
    return told


@contextmanager
def publishing(port: int, names: Mapping[str, Any]) -> Iterator[Published]:
    published, over = Published(), threading.Event()

    def work() -> None:
        number, last = 0, time.monotonic()
        while not over.wait(EVERY):
            number += 1
            status, slug = publish(port, names, number)
            if status == 200:
                published.slugs.append(slug)
                look(port, names["token"], slug, published)
            else:
                published.refused[status] = published.refused.get(status, 0) + 1
                published.why = slug
                continue
            published.longest, last = max(published.longest, time.monotonic() - last), time.monotonic()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield published
    finally:
        over.set()
        thread.join()


def look(port: int, token: str, slug: str, published: Published) -> None:
    """What its editor and a visitor see of it now. A server that answers 503 says nothing about either."""
    status, _, _ = ask(port, "GET", f"/api/v1/articles/{slug}", token)
    if status not in (0, 200, 502, 503, 504):
        published.unseen.append(slug)
    _, _, page = ask(port, "GET", f"/articles/{slug}/")
    if ONLY_FOR_MEMBERS in page:
        published.leaked.append(slug)


def publish(port: int, names: Mapping[str, Any], number: int) -> tuple[int, str]:
    """The status of the last answer, and the article's slug where that is 200, else what was said."""
    draft = {
        "kind": "paper-summary", "title": f"Published while something broke {number}", "standfirst": "What was found.",
        "paper": names["paper"], "key_points": ["One point.", "Another point.", "A third point."],
        "tags": names["tags"], "categories": names["categories"], "image": names["image"],
        "at_a_glance": names["at_a_glance"],
        "summary": f"They looked [@{names['paper']}]. It was quiet.",
        "full_post": f"## What they did\n\nThey looked closely: {ONLY_FOR_MEMBERS}.",
    }  # fmt: skip
    status, headers, text = ask(port, "POST", "/api/v1/drafts", names["token"], draft)
    if status != 201:
        return status, text
    path = f"/api/v1/drafts/{json.loads(text)['id']}/publication"
    status, _, text = ask(port, "POST", path, names["token"], {}, {"If-Match": headers["ETag"]})
    return status, json.loads(text)["slug"] if status == 200 else text


def ask(
    port: int, method: str, path: str, token: str = "", sent: Any = None, headers: Mapping[str, str] | None = None
) -> tuple[int, Message, str]:
    told = {**({"Authorization": f"Bearer {token}"} if token else {}), "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        body = None if sent is None else json.dumps(sent)
        connection.request(method, path, body, {**told, **(headers or {})})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    except (OSError, http.client.HTTPException):
        return 0, Message(), ""
    finally:
        connection.close()
