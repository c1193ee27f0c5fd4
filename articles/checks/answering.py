"""What editors answer to a notice about a paper of an article: logged, changed by the next answer, and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from articles import access
from articles.models import Article, Event, NoticeAnswer
from articles.models.noticed import PATHS, unanswered
from articles.publishing import PublishRefused
from articles.revisions.saving import note_act
from articles.status import Status
from bibliography.models import Notice
from members.models import User
from tags.models import take_write_lock

Pair = tuple[int, int]  # keys of a notice and of an article


@dataclass(frozen=True)
class Task:
    """`is_about`: the article is about the very paper, else it cites it."""

    notice: Notice
    article: Article
    is_about: bool


def waiting(user: User) -> list[Pair]:
    """What waits for an answer among published articles that `user` may write, the newest notice first. Two queries."""
    found: set[Pair] = set()
    for path in PATHS:
        mine = access.writable(user, prefix=f"{path}__") & Q(**{f"{path}__status": Status.PUBLISHED})
        found |= set(unanswered(path, mine).values_list("pk", path))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


def tasks(pairs: Sequence[Pair]) -> list[Task]:
    """Two queries."""
    notices = Notice.objects.select_related("reference").in_bulk([notice for notice, _ in pairs])
    articles = Article.objects.in_bulk([article for _, article in pairs])
    return [
        Task(notices[notice], articles[article], articles[article].paper_id == notices[notice].reference_id)
        for notice, article in pairs
        if notice in notices and article in articles
    ]


def notices_about(article: Article) -> QuerySet[Notice]:
    """Those about its paper and about what it cites, whether they count or not, each once."""
    about = Q(reference__summarised_by=article) | Q(reference__citations__article=article)
    return Notice.objects.filter(about).select_related("reference").distinct()


@transaction.atomic
def answer_notice(
    article: Article, notice: Notice, *, answer: str, remark: str = "", by: User, at: datetime
) -> NoticeAnswer:
    """In place of what was answered before. Raises `PublishRefused`."""
    refuse_others(by)
    take_write_lock()
    former = answer_to(article, notice)
    given, _ = NoticeAnswer.objects.update_or_create(
        article=article, notice=notice, defaults={"answer": answer, "remark": remark, "by": by, "at": at}
    )
    told = {"before": former and as_logged(former), "after": as_logged(given)}
    note_act(article, Event.Act.NOTICE_ANSWERED, by=by, at=at, note=str(notice), **told)
    return given


@transaction.atomic
def take_answer_back(article: Article, notice: Notice, *, by: User, at: datetime) -> None:
    """It waits for an answer again. Whoever comes second changes nothing. Raises `PublishRefused`."""
    refuse_others(by)
    take_write_lock()
    if given := answer_to(article, notice):
        before = as_logged(given)
        given.delete()
        note_act(article, Event.Act.ANSWER_UNDONE, by=by, at=at, note=str(notice), before=before)


def answer_to(article: Article, notice: Notice) -> NoticeAnswer | None:
    return NoticeAnswer.objects.filter(article=article, notice=notice).first()


def as_logged(given: NoticeAnswer) -> dict[str, Any]:
    return {"answer": given.get_answer_display(), "remark": given.remark}


def refuse_others(by: User) -> None:
    if not access.allows(by, "articles.publish_articles"):
        raise PublishRefused(["Your role does not allow this. Ask an editor."])
