"""Where an article belongs in the lists of others, when it was published or its words changed."""

from collections.abc import Collection, Container, Mapping
from typing import Final

import numpy as np
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from articles.access import visible
from articles.models import Article, RelatedChoice, Suggestion
from articles.related.scoring import FLOOR, Pairs, Scored

LENGTH: Final = 20  # of a list, beside what is pinned; what is scheduled takes no place of these, and has as many
PINNED: Final = RelatedChoice.Choice.PINNED

VISITOR: Final = AnonymousUser()

Ends = dict[int, list[tuple[float, int, int]]]  # by page: minus score, other article, key of the row, nearest first


def places_elsewhere(pairs: Pairs, former: Mapping[int, float]) -> tuple[list[Scored], list[int]]:
    """The pairs whose other article lists the subject, and the keys of the rows that are pushed out by that.

    `former`: the scores that the subject had in the lists of others until now. Four queries.
    """
    subject = pairs.subject.article
    beside = RelatedChoice.objects.filter(other=subject).values_list("article_id", "choice")
    chosen = dict(beside)
    near = [pair for pair in pairs.each() if pair.score >= FLOOR or chosen.get(pair.other) == PINNED]
    ends = ends_of([pair.other for pair in near], subject)
    entering: list[Scored] = []
    pushed_out: list[int] = []
    for pair in near:
        page = pair.other
        end = ends.get(page, [])
        choice = chosen.get(page)
        if choice == PINNED:
            entering.append(pair)
        elif choice is None and fits(subject, pair, end, former.get(page)):
            entering.append(pair)
            pushed_out += [key for _, _, key in end[1:]]
    return entering, pushed_out


def ends_of(pages: list[int], subject: int) -> Ends:
    """Of lists that hold `LENGTH` - 1 articles or more beside the subject and what is pinned: all from that one on.

    Only what is on the site today like the subject, or scheduled like it: its place is among these.
    """
    today = visible(VISITOR, timezone.now(), prefix="other__")
    chosen = RelatedChoice.objects.filter(article=OuterRef("article"), other=OuterRef("other"))
    place = Window(RowNumber(), partition_by="article", order_by=["-score", "other"])
    rows = (
        Suggestion.objects.filter(today if subject in live([subject]) else ~today, ~Exists(chosen), article__in=pages)
        .exclude(other=subject)
        .annotate(place=place)
        .filter(place__gte=LENGTH - 1)
        .order_by("place")
    )
    ends: Ends = {}
    for page, other, score, key in rows.values_list("article_id", "other_id", "score", "pk"):
        ends.setdefault(page, []).append((-score, other, key))
    return ends


def live(articles: Collection[int]) -> set[int]:
    """Those of these that everybody sees today. One query."""
    return set(Article.objects.visible_to(VISITOR).filter(pk__in=articles).values_list("pk", flat=True))


def own_list(pairs: Pairs, chosen: Mapping[int, str], today: Container[int]) -> list[Scored]:
    """What the list of the subject holds: the pinned, and the nearest that is not blocked, `LENGTH` of what is on the
    site `today`, and as many of what is scheduled.
    """
    others: list[int] = pairs.others.tolist()
    is_free = (pairs.scores >= FLOOR) & ~np.isin(pairs.others, [*chosen])
    is_live = np.fromiter(map(today.__contains__, others), bool, len(others))
    pinned = [place for place, other in enumerate(others) if chosen.get(other) == PINNED] if chosen else []
    nearest = [np.flatnonzero(is_free & held)[:LENGTH] for held in (is_live, ~is_live)]
    return pairs.at(np.concatenate([np.array(pinned, np.int64), *nearest]))


def fits(subject: int, pair: Scored, end: list[tuple[float, int, int]], former: float | None) -> bool:
    """Whether the subject belongs into the list of the other article of the pair, which ends like that without it.

    One that fell to the end of a full list leaves it: who came after the end is not known, and may be nearer.
    """
    if pair.score < FLOOR:
        return False
    place = (-pair.score, subject)
    if len(end) > 1:
        return place < end[1][:2]
    fell_to_the_end = former is not None and pair.score < former and len(end) == 1 and place > end[0][:2]
    return not fell_to_the_end
