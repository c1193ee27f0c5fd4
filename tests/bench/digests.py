"""What `test_digests.py` runs in processes of their own: `python -m tests.bench.digests fill 2000`, `... send FILE`."""

import os
import random
import resource
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.core.mail.backends.base import BaseEmailBackend  # noqa: E402
from django.core.management import call_command  # noqa: E402

from articles.models import Article  # noqa: E402
from library.models import DigestSubscription, Follow  # noqa: E402
from members.models import User  # noqa: E402
from tags.models import Tag  # noqa: E402

FOLLOWED: Final = 50
NEWEST: Final = 5  # articles that are new to everybody


class Counting(BaseEmailBackend):
    """A mail server: takes a mail when a line stands in the file, which is one act that no kill parts."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        for message in email_messages:
            line = f"{message.to[0]} {message.extra_headers['Message-ID']}\n".encode()
            with Path(os.environ["TAKEN"]).open("ab", buffering=0) as taken:
                taken.write(line)
        return len(email_messages)


def fill(number: int) -> None:
    """So many members in all, each with `FOLLOWED` follows, among them one in which something is new, and mail due."""

    chance = random.Random(16)
    newest = list(Article.objects.visible_to(AnonymousUser()).newest_first()[:NEWEST])
    before = min(article.publish_at for article in newest if article.publish_at) - timedelta(seconds=1)
    tags = list(Tag.objects.filter(is_deprecated=False))
    members = User.objects.bulk_create(
        User(email=f"member{count}@example.org", password="!") for count in range(User.objects.count(), number)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=member, email=member.email, verified=True, primary=True) for member in members
    )
    for member in members:
        sure = next(iter(chance.choice(newest).tags.all()))
        others = [tag for tag in chance.sample(tags, FOLLOWED) if tag != sure][: FOLLOWED - 1]
        Follow.objects.bulk_create(
            Follow(member=member, tag=tag.identity, since=before - timedelta(days=1)) for tag in [sure, *others]
        )
    DigestSubscription.objects.bulk_create(
        DigestSubscription(member=member, period="daily", covered_until=before) for member in members
    )
    DigestSubscription.objects.update(covered_until=before, claim="", claimed_at=None, claimed_until=None)
    print(f"{DigestSubscription.objects.count()} {Follow.objects.count()}")


def send(stale_after: str) -> None:

    settings.EMAIL_BACKEND = "tests.bench.digests.Counting"
    call_command("send_digests", "--stale-after", stale_after)
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        send(sys.argv[2])
