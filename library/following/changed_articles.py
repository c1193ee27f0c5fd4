"""Articles that read otherwise than when a member last saw them: which, in what, and the whole difference."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, F, Max, QuerySet, When

from articles.access import may_read_full_post
from articles.documents.notice_marks import TOLD_FROM
from articles.models import Article, Event, Revision
from articles.revisions.comparing import Difference, changed_fields, compare_field
from articles.revisions.revision_content import RevisionContent, empty, whole
from library.models import Entry, Follow
from members.models import User
from tags.management.parts import in_parts

READ: Final = ("title", "standfirst", "key_points", "at_a_glance", "image_caption", "summary")  # by everybody
KEPT: Final = (Follow.objects, Entry.objects)
AT_ONCE: Final = 10  # articles of which both texts are held


@dataclass(frozen=True)
class ChangedArticle:
    """`names`: of the parts that differ, among those that the member may read. `is_read`: whether they read it once."""

    at: datetime
    article: Article
    names: tuple[str, ...]
    is_read: bool


@dataclass(frozen=True)
class Seen:
    """What a member saw of an article, by the key of the revision, and when; and the one that readers see.

    `live_at`: when that one came about, where it did outside the desk: nobody published it there.
    """

    article: int
    seen: int
    live: int
    live_at: datetime | None
    at: datetime | None
    is_read: bool


def changed_articles(member: User, since: datetime, until: datetime, *, most: int) -> list[ChangedArticle]:
    """Those that were published anew in that time, the newest first. Three queries, and one for each ten found."""
    known = seen_by(member)
    published = published_anew(known, since, until)
    newest = sorted(published, key=lambda key: (published[key], key), reverse=True)[:most]
    if not newest:
        return []
    visible = Article.objects.visible_to(AnonymousUser(), until).select_related("paper")
    articles = visible.only("title", "slug", "access", *TOLD_FROM).in_bulk(newest)
    found = []
    for part in in_parts(newest, AT_ONCE):
        shown = [key for key in part if key in articles]
        contents = contents_of(pk for key in shown for pk in (known[key].seen, known[key].live))
        for key in shown:
            names = tuple(changed_fields(*versions(member, articles[key], known[key], contents)))
            if names:
                found.append(ChangedArticle(published[key], articles[key], names, known[key].is_read))
    return found


def seen_by(member: User) -> dict[int, Seen]:
    """What changed since the member read it, or began to follow it, by key of the article. Two queries."""
    of_live = "article__draft__live"
    elsewhere = Case(When(**{f"{of_live}__origin": Revision.Origin.ELSEWHERE}, then=F(f"{of_live}__at")))
    columns = ("article_id", "seen_id", f"{of_live}_id", elsewhere)
    follows = Follow.objects.of(member).of_changed_articles().order_by()
    entries = Entry.objects.of(member).of_changed_articles()
    found = {
        row[0]: Seen(*row, is_read=False)  # type: ignore[misc]
        for row in follows.values_list(*columns, "since")
    }
    return found | {
        row[0]: Seen(*row, is_read=True)  # type: ignore[misc]
        for row in entries.values_list(*columns, "read_at")
    }


def published_anew(known: Mapping[int, Seen], since: datetime, until: datetime) -> dict[int, datetime]:
    """When each of these articles was last published in that time, or loaded, and after the member saw it."""
    if not known:
        return {}
    events: QuerySet[Event] = Event.objects.filter(article__in=list(known), act=Event.Act.PUBLISHED)
    rows = events.filter(at__gt=since, at__lte=until).order_by().values_list("article").annotate(Max("at"))
    found = {key: seen.live_at for key, seen in known.items() if seen.live_at and since < seen.live_at <= until}
    for article, at in rows:
        found[article] = max(at, found.get(article, at))
    return {article: at for article, at in found.items() if at > (known[article].at or since)}


def versions(
    member: User, article: Article, seen: Seen, contents: Mapping[int, RevisionContent]
) -> tuple[RevisionContent, RevisionContent]:
    """What the member saw, and what they would see now; the same where that is not known any more."""
    if seen.seen not in contents or seen.live not in contents:
        return empty(), empty()
    return as_read_by(member, article, contents[seen.seen]), as_read_by(member, article, contents[seen.live])


def contents_of(keys: Iterable[int]) -> dict[int, RevisionContent]:
    rows = Revision.objects.filter(pk__in=list(keys)).order_by().values_list("pk", "content")
    return {pk: whole(content) for pk, content in rows}


def as_read_by(member: User, article: Article, content: RevisionContent) -> RevisionContent:
    """Of a revision, which is as closed as the full post, the parts that the member may read."""
    names = (*READ, "full_post") if may_read_full_post(member, article) else READ
    return whole({**empty(content["kind"]), **{name: content[name] for name in names}})  # type: ignore[literal-required]


def difference_for(member: User, article: Article) -> list[Difference] | None:
    """What differs for the member, part by part; None where they never saw it otherwise. Four queries."""
    seen = seen_by(member).get(article.pk)
    if seen is None:
        is_known = any(kept.of(member).filter(article=article, seen__isnull=False).exists() for kept in KEPT)
        return [] if is_known else None
    before, after = versions(member, article, seen, contents_of([seen.seen, seen.live]))
    compared = (compare_field(name, before[name], after[name]) for name in (*READ, "full_post"))
    return [difference for difference in compared if difference]
