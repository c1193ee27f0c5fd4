"""What a page of results shows: each article with what was looked for marked, and where it was found."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import QuerySet

from articles import access
from articles.browse.scope import VisibleScope
from articles.documents.parts import version
from articles.documents.storing import is_current, make
from articles.models import Article
from articles.search.autocomplete import tags_for
from articles.search.hits import Hit
from articles.search.query.ast import Field, leaves
from articles.search.query.interpretation import Concept, Leaf
from articles.search.ranking import written
from articles.search.service import Answer
from articles.search.snippets import Piece, Sought, highlighted, said_in, snippet
from articles.search.stretches import find_stretches
from articles.text.spelled import BETWEEN, SpelledText, unpacked
from members import prepared
from members.prepared import Numbers
from tags.cache.tag_tree import TagTree
from tags.models import Tag

NAMES: Final = 8  # words, where somebody further down was looked for
TAGS: Final = 4
TOPICS: Final = 6
OF_THE_DOCUMENT: Final = ("hit", "told", "prose", "tags")
STATE: Final = ("stamp", "made_at", "made_with")


def topics_of(found: Answer, scope: VisibleScope) -> list[tuple[Tag, int]]:
    """The topics that the query spells, then those that its words begin, or a word that nothing holds, each with its
    number of articles.
    """
    spelled = [tag for leaf in found.leaves if isinstance(leaf, Concept) for tag in leaf.tags]
    begun = [one.tag for text in (words_in(found), *found.missing) for one in tags_for(text, scope)]
    unique = {tag.pk: tag for tag in (*spelled, *begun)}
    return [(tag, scope.count(tag)) for tag in list(unique.values())[:TOPICS]]


def words_in(found: Answer) -> str:
    """What was looked for, as it was corrected, in plain words: no filters, and not what must not be there."""
    rest = found.better or found.narrowed.rest
    parts = leaves(rest) if rest else ()
    return " ".join(node.text for node, is_wanted in parts if is_wanted and not isinstance(node, Field))


def hits(found: Answer, sort_keys: Sequence[int], scope: VisibleScope) -> list[Hit]:
    """The articles with these sort keys in their order, as the reader may see them. One query for their rows."""
    rows = {row[1]: row for row in rows_of(sort_keys, scope)} if sort_keys else {}
    sought = [written(leaf) for leaf in found.leaves]
    meaning, now = Meant(found.leaves, scope.tag_tree), version()
    shown = [hit for key in sort_keys if key in rows and (hit := hit_of(rows[key], sought, meaning, now))]
    find_stretches(shown, found, sought, scope)
    return shown


def rows_of(sort_keys: Sequence[int], scope: VisibleScope) -> list[tuple[Any, ...]]:
    def queryset() -> "QuerySet[Article, tuple[Any, ...]]":
        rows = Article.objects.filter(access.visible(scope.user, access.AT), sort_key__in=[Numbers("keys")])
        return rows.values_list("pk", "sort_key", *(f"document__{column}" for column in (*STATE, *OF_THE_DOCUMENT)))

    kind = access.kind_of_reader(scope.user)
    return prepared.rows("hits", kind, queryset=queryset, at=scope.at, keys=sort_keys)


class Meant:
    """Which tags a query means, with those that are narrower."""

    def __init__(self, leaves: Sequence[Leaf], tag_tree: TagTree) -> None:
        self.tag_tree = tag_tree
        self.known = {tag.pk: True for leaf in leaves if isinstance(leaf, Concept) for tag in leaf.tags}

    def __call__(self, tag: Tag) -> bool:
        if not self.known:
            return False
        if tag.pk not in self.known:
            self.known[tag.pk] = False  # where the vocabulary leads back to it
            self.known[tag.pk] = any(map(self, self.tag_tree.broader.get(tag.pk, ())))
        return self.known[tag.pk]


def hit_of(row: Sequence[Any], sought: Sought, is_meant: Meant, now: str) -> Hit | None:
    """`now`: the version of documents."""
    pk, sort_key, stamp, made_at, made_with, *columns = row
    document = dict(zip(OF_THE_DOCUMENT, columns, strict=True))
    if not is_current(stamp, made_at, made_with, now):
        made = make(pk)
        if made is None:
            return None
        document = {**made.public}
    title, standfirst, names, short = map(unpacked, document["told"].split(BETWEEN))
    tags = [(tag, is_meant(tag)) for tag in is_meant.tag_tree.those(document["tags"])]
    first = sorted(tags, key=lambda one: not one[1])[:TAGS]
    told: set[int] = set()
    return Hit(
        pk=pk,
        sort_key=sort_key,
        row=document["hit"],
        title=highlighted(title, sought, told),
        standfirst=highlighted(standfirst, sought, told),
        authors=authors(names, short, sought, told),
        tags=[tag for tag, _ in first],
        meant={tag for tag, meant in first if meant},
        untold=set(range(len(sought))) - told,
        prose=document["prose"],
    )


def authors(names: SpelledText, short: SpelledText, sought: Sought, told: set[int]) -> list[Piece]:
    """The first of them, or the one who was looked for."""
    in_short: set[int] = set()
    shown = highlighted(short, sought, in_short)
    in_all = in_short if names.runs == short.runs else said_in(names, sought)
    told |= in_all
    return snippet(names, sought, width=NAMES) if in_all - in_short else shown
