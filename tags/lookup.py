"""What a typed word means: one tag, one of several, or nothing that is known. Nothing is written here."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from tags.models import Tag, TagLabel, TagQuerySet
from tags.text.normal_form import normal_form

MOST_SUGGESTED: Final = 5
LIKENESS: Final = 0.7  # of two spellings, from 0 to 1 as difflib measures it: one wrong letter in four is still alike
SHORTEST_PART: Final = 3  # letters of a word that are looked for inside labels


@dataclass(frozen=True)
class Found:
    tag: Tag


@dataclass(frozen=True)
class Homonym:
    """Several live tags are spelled so: those whose preferred label it is first, then those with such a synonym."""

    tags: tuple[Tag, ...]


@dataclass(frozen=True)
class Unknown:
    """No live tag is spelled so. `suggestions`: tags with a label like it, the most alike first."""

    form: str
    suggestions: tuple[Tag, ...]


Meaning = Found | Homonym | Unknown


def resolve(line: str, among: TagQuerySet | None = None, *, suggesting: int = MOST_SUGGESTED) -> Meaning:
    """What `line` means among these tags (without `among`: all), by label or synonym in normal form.

    A deprecated tag stands for its replacement, unless a live tag is spelled the same. `suggesting`: how many tags are
    offered for a word that means none; looking for them costs a comparison with every label.
    """
    tags = Tag.objects.all() if among is None else among
    form = normal_form(line)
    spelled = list(tags.spelled(line).select_related("taxonomy").order_by("name", "pk")) if form else []
    meant = [tag for tag in spelled if not tag.is_deprecated] or replacements(spelled, tags)
    if len(meant) > 1:
        return Homonym(tuple(sorted(meant, key=lambda tag: tag.normal_form != form)))
    return Found(meant[0]) if meant else Unknown(form, tuple(alike(form, tags, suggesting)))


def replacements(deprecated: Iterable[Tag], among: TagQuerySet) -> list[Tag]:
    """The live tags that these lead to, each once. Where a chain of replacements ends nowhere, nothing."""
    found = []
    for tag in deprecated:
        passed = set()
        last: Tag | None = tag
        while last and last.is_deprecated:
            passed.add(last.pk)
            following = among.filter(replaces=last).exclude(pk__in=passed)
            last = following.select_related("taxonomy").first()
        found += [last] if last else []
    return list(dict.fromkeys(found))


def alike(form: str, among: TagQuerySet, most: int) -> list[Tag]:
    """Live tags with a label or synonym that is nearly `form`, then tags with all its words in a label."""
    if not form or not most:
        return []
    live = among.filter(is_deprecated=False)
    spellings: dict[str, list[int]] = {}
    for pk, spelling in live.order_by("pk").values_list("pk", "normal_form"):
        spellings.setdefault(spelling, []).append(pk)
    for pk, spelling in TagLabel.objects.filter(tag__in=live).order_by("pk").values_list("tag_id", "normal_form"):
        spellings.setdefault(spelling, []).append(pk)
    near = get_close_matches(form, spellings, n=most, cutoff=LIKENESS)
    keys = [pk for spelling in near for pk in spellings[spelling]]
    if all(len(word) >= SHORTEST_PART for word in form.split()):
        keys += live.with_words(form).best_match_first(form).values_list("pk", flat=True)[:most]
    found = live.select_related("taxonomy").in_bulk(list(dict.fromkeys(keys))[:most])
    return [found[pk] for pk in dict.fromkeys(keys) if pk in found]
