"""What editors decide about suggestions: pin, block, order, and take either back. It outlasts new computations.

Each act tells whether it changed anything: a page may be older than what a colleague decided.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from articles.access import Person, visible
from articles.models import Article, RelatedChoice
from articles.related.update import list_anew
from tags.models import take_write_lock

PINNED: Final = RelatedChoice.Choice.PINNED
BLOCKED: Final = RelatedChoice.Choice.BLOCKED


@transaction.atomic
def pin(article: Article, other: Article) -> bool:
    """Show it before all other suggestions, after those that were pinned before."""
    take_write_lock()
    last = RelatedChoice.objects.filter(article=article, choice=PINNED).aggregate(last=Max("position"))["last"]
    return decide(article, other, PINNED, position=0 if last is None else last + 1)


@transaction.atomic
def block(article: Article, other: Article) -> bool:
    """Never suggest it on the page of this article. The page of the other is another matter."""
    take_write_lock()
    return decide(article, other, BLOCKED, position=0)


def decide(article: Article, other: Article, choice: str, *, position: int) -> bool:
    """What a colleague has decided already is released first, by somebody who has seen it."""
    wanted = {"choice": choice, "position": position}
    _, is_new = RelatedChoice.objects.get_or_create(article=article, other=other, defaults=wanted)
    if is_new:
        list_anew([article.pk])
    return is_new


@transaction.atomic
def release(article: Article, other: Article) -> bool:
    """Let it be suggested as its score says, as if nobody had decided."""
    take_write_lock()
    gone, _ = RelatedChoice.objects.filter(article=article, other=other).delete()
    if gone:
        list_anew([article.pk])
    return bool(gone)


@transaction.atomic
def move_up(article: Article, other: Article, among: Collection[int] | None = None) -> bool:
    """Change places with the pinned one before it: of all, or of those `among` which somebody sees it."""
    take_write_lock()
    return move(article, other, among, by=-1)


@transaction.atomic
def move_down(article: Article, other: Article, among: Collection[int] | None = None) -> bool:
    take_write_lock()
    return move(article, other, among, by=1)


def move(article: Article, other: Article, among: Collection[int] | None, *, by: int) -> bool:
    order = list(RelatedChoice.objects.filter(article=article, choice=PINNED).order_by("position", "pk"))
    seen = [place for place, row in enumerate(order) if among is None or row.other_id in among]
    at = next((at for at, place in enumerate(seen) if order[place].other_id == other.pk), None)
    if at is None or not 0 <= at + by < len(seen):
        return False
    here, there = seen[at], seen[at + by]
    order[here], order[there] = order[there], order[here]
    for position, row in enumerate(order):
        row.position = position
    RelatedChoice.objects.bulk_update(order, ["position"])
    return True


def choices_of(article: Article) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses of what is pinned, in its order, and of what is blocked, from A to Z."""
    rows = RelatedChoice.objects.filter(article=article).order_by("position", "pk")
    chosen = list(rows.values_list("choice", "other__slug"))
    pinned = tuple(slug for choice, slug in chosen if choice == PINNED)
    return pinned, tuple(sorted(slug for choice, slug in chosen if choice == BLOCKED))


@transaction.atomic
def write_choices(article: Article, pinned: Sequence[str], blocked: Sequence[str]) -> None:
    """Exactly these. All have to be addresses of articles."""
    take_write_lock()
    others = Article.objects.in_bulk([*pinned, *blocked], field_name="slug")
    RelatedChoice.objects.filter(article=article).delete()
    RelatedChoice.objects.bulk_create(
        RelatedChoice(article=article, other=others[slug], choice=choice, position=position)
        for choice, slugs in ((PINNED, pinned), (BLOCKED, blocked))
        for position, slug in enumerate(slugs)
    )
    list_anew([article.pk])


def chosen_beside(article: Article, user: Person, at: datetime) -> list[RelatedChoice]:
    """What is pinned, in its order, and what is blocked, as far as it exists for `user`. One query."""
    rows = RelatedChoice.objects.filter(visible(user, at, prefix="other__"), article=article)
    return list(rows.select_related("other").order_by("position", "pk"))
