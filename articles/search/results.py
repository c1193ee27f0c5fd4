"""What a page of results shows: each article with what was looked for marked, and where it was found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import prefetch_related_objects

from articles.access import full_post_for
from articles.browse.scope import VisibleScope
from articles.models import Article
from articles.search.autocomplete import tags_for
from articles.search.query.ast import Field, leaves
from articles.search.query.interpretation import Concept, Leaf
from articles.search.ranking import Candidate, bitmaps_of, is_filed, texts_of, written
from articles.search.service import Answer
from articles.search.snippets import Piece, highlighted, said_in, snippet
from articles.search.texts import prose_of_html, text_of_html
from tags.cache.bitmaps import NOTHING, Bitmap
from tags.cache.tag_tree import TagTree
from tags.models import Tag

AUTHORS: Final = 60  # characters
NAMES: Final = 8  # words, where somebody further down was looked for
TAGS: Final = 4
TOPICS: Final = 6
LOOSE: Final = re.compile(r" (?=[.,;:!?)])")  # where the number of a reference stood


@dataclass(frozen=True)
class Hit:
    """One article. `found`: the stretch of its text that shows why; `in_full`: it stands in the full post alone.

    `meant`: those of its tags that were looked for, and narrower ones; they come first.
    """

    article: Article
    title: list[Piece]
    standfirst: list[Piece]
    authors: list[Piece]
    found: list[Piece]
    in_full: bool
    tags: list[Tag]
    meant: set[Tag]


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
    """The articles with these sort keys in their order, as the reader may see them."""
    rows = Article.objects.visible_to(scope.user, scope.at).with_sort_keys(sort_keys).with_result()
    by_key = {article.sort_key: article for article in rows}
    unsaid = unsaid_in_public(found, sort_keys)
    if unsaid:
        prefetch_related_objects([by_key[key] for key in unsaid if key in by_key], "full_post")
    return [hit(by_key[key], found, scope, unsaid=unsaid.get(key, [])) for key in sort_keys if key in by_key]


def unsaid_in_public(found: Answer, sort_keys: Sequence[int]) -> dict[int, list[Leaf]]:
    """By article what no public word of it says and none of its tags means: only its full post can hold that.

    Nothing for visitors, whose search does not look there. One query for others.
    """
    if found.finder is None or not found.is_full or not found.leaves:
        return {}
    filed: dict[Leaf, Bitmap] = {leaf: bitmaps_of(found.finder, leaf)[1] for leaf in found.leaves if is_filed(leaf)}
    unsaid = {
        one.sort_key: [
            leaf for leaf in found.leaves if one.sort_key not in filed.get(leaf, NOTHING) and not says(one, leaf)
        ]
        for one in texts_of(Bitmap(sort_keys))
    }
    return {sort_key: missing for sort_key, missing in unsaid.items() if missing}


def says(candidate: Candidate, leaf: Leaf) -> bool:
    return any(form in text for text in candidate.fields.values() for form in written(leaf))


def hit(article: Article, found: Answer, scope: VisibleScope, *, unsaid: Sequence[Leaf]) -> Hit:
    """One article; what only its full post holds is shown from there, by leave of `full_post_for`."""
    wanted = found.leaves
    tags = tags_of(article, wanted, scope.tag_tree)
    names = article.paper.authors if article.paper else ""
    full_post = full_post_for(scope.user, article) if unsaid else None
    in_full = stretch_of(full_post.html, wanted, unsaid) if full_post else []
    return Hit(
        article=article,
        title=highlighted(article.title, wanted),
        standfirst=highlighted(article.standfirst, wanted),
        authors=authors(names, wanted),
        found=in_full or in_summary(article, names, wanted),
        in_full=bool(in_full),
        tags=[tag for tag, _ in tags],
        meant={tag for tag, is_meant in tags if is_meant},
    )


def in_summary(article: Article, names: str, wanted: Sequence[Leaf]) -> list[Piece]:
    """A stretch of the summary with what neither title nor standfirst nor authors say."""
    told = said_in(f"{article.title} . {article.standfirst} . {names}", wanted)
    untold = [leaf for leaf in wanted if leaf not in told]
    return stretch_of(article.summary_html, wanted, untold, before=" ".join(article.key_points)) if untold else []


def stretch_of(html: str, wanted: Sequence[Leaf], untold: Sequence[Leaf], *, before: str = "") -> list[Piece]:
    """From the sentences of a text, or else from its tables and drawings."""
    for read in (prose_of_html, text_of_html):
        text = LOOSE.sub("", f"{before} {read(html)}".strip())
        if found := snippet(text, wanted, wanted=untold):
            return found
    return []


def authors(names: str, wanted: Sequence[Leaf]) -> list[Piece]:
    """The first of them, or the one who was looked for."""
    short = names if len(names) <= AUTHORS else f"{names[:AUTHORS].rpartition(', ')[0]} …"
    if said_in(names, wanted) - said_in(short, wanted):
        return snippet(names, wanted, width=NAMES)
    return highlighted(short, wanted)


def tags_of(article: Article, wanted: Sequence[Leaf], tag_tree: TagTree) -> list[tuple[Tag, bool]]:
    """The first tags, each with whether it was looked for or is narrower than one that was: those come first."""
    meant = {tag.pk for leaf in wanted if isinstance(leaf, Concept) for tag in leaf.tags}
    filed = (tag_tree.tags.get(item.tag_id) for item in article.tagged_items.all())
    told = [(tag, is_within(tag, meant, tag_tree)) for tag in filed if tag]
    return sorted(told, key=lambda one: not one[1])[:TAGS]


def is_within(tag: Tag, meant: set[int], tag_tree: TagTree) -> bool:
    waiting, seen = [tag.pk] if meant else [], set[int]()
    while waiting:
        pk = waiting.pop()
        if pk in meant:
            return True
        if pk not in seen:
            seen.add(pk)
            waiting.extend(broader.pk for broader in tag_tree.broader.get(pk, ()))
    return False
