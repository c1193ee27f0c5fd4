"""Articles as editors work on them: begun at the desk, and saved again and again."""

from datetime import timedelta
from typing import Any

import pytest

from articles.models import Article, Draft, Revision
from articles.revisions.beginning import begin
from articles.revisions.revision_content import whole
from articles.revisions.saving import Sent, StaleBase, save
from members.models import User
from tests.articles.revisions.contents import complete
from tests.times import NOW


def send(article: Article, base: int | None, by: User, *, after: float = 0, tab: str = "", **said: Any) -> Revision:
    """Save what the head holds with these fields changed."""
    content = whole({**Draft.objects.get(pk=article.pk).head.content, **said})
    return save(article, Sent(content, base, by, NOW + timedelta(seconds=after), tab))


def begun(by: User, **said: Any) -> tuple[Article, int]:
    article = begin(complete(**said), kind="paper-summary", by=by, at=NOW)
    return article, head(article)


def head(article: Article) -> int:
    return Draft.objects.get(pk=article.pk).head_id


def set_aside(article: Article, base: int, by: User, *, after: float = 0, tab: str = "", **said: Any) -> Revision:
    """What is kept of a save that comes too late."""
    with pytest.raises(StaleBase) as refused:
        send(article, base, by, after=after, tab=tab, **said)
    assert refused.value.kept is not None
    return refused.value.kept
