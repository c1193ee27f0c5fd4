"""An own list as one value, and the acts that store it: made, copied, arranged anew, one article added."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction

from articles.access import Person
from articles.models import Article
from articles.models.revision import LONGEST_TITLE
from library.listing import is_there
from library.models import OwnItem, OwnList, OwnSection
from library.models.own_list import LONGEST_ABOUT, MOST_ITEMS, MOST_LISTS, MOST_SECTIONS
from lists.arrangement import Arrangement, Part, Row
from lists.models import Item, ReadingList
from members.models import User


class ListRefused(ValueError):
    """Raised before anything is written; its text says why, to the member."""


class ChangedMeanwhile(Exception):
    """Raised where the stored list is no longer the one that the member started from."""


@dataclass(frozen=True)
class OwnRow(Row):
    """`article` is 0 where it was deleted. `url`: of the article, where it is there for whoever asks."""

    key: UUID = field(default_factory=uuid4)
    url: str = field(default="", compare=False)


TOO_MANY_LISTS: Final = f"You have {MOST_LISTS} lists, and there is room for no more. Delete one first."
TOO_MANY_ITEMS: Final = f"A list holds {MOST_ITEMS} articles. Begin another for the rest."


def arrangement_of_own(own_list: OwnList, reader: Person, at: datetime) -> Arrangement:
    """As it is stored, with the titles that `reader` may see. Two queries."""
    items = (
        OwnItem.objects.filter(section__own_list=own_list)
        .annotate(is_there=is_there(reader, at))
        .select_related("article")
        .only("section", "key", "known_as", "reason", "position", "article__slug", "article__title")
        .order_by("section", "position", "pk")
    )
    held = {section: tuple(map(row_of, found)) for section, found in groupby(items, key=lambda item: item.section_id)}
    sections = own_list.sections.all()
    parts = tuple(Part(one.title, one.intro, held.get(one.pk, ())) for one in sections)
    return Arrangement(own_list.title, "", own_list.about, parts)


def row_of(item: Any) -> OwnRow:
    if item.article and item.is_there:
        return OwnRow(item.article_id, item.reason, item.article.title, item.key, item.article.get_absolute_url())
    return OwnRow(item.article_id or 0, item.reason, item.known_as, item.key)


def make(member: User, title: str, *, at: datetime, about: str = "", copy_of: ReadingList | None = None) -> OwnList:
    if OwnList.objects.of(member).count() >= MOST_LISTS:
        raise ListRefused(TOO_MANY_LISTS)
    if not title.strip():
        raise ListRefused("Give the list a title.")
    said = {"title": title.strip()[:LONGEST_TITLE], "about": about[:LONGEST_ABOUT]}
    return OwnList.objects.create(member=member, copy_of=copy_of, made_at=at, changed_at=at, **said)


@transaction.atomic
def copy(member: User, reading_list: ReadingList, *, at: datetime) -> OwnList:
    """What the member can open of an editors' list, with its sections and reasons."""
    made = make(member, reading_list.title, at=at, about=reading_list.standfirst, copy_of=reading_list)
    items = Item.objects.of_list(reading_list).visible_to(member, at).in_reading_order()
    found = items.select_related("section", "article")[:MOST_ITEMS]
    groups = [list(group) for _, group in groupby(found, key=lambda item: item.section_id)]
    parts = tuple(
        Part(
            group[0].section.title,
            group[0].section.intro[:LONGEST_ABOUT],
            tuple(OwnRow(item.article_id, item.reason[:LONGEST_ABOUT], item.article.title) for item in group),
        )
        for group in groups[:MOST_SECTIONS]
    )
    write(made, Arrangement(made.title, "", made.about, parts), at=at)
    return made


@transaction.atomic
def arrange(own_list: OwnList, wanted: Arrangement, *, base: str, at: datetime) -> None:
    """All of it or nothing. `base`: the `mark` of the arrangement that the member started from."""
    stored = OwnList.objects.select_for_update().get(pk=own_list.pk)
    if arrangement_of_own(stored, stored.member, at).mark != base:
        raise ChangedMeanwhile
    if problem := next(problems_with(wanted), None):
        raise ListRefused(problem)
    write(stored, wanted, at=at)


def problems_with(wanted: Arrangement) -> Iterator[str]:
    if not wanted.title:
        yield "Give the list a title."
    if len(wanted.title) > LONGEST_TITLE or any(len(part.title) > LONGEST_TITLE for part in wanted.parts):
        yield f"A title has {LONGEST_TITLE} characters at most."
    texts = [wanted.standfirst, *(part.intro for part in wanted.parts)]
    texts += [row.reason for part in wanted.parts for row in part.rows]
    if max(map(len, texts)) > LONGEST_ABOUT:
        yield f"A text here has {LONGEST_ABOUT:,} characters at most."
    if len(wanted.parts) > MOST_SECTIONS:
        yield f"A list has {MOST_SECTIONS} sections at most."
    if wanted.size > MOST_ITEMS:
        yield TOO_MANY_ITEMS
    for part in wanted.parts:
        keys = [row.article for row in part.rows if row.article]
        if len(keys) != len(set(keys)):
            yield f"An article stands twice in “{part.title or 'a section'}”."


@transaction.atomic
def add(own_list: OwnList, article: Article, reason: str, *, at: datetime) -> bool:
    """At the end of the last section; whether it was not in the list before."""
    stored = OwnList.objects.select_for_update().get(pk=own_list.pk)
    before = arrangement_of_own(stored, stored.member, at)
    if any(row.article == article.pk for part in before.parts for row in part.rows):
        return False
    *others, last = before.parts or (Part(""),)
    row = OwnRow(article.pk, reason.strip()[:LONGEST_ABOUT], article.title)
    wanted = replace(before, parts=(*others, replace(last, rows=(*last.rows, row))))
    if wanted.size > MOST_ITEMS:
        raise ListRefused(TOO_MANY_ITEMS)
    write(stored, wanted, at=at)
    return True


def write(own_list: OwnList, wanted: Arrangement, *, at: datetime) -> None:
    """In place of what is stored, within the transaction of an act."""
    own_list.sections.all().delete()
    OwnList.objects.filter(pk=own_list.pk).update(title=wanted.title, about=wanted.standfirst, changed_at=at)
    sections = OwnSection.objects.bulk_create(
        OwnSection(own_list=own_list, title=part.title, intro=part.intro, position=number)
        for number, part in enumerate(wanted.parts)
    )
    OwnItem.objects.bulk_create(
        item_of(row, section, place)
        for section, part in zip(sections, wanted.parts, strict=True)
        for place, row in enumerate(part.rows)
    )


def item_of(row: Row, section: OwnSection, place: int) -> OwnItem:
    key = row.key if isinstance(row, OwnRow) else uuid4()
    said = {"known_as": row.title, "reason": row.reason, "position": place}
    return OwnItem(section=section, key=key, article_id=row.article or None, **said)
