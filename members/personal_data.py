"""A person's own data: a copy to take along, its erasure, and its end when nobody came back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from members.models import AnsweredOnce, Token, User
from members.roles import role_of

UNCONFIRMED: Final = timedelta(days=30)
ANSWERS_KEPT: Final = timedelta(hours=24)  # of what a program made under a key of its own
EXPIRED_SHOWN: Final = timedelta(days=30)  # tokens among others in the account, so that one sees why a program stopped
AT_A_TIME: Final = 100  # accounts, so that no log-in waits long


def everything_about(user: User) -> dict[str, Any]:
    """All that is kept about an account, but for the hash of its password. Dates become ISO 8601 in JSON."""
    addresses = EmailAddress.objects.filter(user=user).order_by("pk")
    return {
        "account": {
            "email": user.email,
            "name": user.name,
            "role": role_of(user),
            "is_active": user.is_active,
            "member_since": user.date_joined,
            "last_login": user.last_login,
            "agreed_version": user.agreed_version,
        },
        "email_addresses": list(addresses.values("email", "verified", "primary")),
        "consents": list(user.consents.order_by("given_at", "pk").values("document", "version", "given_at")),
        "passkeys_and_apps": [factor_told(one) for one in Authenticator.objects.filter(user=user).order_by("pk")],
        "log_ins": list(UserSession.objects.filter(user=user).order_by("pk").values("created_at", "ip", "user_agent")),
        "log_in_with": list(
            SocialAccount.objects.filter(user=user)
            .order_by("pk")
            .values("provider", "uid", "extra_data", "date_joined")
        ),
        "tokens": list(user.tokens.order_by("pk").values("name", "scopes", "made_at", "expires_at", "last_used_at")),
        "articles": list(user.articles.order_by("pk").values("title", "slug", "byline", "status")),
        "reading_lists": list(user.reading_lists.order_by("pk").values("title", "slug", "status")),
        "library": everything_kept_by(user),
        "own_lists": own_lists_of(user),
        **everything_done_by(user),
        **kept_in_library(user),
    }


def everything_kept_by(user: User) -> list[dict[str, Any]]:
    """A row for each article in their library, with their own words and the passages that they highlighted."""
    columns = ("known_as", "saved_at", "progress", "place_name", "stopped_at", "read_at", "note", "noted_at")
    passages = ("part", "exact", "note", "made_at", "changed_at")
    entries = user.library.order_by("pk").prefetch_related("highlights")
    return [
        {
            **{name: getattr(entry, name) for name in columns},
            "highlights": [{name: getattr(one, name) for name in passages} for one in entry.highlights.all()],
        }
        for entry in entries
    ]


def own_lists_of(user: User) -> list[dict[str, Any]]:
    """Reading lists that they made, each article with their reason."""
    lists = user.own_lists.order_by("pk").prefetch_related("sections__items")
    return [
        {
            **{name: getattr(one, name) for name in ("title", "about", "made_at", "changed_at")},
            "is_shared": bool(one.shared_by),
            "sections": [
                {
                    "title": section.title,
                    "intro": section.intro,
                    "articles": [{"title": item.known_as, "reason": item.reason} for item in section.items.all()],
                }
                for section in one.sections.all()
            ],
        }
        for one in lists
    ]


def everything_done_by(user: User) -> dict[str, Any]:
    """What a person did at the desk. Texts of revisions are the site's: they are named by article and time."""
    title = F("article__draft__title")
    revisions = user.revisions.order_by("pk").values("article_id", "at", "origin", title=title)
    comments = user.comments.order_by("pk").values("article_id", "at", "field", "quote", "text", title=title)
    acts = user.events.order_by("pk").values("article_id", "at", "act", "note", title=title)
    links = user.preview_links.order_by("pk")
    topics = user.curation_acts.order_by("pk").values("at", "verb", "summary")
    others = user.logged_acts.order_by("pk").values("at", "kind", "done", "name", "before", "after")
    return {
        "revisions": list(revisions),
        "comments": list(comments),
        "acts_on_articles": list(acts),
        "preview_links": list(links.values("article_id", "made_at", "expires_at", "ended_at", title=title)),
        "acts_on_topics": list(topics),
        "acts_on_images_lists_and_references": list(others),
        "imports": list(user.imports.order_by("pk").values("name", "state", "begun_at")),
    }


