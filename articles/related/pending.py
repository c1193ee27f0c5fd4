"""What acts leave to be done about related articles, as rows: nothing is lost when a process dies before it is done.

Whoever changes many articles puts all of it off until the end (`put_off`), where the whole is cheaper than its parts.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from articles.models import PendingRelation
from articles.models.upsert import upsert

_is_put_off: ContextVar[bool] = ContextVar("is_put_off", default=False)


def is_put_off() -> bool:
    return _is_put_off.get()


@contextmanager
def put_off() -> Iterator[None]:
    """Within this acts only note what is left. Their caller sees to it that it is done (`rebuild.finish`)."""
    token = _is_put_off.set(True)
    try:
        yield
    finally:
        _is_put_off.reset(token)


def note(article: int, former: Mapping[int, float], *, is_read: bool) -> None:
    """As `PendingRelation` says it. What was left from an act before, is still left. One query."""
    upsert([PendingRelation(article_id=article, is_read=is_read, former=former)], "is_read")


def note_lists(articles: Iterable[int]) -> None:
    """The lists of these are to be made again. One query."""
    rows = [PendingRelation(article_id=article, is_read=True) for article in articles]
    PendingRelation.objects.bulk_create(rows, ignore_conflicts=True)
