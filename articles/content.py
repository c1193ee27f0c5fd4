"""An article as one plain value: what files, revisions and the admin hand over, and what they get back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from articles.bitmaps.indexing import index_article
from articles.cards.card_job import draw_for_article, draw_soon
from articles.documents.storing import make
from articles.models import Article, FormerSlug, FullPost, Image, ImageUse, RelatedArticle
from articles.models.slugs import is_provisional
from articles.models.upsert import upsert
from articles.related.update import relate
from articles.search.index import index
from articles.status import Status
from articles.text.addresses import Addresses, addresses_in
from articles.text.markdown import html_in, image_names, keys_in
from articles.text.mentions import write_citations, write_image_uses
from articles.text.rendering import Problem, Rendered, Renderer, shown_as_it_stands
from bibliography.models import Reference
from tags.models import Tag, take_write_lock

RENDERED: Final = (  # made anew at any time
    "image_caption_html", "summary_html", "summary_words", "summary_outline", "outline", "full_words",
)  # fmt: skip
Told = tuple[int, str, str]  # the line within the part or 0, the part, what to mend or to know
SEPARATOR: Final = "<!-- full post -->"  # parts the two texts in a file of the collection


@dataclass(frozen=True)
class Link:
    """A curated link: `target` is the slug of the other article."""

    target: str
    relation: str
    reason: str


@dataclass(frozen=True)
class ArticleContent:
    """Everything an editor writes. Tags and categories are preferred labels, `paper` and `image` keys and names."""

    slug: str
    kind: str
    title: str
    standfirst: str
    access: str
    byline: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    paper: str | None
    key_points: tuple[str, ...]
    at_a_glance: dict[str, Any]
    image: str | None
    image_caption: str
    related: tuple[Link, ...]
    summary: str
    full_post: str


class ContentRefused(Exception):
    """Raised with every problem found."""

    def __init__(self, problems: list[Told]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{part}, line {line}: {message}" for line, part, message in problems))


def content_of(article: Article) -> ArticleContent:
    """The article as it stands in the database."""
    full = FullPost.objects.filter(article=article).first()
    links = article.related_links.select_related("target").order_by("position", "pk")
    return ArticleContent(
        slug=article.slug,
        kind=article.kind,
        title=article.title,
        standfirst=article.standfirst,
        access=article.access,
        byline=article.byline,
        categories=tuple(tag.name for tag in article.categories.all()),
        tags=tuple(tag.name for tag in article.tags.all()),
        paper=article.paper.key if article.paper else None,
        key_points=tuple(article.key_points),
        at_a_glance=article.at_a_glance,
        image=article.image.name if article.image else None,
        image_caption=article.image_caption,
        related=tuple(Link(link.target.slug, link.relation, link.reason) for link in links),
        summary=article.summary_markdown,
        full_post=full.markdown if full else "",
    )


@dataclass(frozen=True)
class Texts:
    """The parts of an article as HTML. `cited`: keys in the order of their numbers; the first `public` of them are
    cited in the caption of its image or in the summary. `references`: primary keys of references by their keys.
    """

    caption: Rendered
    summary: Rendered
    full: Rendered
    cited: list[str]
    public: int
    references: Mapping[str, int]

    @property
    def problems(self) -> list[Told]:
        """What keeps them from being saved, as `ContentRefused` carries it."""
        return of_each(self.caption.problems, self.summary.problems, self.full.problems)

    @property
    def warnings(self) -> list[Told]:
        """What their editor may want just so."""
        return of_each(self.caption.warnings, self.summary.warnings, self.full.warnings)


def of_each(caption: Iterable[Problem], summary: Iterable[Problem], full: Iterable[Problem]) -> list[Told]:
    parts = (("caption", caption), ("summary", summary), ("full post", full))
    return [(problem.line, name, problem.message) for name, part in parts for problem in part]


def shown_literally(content: ArticleContent) -> Iterator[Told]:
    """HTML where plain text stands."""
    for part in ("title", "standfirst", "byline", "key_points"):
        said = getattr(content, part)
        for html in html_in(said if isinstance(said, str) else "\n".join(said)):
            yield 0, part, shown_as_it_stands(html)


@transaction.atomic
def write_content(article: Article, content: ArticleContent, addresses: Addresses | None = None) -> list[Told]:
    """Save the article, new or old, with everything but its curated links. Raises `ContentRefused`, writing nothing.

    Returned is what its editor should know of it, and may want just so.
    `addresses`: where its links may lead, if that is more than the database knows yet.
    """
    named = Tag.objects.filter(name__in=[*content.tags, *content.categories]).select_related("taxonomy")
    known = {(tag.name, tag.taxonomy.is_category): tag for tag in named}
    tags = filed(content.tags, "tags", known, is_category=False)
    categories = filed(content.categories, "categories", known, is_category=True)
    return write_filed(article, content, tags=tags, categories=categories, addresses=addresses)


@transaction.atomic(savepoint=False)
def write_filed(
    article: Article,
    content: ArticleContent,
    *,
    tags: list[Tag],
    categories: list[Tag],
    addresses: Addresses | None = None,
) -> list[Told]:
    """The same under these very tags: two tags of different taxonomies may have one label."""
    told = write_rows(article, content, tags=tags, categories=categories, addresses=addresses)
    bring_into_step(article)
    return told


@transaction.atomic(savepoint=False)
def write_rows(
    article: Article,
    content: ArticleContent,
    *,
    tags: list[Tag],
    categories: list[Tag],
    addresses: Addresses | None = None,
) -> list[Told]:
    """The same for an act that brings the article into step itself, once all of it is done."""
    take_write_lock()
    texts = rendered(content.image_caption, content.summary, content.full_post, addresses)
    if texts.problems:
        raise ContentRefused(texts.problems)
    for name in ("kind", "title", "standfirst", "access", "byline", "at_a_glance", "image_caption"):
        setattr(article, name, getattr(content, name))
    article.key_points = list(content.key_points)
    article.paper = Reference.objects.at_key(content.paper).get() if content.paper else None
    article.image = Image.objects.get(name=content.image) if content.image else None
    article.summary_markdown = content.summary
    move(article, content.slug)
    show(article, texts)
    article.save()
    article.tags.replace(tags)
    article.categories.replace(categories)
    write_parts(article, content.full_post, texts)
    return [*shown_literally(content), *texts.warnings]


def bring_into_step(article: Article) -> None:
    """After every act on an article: bitmaps, search, related articles and what pages print follow it."""
    index_article(article)
    index(article)
    relate(article)
    if article.status == Status.PUBLISHED:
        make(article.pk)
        draw_soon(draw_for_article, article.pk)


def filed(labels: Iterable[str], part: str, known: Mapping[tuple[str, bool], Tag], *, is_category: bool) -> list[Tag]:
    """Those of the `known` tags with these preferred labels, in this order.

    Raises `ContentRefused` for one that does not exist.
    """
    unknown = [label for label in labels if (label, is_category) not in known]
    if unknown:
        raise ContentRefused([(0, part, f"No tag is called “{label}”.") for label in unknown])
    return [known[label, is_category] for label in labels]


def move(article: Article, slug: str) -> None:
    """Give the article this address. The old one of a stored article keeps redirecting."""
    if article.pk and article.slug == slug:
        return
    if article.pk and not is_provisional(article.slug):
        FormerSlug.objects.get_or_create(slug=article.slug, defaults={"article": article})
    FormerSlug.objects.filter(slug=slug).delete()
    article.slug = slug


def rendered(caption: str, summary: str, full_post: str, addresses: Addresses | None = None) -> Texts:
    """Render the parts, saved or not, with links that lead where `addresses` says, or the database. Five queries."""
    shown = [*image_names(summary), *image_names(full_post)]
    images = {image.name: image for image in Image.objects.filter(name__in=shown).prefetch_related("renditions")}
    named = {key for text in (caption, summary, full_post) for key in keys_in(text)}
    records = Reference.objects.defer("csl", "citation_html").named_by(named)
    references = {record.key: record.pk for record in records.values()}
    present = {key: record.key for key, record in records.items()}
    renderer = Renderer(records.keys(), images, addresses or addresses_in(caption, summary, full_post), present)
    line, part = renderer.line(caption), renderer.render(summary, prefix="short-")
    public = len(renderer.cited)
    full = renderer.render(full_post, prefix="full-")
    return Texts(line, part, full, renderer.cited, public, references)


@transaction.atomic(savepoint=False)
def write_texts(article: Article, full_post: str, texts: Texts) -> None:
    """Store the parts of a saved article and all that follows. That alone is maintenance, and no edit."""
    show(article, texts)
    article.save(update_fields=RENDERED)
    write_parts(article, full_post, texts)


def show(article: Article, texts: Texts) -> None:
    """Set what pages print of the texts: HTML, outline, words. Nothing is saved."""
    summary, full = texts.summary, texts.full
    article.image_caption_html = texts.caption.html
    article.summary_html, article.summary_words = summary.html, summary.words
    article.summary_outline = summary.outline
    article.outline, article.full_words = full.outline, full.words


def write_parts(article: Article, full_post: str, texts: Texts) -> None:
    """Store full post, citations and image uses of a saved article."""
    upsert([FullPost(article=article, markdown=full_post, html=texts.full.html)], "markdown", "html")
    write_citations(article, texts.cited, texts.references, public=texts.public)
    write_image_uses(article, texts.summary.images, texts.full.images)


@transaction.atomic
def render_again(image: Image) -> None:
    """Bring articles that show `image` in a text up to date: their HTML repeats its alternative text and sizes."""
    uses = ImageUse.objects.filter(image=image).exclude(place=ImageUse.Place.LEAD)
    for pk in uses.values_list("article_id", flat=True).distinct():
        render_stored(pk)


@transaction.atomic
def render_stored(pk: int) -> list[str]:
    """Render the parts of an article again, as it stands when the write lock is held. One that is gone is left out.

    What was saved once is rendered as far as it goes: returned is what its editor would be told today.
    """
    take_write_lock()
    told = []
    for article in Article.objects.filter(pk=pk):
        full_post = content_of(article).full_post
        texts = rendered(article.image_caption, article.summary_markdown, full_post)
        write_texts(article, full_post, texts)
        told += [f"{article.slug}: {part}, line {line}: {message}" for line, part, message in texts.problems]
    return told


@transaction.atomic
def write_related(article: Article, links: Iterable[Link]) -> None:
    """Exactly these curated links, in this order. All targets have to exist."""
    targets = Article.objects.in_bulk([link.target for link in links], field_name="slug")
    article.related_links.all().delete()
    RelatedArticle.objects.bulk_create(
        RelatedArticle(
            source=article, target=targets[link.target], relation=link.relation, reason=link.reason, position=position
        )
        for position, link in enumerate(links)
    )
