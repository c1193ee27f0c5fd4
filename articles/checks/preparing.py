"""Manuscripts from what the database knows: of a document of the desk, and of an article as it is stored."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from django.db.models import Q

from articles.checks import check
from articles.checks.found import Found
from articles.checks.manuscript import Manuscript
from articles.content import Link, Texts, content_of, rendered
from articles.models import Article, FormerSlug, Image
from articles.revisions.limits import beyond_limits
from articles.revisions.revision_content import NamedTag, RevisionContent, as_article_content, tags_named
from articles.site.snapshot import current_site
from articles.text.addresses import LINK, Addresses
from articles.text.markdown import image_names, keys_in
from articles.text.mentions import names_what_is_there
from articles.text.rendering import Problem, Renderer
from bibliography.models import Reference
from bibliography.notices.told import told_of
from tags.cache.snapshot import current_snapshot
from tags.cache.tag_tree import TagTree
from tags.models import Tag, Taxonomy

STAND_IN: Final = "<svg></svg>"  # what an image looks like is no matter here
TEXTS: Final = ("image_caption", "summary", "full_post")


def check_document(document: RevisionContent, texts: Texts | None = None) -> list[Found]:
    """All that is found in what a revision keeps: what no column takes, what else blocks, what is only told.

    `texts`: its three texts as HTML, by whoever has them. Six queries at most, unless tags were deleted that it names.
    """
    limits = [Found("limit", True, field, told) for field, told in beyond_limits(document)]
    return [*limits, *check(manuscript_of(document, texts))]


def manuscript_of(document: RevisionContent, texts: Texts | None = None) -> Manuscript:
    written = {"image_caption": document["image_caption"], "summary": document["summary"]}
    written["full_post"] = document["full_post"]
    shown = {field: image_names(text) for field, text in written.items()}
    named = _names_in(document, written, [name for names in shown.values() for name in names])
    links = (Link(str(link["id"]), link["relation"], link["reason"]) for link in document["related"])
    return Manuscript(
        as_article_content(document, links),
        facts=current_site().facts,
        problems=_problems_of(texts) if texts else _problems_in(written, named),
        wanted=_wanted(named.taxonomies),
        taxonomies=frozenset(tag.taxonomy.slug for tag in named.tags),
        chosen=tuple(map(named.called, document["references"])),
        cited=frozenset(named.called(key) for text in written.values() for key in keys_in(text)),
        noticed={key: told[0].happened for key, one in named.references.items() if (told := told_of(one))},
        images={image.name: image for image in named.images},
        shown_in={name: field for field in reversed(TEXTS) for name in shown[field]},
        lost=tuple(_lost(document, named)),
    )


class _Named(NamedTuple):
    """What the database has of all that a document names."""

    images: list[Image]
    references: dict[str, Reference]
    articles: set[int]
    addresses: Addresses
    tags: list[Tag]
    without_tag: dict[str, list[str]]  # labels, of tags and of categories, that stand for nothing today
    taxonomies: tuple[Taxonomy, ...]

    def called(self, key: str) -> str:
        """What a reference is called today."""
        return self.references[key].key if key in self.references else key


def _names_in(document: RevisionContent, written: Mapping[str, str], shown: list[str]) -> _Named:
    """Five queries at most, however much it names."""
    lead = [document["image"]] if document["image"] else []
    keys = {key for text in written.values() for key in keys_in(text)} | {*document["references"]}
    keys |= {document["paper"]} if document["paper"] else set()
    tag_tree = current_snapshot().tag_tree
    related, linked = {link["id"] for link in document["related"]}, _linked(written.values())
    chosen = Article.objects.filter(Q(pk__in=related) | Q(slug__in=linked["article"]))
    articles = dict(chosen.values_list("slug", "pk"))
    former = dict(FormerSlug.objects.filter(slug__in=linked["article"]).values_list("slug", "article__slug"))
    tags, gone = _tags_in(tag_tree, document["tags"])
    present = {name: tag.slug for name in linked["tag"] if (tag := tag_tree.present(name))}
    return _Named(
        images=list(Image.objects.filter(name__in={*shown, *lead}).only("name", "alt", "decorative")),
        references=Reference.objects.only("key", "told_notices").named_by(keys),
        articles=set(articles.values()),
        addresses=Addresses({**former, **{slug: slug for slug in articles}}, present),
        tags=tags,
        without_tag={"tags": gone, "categories": _tags_in(tag_tree, document["categories"])[1]},
        taxonomies=tag_tree.taxonomies,
    )


def _tags_in(tag_tree: TagTree, items: list[NamedTag]) -> tuple[list[Tag], list[str]]:
    """As `tags_named`, which is asked for those alone that are not in the vocabulary any more."""
    stored = [tag for item in items if (tag := tag_tree.tags.get(item["id"]))]
    others = [item for item in items if item["id"] not in tag_tree.tags]
    found, gone = tags_named(others) if others else ([], [])
    return [*(tag_tree.tags.get(tag.replaced_by_id or 0, tag) for tag in stored), *found], gone


def _linked(texts: Iterable[str]) -> dict[str, set[str]]:
    linked: dict[str, set[str]] = {"article": set(), "tag": set()}
    for text in texts:
        for scheme, name in LINK.findall(text):
            linked[scheme].add(name)
    return linked


def _problems_of(texts: Texts) -> dict[str, tuple[Problem, ...]]:
    parts = (texts.caption, texts.summary, texts.full)
    return {name: tuple(part.problems) for name, part in zip(TEXTS, parts, strict=True)}


def _problems_in(written: Mapping[str, str], named: _Named) -> dict[str, tuple[Problem, ...]]:
    images = {image.name: Image(name=image.name, svg=STAND_IN, alt="-") for image in named.images}
    renderer = Renderer(named.references.keys(), images, named.addresses)
    parts = (
        renderer.line(written["image_caption"]),
        renderer.render(written["summary"], prefix="short-"),
        renderer.render(written["full_post"], prefix="full-"),
    )
    return {name: tuple(part.problems) for name, part in zip(TEXTS, parts, strict=True)}


def _wanted(taxonomies: Iterable[Taxonomy]) -> dict[str, str]:
    """Of the taxonomies that the site names those that there are."""
    names = {taxonomy.slug: taxonomy.name for taxonomy in taxonomies}
    return {slug: names[slug] for slug in current_site().file_under if slug in names}


def _lost(document: RevisionContent, named: _Named) -> Iterable[Found]:
    """What was chosen once and is no longer there."""
    for part, labels in named.without_tag.items():
        yield from (_gone(part, "tag", label) for label in labels)
    for link in document["related"]:
        if link["id"] not in named.articles:
            yield _gone("related", "article", link["title"])
    papers = [document["paper"]] if document["paper"] else []
    for part, keys in (("paper", papers), ("references", document["references"])):
        yield from (_gone(part, "reference", key) for key in keys if key not in named.references)
    if document["image"] and document["image"] not in {image.name for image in named.images}:
        yield _gone("image", "image", document["image"])


def _gone(field: str, what: str, name: str) -> Found:
    message = f"The {what} “{name}” is no longer there."
    return Found(f"{what}-gone", True, field, message, "Take it out, or choose another.", 0, name)


def manuscript_of_stored(article: Article, chosen: Iterable[str] = ()) -> Manuscript:
    """What publishing asks of an article as it stands. Texts that name only what is there are not rendered again:
    they were refused when they were saved if anything else was wrong with them. `chosen`: references of its revision.
    """
    content = content_of(article)
    written = (content.image_caption, content.summary, content.full_post)
    is_fine = names_what_is_there(*written)
    wanted = current_site().file_under
    taxonomies = set(article.tags.values_list("taxonomy__slug", flat=True)) if wanted and content.tags else set()
    unmet = bool(taxonomies) and not taxonomies & {*wanted}
    return Manuscript(
        content,
        facts=current_site().facts,
        problems={} if is_fine else _problems_of(rendered(*written)),
        wanted=_wanted(Taxonomy.objects.filter(slug__in=wanted)) if unmet else {},
        taxonomies=frozenset(taxonomies),
        chosen=tuple(chosen),
        cited=frozenset().union(*map(keys_in, written)) if chosen else frozenset(),
        images={article.image.name: article.image} if article.image else {},
    )
