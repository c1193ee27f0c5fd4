"""Where an article belongs in the lists of others, when it was published or its words changed."""

from typing import Final

from articles.models import RelatedChoice, Suggestion
from articles.relating.scoring import FLOOR, Scored

LENGTH: Final = 20  # of a list, beside what is pinned
PINNED: Final = RelatedChoice.Choice.PINNED

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
    """What each of these lists holds beside the subject and what is pinned, and the score that the subject had."""
    held: dict[int, Held] = {page: [] for page in pages}
    former: dict[int, float] = {}
    rows = Suggestion.objects.filter(article__in=pages).order_by()
    for page, other, score, key in rows.values_list("article_id", "other_id", "score", "pk"):
        if other == subject:
            former[page] = score
        elif (page, other) not in chosen:
            held[page].append((-score, other, key))
    return {page: sorted(rows) for page, rows in held.items()}, former


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
