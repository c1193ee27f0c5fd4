"""One article as its page shows it to a reader: what was stored, and of the full post what they may read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import CharField, OuterRef, QuerySet, Subquery

from articles import access
from articles.documents.parts import version
from articles.documents.storing import is_current, make
from articles.models import Article, FullDocument, FullPost
from members import prepared
from members.prepared import Parameter

OF_THE_ARTICLE: Final = (
    "pk", "title", "slug", "standfirst", "status", "publish_at", "withdrawn_at", "withdrawal_reason", "access",
    "editor_id",
)  # fmt: skip
OF_THE_DOCUMENT: Final = ("page", "gated", "tags", "categories")
STATE: Final = ("document__stamp", "document__made_at", "document__made_with")


@dataclass(frozen=True)
class ReadArticle:
    """`full_post`: its HTML, or None for those who may not read it; `around`: what stands around it, or the gate.

    `article` holds only the columns that its page asks for.
    """

    article: Article
    page: str
    tags: list[int]
    categories: list[int]
    full_post: str | None
    around: Mapping[str, str]


def article_for(user: access.Person, at: datetime, slug: str) -> ReadArticle | None:
    """The article at this address, if it exists for `user`. One query; more where its documents are outdated."""
    kind = access.kind_of_reader(user)
    for row in prepared.rows("article", kind, queryset=lambda: article_at(user), at=at, slug=slug):
        return read(list(row))
    return None


def article_at(user: access.Person) -> "QuerySet[Article, tuple[Any, ...]]":
    may_read = access.readable_in_full(user, prefix="article__")
    full_post = FullPost.objects.filter(may_read, article=OuterRef("pk")).values("html")
    full_parts = FullDocument.objects.filter(may_read, article=OuterRef("pk")).values("parts")
    return (
        Article.objects.filter(access.visible(user, access.AT))
        .filter(slug=Parameter("slug", CharField()))
        .annotate(full_html=Subquery(full_post), full_parts=Subquery(full_parts))
        .values_list(
            *OF_THE_ARTICLE, *STATE, *(f"document__{part}" for part in OF_THE_DOCUMENT), "full_html", "full_parts"
        )
    )


def read(row: list[Any]) -> ReadArticle | None:
    full_parts, full_post = row.pop(), row.pop()
    article = Article(**dict(zip(OF_THE_ARTICLE, row, strict=False)))
    stamp, made_at, made_with, *public = row[len(OF_THE_ARTICLE) :]
    stored = dict(zip(OF_THE_DOCUMENT, public, strict=True))
    if not is_current(stamp, made_at, made_with, version()) or (full_post is not None and full_parts is None):
        made = make(article.pk)
        if made is None:
            return None
        stored, full_parts = {**made.public}, made.full["parts"]
    gated = stored["gated"]
    around = gated if full_post is None else full_parts
    return ReadArticle(article, stored["page"], stored["tags"], stored["categories"], full_post, around)