def factor_told(one: Authenticator) -> dict[str, Any]:
    """What it is, never the secret in it."""
    return {"what": str(one), "type": one.type, "since": one.created_at, "last_used": one.last_used_at}


def kept_in_library(user: User) -> dict[str, Any]:
    """What the person follows, when they last looked what is new in it, and how often they want mail of it."""
    follows = user.follows.order_by("since", "pk").values_list("tag", "reading_list__slug", "article__slug", "since")
    kinds = ("topic", "reading list", "article")
    return {
        "following": [
            {"what": kind, "which": which, "since": since}
            for *things, since in follows
            for kind, which in zip(kinds, things, strict=True)
            if which is not None
        ],
        **User.objects.filter(pk=user.pk)
        .values(last_look_at_news=F("visit_of_news__at"), news_told_since=F("visit_of_news__since"))
        .get(),
        "digests": list(
            User.objects.filter(pk=user.pk, digest__isnull=False).values(
                period=F("digest__period"), told_until=F("digest__covered_until"), sent_at=F("digest__sent_at")
            )
        ),
    }


@transaction.atomic
def erase(user: User) -> None:
    """The account goes, and all that hangs on it: its sessions, too, as they hold the address that was typed.

    What the person published stays, under the name it had.
    """
    user.articles.filter(byline="").update(byline=user.name)
    end_sessions(user)
    user.delete()


@transaction.atomic
def remove_second_factor(user: User) -> int:
    """How many were removed. Whoever is logged in has to do so anew, and programs need new tokens."""
    end_sessions(user)
    user.end_tokens()
    return int(Authenticator.objects.filter(user=user).delete()[0])


def end_sessions(user: User) -> None:
    Session.objects.filter(session_key__in=UserSession.objects.filter(user=user).values("session_key")).delete()


def make_room_for(user: User, address: str) -> None:
    """`user` has proved that the address is theirs: another account that only claimed it is erased."""
    for claiming in User.objects.never_confirmed(before=timezone.now()).filter(email=address):
        if claiming != user:
            erase(claiming)


def purge(*, at: datetime, dry_run: bool = False) -> Iterator[tuple[str, int]]:
    """Removes what is over at that time; yields what it was, and how many. `dry_run` only counts."""
    sessions = Session.objects.filter(expire_date__lt=at)
    yield "expired sessions", sessions.count() if dry_run else sessions.delete()[0]
    if not dry_run:  # where each was begun is kept as long as it lasts
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    answers = AnsweredOnce.objects.filter(at__lte=at - ANSWERS_KEPT)
    yield "answers kept for programs", answers.count() if dry_run else answers.delete()[0]
    tokens = Token.objects.filter(expires_at__lte=at - EXPIRED_SHOWN)
    yield "expired tokens", tokens.count() if dry_run else tokens.delete()[0]
    accounts = User.objects.never_confirmed(before=at - UNCONFIRMED)
    yield "accounts never confirmed", accounts.count() if dry_run else erase_never_confirmed(before=at - UNCONFIRMED)
    for path in settings.PURGED_BESIDE:
        yield from import_string(path)(at, dry_run=dry_run)


def erase_never_confirmed(*, before: datetime) -> int:
    """Whoever is just confirming their address is waited for, and stays."""
    erased = 0
    while True:
        with transaction.atomic():
            waiting = User.objects.never_confirmed(before=before).select_for_update(of=("self",))[:AT_A_TIME]
            for user in waiting:
                erase(user)
                erased += 1
        if len(waiting) < AT_A_TIME:
            return erased
