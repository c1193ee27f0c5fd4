"""What the database holds, as the plain values that files are written from."""

from collections.abc import Set
from dataclasses import replace
from typing import Final

import PIL.Image
from django.db import transaction

from articles.content import ArticleContent, content_of
from articles.models import Article, Image
from articles.models.atom_ids import atom_id_of_file
from articles.related.pinning import choices_of
from articles.site.snapshot import stored_site
from articles.site.values import DEFAULT, Site
from articles.text.addresses import addresses_in
from articles.text.markdown import keys_in, with_keys
from bibliography.models import Reference
from collection.addresses import present_content
from collection.pictures.map_storing import stored_maps
from collection.states import state_of
from collection.values import ArticleFile, Collection, ImageFile, ListFile, ListItem, ListSection, SiteFile
from lists.models import ReadingList
from tags.skos.database import stored_vocabulary

SUFFIX_OF: Final = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "GIF": ".gif"}


def stored_collection() -> Collection:
    """Everything that a collection can hold, at one moment."""
    with transaction.atomic():
        vocabulary = stored_vocabulary()
        return Collection(
            site=SiteFile(with_taxonomies(stored_site() or DEFAULT, {scheme.slug for scheme in vocabulary.schemes})),
            vocabulary=vocabulary,
            references=tuple({**csl, "id": key} for key, csl in Reference.objects.values_list("key", "csl")),
            images=tuple(stored_image(row) for row in Image.objects.order_by("name")),
            articles=tuple(stored_article(row) for row in Article.objects.order_by("slug")),
            lists=tuple(stored_list(row) for row in ReadingList.objects.order_by("slug")),
            maps=tuple(stored_maps()),
        )


def with_taxonomies(site: Site, there: Set[str]) -> Site:
    """Without those that editors have deleted: a file that names them could not be loaded elsewhere."""
    return replace(
        site,
        looks={slug: look for slug, look in site.looks.items() if slug in there},
        home=tuple(slug for slug in site.home if slug in there),
        matrix=tuple(slug for slug in site.matrix if slug in there),
        file_under=tuple(slug for slug in site.file_under if slug in there),
    )


def stored_article(row: Article) -> ArticleFile:
    former = row.former_slugs.order_by("slug").values_list("slug", flat=True)
    content, told = content_of(row), (row.public_updated_at, row.change_note)
    present = present_content(content, addresses_in(content.image_caption, content.summary, content.full_post))
    present = with_present_keys(present)
    return ArticleFile(present, state_of(row), tuple(former), *choices_of(row), *told, atom_id_in_file(row))


def with_present_keys(content: ArticleContent) -> ArticleContent:
    """Former keys stand for nothing elsewhere. No query where all keys are of today but the one that says so."""
    texts = (content.image_caption, content.summary, content.full_post)
    named = Reference.objects.only("key").named_by(key for text in texts for key in keys_in(text))
    former = {key: one.key for key, one in named.items() if key != one.key}
    caption, summary, full_post = (with_keys(text, former) for text in texts) if former else texts
    return replace(content, image_caption=caption, summary=summary, full_post=full_post)


def atom_id_in_file(row: Article) -> str:
    return row.atom_id if row.atom_id != atom_id_of_file(row.slug) else ""


def stored_image(row: Image) -> ImageFile:
    if row.is_drawing:
        return ImageFile(row.name, ".svg", row.alt, row.decorative, row.credit, row.numbers, svg=row.svg)
    with row.original.open() as file, PIL.Image.open(file, formats=tuple(SUFFIX_OF)) as picture:
        suffix = SUFFIX_OF[str(picture.format)]
    return ImageFile(row.name, suffix, row.alt, row.decorative, row.credit, row.numbers, data=bytes_of(row))


def bytes_of(row: Image) -> bytes:
    """The file that a photograph was made from; nothing for a drawing."""
    if row.is_drawing:
        return b""
    with row.original.open() as original:
        return bytes(original.read())


def stored_list(row: ReadingList) -> ListFile:
    sections = []
    for section in row.sections.order_by("position"):
        items = section.items.select_related("article").order_by("position")
        sections.append(
            ListSection(section.title, section.intro, tuple(ListItem(item.article.slug, item.reason) for item in items))
        )
    return ListFile(row.slug, row.title, row.standfirst, state_of(row), tuple(sections))
