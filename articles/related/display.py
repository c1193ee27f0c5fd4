"""Related articles with their reasons: curated links seen from either end, then suggestions as they are stored.

Nothing is computed here. What a reader may not see is left out by `articles.access` at the moment of reading, and so
is a word that is no label any more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Any, Final, Generic, NamedTuple, TypeVar

from django.db.models import (
    BigIntegerField,
    CharField,
    Exists,
    F,
    FloatField,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast

from articles.access import AT, Person, kind_of_reader, visible
from articles.models import Article, RelatedArticle, RelatedChoice, Suggestion, TaggedArticle
from articles.related.vocabulary import is_label
from members.origin import path_to
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
COLUMNS: Final = ("kind", "relation", "reason", "place", "rank", "first_name", "second_name", "why")
SUGGESTION: Final = 2  # 0 and 1: a curated link from its own end, and from the other
OTHER: Final = ("pk", "title", "slug", *(f"document__{column}" for column in OF_THE_DOCUMENT))
PAGE: Final = Parameter("article", BigIntegerField())


class Neighbour(NamedTuple):
    """The columns `OTHER` of the article that stands beside another: what its teaser is made of."""

    pk: int
    title: str
    slug: str
    stamp: int | None
    made_at: int | None
    made_with: str | None
    teaser: str | None

    def get_absolute_url(self) -> str:
        return path_to("articles:detail", self.slug)


Linked = TypeVar("Linked", Article, Neighbour)


@dataclass(frozen=True)
class Related(Generic[Linked]):
    """One article beside another: how they are related, and why an editor, or the texts and tags of both, say so."""

    article: Linked
    how: str
    reason: str
    is_pinned: bool = False


class Beside(NamedTuple):
    """A row of `beside`: a curated link or a suggestion, and the columns `OTHER` of the article that it leads to."""

    kind: int
    relation: str
    reason: str
    place: int | None
    rank: float
    first_name: str | None
    second_name: str | None
    terms: list[Any] | None
    other: Neighbour

    @property
    def order(self) -> tuple[int, bool, int, float, int]:
        """Its own links, then those that lead to it, then what is pinned, then what is nearest."""
        return self.kind, self.place is None, self.place or 0, self.rank, self.other.pk


def related_to(article: int, user: Person, at: datetime, tag_tree: TagTree | None = None) -> list[Related[Neighbour]]:
    """Beside the article with this key: all that editors linked; up to `MOST`, what they pinned and what is nearest.

    Each article once, with its title, address and document. One query, two where the tag tree is not given.
    """
    rows = prepared.rows(
        "beside", kind_of_reader(user), queryset=partial(beside, user, PAGE, AT), article=article, at=at
    )
    found: dict[int, Related[Neighbour]] = {}
    for row in sorted((Beside._make((*row[:8], Neighbour._make(row[8:]))) for row in rows), key=attrgetter("order")):
        key = row.other.pk
        if key not in found and (row.kind != SUGGESTION or len(found) < MOST):
            tag_tree = tag_tree or current_snapshot().tag_tree
            found[key] = Related(row.other, *how_and_why(row, tag_tree))
    return list(found.values())


def curated(links: Iterable[tuple[int, str, str]], user: Person, at: datetime) -> list[Related[Neighbour]]:
    """Links that are not stored yet, each the key of an article, the relation and the reason. One query."""
    wanted = list(links)
    targets = Article.objects.visible_to(user, at).filter(pk__in=[key for key, _, _ in wanted])
    found = {row[0]: Neighbour._make(row) for row in targets.values_list(*OTHER)}
    return [
        Related(found[key], WORDING[relation][0], reason)
        for key, relation, reason in wanted
        if key in found and relation in WORDING
    ]


def how_and_why(row: Beside, tag_tree: TagTree) -> tuple[str, str]:
    if row.kind == SUGGESTION:
        return SUGGESTED, reason_of([row.first_name, row.second_name], row.terms or [], tag_tree)
    return WORDING[row.relation][row.kind], row.reason


def offered(article: Article, user: Person, at: datetime) -> list[Related[Article]]:
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


def beside(user: Person, page: Any, at: Any) -> "QuerySet[Suggestion, tuple[Any, ...]]":
    """The columns of `Beside`, one after the other, in no order."""
    no_name, no_terms = Value(None, CharField()), Cast(Value(None), JSONField())
    suggested = suggestions_for(page, user, at).order_by().annotate(
        kind=Value(SUGGESTION, IntegerField()), relation=Value("", CharField()), reason=Value("", CharField()),
        rank=-F("score"), why=F("terms"),
    )  # fmt: skip
    rows = suggested.values_list(*COLUMNS, *(f"other__{column}" for column in OTHER))
    links = [
        RelatedArticle.objects.filter(visible(user, at, prefix=f"{other}__"), **{end: page})
        .order_by()
        .annotate(
            kind=Value(kind, IntegerField()), place=F("position"), rank=Cast("pk", FloatField()),
            first_name=no_name, second_name=no_name, why=no_terms,
        )
        .values_list(*COLUMNS, *(f"{other}__{column}" for column in OTHER))
        for kind, (end, other) in enumerate([("source", "target"), ("target", "source")])
    ]  # fmt: skip
    return rows.union(*links, all=True)


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
