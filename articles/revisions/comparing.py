"""What differs between two versions of an article: texts word by word, every other field as before and after."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from articles.models.links import RelatedArticle
from articles.revisions.merging import TEXTS, by_key
from articles.revisions.revision_content import FIELDS, RevisionContent
from articles.revisions.words import Block, Piece, State, compare_words, count_words, folded
from articles.site.snapshot import current_site
from articles.status import Access, Kind
from tags.text.plurals import counted

NAMES: Final = {
    "kind": "Kind", "title": "Title", "slug": "Address", "standfirst": "Standfirst", "key_points": "Key points",
    "at_a_glance": "Facts at a glance", "paper": "Paper", "image": "Image", "image_caption": "Caption of the image",
    "access": "Who reads the full post", "byline": "Byline", "categories": "Categories", "tags": "Tags",
    "related": "Related articles", "references": "References", "summary": "Summary", "full_post": "Full post",
}  # fmt: skip
LONG: Final = ("summary", "full_post")  # shown by themselves, with unchanged paragraphs folded
CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": {value: str(label) for value, label in Kind.choices},
    "access": {value: str(label) for value, label in Access.choices},
}
RELATIONS: Final = {value: str(label) for value, label in RelatedArticle.Relation.choices}


@dataclass(frozen=True)
class Item:
    """What became of one tag, point, fact or link: `what` says it in a word where the pieces alone do not."""

    pieces: tuple[Piece, ...]
    what: str = ""


@dataclass(frozen=True)
class Difference:
    """What differs in one field: blocks of a long text, or items of anything else."""

    field: str
    name: str
    items: tuple[Item, ...] = ()
    blocks: tuple[Block, ...] = ()

    @property
    def pieces(self) -> list[Piece]:
        parts: list[Item | Block] = [*self.items, *self.blocks]
        return [piece for part in parts for piece in part.pieces]


def compare(before: RevisionContent, after: RevisionContent) -> list[Difference]:
    """The fields that differ, in the order of the editor."""
    return [
        difference
        for name in FIELDS
        if (difference := compare_field(name, before[name], after[name]))  # type: ignore[literal-required]
    ]


def compare_field(name: str, before: Any, after: Any) -> Difference | None:
    if before == after:
        return None
    if name in LONG:
        return Difference(name, NAMES[name], blocks=tuple(folded(compare_words(before, after))))
    if name in TEXTS:
        return Difference(name, NAMES[name], items=(Item(tuple(compare_words(before, after))),))
    if name == "key_points":
        items = compare_points(before, after)
    elif name == "at_a_glance":
        items = compare_facts(before, after)
    elif isinstance(before, list):
        items = compare_lists(before, after)
    else:
        items = [replaced(said(name, before), said(name, after))]
    return Difference(name, NAMES[name], items=tuple(items)) if items else None


def summed_up(differences: Sequence[Difference]) -> str:
    """How much changed, in a line."""
    if not differences:
        return "Nothing differs."
    pieces = [piece for difference in differences for piece in difference.pieces]
    added, removed = count_words(pieces, "added"), count_words(pieces, "removed")
    differ = counted(len(differences), "field differs", "fields differ")
    return f"{differ}. {counted(added, 'word')} in, {counted(removed, 'word')} out."


def changed_fields(before: RevisionContent, after: RevisionContent) -> list[str]:
    """Their names alone, which costs nothing."""
    return [NAMES[name] for name in FIELDS if before[name] != after[name]]  # type: ignore[literal-required]


def compare_points(before: list[str], after: list[str]) -> list[Item]:
    items = []
    for number in range(max(len(before), len(after))):
        one, other = ("".join(points[number : number + 1]) for points in (before, after))
        if one != other:
            items.append(Item(tuple(compare_words(one, other)), f"Point {number + 1}"))
    return items


def compare_facts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Item]:
    labels = {fact.key: fact.label for fact in current_site().facts}
    items = []
    for fact in {**before, **after}:
        one, other = (". ".join(filter(None, map(str, cells.get(fact, {}).values()))) for cells in (before, after))
        if one != other:
            items.append(Item(tuple(compare_words(one, other)), labels.get(fact, fact)))
    return items


def compare_lists(before: list[Any], after: list[Any]) -> list[Item]:
    """What was taken out, put in, reworded or moved."""
    was, now = by_key(before), by_key(after)
    items = [Item((Piece("removed", called(was[key])),), "Taken out") for key in was if key not in now]
    for key in now:
        one, other = called(was.get(key)), called(now[key])
        if key not in was:
            items.append(Item((Piece("added", other),), "Put in"))
        elif one != other:
            items.append(Item(tuple(compare_words(one, other)), "Changed"))
    return items or moved(was, now)


def moved(was: Mapping[Hashable, Any], now: Mapping[Hashable, Any]) -> list[Item]:
    """The same in another order."""
    if list(was) == list(now):
        return []
    order = ", ".join(label_of(item) for item in now.values())
    return [Item((Piece("kept", order),), "Now in this order")]


def called(item: Any) -> str:
    if item is None:
        return ""
    if isinstance(item, dict) and "relation" in item:
        return f"{RELATIONS.get(item['relation'], item['relation'])} {item['title']}: {item['reason']}"
    return label_of(item)


def label_of(item: Any) -> str:
    return str(item.get("label") or item.get("title")) if isinstance(item, dict) else str(item)


def said(name: str, value: Any) -> str:
    return CHOICES.get(name, {}).get(value, value or "")


def replaced(before: str, after: str) -> Item:
    pieces: list[tuple[State, str]] = [("removed", before), ("added", after)]
    return Item(tuple(Piece(state, text) for state, text in pieces if text))
