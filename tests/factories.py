"""People, tags, references, articles and lists for tests, made through the acts that the site itself uses.

Every function can be called without arguments; what it is given stands on the row that it returns.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Final

import PIL.Image
from allauth.account.models import EmailAddress
from django.utils import timezone

from articles import publishing
from articles.content import ArticleContent, write_content
from articles.images.svg import save_drawing
from articles.images.uploads import save_image
from articles.models import Article, Image, RelatedArticle
from articles.status import Status
from bibliography.models import Reference
from bibliography.writing import save_reference
from lists.models import Item, ReadingList, Section
from members.consent import give_consent
from members.models import User
from members.roles import MEMBER, READER, assign_role
from tags.hierarchy import relate, set_broader
from tags.models import Tag, TagLabel, Taxonomy
from tests.times import NOW

PASSWORD: Final = "seven quiet amygdalae"
SCHEDULED: Final = "scheduled"  # beside the values of `Status`: published with a time to come
GLANCE: Final[dict[str, dict[str, str]]] = {
    "design": {"answer": "Randomised trial", "detail": "Therapy or waiting list"},
    "people": {"answer": "18 adults", "detail": "Untreated social phobia"},
    "therapy": {"answer": "Group therapy", "detail": "9 weeks"},
    "brain_measure": {"answer": "Water PET", "detail": "During a public speech"},
    "main_result": {"answer": "A quieter amygdala", "detail": "In both treated groups"},
    "confidence": {"level": "low", "reason": "Three groups from 18 people"},
}
_number = count(100_001)  # as many digits however many tests ran before, and none that a test writes itself
_moment = count(1)  # milliseconds: a month of them is more than any session makes


def make_user(
    role: str = MEMBER,
    *,
    email: str = "",
    password: str = PASSWORD,
    name: str = "",
    agreed: bool = True,
    active: bool = True,
    **fields: Any,
) -> User:
    """An account with this role; only a reader's address is not verified. `agreed`: to the texts as they now stand."""
    address = email or f"{role or 'nobody'}{next(_number)}@example.org"
    user = User.objects.create_user(address, password, name=name, is_active=active, **fields)
    if role:
        assign_role(user, role)
    EmailAddress.objects.create(user=user, email=user.email, verified=role != READER, primary=True)
    if agreed:
        give_consent(user, at=timezone.now())
    return User.objects.get(pk=user.pk)


def make_taxonomy(slug: str = "disorder", *, name: str = "", is_category: bool = False, position: int = 10) -> Taxonomy:
    """The taxonomy with this slug, made unless it stands already."""
    wanted = {"name": name or slug.replace("-", " ").capitalize(), "is_category": is_category, "position": position}
    return Taxonomy.objects.get_or_create(slug=slug, defaults=wanted)[0]


def make_tag(
    name: str = "",
    taxonomy: Taxonomy | None = None,
    *,
    slug: str = "",
    under: Iterable[Tag] = (),
    synonyms: Iterable[str] = (),
    related: Iterable[Tag] = (),
    scope_note: str = "",
) -> Tag:
    """A tag with its place in the hierarchy, synonyms and related tags."""
    label = name or f"Tag {next(_number)}"
    taxonomy = taxonomy or make_taxonomy()
    tag = Tag.objects.create(name=label, taxonomy=taxonomy, scope_note=scope_note, **({"slug": slug} if slug else {}))
    for synonym in synonyms:
        TagLabel.objects.create(tag=tag, name=synonym)
    if parents := list(under):
        set_broader(tag, parents)
    for other in related:
        relate(tag, other)
    return tag


def make_category(name: str = "Neuroscience") -> Tag:
    """The category of this name, made unless it stands already."""
    category = Tag.objects.spelled(name).filter(taxonomy__is_category=True).first()
    return category or make_tag(name, make_taxonomy("category", name="Category", is_category=True, position=0))


def make_reference(key: str = "", **csl: Any) -> Reference:
    """A journal article; `csl` adds or replaces fields of its record."""
    number = next(_number)
    record = {
        "type": "article-journal",
        "title": f"Quieter amygdalae in study {number}",
        "author": [{"family": "Furmark", "given": "Tomas"}, {"family": "Tillfors", "given": "Maria"}],
        "issued": {"date-parts": [[2002]]},
        "container-title": "Archives of General Psychiatry",
        "volume": "59",
        "page": "425-433",
        "DOI": f"10.1000/example.{number}",
    }
    return save_reference(key or f"furmark2002-{number}", {**record, **csl})


