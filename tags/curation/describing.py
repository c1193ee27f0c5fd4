"""What a tag is for, and its synonyms: words beside the label, which move no article and no address."""

from collections.abc import Sequence

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import QuerySet

from tags.curation.refusal import CurationRefused, begin, live
from tags.models import Tag, TagLabel
from tags.text.label_rules import as_stored, problem_with
from tags.text.normal_form import normal_form


class StaleTag(Exception):
    """Raised when what stands there is not what was seen. `tag`: as it is stored."""

    def __init__(self, tag: Tag) -> None:
        self.tag = tag
        super().__init__("Somebody changed this after you had opened it.")


def synonyms_of(tag: Tag) -> list[str]:
    """Those in the language of the tag; labels of other languages, and those for search alone, are left as they are."""
    return list(own_synonyms(tag).values_list("name", flat=True))


def own_synonyms(tag: Tag) -> QuerySet[TagLabel]:
    return TagLabel.objects.filter(tag=tag, kind=TagLabel.Kind.ALTERNATIVE, language=tag.language).order_by("pk")


def described_as(tag: Tag) -> tuple[str, list[str]]:
    return tag.scope_note.replace("\r\n", "\n").strip(), synonyms_of(tag)


@transaction.atomic
def describe(
    tag: Tag, scope_note: str, synonyms: Sequence[str], *, seen: tuple[str, list[str]], by: AbstractUser | None
) -> None:
    """Store both. Raises `StaleTag`, or `CurationRefused` with every synonym that cannot be one."""
    begin(by)
    tag = live(tag)
    wanted = [as_stored(name) for name in synonyms if name.strip()]
    if seen != described_as(tag) and (scope_note, wanted) != described_as(tag):
        raise StaleTag(tag)
    stored = {row.name: row for row in own_synonyms(tag)}
    if reasons := faults_in(tag, wanted, known=set(stored)):
        raise CurationRefused(reasons)
    tag.scope_note = scope_note
    tag.save(update_fields=["scope_note"])
    for name, row in stored.items():
        if name not in wanted:
            row.delete()
    for name in wanted:
        if name not in stored:
            TagLabel.objects.create(tag=tag, name=name, language=tag.language)


def faults_in(tag: Tag, wanted: Sequence[str], *, known: set[str]) -> list[str]:
    """What a file brought may stay, however it is spelled."""
    found = []
    taken = {normal_form(tag.name): "is its label"}
    for name in wanted:
        if name in known:
            taken.setdefault(normal_form(name), "stands there already")
    for name in wanted:
        if name in known:
            continue
        problem = problem_with(name)
        if problem:
            found.append(f"“{name}”: {problem}")
        elif normal_form(name) in taken:
            found.append(f"“{name}” {taken[normal_form(name)]}.")
        taken.setdefault(normal_form(name), "stands there already")
    return found
