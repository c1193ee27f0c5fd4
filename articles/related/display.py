"""Related articles with their reasons: curated links seen from either end, then suggestions as they are stored.

Nothing is computed here. What a reader may not see is left out by `articles.access` at the moment of reading, and so
is a word that is no label any more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from operator import itemgetter
from typing import Any, Final

from django.db.models import (
    BigIntegerField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)

from articles.access import Person, kind_of_reader, visible
from articles.models import Article, Document, RelatedArticle, RelatedChoice, Suggestion, TaggedArticle
from articles.related.vocabulary import is_label
from tags import prepared
from tags.cache.snapshot import current_snapshot
from tags.cache.tag_tree import TagTree
from tags.prepared import Parameter

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
OF_THE_DOCUMENT: Final = ("stamp", "made_at", "made_with", "teaser")
OTHER: Final = ("pk", "title", "slug", *(f"document__{column}" for column in OF_THE_DOCUMENT))
PAGE: Final = Parameter("article", BigIntegerField())
AT: Final = Parameter("at", DateTimeField())


@dataclass(frozen=True)
class Related:
    """One article beside another: how they are related, and why an editor, or the texts and tags of both, say so."""

    article: Article
    how: str
    reason: str
    is_pinned: bool = False


def related_to(article: int, user: Person, at: datetime) -> list[Related]:
    """Beside the article with this key: all that editors linked; up to `MOST`, what they pinned and what is nearest.

    Each article once, with its title, address and document. Two queries.
    """
    kind = kind_of_reader(user)
    given = {"article": article, "at": at}
    found: dict[int, Related] = {}
    links = prepared.rows("curated", kind, queryset=partial(curated, user, PAGE, AT), **given)
    for outward, relation, _, _, reason, *other in sorted(links, key=itemgetter(0, 2, 3)):
        found.setdefault(other[0], Related(article_of(other), WORDING[relation][outward], reason))
    if len(found) < MOST:
        nearest = prepared.rows("suggested", kind, queryset=partial(nearest_to, user, PAGE, AT), **given)
        tag_tree = current_snapshot().tag_tree if nearest else TagTree()
        for first, second, terms, _, *other in nearest:
            if len(found) < MOST and other[0] not in found:
                reason = reason_of([first, second], terms, tag_tree)
                found[other[0]] = Related(article_of(other), SUGGESTED, reason)
    return list(found.values())


def offered(article: Article, user: Person, at: datetime) -> list[Related]:
    """The suggestions that exist for `user`, whether readers see so many or not. Two queries, one if none exists."""
    rows = list(suggestions_for(article.pk, user, at))
    tag_tree = current_snapshot().tag_tree if rows else TagTree()
    return [
        Related(
            row.other,
            SUGGESTED,
            reason_of([row.first_name, row.second_name], row.terms, tag_tree),
            is_pinned=row.place is not None,
        )
        for row in rows
    ]


def article_of(columns: Sequence[Any]) -> Article:
    """An article with its document, of the columns `OTHER`."""
    pk, title, slug, *document = columns
    article = Article(pk=pk, title=title, slug=slug)
    article.document = Document(article=article, **dict(zip(OF_THE_DOCUMENT, document, strict=True)))
    return article


def curated(user: Person, page: Any, at: Any) -> "QuerySet[RelatedArticle, tuple[Any, ...]]":
    """Its curated links and those that lead to it, which come with 1 in the first column."""
    ends = [("source", "target", 0), ("target", "source", 1)]
    outward, inward = (
        RelatedArticle.objects.filter(visible(user, at, prefix=f"{other}__"), **{end: page})
        .annotate(is_inward=Value(is_inward, IntegerField()))
        .order_by()
        .values_list("is_inward", "relation", "position", "pk", "reason", *(f"{other}__{column}" for column in OTHER))
        for end, other, is_inward in ends
    )
    return outward.union(inward, all=True)


def nearest_to(user: Person, page: Any, at: Any) -> "QuerySet[Suggestion, tuple[Any, ...]]":
    rows = suggestions_for(page, user, at)
    columns = ("first_name", "second_name", "terms", "place", *(f"other__{column}" for column in OTHER))
    return rows.values_list(*columns)[: 2 * MOST]


def suggestions_for(article: Any, user: Person, at: Any) -> "QuerySet[Suggestion, Any]":
    """The suggestions beside the article with this key that exist for `user`, the pinned first, then the nearest.

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
        .select_related("other")
        .order_by(F("place").asc(nulls_last=True), "-score", "other_id")
    )


def name_if_shared(column: str) -> Subquery:
    """What the tag is called now, as long as both articles are filed under it."""
    on_other = TaggedArticle.objects.filter(tag=OuterRef(column), content_object=OuterRef("other"))
    on_both = on_other.filter(tag__tagged_articles__content_object=OuterRef("article"))
    return Subquery(on_both.values("tag__name")[:1])


def reason_of(names: Iterable[str | None], terms: list[Any], tag_tree: TagTree) -> str:
    """Why it is suggested, in words: the rarest tags and the weightiest labels that both have in public."""
    tags = [name for name in names if name]
    words = [word for word, _ in terms if word and is_label(word, tag_tree)]
    parts = [f"both on {' and '.join(tags)}"] if tags else []
    if words:
        parts.append(f"shared terms: {', '.join(words)}")
    if not parts:
        return "Close in the whole of their texts." if terms else CHOSEN
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}."
