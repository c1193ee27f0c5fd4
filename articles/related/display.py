"""Related articles with their reasons: curated links seen from either end, then suggestions as they are stored.

Nothing is computed here. What a reader may not see is left out by `articles.access` at the moment of reading, and so
is a word that is no label any more.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from articles.access import Person, visible
from articles.models import Article, RelatedArticle, RelatedChoice, Suggestion, TaggedArticle
from articles.related.vocabulary import is_label
from tags.cache.snapshot import current_snapshot
from tags.cache.tag_tree import TagTree

MOST: Final = 6  # with suggestions; curated links are all shown, those beyond in a plain list

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


SUGGESTED: Final = "Suggested"
CHOSEN: Final = "Chosen by the editors."
LONG_TEXTS: Final = ("summary_markdown", "summary_html", "outline", "summary_outline")


@dataclass(frozen=True)
class Related:
    """One article beside another: how they are related, and why an editor, or the texts and tags of both, say so."""

    article: Article
    how: str
    reason: str
    is_pinned: bool = False


def related_to(article: Article, user: Person, at: datetime) -> list[Related]:
    """All that editors linked; up to `MOST`, what they pinned and what is nearest. Each article once. Three queries."""
    found = curated(article, user, at)
    linked = len(found)
    if linked < MOST:
        for suggested in offered(article, user, at, most=2 * MOST):
            found.setdefault(suggested.article.pk, suggested)
    return list(found.values())[: max(linked, MOST)]


def offered(article: Article, user: Person, at: datetime, *, most: int | None = None) -> list[Related]:
    """The suggestions that exist for `user`, whether readers see so many or not. Two queries, one if none exists."""
    rows = list(suggestions_for(article, user, at)[:most])
    tag_tree = current_snapshot().tag_tree if rows else TagTree()
    return [Related(row.other, SUGGESTED, reason_of(row, tag_tree), row.place is not None) for row in rows]


def curated(article: Article, user: Person, at: datetime) -> dict[int, Related]:
    """The curated links of `article` by the other's key, its own first, then those that lead to it. One query."""
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
    return found


def suggestions_for(article: Article, user: Person, at: datetime) -> "QuerySet[Suggestion, Any]":
    """The stored suggestions that exist for `user`, the pinned first, then the nearest.

    Without what was blocked, and what has lost every reason: the tags that made it near, and no words did.
    """
    chosen = RelatedChoice.objects.filter(article=OuterRef("article"), other=OuterRef("other"))
    return (
        Suggestion.objects.filter(visible(user, at, prefix="other__"), article=article)
        .exclude(Exists(chosen.filter(choice=RelatedChoice.Choice.BLOCKED)))
        .annotate(
            place=Subquery(chosen.filter(choice=RelatedChoice.Choice.PINNED).values("position")[:1]),
            first_name=name_if_shared("first_tag"),
            second_name=name_if_shared("second_tag"),
        )
        .filter(~Q(terms=[]) | Q(place__isnull=False) | Q(first_name__isnull=False) | Q(second_name__isnull=False))
        .select_related("other__paper")
        .defer(*(f"other__{text}" for text in LONG_TEXTS))
        .order_by(F("place").asc(nulls_last=True), "-score", "other_id")
    )


def name_if_shared(column: str) -> Subquery:
    """What the tag is called now, as long as both articles are filed under it."""
    on_other = TaggedArticle.objects.filter(tag=OuterRef(column), content_object=OuterRef("other"))
    on_both = on_other.filter(tag__tagged_articles__content_object=OuterRef("article"))
    return Subquery(on_both.values("tag__name")[:1])


def reason_of(row: Any, tag_tree: TagTree) -> str:
    """Why it is suggested, in words: the rarest tags and the weightiest labels that both have in public."""
    tags = [name for name in (row.first_name, row.second_name) if name]
    words = [word for word, _ in row.terms if word and is_label(word, tag_tree)]
    parts = [f"both on {' and '.join(tags)}"] if tags else []
    if words:
        parts.append(f"shared terms: {', '.join(words)}")
    if not parts:
        return "Close in the whole of their texts." if row.terms else CHOSEN
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}."