def png(width: int = 600, height: int = 400, *, colour: tuple[int, int, int] = (90, 60, 120)) -> bytes:
    """A photograph as somebody might upload it, in one colour."""
    buffer = io.BytesIO()
    PIL.Image.new("RGB", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()


def make_image(name: str = "", *, alt: str = "A scanner in a bright room.", credit: str = "A hospital") -> Image:
    """A photograph with its renditions."""
    return save_image(name or f"photograph-{next(_number)}", png(), alt=alt, decorative=not alt, credit=credit)


def make_drawing(
    name: str = "", *, alt: str = "Two boxes and an arrow.", credit: str = "", label: str = "amygdala"
) -> Image:
    """A drawing with `label` written in it."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><text x="20" y="40">{label}</text></svg>'
    return save_drawing(name or f"drawing-{next(_number)}", svg, alt=alt, decorative=not alt, credit=credit)


def make_content(slug: str = "", **changes: Any) -> ArticleContent:
    """A complete overview, ready to publish. Tags and categories are labels of tags that stand already."""
    number = next(_number)
    content = ArticleContent(
        slug=slug or f"article-{number}",
        kind="overview",
        title=f"A quieter amygdala after therapy {number}",
        standfirst="Two scans, nine weeks apart, and what changed between them.",
        access="members",
        byline="",
        categories=(),
        tags=(),
        paper=None,
        key_points=("The amygdala answered less after therapy.", "The trial was small."),
        at_a_glance={"confidence": GLANCE["confidence"]},
        image=None,
        image_caption="",
        related=(),
        summary="A small trial scanned people before and after therapy.",
        full_post="## What they did\n\nNine weeks of group sessions.\n\n## What they found\n\nA smaller response.",
    )
    return replace(content, **changes)


def make_article(
    slug: str = "",
    *,
    status: str = Status.PUBLISHED,
    editor: User | None = None,
    publish_at: datetime | None = None,
    tags: Sequence[Tag] | None = None,
    categories: Sequence[Tag] | None = None,
    paper: Reference | None = None,
    image: Image | None = None,
    reason: str = Article.WithdrawalReason.ERROR,
    **content: Any,
) -> Article:
    """An article with its full post, brought to `status` (of `Status`, or `SCHEDULED`) by the publishing acts.

    `content` replaces fields of `make_content`. With `paper` it is a paper summary. `reason`: for its withdrawal.
    """
    article = Article(editor=editor)
    links = {
        "tags": tuple(tag.name for tag in (tags if tags is not None else [some_tag()])),
        "categories": tuple(tag.name for tag in (categories if categories is not None else [make_category()])),
        "image": image.name if image else None,
    }
    summarised = {"kind": "paper-summary", "paper": paper.key, "at_a_glance": GLANCE} if paper else {}
    write_content(article, make_content(slug, **{**links, **summarised, **content}))
    bring_to(article, status, publish_at=publish_at, reason=reason)
    return Article.objects.get(pk=article.pk)


def bring_to(article: Article, status: str, *, publish_at: datetime | None, reason: str) -> None:
    if status == SCHEDULED:
        publishing.schedule(article, by=None, at=NOW, publish_at=publish_at or NOW + timedelta(days=7))
    elif status in (Status.PUBLISHED, Status.WITHDRAWN):
        publishing.publish(article, by=None, at=publish_at or after_all_others(days=30))
    elif status == Status.IN_REVIEW:
        publishing.send_to_review(article, by=None, at=NOW)
    elif status == Status.APPROVED:  # no act leads there yet
        Article.objects.filter(pk=article.pk).update(status=Status.APPROVED)
    if status == Status.WITHDRAWN:
        publishing.withdraw(article, by=None, at=NOW, reason=reason)


def after_all_others(*, days: int) -> datetime:
    """So many days ago, and a little later than what was made before."""
    return NOW - timedelta(days=days) + timedelta(milliseconds=next(_moment))


def some_tag() -> Tag:
    """A tag for whatever does not care which."""
    return Tag.objects.spelled("Social anxiety disorder").first() or make_tag("Social anxiety disorder")


def relate_articles(
    source: Article, target: Article, *, relation: str = "supports", reason: str = ""
) -> RelatedArticle:
    """A curated link."""
    said = reason or "It points the same way."
    return RelatedArticle.objects.create(source=source, target=target, relation=relation, reason=said)


def make_list(
    slug: str = "",
    *,
    articles: Sequence[Article] = (),
    sections: Mapping[str, Sequence[Article]] | None = None,
    status: str = Status.PUBLISHED,
    title: str = "",
    standfirst: str = "For people who are new to this. Each step needs the one before.",
    reasons: Mapping[int, str] | None = None,
    editor: User | None = None,
) -> ReadingList:
    """A reading list of one section with `articles`, or of these `sections`. `reasons` go by primary key."""
    number = next(_number)
    times = {
        Status.DRAFT: {},
        Status.PUBLISHED: {"publish_at": after_all_others(days=20)},
        Status.WITHDRAWN: {"publish_at": after_all_others(days=20), "withdrawn_at": NOW},
        SCHEDULED: {"publish_at": NOW + timedelta(days=7)},
    }
    reading_list = ReadingList.objects.create(
        slug=slug or f"list-{number}",
        title=title or f"Start here {number}",
        standfirst=standfirst,
        status=Status.PUBLISHED if status == SCHEDULED else status,
        editor=editor,
        first_published_at=times.get(status, {}).get("publish_at"),
        **times.get(status, {}),
    )
    for place, (heading, held) in enumerate((sections or {"Begin": articles}).items()):
        section = Section.objects.create(reading_list=reading_list, title=heading, position=place)
        for position, article in enumerate(held):
            reason = (reasons or {}).get(article.pk, f"Read it as step {position + 1}.")
            Item.objects.create(section=section, article=article, reason=reason, position=position)
    return reading_list
