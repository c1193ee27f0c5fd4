"""Papers that were retracted or came into doubt, where a member follows or keeps an article about one."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from articles.browse.scope import visible_scope
from articles.documents.notice_marks import TOLD_FROM, WARNED_OF
from articles.models import Article
from bibliography.models import Notice
from bibliography.notices.told import STANDINGS, in_words
from library.following.followed import EVERYBODY, Followed
from library.models import Entry
from members.models import User
from tags.cache.bitmaps import union


@dataclass(frozen=True)
class Noticed:
    """`told`: what became of its paper, in sentences."""

    at: datetime
    article: Article
    told: str

    kind: str = "notice"


def noticed_papers(member: User, followed: Followed, since: datetime, until: datetime) -> list[Noticed]:
    """Of notices that were first seen in that time and count. One query, four more where there is one."""
    kinds = [kind for kind, standing in STANDINGS.items() if standing in WARNED_OF]
    notices = Notice.objects.filter(counts=True, kind__in=kinds, seen_at__gt=since, seen_at__lte=until)
    seen = dict(notices.order_by().values_list("reference").annotate(Max("seen_at")))
    if not seen:
        return []
    articles = Article.objects.visible_to(EVERYBODY, until).filter(paper__in=seen).select_related("paper")
    shown = list(articles.only("title", "slug", "sort_key", *TOLD_FROM))
    scope = visible_scope(EVERYBODY, until)
    filed = union(scope.under(tag) for tag in followed.tags)
    kept = {article.pk for article in followed.articles} | set(
        Entry.objects.of(member).filter(article__in=shown).values_list("article", flat=True)
    )
    return [
        Noticed(seen[article.paper_id or 0], article, in_words(article.paper))
        for article in shown
        if article.paper and (article.pk in kept or (article.sort_key or 0) in filed)
    ]
