"""Two versions of an article and the one that both started from: what either changed, and where both did."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from articles.revisions.revision_content import FIELDS, RevisionContent, whole
from articles.revisions.weaving import weave, weave_points

TEXTS: Final = frozenset({"title", "standfirst", "image_caption", "byline", "summary", "full_post"})
LISTS: Final = frozenset({"tags", "categories", "references"})  # of what is named by key
GONE: Final = None  # a value that one side took away


@dataclass(frozen=True)
class Conflict:
    """Both changed the same in different ways. `part`: which fact, or which related article.

    `both`: for texts and key points, a proposal that holds the words of both.
    """

    field: str
    base: Any
    ours: Any
    theirs: Any
    part: str = ""
    both: Any = None

    @property
    def key(self) -> str:
        return f"{self.field}-{self.part}" if self.part else self.field


@dataclass(frozen=True)
class Merged:
    """`content`: with what either changed; where both changed the same, as `ours` has it, and `conflicts` name it."""

    content: RevisionContent
    conflicts: tuple[Conflict, ...]


def merge(base: RevisionContent, ours: RevisionContent, theirs: RevisionContent) -> Merged:
    merged: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for name in FIELDS:
        value, found = merge_field(name, base[name], ours[name], theirs[name])  # type: ignore[literal-required]
        merged[name] = value
        conflicts += found
    return Merged(whole(merged), tuple(conflicts))


def settle(merged: Merged, chosen: Mapping[str, Any]) -> RevisionContent:
    """With what somebody chose for each conflict, by its key; ours where nothing was chosen."""
    content: dict[str, Any] = {**merged.content}
    for conflict in merged.conflicts:
        if conflict.key not in chosen:
            continue
        value = chosen[conflict.key]
        if conflict.field == "at_a_glance":
            cells = {**content["at_a_glance"], conflict.part: value}
            content["at_a_glance"] = {fact: cell for fact, cell in cells.items() if cell}
        elif conflict.field == "related":
            content["related"] = with_link(content["related"], int(conflict.part), value)
        else:
            content[conflict.field] = value
    return whole(content)


def with_link(links: list[dict[str, Any]], key: int, link: dict[str, Any] | None) -> list[dict[str, Any]]:
    if link is GONE:
        return [other for other in links if other["id"] != key]
    if any(other["id"] == key for other in links):
        return [link if other["id"] == key else other for other in links]
    return [*links, link]


def merge_field(name: str, base: Any, ours: Any, theirs: Any) -> tuple[Any, list[Conflict]]:
    """The value with the changes of both, and where they do not agree; there, ours."""
    if ours == theirs or theirs == base:
        return ours, []
    if ours == base:
        return theirs, []
    if name in TEXTS:
        woven = weave(base, ours, theirs)
        told = [] if woven.is_clean else [Conflict(name, base, ours, theirs, both=woven.both)]
        return woven.text, told
    if name == "key_points":
        points = weave_points(base, ours, theirs)
        told = [] if points.is_clean else [Conflict(name, base, ours, theirs, both=points.both)]
        return points.points, told
    if name in LISTS:
        return merge_items(base, ours, theirs), []
    if name == "related":
        return merge_links(base, ours, theirs)
    if name == "at_a_glance":
        return merge_cells(base, ours, theirs)
    return ours, [Conflict(name, base, ours, theirs)]


def merge_items(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
    """What neither took away, and what either added, in the order of whoever changed the order; else in ours."""
    was, mine, other = by_key(base), by_key(ours), by_key(theirs)
    stays = {key for key in {**mine, **other} if (key in mine and key in other) or key not in was}
    in_all = was.keys() & mine.keys() & other.keys()
    orders = [[key for key in side if key in in_all] for side in (was, mine, other)]
    first, second = (other, mine) if orders[0] == orders[1] != orders[2] else (mine, other)
    added = {key: item for key, item in second.items() if key not in first}
    return [item for key, item in {**first, **added}.items() if key in stays]


def merge_links(base: list[Any], ours: list[Any], theirs: list[Any]) -> tuple[list[Any], list[Conflict]]:
    """Curated links one by one; a link that one side took out while the other changed it is in conflict, too."""
    was, mine, other = by_key(base), by_key(ours), by_key(theirs)
    links, conflicts = {}, []
    for key in {**mine, **other}:
        link, is_clean = merge_parts(was.get(key), mine.get(key), other.get(key), beside="title")
        links[key] = link
        if not is_clean:
            conflicts.append(Conflict("related", was.get(key), mine.get(key), other.get(key), part=str(key)))
    in_order = by_key([*merge_items(base, ours, theirs), *(link for link in links.values() if link)])
    return [links[key] for key in in_order if links[key]], conflicts


def merge_cells(base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[Any, list[Conflict]]:
    cells, conflicts = {}, []
    for fact in {**ours, **theirs}:
        sides = base.get(fact), ours.get(fact), theirs.get(fact)
        cell, is_clean = merge_parts(*sides)
        if cell:
            cells[fact] = cell
        if not is_clean:
            conflicts.append(Conflict("at_a_glance", *sides, part=fact))
    return cells, conflicts


def merge_parts(base: Any, ours: Any, theirs: Any, *, beside: str = "") -> tuple[Any, bool]:
    """Values of several parts, or None where one is gone; and whether both agree. `beside`: says nothing itself."""
    was, mine, other = (
        value and {name: said for name, said in value.items() if name != beside} for value in (base, ours, theirs)
    )
    if mine == other or other == was:
        return ours, True
    if mine == was:
        return theirs, True
    if not (was and mine and other):
        return ours, False
    parts = {name: merge_field("", was.get(name), mine.get(name), other.get(name)) for name in {**mine, **other}}
    return {**ours, **{name: value for name, (value, _) in parts.items()}}, not any(told for _, told in parts.values())


def by_key(items: Iterable[Any]) -> dict[Hashable, Any]:
    return {item["id"] if isinstance(item, dict) else item: item for item in items}
