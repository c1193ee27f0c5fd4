"""A whole article as one JSON value: what a revision keeps, what forms hand over, what is compared and merged.

Tags and related articles are named by primary key, with what they were called for people to read: a tag that was
renamed stays, one that was merged stands for its replacement.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypedDict, cast

from articles.content import ArticleContent, Link, content_of
from articles.models import Article
from articles.status import Access, Kind
from tags.lookup import Found, resolve
from tags.models import Tag


class NamedTag(TypedDict):
    id: int
    label: str


class NamedArticle(TypedDict):
    """A curated link to the article `id`."""

    id: int
    title: str
    relation: str
    reason: str


class RevisionContent(TypedDict):
    """`paper` and `references`: keys of references; `image`: a name; `summary`, `full_post`: Markdown.

    `slug`: "" until somebody chooses one; publishing makes it of the title then. `references` are those that its editor
    chose for it; each has to be cited before it is published.
    """

    kind: str
    title: str
    slug: str
    standfirst: str
    key_points: list[str]
    at_a_glance: dict[str, Any]
    paper: str | None
    image: str | None
    image_caption: str
    access: str
    byline: str
    categories: list[NamedTag]
    tags: list[NamedTag]
    related: list[NamedArticle]
    references: list[str]
    summary: str
    full_post: str


FIELDS: Final = tuple(RevisionContent.__annotations__)


def empty(kind: str = Kind.PAPER_SUMMARY) -> RevisionContent:
    return {
        "kind": kind, "title": "", "slug": "", "standfirst": "", "key_points": [], "at_a_glance": {}, "paper": None,
        "image": None, "image_caption": "", "access": Access.MEMBERS, "byline": "", "categories": [], "tags": [],
        "related": [], "references": [], "summary": "", "full_post": "",
    }  # fmt: skip


def as_stored(article: Article) -> RevisionContent:
    """The article as its own rows hold it. Eight queries."""
    content = content_of(article)
    links = article.related_links.select_related("target").order_by("position", "pk")
    return {
        "kind": content.kind,
        "title": content.title,
        "slug": content.slug,
        "standfirst": content.standfirst,
        "key_points": list(content.key_points),
        "at_a_glance": content.at_a_glance,
        "paper": content.paper,
        "image": content.image,
        "image_caption": content.image_caption,
        "access": content.access,
        "byline": content.byline,
        "categories": named(article.categories.all()),
        "tags": named(article.tags.all()),
        "related": [
            {"id": link.target_id, "title": link.target.title, "relation": link.relation, "reason": link.reason}
            for link in links
        ],
        "references": list(article.citations.order_by("position").values_list("reference__key", flat=True)),
        "summary": content.summary,
        "full_post": content.full_post,
    }


def named(tags: Iterable[Tag]) -> list[NamedTag]:
    return [{"id": tag.pk, "label": tag.name} for tag in tags]


def means_the_same(one: RevisionContent, other: RevisionContent) -> bool:
    """Whether readers would see the same: names of what is named by key do not count, nor what texts cite anyway."""
    return all(by_key(one[name]) == by_key(other[name]) for name in FIELDS if name != "references")  # type: ignore[literal-required]


def by_key(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [
        {key: said for key, said in item.items() if key not in {"label", "title"}} if isinstance(item, dict) else item
        for item in value
    ]


def tags_named(items: Iterable[NamedTag]) -> tuple[list[Tag], list[str]]:
    """The tags that stand there today, each once, and the labels of those that are gone without a successor."""
    wanted = list(items)
    stored = Tag.objects.select_related("taxonomy", "replaced_by__taxonomy").in_bulk([item["id"] for item in wanted])
    found: dict[Tag, None] = {}
    gone = []
    for item in wanted:
        tag = stored.get(item["id"])
        if tag and tag.is_deprecated and tag.replaced_by:
            tag = tag.replaced_by
        if tag is None:
            meaning = resolve(item["label"], suggesting=0)
            tag = meaning.tag if isinstance(meaning, Found) else None
        if tag:
            found[tag] = None
        else:
            gone.append(item["label"])
    return list(found), gone


def as_article_content(content: RevisionContent, links: Iterable[Link] = ()) -> ArticleContent:
    """As `articles.content` writes it. `links`: its related articles by address."""
    return ArticleContent(
        slug=content["slug"],
        kind=content["kind"],
        title=content["title"],
        standfirst=content["standfirst"],
        access=content["access"],
        byline=content["byline"],
        categories=tuple(tag["label"] for tag in content["categories"]),
        tags=tuple(tag["label"] for tag in content["tags"]),
        paper=content["paper"],
        key_points=tuple(content["key_points"]),
        at_a_glance=content["at_a_glance"],
        image=content["image"],
        image_caption=content["image_caption"],
        related=tuple(links),
        summary=content["summary"],
        full_post=content["full_post"],
    )


def whole(content: Mapping[str, Any]) -> RevisionContent:
    """A stored value, with what has come to the format since as it is in an empty article."""
    return cast(RevisionContent, {**empty(), **{name: content[name] for name in FIELDS if name in content}})
