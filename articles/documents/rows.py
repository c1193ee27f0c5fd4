"""Articles in lists: a row, or a teaser beside another article, with the tags as they are called today."""

from collections.abc import Container, Iterable, Sequence
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString

from articles.documents.pieces import piece
from articles.documents.printed_tags import plain, printed
from articles.documents.slots import as_html, between, filled, joined, slot
from articles.documents.storing import documents
from articles.models import Article, Document, StoredRow
from articles.related.display import MOST, Related
from tags.cache.snapshot import current_snapshot
from tags.cache.tag_tree import TagTree
from tags.models import Tag
from tags.text.plurals import noun

SHOWN: Final = 4  # tags of a row
TAG_LINK: Final = "articles/_tag_link.html"
MARKED: Final = {"before": "<mark>", "after": "</mark>"}
CHIP: Final = "tags/_chip.html"
MARK: Final = (slot("mark_begins"), slot("mark_ends"))  # places that nothing fills, around what other lists take out
NOTICE: Final = (slot("notice_begins"), slot("notice_ends"))
PICTURE: Final = (slot("picture_begins"), slot("picture_ends"))
LINE: Final = "articles/_related_line.html"
COUNTED_LINK: Final = "tags/_counted_link.html"


def rows(articles: Sequence[Article | StoredRow], origin: str, tag_tree: TagTree | None = None) -> list[SafeString]:
    """In the same order, at a site with this `origin`. No query, one where the tag tree is not given."""
    found = documents(articles)
    tag_tree = tag_tree or (current_snapshot().tag_tree if articles else TagTree())
    return [row(found[article.pk], tag_tree, origin) for article in articles if article.pk in found]


def row(document: Document | StoredRow, tag_tree: TagTree, origin: str) -> SafeString:
    return filled(document.row, {"tags": tagline(document.tags, tag_tree), "origin": origin})


def part_of_row(article: Article | StoredRow, edges: tuple[str, str]) -> SafeString:
    """Its evidence mark, the mark of a notice or its small picture by itself."""
    document = documents([article]).get(article.pk)
    return as_html(between(document.row, edges) if document else "")


def tagline(tags: Sequence[int], tag_tree: TagTree, meant: Container[Tag] = ()) -> SafeString:
    """The first of the tags with these keys; those that a query means are marked."""
    shown = tag_tree.those(tags)[:SHOWN]
    return joined(
        filled(printed(TAG_LINK, [tag], tag_tree), MARKED) if meant and tag in meant else plain(TAG_LINK, tag, tag_tree)
        for tag in shown
    )


def counted_links(counted: Iterable[tuple[Tag, int]], tag_tree: TagTree) -> SafeString:
    return joined(
        filled(
            printed(COUNTED_LINK, [tag], tag_tree),
            {"count": str(count), "unit": noun(count, "summary", "summaries")},
        )
        for tag, count in counted
    )


def chips(counted: Iterable[tuple[Tag, int | None]], tag_tree: TagTree) -> SafeString:
    made = []
    for tag, count in counted:
        number = "" if count is None else f" <small>{count}</small>"
        made.append(filled(printed(CHIP, [tag], tag_tree), {"count": number}))
    return joined(made)


def beside(related: Sequence[Related]) -> SafeString:
    """What stands beside an article: teasers, and the rest of what editors chose as plain lines."""
    if not related:
        return joined([])
    more = [
        piece(LINE, how=link.how, url=link.article.get_absolute_url(), title=link.article.title, reason=link.reason)
        for link in related[MOST:]
    ]
    return piece("articles/_related.html", teasers=joined(map(teaser, related[:MOST])), more=joined(more))


def teaser(related: Related) -> SafeString:
    return filled(related.article.teaser or "", {"how": escape(related.how), "reason": escape(related.reason)})
