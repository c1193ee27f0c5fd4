"""Two versions of an article and the one that both started from: what either changed, and where both did."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from merge3 import Merge3

from articles.revisions.revision_content import FIELDS, RevisionContent, whole

TEXTS: Final = frozenset({"summary", "full_post", "standfirst", "image_caption"})  # merged line by line
BY_ID: Final = frozenset({"tags", "categories", "related"})  # lists of what is named by key


@dataclass(frozen=True)
class Merged:
    """`content`: with what either changed; where both changed the same, as `ours` has it, and `conflicts` name it."""

    content: RevisionContent
    conflicts: tuple[str, ...]


def merge(base: RevisionContent, ours: RevisionContent, theirs: RevisionContent) -> Merged:
    merged: dict[str, Any] = {}
    conflicts = []
    for name in FIELDS:
        value, is_clean = merge_field(name, base[name], ours[name], theirs[name])  # type: ignore[literal-required]
        merged[name] = value
        if not is_clean:
            conflicts.append(name)
    return Merged(whole(merged), tuple(conflicts))


def merge_field(name: str, base: Any, ours: Any, theirs: Any) -> tuple[Any, bool]:
    """The value with the changes of both, and whether they agree; where they do not, ours."""
    if ours == theirs or theirs == base:
        return ours, True
    if ours == base:
        return theirs, True
    if name in TEXTS:
        return merge_lines(base, ours, theirs)
    if name in BY_ID:
        return merge_items(base, ours, theirs), True
    if name == "at_a_glance":
        return merge_cells(base, ours, theirs)
    if name in {"key_points", "references"}:
        value, is_clean = merge_lines("\n".join(base), "\n".join(ours), "\n".join(theirs))
        return [line for line in value.split("\n") if line], is_clean
    return ours, False


def merge_lines(base: str, ours: str, theirs: str) -> tuple[str, bool]:
    merged = Merge3(base.splitlines(keepends=True), ours.splitlines(keepends=True), theirs.splitlines(keepends=True))
    is_clean = True
    lines: list[str] = []
    for group in merged.merge_groups():
        if group[0] == "conflict":
            is_clean = False
            lines += group[2]
        else:
            lines += group[1]
    return "".join(lines), is_clean


def merge_items(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
    """Our order, with what they added behind it, without what they took away."""
    known, theirs_by_key = keys(base), {key_of(item): item for item in theirs}
    kept = [item for item in ours if key_of(item) in theirs_by_key or key_of(item) not in known]
    return [*kept, *(item for key, item in theirs_by_key.items() if key not in known | keys(ours))]


def keys(items: Iterable[Any]) -> set[Hashable]:
    return {key_of(item) for item in items}


def key_of(item: Any) -> Hashable:
    key: Hashable = item["id"]
    return key


def merge_cells(base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    merged, is_clean = {}, True
    for name in {**ours, **theirs}:
        value, agrees = merge_field("", base.get(name), ours.get(name), theirs.get(name))
        is_clean = is_clean and agrees
        if value:
            merged[name] = value
    return merged, is_clean
