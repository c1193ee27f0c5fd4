"""Related articles with their reasons: curated links seen from either end, then suggestions as they are stored.

Nothing is computed here. What a reader may not see is left out by `articles.access` at the moment of reading, and so
is a word that is no label any more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from json import dumps, loads
from operator import attrgetter
from typing import Any, Final, NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    F,
    FilteredRelation,
    FloatField,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from articles.access import AT, Person, kind_of_reader, visible
from articles.documents.parts import version
from articles.documents.storing import is_current, make
from articles.models import Article, RelatedArticle, RelatedChoice, Suggestion
from articles.related.vocabulary import is_label
from bibliography.models import Standing
from members import prepared
from members.origin import path_to
from members.prepared import Parameter
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
OF_THE_DOCUMENT: Final = ("stamp", "made_at", "made_with", "teaser")
COLUMNS: Final = ("kind", "relation", "reason", "place", "rank", "first", "second", "why")
SUGGESTION: Final = 2  # 0 and 1: a curated link from its own end, and from the other
OTHER: Final = ("pk", "title", "slug", *(f"document__{column}" for column in OF_THE_DOCUMENT))
AS_WRITTEN: Final = TextField()  # JSON, which is read of those alone that are shown
IS_RETRACTED: Final = Q(other__paper__standing=Standing.RETRACTED)
PAGE: Final = Parameter("article", BigIntegerField())


class Neighbour(NamedTuple):
    """The columns `OTHER` of the article that stands beside another, and its tags as JSON: what is shown of it."""

    pk: int
    title: str
    slug: str
    stamp: int | None
    made_at: int | None
    made_with: str | None
    teaser: str | None
    tags: str | None

    def as_it_stands(self) -> "Neighbour":
        """With its document made anew where it is outdated."""
        now = version()
        if is_current(self.stamp, self.made_at, self.made_with, now):
            return self
        made = make(self.pk)
        shown: Mapping[str, Any] = made.public if made else {"teaser": "", "tags": []}
        return self._replace(stamp=0, made_at=0, made_with=now, teaser=shown["teaser"], tags=dumps(shown["tags"]))

    def get_absolute_url(self) -> str:
        return path_to("articles:detail", self.slug)


@dataclass(frozen=True)
class Related:
    """One article beside another: how they are related, and why an editor, or the texts and tags of both, say so."""

    article: Neighbour
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
    first: int | None
    second: int | None
    terms: str | None
    other: Neighbour

    @property
    def order(self) -> tuple[int, bool, int, float, int]:
        """Its own links, then those that lead to it, then what is pinned, then what is nearest."""
        return self.kind, self.place is None, self.place or 0, self.rank, self.other.pk


def related_to(
    article: int, user: Person, at: datetime, tag_tree: TagTree | None = None, tags: Collection[int] | None = None
) -> list[Related]:
    """Beside the article with this key: all that editors linked; up to `MOST`, what they pinned and what is nearest.

    Each article once, with its title, address and document. `tags`: those of the article. One query, one more for each
    of tag tree and tags that is not given.
    """
    found: dict[int, Related] = {}
    for row in rows_beside(article, user, at):
        if row.other.pk in found:
            continue
        if row.kind != SUGGESTION:
            how = WORDING[row.relation][row.kind]
            found[row.other.pk] = Related(row.other.as_it_stands(), how, row.reason)
        elif len(found) < MOST:
            tag_tree = tag_tree or current_snapshot().tag_tree
            tags = tags_of(article) if tags is None else tags
            found |= {link.article.pk: link for link in suggested(row, tags, tag_tree)}
    return list(found.values())


def rows_beside(article: int, user: Person, at: datetime) -> list[Beside]:
    rows = prepared.rows(
        "beside", kind_of_reader(user), queryset=partial(beside, user, PAGE, AT), article=article, at=at
    )
    return sorted((Beside._make((*row[:8], Neighbour._make(row[8:]))) for row in rows), key=attrgetter("order"))


def tags_of(article: int) -> list[int]:
    return list(Article.objects.filter(pk=article, tags__isnull=False).values_list("tags", flat=True))


def suggested(row: Beside, tags: Collection[int], tag_tree: TagTree) -> Iterator[Related]:
    """The suggestion, unless it has lost every reason: the tags that made it near, and no words did."""
    other = row.other.as_it_stands()
    theirs, terms = loads(other.tags or "[]"), loads(row.terms or "[]")
    shared = tag_tree.those([row.first or 0, row.second or 0])
    names = [tag.name for tag in shared if tag.pk in tags and tag.pk in theirs]
    if terms or names or row.place is not None:
        yield Related(other, SUGGESTED, reason_of(names, terms, tag_tree), is_pinned=row.place is not None)


def curated(links: Iterable[tuple[int, str, str]], user: Person, at: datetime) -> list[Related]:
    """Links that are not stored yet, each the key of an article, the relation and the reason. One query."""
    wanted = list(links)
    targets = Article.objects.visible_to(user, at).filter(pk__in=[key for key, _, _ in wanted])
    targets = targets.annotate(its_tags=Cast("document__tags", AS_WRITTEN))
    found = {row[0]: Neighbour._make(row) for row in targets.values_list(*OTHER, "its_tags")}
    return [
        Related(found[key].as_it_stands(), WORDING[relation][0], reason)
        for key, relation, reason in wanted
        if key in found and relation in WORDING
    ]


def offered(article: Article, user: Person, at: datetime) -> list[Related]:
    """The suggestions that exist for `user`, whether readers see so many or not. Three queries, one if none exists."""
    rows = [row for row in rows_beside(article.pk, user, at) if row.kind == SUGGESTION]
    tags, tag_tree = (tags_of(article.pk), current_snapshot().tag_tree) if rows else ([], TagTree())
    return [link for row in rows for link in suggested(row, tags, tag_tree)]


def beside(user: Person, page: Any, at: Any) -> "QuerySet[Suggestion, tuple[Any, ...]]":
    """The columns of `Beside`, one after the other, in no order."""
    no_key, no_terms = Value(None, BigIntegerField()), Cast(Value(None), AS_WRITTEN)
    suggestions = suggestions_for(page, user, at).annotate(
        kind=Value(SUGGESTION, IntegerField()), relation=Value("", CharField()), reason=Value("", CharField()),
        place=F("chosen__position"), rank=-F("score"), first=F("first_tag"), second=F("second_tag"),
        why=Cast("terms", AS_WRITTEN),
    )  # fmt: skip
    links = [
        RelatedArticle.objects.filter(visible(user, at, prefix=f"{other}__"), **{end: page}).annotate(
            kind=Value(kind, IntegerField()), place=F("position"), rank=Cast("pk", FloatField()),
            first=no_key, second=no_key, why=no_terms,
        )
        for kind, (end, other) in enumerate([("source", "target"), ("target", "source")])
    ]  # fmt: skip
    rows: QuerySet[Any, Any]
    rows, *others = (
        found.order_by()
        .annotate(its_tags=Cast(f"{other}__document__tags", AS_WRITTEN))
        .values_list(*COLUMNS, *(f"{other}__{column}" for column in OTHER), "its_tags")
        for found, other in zip([suggestions, *links], ("other", "target", "source"), strict=True)
    )
    return rows.union(*others, all=True)


def suggestions_for(article: Any, user: Person, at: Any) -> "QuerySet[Suggestion, Any]":
    """The suggestions beside the article with this key that exist for `user`, without what was blocked, and without
    what is about a retracted paper unless editors pinned it.
    """
    choice = FilteredRelation("other__chosen_beside", condition=Q(other__chosen_beside__article=F("article")))
    return (
        Suggestion.objects.filter(visible(user, at, prefix="other__"), article=article)
        .annotate(chosen=choice)
        .filter(Q(chosen__isnull=True) & ~IS_RETRACTED | Q(chosen__choice=RelatedChoice.Choice.PINNED))
    )


def reason_of(tags: list[str], terms: list[Any], tag_tree: TagTree) -> str:
    """Why it is suggested, in words: the rarest tags and the weightiest labels that both have in public."""
    words = [word for word, _ in terms if word and is_label(word, tag_tree)]
    parts = [f"both on {' and '.join(tags)}"] if tags else []
    if words:
        parts.append(f"shared terms: {', '.join(words)}")
    if not parts:
        return "Close in the whole of their texts." if terms else CHOSEN
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}."
