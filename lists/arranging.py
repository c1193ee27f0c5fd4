"""The acts that change what a reading list holds; what was seen whole is compared with what is stored."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from articles.models import Article
from articles.publishing import PublishRefused, require_permission
from articles.status import Status
from lists.arrangement import Arrangement, arrangement_of
from lists.models import Item, ReadingList, Section
from lists.publishing import Done, lacking, lock, note_list
from members.models import User
from tags.models import take_write_lock
from tags.slugs import first_free, slug_of
from tags.text.lengths import longest

LONGEST_TITLE = longest(ReadingList, "title")


class StaleList(Exception):
    """Raised when somebody else stored something that this person had not seen. `stored`: what stands there now."""

    def __init__(self, stored: Arrangement) -> None:
        self.stored = stored
        super().__init__("Somebody changed this list after you had opened it.")


@transaction.atomic
def rearrange(reading_list: ReadingList, wanted: Arrangement, *, seen: str, by: User | None) -> None:
    """Store `wanted` whole. Raises `StaleList`, or `PublishRefused` with what is to be mended first."""
    before = compare(reading_list, seen, by=by, wanted=wanted)
    if reasons := faults_in(reading_list, wanted):
        raise PublishRefused(reasons)
    reading_list.title, reading_list.standfirst, reading_list.slug = wanted.title, wanted.standfirst, wanted.slug
    reading_list.editor_id = wanted.editor
    reading_list.save(update_fields=["title", "standfirst", "slug", "editor"])
    if before.parts != wanted.parts:
        reading_list.sections.all().delete()
        write_parts(reading_list, wanted)
    note_change(reading_list, before, by=by)


def note_change(reading_list: ReadingList, before: Arrangement, *, by: User | None) -> None:
    after = arrangement_of(reading_list)
    note_list(Done.CHANGED, reading_list, by=by, before=before.told, after=after.told)


def compare(reading_list: ReadingList, seen: str, *, by: User | None, wanted: Arrangement | None = None) -> Arrangement:
    """Hold the list until the act is done; what it holds now. What is stored already as `wanted` was seen."""
    require_permission(by)
    take_write_lock()
    lock(reading_list)
    stored = arrangement_of(reading_list)
    if seen != stored.mark and (wanted is None or wanted.mark != stored.mark):
        raise StaleList(stored)
    return stored


def faults_in(reading_list: ReadingList, wanted: Arrangement) -> list[str]:
    found = [] if wanted.title else ["Give it a title."]
    if reading_list.status == Status.PUBLISHED:
        found = list(lacking(wanted.title, wanted.standfirst, has_items=bool(wanted.size)).values())
    if not wanted.slug or taken(wanted.slug, reading_list):
        found.append(f"Another list has the address “{wanted.slug}”." if wanted.slug else "Give it an address.")
    for number, part in enumerate(wanted.parts, 1):
        if not part.title:
            found.append(f"Give section {number} a title.")
        found += [f"Say why “{row.title}” is read there." for row in part.rows if not row.reason]
        articles = [row.article for row in part.rows]
        twice = {row.title for row in part.rows if articles.count(row.article) > 1}
        found += [f"“{title}” stands twice in one section." for title in sorted(twice)]
    return found


def taken(slug: str, reading_list: ReadingList) -> bool:
    return ReadingList.objects.filter(slug=slug).exclude(pk=reading_list.pk).exists()


def write_parts(reading_list: ReadingList, wanted: Arrangement) -> None:
    sections = Section.objects.bulk_create(
        Section(reading_list=reading_list, title=part.title, intro=part.intro, position=position)
        for position, part in enumerate(wanted.parts)
    )
    Item.objects.bulk_create(
        Item(section=section, article_id=row.article, reason=row.reason, position=position)
        for section, part in zip(sections, wanted.parts, strict=True)
        for position, row in enumerate(part.rows)
    )


@transaction.atomic
def begin_list(title: str, *, by: User) -> ReadingList:
    """A draft with this title and an address made of it."""
    require_permission(by)
    take_write_lock()
    slugs = set(ReadingList.objects.values_list("slug", flat=True))
    slug = first_free(slug_of(title) or "list", slugs, longest(ReadingList, "slug"))
    made = ReadingList.objects.create(title=title, slug=slug, standfirst="", editor=by)
    note_list(Done.ADDED, made, by=by)
    return made


@transaction.atomic
def clone(reading_list: ReadingList, *, by: User) -> ReadingList:
    """A draft that says the same, under a title and an address of its own."""
    made = begin_list(f"Copy of {reading_list.title}"[:LONGEST_TITLE], by=by)
    made.standfirst = reading_list.standfirst
    made.save(update_fields=["standfirst"])
    before = arrangement_of(made)
    write_parts(made, arrangement_of(reading_list))
    note_change(made, before, by=by)
    return made


@transaction.atomic
def delete_list(reading_list: ReadingList, *, seen: str, by: User) -> None:
    """What readers see is withdrawn first."""
    before = compare(reading_list, seen, by=by)
    if reading_list.status == Status.PUBLISHED:
        raise PublishRefused(["Readers see it. Withdraw it first."])
    note_list(Done.DELETED, reading_list, by=by, before=before.told)
    reading_list.delete()


@transaction.atomic
def compared_act(
    reading_list: ReadingList, run: Callable[..., None], *, seen: str, by: User | None, at: datetime
) -> None:
    """An act of `lists.publishing` on the list as its person saw it."""
    compare(reading_list, seen, by=by)
    run(reading_list, by=by, at=at)


@transaction.atomic
def place(article: Article, section: Section, reason: str, *, by: User | None, at: datetime) -> Item:
    """Put the article at the end of a section. Nothing that stands there changes, so nothing is compared."""
    require_permission(by)
    take_write_lock()
    if not reason.strip():
        raise PublishRefused(["Say why it is read there."])
    if section.items.filter(article=article).exists():
        raise PublishRefused([f"It stands in “{section}” already."])
    last = section.items.order_by("-position").values_list("position", flat=True).first()
    position = 0 if last is None else last + 1
    made = Item.objects.create(section=section, article=article, reason=reason.strip(), position=position)
    note_list(Done.CHANGED, section.reading_list, by=by, at=at, after=told_of(made))
    return made


def told_of(item: Item) -> dict[str, str]:
    return {"section": item.section.title, "article": f"{item.article}: {item.reason}"}


@transaction.atomic
def take_out(item: Item, *, by: User | None) -> None:
    """A published list keeps at least one article."""
    require_permission(by)
    take_write_lock()
    reading_list = item.section.reading_list
    if reading_list.status == Status.PUBLISHED and Item.objects.of_list(reading_list).count() == 1:
        raise PublishRefused([f"“{reading_list}” is published and holds nothing else. Withdraw it first."])
    note_list(Done.CHANGED, reading_list, by=by, before=told_of(item))
    item.delete()
