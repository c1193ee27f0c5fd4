"""A revision as the page that readers would get, with nothing of it written to the article's rows."""

from datetime import datetime
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from articles.content import Texts, rendered, show
from articles.documents.article_page import article_page
from articles.documents.parts import documents_of
from articles.documents.reading import ReadArticle
from articles.models import Article, CategorisedArticle, Citation, FullPost, Image, TaggedArticle
from articles.related.display import Related, curated, related_to
from articles.revisions.revision_content import RevisionContent, tags_named
from bibliography.models import Reference

NO_TITLE: Final = "Without a title"
OF_THE_ROW: Final = ("pk", "slug", "status", "editor", "atom_id", "publish_at", "first_published_at", "change_note",
                     "public_updated_at", "withdrawn_at", "withdrawal_reason")  # fmt: skip


def page_of(
    request: HttpRequest,
    article: Article,
    content: RevisionContent,
    at: datetime,
    *,
    in_full: bool,
    texts: Texts | None = None,
    address: str | None = None,
) -> str:
    """HTML as a visitor, or `in_full` a member, would get it. `request` should carry nobody: see `as_nobody`.

    `texts`: what `articles.content.rendered` made of it, where that is known. `address`: where the page stands for
    somebody who knows no other: it leads to no other of the article, and says nothing of its state.
    """
    texts = texts or rendered(content["image_caption"], content["summary"], content["full_post"])
    unsaved = unsaved_article(article, content, texts)
    if address:
        unsaved.is_previewed_elsewhere = True
        unsaved.get_absolute_url = lambda: address  # type: ignore[method-assign]
    made = documents_of(unsaved, cited_in(texts))
    full_post = texts.full.html if in_full or unsaved.is_open else None
    around = made.public["gated"] if full_post is None else made.full["parts"]
    found = ReadArticle(unsaved, made.public["page"], made.public["tags"], made.public["categories"], full_post, around)
    return article_page(request, found, at, beside_it(article, content, at))


def as_nobody(request: HttpRequest) -> HttpRequest:
    """The same request from somebody without an account and without messages that wait to be told."""
    bare = HttpRequest()
    bare.__dict__.update(request.__dict__)
    bare.user = AnonymousUser()
    bare._messages = []  # type: ignore[attr-defined]
    return bare


def unsaved_article(article: Article, content: RevisionContent, texts: Texts) -> Article:
    unsaved = Article(**{name: getattr(article, name) for name in OF_THE_ROW})
    for name in ("kind", "standfirst", "access", "byline", "key_points", "at_a_glance", "image_caption"):
        setattr(unsaved, name, content[name])
    unsaved.title = content["title"] or NO_TITLE
    unsaved.summary_markdown = content["summary"]
    unsaved.paper = Reference.objects.at_key(content["paper"]).first() if content["paper"] else None
    images = Image.objects.filter(name=content["image"]).prefetch_related("renditions")
    unsaved.image = images.first() if content["image"] else None
    show(unsaved, texts)
    unsaved.full_post = FullPost(article=unsaved, markdown=content["full_post"], html=texts.full.html)
    tags, _ = tags_named(content["tags"])
    categories, _ = tags_named(content["categories"])
    unsaved._prefetched_objects_cache = {  # type: ignore[attr-defined]
        "tagged_items": [TaggedArticle(tag=tag) for tag in tags],
        "categorised_items": [CategorisedArticle(tag=tag) for tag in categories],
    }
    return unsaved


def cited_in(texts: Texts) -> list[Citation]:
    """With their numbers, as they would be stored."""
    references = Reference.objects.in_bulk(texts.cited, field_name="key")
    return [
        Citation(reference=references[key], position=number, in_summary=number <= texts.public)
        for number, key in enumerate(texts.cited, start=1)
        if key in references
    ]


def beside_it(article: Article, content: RevisionContent, at: datetime) -> list[Related]:
    """What it links itself, then what stands beside it already but for what it linked before."""
    nobody = AnonymousUser()
    links = [(link["id"], link["relation"], link["reason"]) for link in content["related"]]
    own = curated(links, nobody, at)
    left_out = {*article.related_links.values_list("target", flat=True), *(link[0] for link in links)}
    return [*own, *(link for link in related_to(article.pk, nobody, at) if link.article.pk not in left_out)]
