"""The act: many articles marked at once, all of them or none; and taking it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import OuterRef, Subquery

from articles.models import Article, Draft
from library.models import Entry
from members.models import User

COLUMN: Final = {"read": "read_at", "saved": "saved_at"}  # the moment that a mark is


def not_marked(member: User, articles: Sequence[Article], mark: str) -> list[Article]:
    """Those of them that an import would mark."""
    marked = Entry.objects.of(member).filter(article__in=articles, **{f"{COLUMN[mark]}__isnull": False})
    already = set(marked.values_list("article", flat=True))
    return [article for article in articles if article.pk not in already]


@transaction.atomic
def mark_all(member: User, articles: Sequence[Article], mark: str, *, at: datetime) -> int:
    """How many are newly marked; what is marked keeps its moment, so that sent twice it is marked once."""
    new = [Entry(member=member, article=article, known_as=article.title) for article in articles]
    Entry.objects.bulk_create(new, ignore_conflicts=True)
    unmarked = Entry.objects.of(member).filter(article__in=articles, **{COLUMN[mark]: None})
    if mark == "saved":
        return unmarked.update(saved_at=at)
    live = Draft.objects.filter(pk=OuterRef("article")).values("live")[:1]
    return unmarked.update(read_at=at, seen=Subquery(live))


@transaction.atomic
def unmark_all(member: User, mark: str, *, at: datetime) -> int:
    """What was marked at that moment. Notes, highlights and the other mark stay."""
    marked = Entry.objects.of(member).filter(**{COLUMN[mark]: at})
    return marked.update(saved_at=None) if mark == "saved" else marked.update(read_at=None, seen=None)
