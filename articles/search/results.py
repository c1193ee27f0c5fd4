"""What a page of results shows: each article with what was looked for marked, and where it was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from articles.access import full_post_for
from articles.browse import Reach
from articles.models import Article
from articles.search.answering import Answer
from articles.search.finding import in_public
from articles.search.meaning import Leaf
from articles.search.snippets import Piece, highlighted, snippet
from articles.search.texts import text_of_html

PAGE_SIZE: Final = 20


@dataclass(frozen=True)
class Hit:
    """One article. `found`: the stretch of its text that shows why; `in_full`: it stands in the full post alone."""

    article: Article
    title: list[Piece]
    standfirst: list[Piece]
    found: list[Piece]
    in_full: bool


@dataclass(frozen=True)
class Pages:
    """Where one is in the list: both 0 where there is no such page."""

    number: int
    last: int

    @property
    def newer(self) -> int:
        return self.number - 1 if 1 < self.number <= self.last + 1 else 0

    @property
    def older(self) -> int:
        return self.number + 1 if self.number < self.last else 0


def pages_of(found: Answer, number: int) -> Pages:
    return Pages(number, ceil(found.count / PAGE_SIZE))


def hits(found: Answer, numbers: Sequence[int], reach: Reach) -> list[Hit]:
    """The articles with these numbers in their order, as the reader may see them."""
    rows = Article.objects.visible_to(reach.user, reach.at).numbered(numbers).with_result()
    by_number = {article.number: article for article in rows}
    public = in_public_of(found, numbers)
    return [
        hit(by_number[number], found.leaves, reach, in_full=number not in public)
        for number in numbers
        if number in by_number
    ]


def in_public_of(found: Answer, numbers: Sequence[int]) -> set[int]:
    """Those that one would find without full posts, too."""
    if found.finder is None or not found.finder.full or not found.leaves:
        return set(numbers)
    return set(in_public(found.finder, found.leaves)) & set(numbers)


def hit(article: Article, leaves: Sequence[Leaf], reach: Reach, *, in_full: bool) -> Hit:
    standfirst = highlighted(article.standfirst, leaves)
    text = " ".join([*article.key_points, text_of_html(article.summary_html)])
    if in_full and (full_post := full_post_for(reach.user, article)):
        text = text_of_html(full_post.html)
    is_told = any(piece.is_marked for piece in standfirst) and not in_full
    return Hit(
        article=article,
        title=highlighted(article.title, leaves),
        standfirst=standfirst,
        found=[] if is_told else snippet(text, leaves),
        in_full=in_full,
    )
