"""Related articles with their reasons, seen from either end of a curated link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from articles.access import Person, visible
from articles.models import Article, RelatedArticle

MOST: Final = 6

# relation: (how the target is introduced on the source's page, how the source is on the target's)
WORDING: Final[dict[str, tuple[str, str]]] = {
    "extends": ("The work this builds on", "Takes this further"),
    "supports": ("Points the same way", "Points the same way"),
    "contradicts": ("Found something different", "Found something different"),
    "replicates": ("The study this repeats", "Repeats this study"),
    "same-sample": ("On the same people", "On the same people"),
    "background": ("Puts it in context", "A closer look at one part"),
    "update-of": ("The earlier version", "Newer on the same question"),
}


@dataclass(frozen=True)
class Related:
    """One article beside another: how they are related, and the editor's reason."""

    article: Article
    how: str
    reason: str


def related_to(article: Article, user: Person, at: datetime) -> list[Related]:
    """The curated links of `article`, its own first, then those that lead to it; each article once. One query."""
    outward = Q(source=article) & visible(user, at, prefix="target__")
    inward = Q(target=article) & visible(user, at, prefix="source__")
    links = (
        RelatedArticle.objects.filter(outward | inward)
        .select_related("source__paper", "target__paper")
        .defer(*(f"{end}__{text}" for end in ("source", "target") for text in LONG_TEXTS))
        .order_by("position", "pk")
    )
    found: dict[int, Related] = {}
    for link in sorted(links, key=lambda link: link.source_id != article.pk):
        is_own = link.source_id == article.pk
        other = link.target if is_own else link.source
        how = WORDING[link.relation][0 if is_own else 1]
        found.setdefault(other.pk, Related(other, how, link.reason))
    return list(found.values())[:MOST]


LONG_TEXTS: Final = ("summary_markdown", "summary_html", "search_text", "outline", "summary_outline")
