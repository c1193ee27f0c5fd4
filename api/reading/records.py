"""Rows of the database as JSON: the same names and the same words as on pages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from articles.images.html import smallest_address
from articles.metadata import byline
from articles.models import Article, Citation, Document
from articles.related.display import Related
from articles.site.snapshot import current_site
from bibliography.models import Reference
from bibliography.notices.told import told_of, with_notices
from tags.cache.tag_tree import TagTree
from tags.models import Tag

Json = dict[str, Any]


def article_row(article: Article, tags: Iterable[Tag], categories: Iterable[Tag], origin: str) -> Json:
    """`article` as `with_record` or `with_page` fetched it. No query."""
    first, last = article.first_published, article.last_updated
    return {
        "slug": article.slug,
        "url": origin + article.get_absolute_url(),
        "kind": article.kind,
        "title": article.title,
        "standfirst": article.standfirst,
        "byline": byline(article),
        "access": article.access,
        "has_full_post": article.has_full_post,
        "first_published": first.isoformat() if first else None,
        "last_updated": last.isoformat() if last else None,
        "change_note": article.change_note,
        "summary_minutes": article.summary_minutes,
        "full_minutes": article.full_minutes,
        "sections": [part["title"] for part in article.outline],
        "categories": [named(tag) for tag in categories],
        "tags": [named(tag) for tag in tags],
        "paper": paper(article.paper) if article.paper else None,
    }


def stored_article_row(article: Article, document: Document, tag_tree: TagTree, origin: str) -> Json:
    """The same of one in a list, whose tags its document keeps."""
    return article_row(article, tag_tree.those(document.tags), tag_tree.those(document.categories), origin)


def whole_article(
    article: Article, cited: Iterable[Citation], related: Sequence[Related], full_post: str | None, origin: str
) -> Json:
    """`article` as `with_page` fetched it. `full_post`: its HTML, for those who may read it."""
    return {
        **article_row(article, article.tag_list, article.category_list, origin),
        "key_points": article.key_points,
        "at_a_glance": list(facts(article.at_a_glance)),
        "image": image(article, origin),
        "summary_html": article.summary_html,
        "references": [
            {
                "number": one.position,
                "key": one.reference.key,
                "citation_html": one.reference.citation_html,
                "doi": one.reference.doi,
                "url": one.reference.url,
                "notices": list(notices(one.reference)),
            }
            for one in cited
        ],
        "related": [
            {
                "slug": one.article.slug, "title": one.article.title, "how": one.how, "reason": one.reason,
            }
            for one in related
        ],
        "full_post_html": full_post,
    }  # fmt: skip


def facts(at_a_glance: Mapping[str, Mapping[str, str]]) -> Iterable[Json]:
    """In the order in which the site asks for them. A level has its reason for a detail."""
    for fact in current_site().facts:
        if fact.key in at_a_glance:
            said = at_a_glance[fact.key]
            answer, detail = ("level", "reason") if fact.is_level else ("answer", "detail")
            yield {
                "key": fact.key, "label": fact.label, "answer": said.get(answer, ""), "detail": said.get(detail, ""),
            }  # fmt: skip


def image(article: Article, origin: str) -> Json | None:
    shown = article.image
    if shown is None:
        return None
    address = smallest_address(shown)
    return {
        "url": origin + address if address else "",
        "alt": "" if shown.decorative else shown.alt,
        "credit": shown.credit,
        "caption_html": article.image_caption_html,
    }


def named(tag: Tag) -> Json:
    return {"slug": tag.slug, "name": tag.name, "taxonomy": tag.taxonomy.slug}


def topic_row(tag: Tag, count: int, origin: str, identity: str) -> Json:
    return {
        **named(tag),
        "url": origin + tag.get_absolute_url(),
        "synonyms": [label.name for label in tag.labels.all() if label.is_shown],
        "scope_note": tag.scope_note,
        "identity": identity,
        "articles": count,
    }


def paper(reference: Reference) -> Json:
    """In short, with the notices that are in force about it."""
    columns = ("key", "title", "authors", "container_title", "year", "doi", "pmid", "url")
    return {**{name: getattr(reference, name) for name in columns}, "notices": list(notices(reference))}


def notices(reference: Reference) -> Iterable[Json]:
    """The gravest first."""
    for told in told_of(reference):
        yield {
            "kind": told.kind,
            "dated": told.dated.isoformat() if told.dated else None,
            "url": told.address,
            "reasons": list(told.reasons),
        }


def whole_reference(reference: Reference) -> Json:
    return {
        **paper(reference),
        "type": str(reference.csl.get("type", "")),
        "citation_html": reference.citation_html,
        "csl": with_notices(reference),
    }
