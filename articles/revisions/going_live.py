"""A revision becomes what readers see: the only way from the desk into an article's own rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from articles.content import Link, write_related, write_rows
from articles.models import Article, Draft, FormerSlug, Image, Revision
from articles.models.slugs import free_slug, is_provisional
from articles.revisions.catching_up import catch_up, with_changes
from articles.revisions.four_eyes import waits_for_another
from articles.revisions.limits import beyond_limits
from articles.revisions.revision_content import RevisionContent, as_article_content, named, tags_named, whole
from articles.revisions.saving import Sent, StaleBase, advance, write
from bibliography.models import Reference
from members.models import User
from tags.models import Tag
from tags.slugs import slug_of

GONE: Final = "“{}” does not exist any more. Choose another, or take it out."


@dataclass(frozen=True)
class Prepared:
    """A revision's content with everything found that it names. `gone`: what was not, in words for its editor."""

    content: RevisionContent
    tags: list[Tag]
    categories: list[Tag]
    links: list[Link]
    gone: list[str]


def put_live(article: Article, revision: Revision, *, by: User | None, at: datetime) -> list[str]:
    """Write what `revision` holds into the rows of a locked article; what is in the way of that, writing nothing then.

    Bitmaps, search and printed documents follow with the act that this is part of.
    Raises `StaleBase` when it is not what editors work on any more, and `ContentRefused`.
    """
    draft = head_or_refuse(article, revision)
    if waits_for_another(article, draft, by):
        return ["Somebody else has to approve it first: you wrote part of it yourself."]
    prepared = prepare(article, whole(draft.head.content))
    if prepared.gone:
        return prepared.gone
    draft.stage = Draft.Stage.DRAFT  # an approval is used up by what it approved
    live = advance(draft, Sent(prepared.content, draft.head_id, by or draft.head.by, at))
    write_prepared(article, prepared)
    draft.takes(live, live=live)
    return []


def put_due_live(article: Article, draft: Draft, due: Revision, *, at: datetime) -> list[str]:
    """The same for what was scheduled, whoever has edited the draft since: that stays beside it."""
    prepared = prepare(article, whole(due.content))
    if prepared.gone:
        return prepared.gone
    sent = Sent(prepared.content, due.pk, draft.due_by, at)
    live = due if due.content == prepared.content else write(article, sent, base=due, sitting=uuid4().hex)
    write_prepared(article, prepared)
    if draft.head_id == due.pk:
        draft.takes(live, live=live, stage=Draft.Stage.DRAFT)
    elif live == due:
        draft.takes(draft.head, live=live)
    else:
        draft.takes(with_changes(draft.head, whole(due.content), prepared.content), live=live)
    return []


def write_prepared(article: Article, prepared: Prepared) -> None:
    content = as_article_content(prepared.content)
    write_rows(article, content, tags=prepared.tags, categories=prepared.categories)
    write_related(article, prepared.links)


def head_or_refuse(article: Article, revision: Revision) -> Draft:
    """The draft whose head is `revision`, or that revision with what came about meanwhile outside the desk."""
    draft = catch_up(article)
    brought_in = draft.head.origin == Revision.Origin.MERGED and draft.head.by_id is None
    if draft.head_id != revision.pk and not (brought_in and draft.head.base_id == revision.pk):
        raise StaleBase(draft.head)
    return draft


def prepare(article: Article, content: RevisionContent) -> Prepared:
    """Seven queries at most."""
    tags, gone_tags = tags_named(content["tags"])
    categories, gone_categories = tags_named(content["categories"])
    others = Article.objects.in_bulk([link["id"] for link in content["related"]])
    links = [
        Link(others[link["id"]].slug, link["relation"], link["reason"])
        for link in content["related"]
        if link["id"] in others
    ]
    slug, objection = slug_for(article, content)
    wrong = [*objection, *(told for _, told in beyond_limits(content))]
    gone = [
        *gone_tags,
        *gone_categories,
        *(link["title"] for link in content["related"] if link["id"] not in others),
        *(key for key in [content["paper"]] if key and not Reference.objects.at_key(key).exists()),
        *(name for name in [content["image"]] if name and not Image.objects.filter(name=name).exists()),
    ]
    complete = whole({**content, "slug": slug, "tags": named(tags), "categories": named(categories)})
    return Prepared(complete, tags, categories, links, [*(GONE.format(name) for name in gone if name), *wrong])


def slug_for(article: Article, content: RevisionContent) -> tuple[str, list[str]]:
    """The address that it asks for, keeps, or gets of its title; and what is wrong with it."""
    slug = content["slug"]
    if not slug and not is_provisional(article.slug):
        return article.slug, []
    if not slug:
        made = free_slug(slug_of(content["title"]), article)
        return made, [] if made else ["Choose an address: none can be made of this title."]
    if slug == article.slug:
        return slug, []
    if other := Article.objects.exclude(pk=article.pk).at_address(slug).first():
        return slug, [f"The address “{slug}” is that of “{other}”. Choose another one."]
    if former := FormerSlug.objects.exclude(article=article).filter(slug=slug).select_related("article").first():
        return slug, [f"The address “{slug}” leads on to “{former.article}”. Choose another one."]
    return slug, []
