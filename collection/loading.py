"""From plain values into the database: everything is checked first, then written in one transaction, or nothing is.

The collection wins over what the database holds of the same things; whatever it does not speak of is left alone.
Rows that are right already are not written, so a second load changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from articles.bitmaps.reindex import reindex_about
from articles.content import (
    ArticleContent,
    ContentRefused,
    Told,
    content_of,
    render_stored,
    write_content,
    write_related,
)
from articles.documents.storing import make_outdated
from articles.images.media.all_or_none import files_with_their_rows
from articles.images.stored_files import is_whole
from articles.images.svg import save_drawing, with_namespace
from articles.images.uploads import save_image
from articles.models import Article, FormerSlug, Image, ImageUse
from articles.models.atom_ids import atom_id_of_file
from articles.models.image import IMAGE_WORDS
from articles.publishing import PublishRefused
from articles.related.pending import put_off
from articles.related.pinning import choices_of, write_choices
from articles.related.rebuild import finish
from articles.site.snapshot import store, stored_site
from articles.site.values import DEFAULT, site_that_holds
from articles.status import Status
from articles.text.addresses import Addresses
from articles.text.merged_references.parting import give_keys_back
from bibliography.models import Reference
from bibliography.writing import save_reference
from collection.addresses import addresses_after, path_of, present_content, with_present_addresses
from collection.checking import check
from collection.faults import CollectionRefused, Fault
from collection.pictures.map_storing import bring_maps
from collection.reading import read_collection
from collection.recording import record_revisions
from collection.report import Report, what_happened
from collection.states import bring_article, save_list, with_first_date
from collection.stored import bytes_of, stored_list
from collection.values import ArticleFile, Collection, ImageFile
from lists.models import ReadingList
from tags.management.progress import Tell, begin_by
from tags.models import Tag
from tags.skos.database import bring_in


def checked(folder: Path) -> Collection:
    """The collection in `folder`, fit to be loaded. Raises `CollectionRefused` with every fault."""
    collection, faults = read_collection(folder)
    addresses = addresses_after(collection)
    collection, moved = with_present_addresses(collection, addresses)
    if faults := [*faults, *moved, *check(collection, addresses)]:
        raise CollectionRefused(faults)
    return collection


def load(folder: Path, *, at: datetime, tell: Tell) -> Report:
    """Bring the whole folder into the database. Raises `CollectionRefused`, having written nothing."""
    collection, report = checked(folder), Report()
    with files_with_their_rows(), transaction.atomic():
        with put_off():  # what relates articles
            _site(collection, report)
            _vocabulary(collection, report, tell)
            bring_maps(collection, report)
            _references(collection, report, tell)
            redrawn = _images(collection, report, tell)
            _articles(collection, addresses_after(collection), redrawn, report, tell, at)
            _related(collection, report, tell)
        _lists(collection, report, tell)
        record_revisions(collection, report, tell)
        report.notes += _left_alone(collection)
        finish(begin_by(tell))
    make_outdated()
    return report


def _site(collection: Collection, report: Report) -> None:
    """A folder that says nothing of its site leaves it as it is; the first time, its articles tell the facts."""
    stored = stored_site()
    site = collection.site.site if collection.site else stored
    if site is None:
        brought = ((article.content.kind, article.content.at_a_glance) for article in collection.articles)
        site = site_that_holds([*brought, *Article.objects.values_list("kind", "at_a_glance")])
    happened = "same" if site == (stored or DEFAULT) else what_happened(stored, site)
    if happened != "same":
        store(site)
    report.counts["Site"] = Counter([happened])


def _vocabulary(collection: Collection, report: Report, tell: Tell) -> None:
    if collection.vocabulary:
        tell("Tags", 0, len(collection.vocabulary.concepts))
        report.counts["Tags"] = bring_in(collection.vocabulary)
        tell("Tags", len(collection.vocabulary.concepts), len(collection.vocabulary.concepts))


def _references(collection: Collection, report: Report, tell: Tell) -> None:
    before = dict(Reference.objects.values_list("key", "csl"))
    counts = report.counts["References"] = Counter[str]()
    _forget_numbers(collection)
    cited_otherwise = give_keys_back([str(record["id"]) for record in collection.references])
    for done, record in enumerate(collection.references, start=1):
        reindex_about(saved := save_reference(str(record["id"]), record))
        counts[what_happened(before.get(saved.key), record)] += 1
        tell("References", done, len(collection.references))
    for pk in cited_otherwise:
        render_stored(pk)


def _forget_numbers(collection: Collection) -> None:
    """Two references may swap a DOI or PMID: until all are saved, those that change give theirs up."""
    stored = Reference.objects.in_bulk([str(record["id"]) for record in collection.references], field_name="key")
    for record in collection.references:
        if (row := stored.get(str(record["id"]))) and any(
            row.csl.get(name) != record.get(name) for name in ("DOI", "PMID")
        ):
            Reference.objects.filter(pk=row.pk).update(doi="", pmid="")


def _images(collection: Collection, report: Report, tell: Tell) -> set[str]:
    """Store the images; the names of those that now look or read otherwise than before."""
    counts = report.counts["Images"] = Counter[str]()
    redrawn: set[str] = set()
    for done, image in enumerate(collection.images, start=1):
        row = Image.objects.filter(name=image.name).first()
        happened = "new" if row is None else "same" if _is_stored(image, row) else "changed"
        if happened != "same":
            _save_image(image, row)
        if happened == "changed":
            redrawn.add(image.name)
        counts[happened] += 1
        tell("Images", done, len(collection.images))
    return redrawn


def _is_stored(image: ImageFile, row: Image) -> bool:
    same_words = all(getattr(row, name) == getattr(image, name) for name in IMAGE_WORDS)
    return same_words and row.svg == image.svg and _has_file(row, image)


def _has_file(row: Image, image: ImageFile) -> bool:
    """With all that was made of it: what was lost of the store is stored again."""
    return is_whole(row) and bytes_of(row) == image.data


def _save_image(image: ImageFile, row: Image | None) -> None:
    words = {name: getattr(image, name) for name in IMAGE_WORDS}
    if image.svg:
        save_drawing(image.name, with_namespace(image.svg), **words)
    elif row is not None and _has_file(row, image):
        Image.objects.filter(pk=row.pk).update(**words)
    else:
        save_image(image.name, image.data, source=image.data, **words)


def _articles(
    collection: Collection, addresses: Addresses, redrawn: set[str], report: Report, tell: Tell, at: datetime
) -> None:
    """All texts first: an article may link to one that comes later, and is published only where its links lead."""
    counts = report.counts["Articles"] = Counter[str]()
    stale = set(ImageUse.objects.filter(image__name__in=redrawn).values_list("article__slug", flat=True))
    brought = {file.content.slug for file in collection.articles}
    happened = [_write_article(file, brought, addresses, report) for file in collection.articles]
    for done, (file, before) in enumerate(zip(collection.articles, happened, strict=True), start=1):
        moved = _bring_state(file, report, at) | _bring_update(file)
        counts["changed" if moved and before == "same" else before] += 1
        tell("Articles", done, len(collection.articles))
    for pk in Article.objects.filter(slug__in=stale).values_list("pk", flat=True):
        render_stored(pk)


def _write_article(file: ArticleFile, brought: set[str], addresses: Addresses, report: Report) -> str:
    """Write one article where it differs; tell whether it was new, changed or the same."""
    article = _stored_article(file, brought)
    stored = present_content(content_of(article), addresses) if article.pk else None
    is_same = stored is not None and _without_links(stored) == _without_links(file.content)
    try:
        told = [] if is_same else write_content(article, file.content, addresses)
    except ContentRefused as error:
        raise CollectionRefused(_at_places(file, error.problems)) from error
    report.notes += [str(fault) for fault in _at_places(file, told)]
    if not is_same:
        report.look_at(file)
    for slug in file.former_slugs:
        FormerSlug.objects.get_or_create(slug=slug, defaults={"article": article})
    return "new" if stored is None else "same" if is_same else "changed"


def _at_places(file: ArticleFile, told: list[Told]) -> list[Fault]:
    lines = [(file.places.get(part, 0) + max(line - 1, 0), message) for line, part, message in told]
    return [Fault(path_of(file), line, message) for line, message in lines]


def _stored_article(file: ArticleFile, brought: set[str]) -> Article:
    """The article at this address, or the one that moved away from it, unless that has a file of its own."""
    slug = file.content.slug
    if article := Article.objects.filter(slug=slug).first():
        return article
    moved = Article.objects.filter(former_slugs__slug=slug).exclude(slug__in=brought).first()
    return moved or Article(slug=slug, **_name_for_feeds(slug))


def _name_for_feeds(slug: str) -> dict[str, str]:
    """What a file without one is called, unless an article that moved away from this address is."""
    atom_id = atom_id_of_file(slug)
    return {} if Article.objects.filter(atom_id=atom_id).exists() else {"atom_id": atom_id}


def _without_links(content: ArticleContent) -> ArticleContent:
    return replace(content, related=())


def _bring_state(file: ArticleFile, report: Report, at: datetime) -> bool:
    """Whether the state changed. What editors have withdrawn here does not come back by itself."""
    article, path = Article.objects.get(slug=file.content.slug), path_of(file)
    if article.status == Status.WITHDRAWN and file.state.status == Status.PUBLISHED:
        report.notes.append(f"{path} was withdrawn here and stays so; publish it in the admin to bring it back.")
        return False
    try:
        return bring_article(article, file.state, at=at)
    except PublishRefused as error:
        raise CollectionRefused([Fault(path, 0, str(error))]) from error


def _bring_update(file: ArticleFile) -> bool:
    """The last change that readers are told of, and what feeds call the article."""
    article = Article.objects.get(slug=file.content.slug)
    columns = {"public_updated_at": file.updated, "change_note": file.change_note}
    columns |= {"atom_id": file.atom_id or article.atom_id}
    if all(getattr(article, name) == value for name, value in columns.items()):
        return False
    Article.objects.filter(pk=article.pk).update(**columns)
    return True


def _related(collection: Collection, report: Report, tell: Tell) -> None:
    counts = report.counts["Links"] = Counter[str]()
    for done, file in enumerate(collection.articles, start=1):
        article = Article.objects.get(slug=file.content.slug)
        linked = content_of(article).related == file.content.related
        chosen = choices_of(article) == (file.pinned, tuple(sorted(file.blocked)))
        if not linked:
            write_related(article, file.content.related)
        if not chosen:
            write_choices(article, file.pinned, file.blocked)
        counts["same" if linked and chosen else "changed"] += 1
        tell("Links", done, len(collection.articles))


def _lists(collection: Collection, report: Report, tell: Tell) -> None:
    counts = report.counts["Lists"] = Counter[str]()
    for done, brought in enumerate(collection.lists, start=1):
        row = ReadingList.objects.filter(slug=brought.slug).first()
        file = replace(brought, state=with_first_date(row, brought.state)) if row else brought
        happened = what_happened(row and stored_list(row), file)
        if happened != "same":
            save_list(row or ReadingList(slug=file.slug), file)
        counts[happened] += 1
        tell("Lists", done, len(collection.lists))


def _left_alone(collection: Collection) -> Iterator[str]:
    """Things that the database holds and the folder does not speak of."""
    parts: list[tuple[str, Iterable[str], set[str]]] = [
        ("Articles", Article.objects.values_list("slug", flat=True), {a.content.slug for a in collection.articles}),
        ("Lists", ReadingList.objects.values_list("slug", flat=True), {file.slug for file in collection.lists}),
        ("Images", Image.objects.values_list("name", flat=True), {image.name for image in collection.images}),
        ("References", Reference.objects.values_list("key", flat=True), {str(r["id"]) for r in collection.references}),
    ]
    if collection.vocabulary:
        brought = {concept.slug for concept in collection.vocabulary.concepts}
        parts.append(("Tags", Tag.objects.values_list("slug", flat=True), brought))
    for name, stored, brought in parts:
        if others := sorted(set(stored) - brought):
            yield f"{name} that this collection does not hold are left as they are: {', '.join(others)}."
