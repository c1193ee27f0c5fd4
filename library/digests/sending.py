"""Sending what is due: once to each member and period, by as many senders as one likes."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any, Final

from django.core.mail import get_connection
from django.utils import timezone

from library.digests.claiming import STALE, Claim, claim, confirm, due_members, release
from library.digests.periods import begin_of_period
from library.digests.writing import mail_of
from library.following.list_states import note_all_followed
from library.following.news import News, news_for
from library.models import DigestSubscription
from members.models import User

FOR_GOOD: Final = range(500, 600)  # answers of a mail server that do not change tomorrow
IN_A_ROW: Final = 10  # mails that could not be sent, after which the mail server is taken to be away

Told = Counter[str]  # "sent", "nothing new", "refused", "failed", "of another"


class MailAway(Exception):
    """Raised when the mail server cannot be reached. What was sent is confirmed; the rest waits for the next run."""


def due_now(at: datetime) -> int:
    """How many subscriptions are due."""
    return sum(
        len(keys)
        for period in DigestSubscription.Period.values
        for keys in due_members(period, begin_of_period(period, at))
    )


def send_due(
    *, at: datetime, done: Callable[[int], None] = lambda _: None, stale: timedelta = STALE, told: Told | None = None
) -> Told:
    """Everything that is due at that time. `told` counts, also what was done before `MailAway`."""
    told = Counter() if told is None else told
    note_all_followed(at)
    connection, in_a_row = get_connection(), 0
    try:
        for period in DigestSubscription.Period.values:
            boundary = begin_of_period(period, at)
            for keys in due_members(period, boundary):
                open_anew(connection)
                for key in keys:
                    taken = claim(key, period, boundary, at=at, now=timezone.now(), stale=stale)
                    outcome = send_one(taken, connection) if taken else "of another"
                    told[outcome] += 1
                    in_a_row = in_a_row + 1 if outcome == "failed" else 0
                    if in_a_row == IN_A_ROW:
                        raise MailAway
                    done(1)
    finally:
        connection.close()
    return told


def open_anew(connection: Any) -> None:
    """Mail servers close connections after some hundred mails."""
    try:
        connection.close()
        connection.open()
    except OSError as error:
        raise MailAway from error


def send_one(taken: Claim, connection: Any) -> str:
    """What became of it."""
    member = User.objects.filter(pk=taken.member, is_active=True).first()
    news = news_for(member, taken.since, taken.until) if member else News(())
    if member is None or not news:
        confirm(taken, sent_at=None)
        return "nothing new"
    try:
        connection.send_messages([mail_of(news, member, taken)])
    except SMTPRecipientsRefused as refused:
        is_final = all(code in FOR_GOOD for code, _ in refused.recipients.values())
        release(taken, refused_at=timezone.now() if is_final else None)
        return "refused" if is_final else "failed"
    except SMTPServerDisconnected as error:
        release(taken)
        raise MailAway from error
    except SMTPException:
        release(taken)
        return "failed"
    except OSError as error:
        release(taken)
        raise MailAway from error
    confirm(taken, sent_at=timezone.now())
    return "sent"
