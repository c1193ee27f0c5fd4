"""What editors decide about suggestions: pin, block, order, and take either back. It outlasts new computations."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from articles.models import Article, RelatedChoice
from articles.relating.listing import list_anew
from tags.models import wait_for_other_writers

PINNED: Final = RelatedChoice.Choice.PINNED
BLOCKED: Final = RelatedChoice.Choice.BLOCKED


@transaction.atomic
def pin(article: Article, other: Article) -> None:
    """Show it before all other suggestions, after those that were pinned before."""
    wait_for_other_writers()
    pinned = RelatedChoice.objects.filter(article=article, choice=PINNED).exclude(other=other)
    last = pinned.aggregate(last=Max("position"))["last"]
    write(article, other, PINNED, position=0 if last is None else last + 1)


@transaction.atomic
def block(article: Article, other: Article) -> None:
    """Never suggest it on the page of this article. The page of the other is another matter."""
    wait_for_other_writers()
    write(article, other, BLOCKED, position=0)


@transaction.atomic
def release(article: Article, other: Article) -> None:
    """Let it be suggested as its score says, as if nobody had decided."""
    wait_for_other_writers()
    RelatedChoice.objects.filter(article=article, other=other).delete()
    list_anew([article.pk])


@transaction.atomic
def move_up(article: Article, other: Article) -> None:
    """Change places with the pinned one before it. Nothing happens to the first."""
    wait_for_other_writers()
    move(article, other, by=-1)


@transaction.atomic
def move_down(article: Article, other: Article) -> None:
    wait_for_other_writers()
    move(article, other, by=1)


def move(article: Article, other: Article, *, by: int) -> None:
    order = list(RelatedChoice.objects.filter(article=article, choice=PINNED).order_by("position", "pk"))
    at = next((place for place, row in enumerate(order) if row.other_id == other.pk), None)
    if at is not None and 0 <= at + by < len(order):
        order[at], order[at + by] = order[at + by], order[at]
    for position, row in enumerate(order):
        row.position = position
    RelatedChoice.objects.bulk_update(order, ["position"])


def write(article: Article, other: Article, choice: str, *, position: int) -> None:
    wanted = {"choice": choice, "position": position}
    RelatedChoice.objects.update_or_create(article=article, other=other, defaults=wanted)
    list_anew([article.pk])


def choices_of(article: Article) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses of what is pinned, in its order, and of what is blocked, from A to Z."""
    rows = RelatedChoice.objects.filter(article=article).order_by("position", "pk")
    chosen = list(rows.values_list("choice", "other__slug"))
    pinned = tuple(slug for choice, slug in chosen if choice == PINNED)
    return pinned, tuple(sorted(slug for choice, slug in chosen if choice == BLOCKED))


@transaction.atomic
def write_choices(article: Article, pinned: Sequence[str], blocked: Sequence[str]) -> None:
    """Exactly these. All have to be addresses of articles."""
    wait_for_other_writers()
    others = Article.objects.in_bulk([*pinned, *blocked], field_name="slug")
    RelatedChoice.objects.filter(article=article).delete()
    RelatedChoice.objects.bulk_create(
        RelatedChoice(article=article, other=others[slug], choice=choice, position=position)
        for choice, slugs in ((PINNED, pinned), (BLOCKED, blocked))
        for position, slug in enumerate(slugs)
    )
    list_anew([article.pk])


def blocked_beside(article: Article) -> list[Article]:
    """What is not suggested on its page, in the order in which that was decided."""
    rows = RelatedChoice.objects.filter(article=article, choice=BLOCKED).select_related("other").order_by("pk")
    return [row.other for row in rows]


@dataclass(frozen=True)
class Choosing:
    """An act as a button: what it says, what is said afterwards, and what it does."""

    label: str
    done: str
    run: Callable[[Article, Article], None]


CHOOSING: Final[Mapping[str, Choosing]] = {
    "pin": Choosing("Pin", "Pinned", pin),
    "block": Choosing("Block", "Blocked", block),
    "release": Choosing("Release", "Released", release),
    "up": Choosing("Move up", "Moved up", move_up),
    "down": Choosing("Move down", "Moved down", move_down),
}


def wanted(sent: Mapping[str, Any]) -> tuple[Choosing, int] | None:
    """The act whose button was pressed, and the key of the article on it."""
    for name, act in CHOOSING.items():
        key = str(sent.get(name, ""))
        if key.isascii() and key.isdecimal() and len(key) < 19:
            return act, int(key)
    return None
