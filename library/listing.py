"""Saved articles as a member asks for them: by read state, topic and words, in an order, page after page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from articles import access
from articles.models import Article
from library.models import Entry, Highlight, OwnItem, OwnList
from library.models.entry import EntryQuerySet
from lists.models import Item, ReadingList
from members.models import User
from tags.cache.tag_tree import TagTree
from tags.models import Tag

A_PAGE: Final = 50
MOST_WORDS: Final = 6
NO_LIST: Final = "none."
SHOWN_OF_ARTICLE: Final = (
    "slug", "title", "standfirst", "kind", "summary_words", "full_words", "paper__standing",
)  # fmt: skip
STATES: Final = {"": "Any", "new": "Not begun", "begun": "Begun", "read": "Read"}
ORDERS: Final = {"": "Newest first", "oldest": "Oldest first", "title": "By title", "short": "Shortest first"}
NOT_READ = Q(read_at=None)
OF_STATE: Final = {
    "new": NOT_READ & Q(progress=0),
    "begun": NOT_READ & Q(progress__gt=0),
    "read": Q(read_at__isnull=False),
}
BY_ORDER: Final[dict[str, tuple[Any, ...]]] = {
    "": ("-saved_at", "-pk"),
    "oldest": ("saved_at", "pk"),
    "title": ("known_as", "pk"),
    "short": (F("article__summary_words") + F("article__full_words"), "pk"),
}


@dataclass(frozen=True)
class Asked:
    """What the form of the list says; anything else that an address may hold counts as nothing."""

    words: str = ""
    state: str = ""
    topic: str = ""
    in_list: str = ""
    order: str = ""
    page: int = 1

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> "Asked":
        state, order, page = sent.get("state", ""), sent.get("order", ""), sent.get("page", "")
        return cls(
            sent.get("q", "").strip()[:200],
            state if state in STATES else "",
            sent.get("topic", "")[:120],
            sent.get("list", "")[:120],
            order if order in ORDERS else "",
            max(1, int(page)) if page.isascii() and page.isdecimal() and len(page) < 6 else 1,
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.state or self.topic or self.in_list)

    def at(self, page: int) -> str:
        said = {
            "q": self.words, "state": self.state, "topic": self.topic, "list": self.in_list, "order": self.order
        }  # fmt: skip
        query = {name: value for name, value in said.items() if value} | ({"page": page} if page > 1 else {})
        return f"?{urlencode(query)}" if query else "?"


def is_there(reader: access.Person, at: datetime) -> Coalesce:
    """Of a row with an article: whether that exists for `reader`."""
    return Coalesce(ExpressionWrapper(access.visible(reader, at, prefix="article__"), BooleanField()), False)


def entries_of(member: User, at: datetime) -> EntryQuerySet:
    """With the article, whether it is there for them, and how many highlights it has."""
    found: EntryQuerySet = (
        Entry.objects.of(member)
        .annotate(is_there=is_there(member, at), passages=Count("highlights"))
        .select_related("article__paper")
        .only(
            *(field.attname for field in Entry._meta.concrete_fields),
            *(f"article__{name}" for name in SHOWN_OF_ARTICLE),
        )
    )
    return found


def written_in(entries: EntryQuerySet) -> EntryQuerySet:
    """Those with a note or highlights, the latest first."""
    return entries.filter(Q(passages__gt=0) | ~Q(note="")).order_by("-pk")


def narrowed(
    entries: EntryQuerySet, asked: Asked, tag_tree: TagTree, lists: "QuerySet[ReadingList] | None" = None
) -> EntryQuerySet:
    """`lists`: those of the editors that the member can see."""
    found = entries.filter(OF_STATE.get(asked.state, Q()))
    tag = tag_tree.present(asked.topic) if asked.topic else None
    if tag:
        keys = [held.pk for held in with_narrower(tag, tag_tree)]
        filed = Article.objects.filter(pk=OuterRef("article"), tagged_items__tag__in=keys)
        found = found.filter(Exists(filed))
    if asked.in_list:
        found = found.filter(stands_in(asked.in_list, ReadingList.objects.none() if lists is None else lists))
    for word in asked.words.split()[:MOST_WORDS]:
        found = found.filter(speaks_of(word))
    return found


def in_order(entries: EntryQuerySet, asked: Asked) -> EntryQuerySet:
    return entries.order_by(*BY_ORDER[asked.order])


def stands_in(name: str, lists: "QuerySet[ReadingList]") -> Q:
    """In the one of `lists` at this address, in the member's own with this key, or in none of their own."""
    own = OwnItem.objects.filter(section__own_list__member=OuterRef("member"), article=OuterRef("article"))
    if name == NO_LIST:
        return ~Q(Exists(own))
    if name.isascii() and name.isdecimal() and len(name) < 10:
        return Q(Exists(own.filter(section__own_list=int(name))))
    held = Item.objects.filter(section__reading_list__in=lists.filter(slug=name), article=OuterRef("article"))
    return Q(Exists(held))


def lists_of(member: User, at: datetime) -> list[tuple[str, str]]:
    """Those that hold something saved, as the filter names them: their own first. Two queries."""
    saved = Entry.objects.of(member).saved().values("article")
    own = OwnList.objects.of(member).filter(sections__items__article__in=saved).distinct()
    visible = ReadingList.objects.visible_to(member, at).filter(sections__items__article__in=saved).distinct()
    chosen = [(str(pk), title) for pk, title in own.order_by("title").values_list("pk", "title")]
    return [*chosen, *visible.order_by("title").values_list("slug", "title"), (NO_LIST, "In none of your own")]


def speaks_of(word: str) -> Q:
    """In the title or standfirst that the member sees, in their own note, in what they highlighted or wrote beside."""
    own = Highlight.objects.filter(Q(exact__icontains=word) | Q(note__icontains=word), entry=OuterRef("pk"))
    of_article = Q(is_there=True) & (Q(article__title__icontains=word) | Q(article__standfirst__icontains=word))
    return of_article | Q(known_as__icontains=word) | Q(note__icontains=word) | Q(Exists(own))


def with_narrower(tag: Tag, tag_tree: TagTree) -> set[Tag]:
    found, waiting = {tag}, [tag]
    while waiting:
        below = [child for child in tag_tree.children(waiting.pop()) if child not in found]
        found.update(below)
        waiting += below
    return found


def topics_of(member: User, tag_tree: TagTree) -> list[Tag]:
    """Those of saved articles, by name. One query."""
    saved = Entry.objects.of(member).saved().values("article")
    keys = Tag.objects.filter(tagged_articles__content_object__in=saved).values_list("pk", flat=True).distinct()
    return sorted(tag_tree.those(keys), key=lambda tag: tag.name.casefold())
