"""Two versions that are to become one, as a page shows them: what is to be chosen, and what went by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from articles.revisions.comparing import LONG, NAMES, Difference, compare_field
from articles.revisions.merging import Conflict, Merged
from articles.revisions.revision_content import FIELDS, RevisionContent
from articles.revisions.spelling import in_words
from articles.revisions.words import Block, Piece, compare_words, folded
from articles.site.snapshot import current_site

SIDES: Final = ("mine", "theirs", "both")
TAKEN_OUT: Final = "Taken out"


@dataclass(frozen=True)
class Choice:
    """One conflict. `chosen`: a side, or "" as long as nobody chose; `text`: what the field for both holds."""

    key: str
    name: str
    is_long: bool
    before: str
    mine: tuple[Block, ...]
    theirs: tuple[Block, ...]
    text: str | None
    chosen: str


@dataclass(frozen=True)
class ByItself:
    """A field that went together by itself; `whose`: "mine", "theirs" or "both"."""

    difference: Difference
    whose: str


def choices_of(merged: Merged, sent: Mapping[str, str]) -> list[Choice]:
    """`sent`: what the form sent, or nothing. A text is proposed with the words of both."""
    return [choice_of(conflict, sent) for conflict in merged.conflicts]


def choice_of(conflict: Conflict, sent: Mapping[str, str]) -> Choice:
    before, mine, theirs = (text_of(conflict, value) for value in (conflict.base, conflict.ours, conflict.theirs))
    proposal = None if conflict.both is None else text_of(conflict, conflict.both)
    chosen = sent.get("all") or sent.get(f"choose-{conflict.key}", "" if proposal is None else "both")
    return Choice(
        key=conflict.key,
        name=name_of(conflict),
        is_long=conflict.field in LONG,
        before=before,
        mine=blocks(before, mine),
        theirs=blocks(before, theirs),
        text=proposal if proposal is None else sent.get(f"text-{conflict.key}", proposal),
        chosen=chosen if chosen in SIDES and (chosen != "both" or proposal is not None) else "",
    )


def blocks(before: str, after: str) -> tuple[Block, ...]:
    return tuple(folded(compare_words(before, after))) or (Block((Piece("kept", TAKEN_OUT),)),)


def name_of(conflict: Conflict) -> str:
    if conflict.field == "at_a_glance":
        labels = {fact.key: fact.label for fact in current_site().facts}
        return f"{NAMES[conflict.field]}: {labels.get(conflict.part, conflict.part)}"
    if conflict.field == "related":
        link = conflict.ours or conflict.theirs or conflict.base
        return f"{NAMES[conflict.field]}: {link['title']}"
    return NAMES[conflict.field]


def text_of(conflict: Conflict, value: Any) -> str:
    """As one text, in which a key point is a line."""
    if not value:
        return ""
    if conflict.part:
        value = {conflict.part: value} if conflict.field == "at_a_glance" else [value]
    return "\n".join(in_words(conflict.field, value))


def values_chosen(merged: Merged, choices: list[Choice]) -> dict[str, Any]:
    """What `articles.revisions.merging.settle` wants; a conflict for which nothing was chosen is not among it."""
    chosen: dict[str, Any] = {}
    for conflict, choice in zip(merged.conflicts, choices, strict=True):
        if choice.chosen == "both":
            chosen[conflict.key] = typed(conflict.field, choice.text or "")
        elif choice.chosen:
            chosen[conflict.key] = conflict.ours if choice.chosen == "mine" else conflict.theirs
    return chosen


def typed(field: str, text: str) -> Any:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if field == "key_points":
        return [line.strip() for line in lines.split("\n") if line.strip()]
    return lines if field in LONG else " ".join(lines.split())


def gone_together(
    merged: Merged, base: RevisionContent, mine: RevisionContent, theirs: RevisionContent
) -> list[ByItself]:
    """The fields that either changed and that are in no conflict, as they differ from what both started from."""
    in_conflict = {conflict.field for conflict in merged.conflicts}
    found = []
    for name in FIELDS:
        was, ours, other, now = (side[name] for side in (base, mine, theirs, merged.content))  # type: ignore[literal-required]
        difference = None if name in in_conflict else compare_field(name, was, now)
        if difference:
            both = ours != was and other != was
            found.append(ByItself(difference, "both" if both else "mine" if ours != was else "theirs"))
    return found
