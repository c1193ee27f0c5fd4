"""Following and no longer following, and what somebody follows today: topics under the names that they have now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.dateparse import parse_datetime

from articles.models import Article
from articles.revisions.catching_up import catch_up
from library.following.list_states import note_states
from library.models import Entry, Follow
from lists.models import ReadingList
from members import prepared
from members.models import User
from tags.cache.snapshot import current_snapshot
from tags.cache.tag_tree import TagTree
from tags.models import Tag

Thing = Tag | ReadingList | Article
EVERYBODY: Final = AnonymousUser()  # what is told of is what any visitor may know to exist, whatever a person's role
MOST: Final = 500  # things that one person follows


class TooMany(Exception):
    """Raised when somebody who follows very many things would follow one more."""


@dataclass
class Followed:
    """What a member follows and can see today. A topic that is several rows, by merges, is there once."""

    tags: dict[Tag, datetime] = field(default_factory=dict)  # since when
    lists: dict[ReadingList, datetime] = field(default_factory=dict)
    articles: list[Article] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.tags) + len(self.lists) + len(self.articles)


def followed_by(member: User, at: datetime) -> Followed:
    """Three queries, and what the snapshot costs."""
    rows = list(Follow.objects.of(member))
    found = Followed()
    tag_tree = current_snapshot().tag_tree
    for row in rows:
        tag = tag_of(row, tag_tree)
        if tag:
            found.tags.setdefault(tag, row.since)
    since = {row.reading_list_id: row.since for row in rows if row.reading_list_id}
    for reading_list in ReadingList.objects.visible_to(EVERYBODY, at).filter(pk__in=since).order_by("title", "pk"):
        found.lists[reading_list] = since[reading_list.pk]
    articles = [row.article_id for row in rows if row.article_id]
    seen = Article.objects.visible_to(EVERYBODY, at).filter(pk__in=articles).only("title", "slug")
    found.articles = list(seen.order_by("title", "pk"))
    found.tags = dict(sorted(found.tags.items(), key=lambda pair: (pair[0].name.casefold(), pair[0].pk)))
    return found


def tag_of(row: Follow, tag_tree: TagTree) -> Tag | None:
    """The topic that it is today."""
    tag = tag_tree.by_identity.get(row.tag or "")
    return tag_tree.in_place_of(tag) if tag else None


def rows_of(member: User, thing: Thing) -> list[Follow]:
    """Why the member follows it: one row, or several where topics became one. One query."""
    if isinstance(thing, Tag):
        tag_tree = current_snapshot().tag_tree
        rows = prepared.instances(Follow, "followed topics", queryset=Follow.objects.of_tags_of_one, member=member.pk)
        return [row for row in rows if tag_of(row, tag_tree) == thing]
    column = "reading_list" if isinstance(thing, ReadingList) else "article"
    of_one = partial(Follow.objects.of_one, column)
    return prepared.instances(Follow, "followed", column, queryset=of_one, member=member.pk, thing=thing.pk)


def number_following(tag: Tag) -> int:
    """How many members, also by former topics that lead to it. One query."""
    tag_tree = current_snapshot().tag_tree
    names = [name for name, found in tag_tree.by_identity.items() if tag_tree.in_place_of(found) == tag]
    return Follow.objects.filter(tag__in=names).order_by().values("member").distinct().count()


@transaction.atomic
def follow(member: User, thing: Thing, *, at: datetime) -> None:
    """From now on. Whoever follows it already goes on. Raises `TooMany`."""
    if rows_of(member, thing):
        return
    seen = seen_of(thing)  # takes the write lock, which comes before any other
    User.objects.select_for_update().get(pk=member.pk)  # one click after the other
    if Follow.objects.of(member).count() >= MOST:
        raise TooMany
    Follow.objects.get_or_create(member=member, **column_of(thing), defaults={"since": at, "seen": seen})
    if isinstance(thing, ReadingList):
        note_states([thing.pk], at)


def column_of(thing: Thing) -> dict[str, Any]:
    if isinstance(thing, Tag):
        return {"tag": thing.identity}
    return {"reading_list": thing} if isinstance(thing, ReadingList) else {"article": thing}


def seen_of(thing: Thing) -> Any:
    """What an article says now."""
    return catch_up(thing).live if isinstance(thing, Article) else None


@transaction.atomic
def unfollow(member: User, thing: Thing) -> list[dict[str, Any]]:
    """What was taken away, for `restore`."""
    rows = rows_of(member, thing)
    Follow.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return [
        {
            "tag": row.tag,
            "reading_list_id": row.reading_list_id,
            "article_id": row.article_id,
            "seen_id": row.seen_id,
            "since": row.since.isoformat(),
        }
        for row in rows
    ]


@transaction.atomic
def restore(member: User, taken: Iterable[dict[str, Any]]) -> int:
    """Follow again what was taken away, as if it had not been; how many of it are still there."""
    restored = 0
    for kept in taken:
        column = {name: kept[name] for name in ("tag", "reading_list_id", "article_id")}
        if is_gone(ReadingList, kept["reading_list_id"]) or is_gone(Article, kept["article_id"]):
            continue
        defaults = {"since": parse_datetime(kept["since"]), "seen_id": kept["seen_id"]}
        restored += Follow.objects.get_or_create(member=member, **column, defaults=defaults)[1]
    return restored


def is_gone(kind: type[ReadingList] | type[Article], key: int | None) -> bool:
    return key is not None and not kind._default_manager.filter(pk=key).exists()


@transaction.atomic
def note_seen(member: User, article: Article) -> None:
    """The member has looked at what had changed in it."""
    live = catch_up(article).live
    Follow.objects.of(member).filter(article=article).order_by().update(seen=live)
    Entry.objects.of(member).filter(article=article, seen__isnull=False).update(seen=live)
