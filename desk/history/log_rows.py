"""The acts on articles and on topics as one list, the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, Final

from django.db.models import Q, QuerySet

from articles import access
from articles.models import Event
from members.models import LoggedAct, User
from tags.models import CurationAct

A_PAGE: Final = 50
AT_ONCE: Final = 500  # rows that a download holds in memory
CURATION: Final = "topics:"  # before the name of an act on topics
ON_ARTICLES: Final = 1  # the highest comes first of two acts at one moment
ON_TOPICS: Final = 0
ON_OTHERS: Final = 2

KEYS: Final = frozenset({"comment", "answers", "link", "revision", "set aside", "restored"})

Place = tuple[datetime, int, int]  # when, which table, which row


@dataclass(frozen=True)
class Asked:
    """What is left empty narrows nothing. `after`: the place behind which the page begins."""

    by: User | None = None
    act: str = ""
    article: str = ""
    since: datetime | None = None
    until: datetime | None = None
    after: Place | None = None


@dataclass(frozen=True)
class Row:
    """One act. `article`: its key, where it was one on an article."""

    place: Place
    by: str
    act: str
    about: str
    article: int | None
    note: str
    before: Any
    after: Any
    revision: int | None = None

    @property
    def at(self) -> datetime:
        return self.place[0]

    @property
    def to_undo(self) -> int | None:
        """The key of an act on topics that was not taken back."""
        return self.place[2] if self.place[1] == ON_TOPICS and not self.after else None

    @property
    def was(self) -> list[str]:
        return in_lines(self.before, self.after)

    @property
    def now(self) -> list[str]:
        return in_lines(self.after, self.before)


def rows_of(user: User, asked: Asked) -> Iterator[Row]:
    """The acts that `user` may know of: editors all, contributors their own and those on their own articles."""
    sources = [events(user, asked), others(user, asked)]
    if access.allows(user, "articles.publish_articles") and not asked.article:
        sources.append(curation(asked))
    return merge(*sources, key=lambda row: row.place, reverse=True)


def page_of_log(user: User, asked: Asked) -> tuple[list[Row], Place | None]:
    """The rows of a page, and the place of its last one where more follow. Three queries."""
    rows = list(islice(rows_of(user, asked), A_PAGE + 1))
    return rows[:A_PAGE], rows[A_PAGE - 1].place if len(rows) > A_PAGE else None


def events(user: User, asked: Asked) -> Iterator[Row]:
    if ":" in asked.act:
        return
    found = Event.objects.filter(access.writable(user, prefix="article__"), narrowed(asked, ON_ARTICLES))
    found = found.filter(act=asked.act) if asked.act else found
    for word in asked.article.split()[:8]:
        said = Q(article__draft__title__icontains=word) | Q(article__title__icontains=word)
        found = found.filter(said | Q(article__slug__icontains=word))
    for event in in_pieces(found.select_related("by", "article__draft").order_by("-at", "-pk"), ON_ARTICLES):
        draft = getattr(event.article, "draft", None)
        yield Row(
            place=(event.at, ON_ARTICLES, event.pk),
            by=str(event.by or ""),
            act=event.get_act_display(),
            about=(draft and draft.title) or event.article.title,
            article=event.article_id,
            note=event.note,
            before=event.before,
            after=event.after,
            revision=event.revision_id,
        )


def curation(asked: Asked) -> Iterator[Row]:
    if asked.act and not asked.act.startswith(CURATION):
        return
    found = CurationAct.objects.filter(narrowed(asked, ON_TOPICS))
    found = found.filter(verb=asked.act.removeprefix(CURATION)) if asked.act else found
    for act in in_pieces(found.select_related("by").defer("rows").order_by("-at", "-pk"), ON_TOPICS):
        undone = {"undone": act.undone_at.isoformat()} if act.undone_at else None
        place = (act.at, ON_TOPICS, act.pk)
        yield Row(place, str(act.by or ""), act.get_verb_display(), act.summary, None, "", None, undone)


def others(user: User, asked: Asked) -> Iterator[Row]:
    """Acts on images, reading lists and references, and articles that are gone."""
    kind, _, done = asked.act.partition(":")
    if asked.act and kind not in LoggedAct.Kind.values:
        return
    found = LoggedAct.objects.filter(narrowed(asked, ON_OTHERS))
    found = found.filter(kind=kind, done=done) if asked.act else found
    if not access.allows(user, "articles.publish_articles"):
        found = found.filter(by=user)
    for word in asked.article.split()[:8]:
        found = found.filter(name__icontains=word)
    for act in in_pieces(found.select_related("by").order_by("-at", "-pk"), ON_OTHERS):
        told = f"{act.get_kind_display()} {act.get_done_display()}"
        yield Row((act.at, ON_OTHERS, act.pk), str(act.by or ""), told, act.name, None, "", act.before, act.after)


def in_lines(value: Any, other: Any) -> list[str]:
    """What people are told of it, where it is not the `other` side as well: keys of rows are for the download."""
    if not isinstance(value, dict):
        return [str(value)] if value else []
    same = other if isinstance(other, dict) else {}
    return [f"{name}: {said}" for name, said in value.items() if said and said != same.get(name) and name not in KEYS]


def narrowed(asked: Asked, table: int) -> Q:
    chosen = Q(by=asked.by) if asked.by else Q()
    chosen &= Q(at__gte=asked.since) if asked.since else Q()
    chosen &= Q(at__lt=asked.until) if asked.until else Q()
    return chosen & behind(asked.after, table) if asked.after else chosen


def behind(place: Place, table: int) -> Q:
    """What stands in this table behind that place."""
    at, other, pk = place
    if table == other:
        return Q(at__lte=at) & (Q(at__lt=at) | Q(pk__lt=pk))
    return Q(at__lte=at) if table < other else Q(at__lt=at)


def in_pieces(found: QuerySet[Any], table: int) -> Iterator[Any]:
    """Row by row, some at a time: the first piece is a page, so a page costs one query."""
    size, last = A_PAGE + 1, None
    while piece := list((found.filter(behind(last, table)) if last else found)[:size]):
        yield from piece
        if len(piece) < size:
            return
        size, last = AT_ONCE, (piece[-1].at, table, piece[-1].pk)
