"""Where an article belongs in the lists of others, when it was published or its words changed."""

from collections.abc import Collection
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from articles.access import visible
from articles.models import Article, RelatedChoice, Suggestion
from articles.related.scoring import FLOOR, Scored

LENGTH: Final = 20  # of a list, beside what is pinned; what is scheduled takes no place of these, and has as many
PINNED: Final = RelatedChoice.Choice.PINNED

VISITOR: Final = AnonymousUser()

Held = list[tuple[float, int, int]]  # minus score, other article, key of the row: nearest first


def places_elsewhere(subject: int, pairs: list[Scored]) -> tuple[list[Scored], list[int]]:
    """The pairs whose other article lists the subject, and the keys of the rows that are pushed out by that."""
    pages = [pair.other.article for pair in pairs]
    chosen = {
        (page, other): choice
        for page, other, choice in RelatedChoice.objects.filter(article__in=pages).values_list(
            "article_id", "other_id", "choice"
        )
    }
    held, former = lists_of(pages, subject, chosen)
    entering: list[Scored] = []
    pushed_out: list[int] = []
    for pair in pairs:
        page = pair.other.article
        choice = chosen.get((page, subject))
        if choice == PINNED:
            entering.append(pair)
        elif choice is None and fits(pair, held[page], former.get(page)):
            entering.append(pair)
            pushed_out += [key for _, _, key in held[page][LENGTH - 1 :]]
    return entering, pushed_out


def lists_of(
    pages: list[int], subject: int, chosen: dict[tuple[int, int], str]
) -> tuple[dict[int, Held], dict[int, float]]:
    """What each of these lists holds beside the subject and what is pinned, and the score that the subject had.

    Only what is on the site today like the subject, or scheduled like it: its place is among these.
    """
    held: dict[int, Held] = {page: [] for page in pages}
    former: dict[int, float] = {}
    today = visible(VISITOR, timezone.now(), prefix="other__")
    rows = Suggestion.objects.filter(today if subject in live([subject]) else ~today, article__in=pages).order_by()
    for page, other, score, key in rows.values_list("article_id", "other_id", "score", "pk"):
        if other == subject:
            former[page] = score
        elif (page, other) not in chosen:
            held[page].append((-score, other, key))
    return {page: sorted(rows) for page, rows in held.items()}, former


def live(articles: Collection[int]) -> set[int]:
    """Those of these that everybody sees today. One query."""
    return set(Article.objects.visible_to(VISITOR).filter(pk__in=articles).values_list("pk", flat=True))


def nearest(pairs: list[Scored]) -> list[Scored]:
    """The first of what is on the site today, and of what is scheduled. One query."""
    today = live([pair.other.article for pair in pairs])
    later = [pair for pair in pairs if pair.other.article not in today]
    return [*[pair for pair in pairs if pair.other.article in today][:LENGTH], *later[:LENGTH]]


def fits(pair: Scored, held: Held, former: float | None) -> bool:
    """Whether the subject of the pair belongs into the list of the other article, which holds these besides.

    One that fell to the end of a full list leaves it: who came after the end is not known, and may be nearer.
    """
    if pair.score < FLOOR:
        return False
    place = (-pair.score, pair.subject.article)
    if len(held) >= LENGTH:
        return place < held[LENGTH - 1][:2]
    fell_to_the_end = former is not None and pair.score < former and len(held) == LENGTH - 1 and place > held[-1][:2]
    return not fell_to_the_end
