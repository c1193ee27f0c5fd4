"""Acts on the hierarchy: put a tag under others, relate two. Several parents are fine, cycles are not."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.db import transaction
from django.db.models import Q

from tags.cache.bitmap_writes import inherit
from tags.management.parts import in_parts
from tags.models import Broader, Closure, RelatedTag, Tag, note_change, take_write_lock

AT_ONCE: Final = 1000  # rows of the closure in one query


class CycleRefused(Exception):
    """Raised when a tag would come to stand under itself."""

    def __init__(self, narrower: Tag, broader: Tag) -> None:
        super().__init__(f"“{narrower}” cannot stand under “{broader}”: “{broader}” already stands under “{narrower}”.")


@transaction.atomic
def put_under(narrower: Tag, broader: Tag) -> None:
    """Make `broader` a parent of `narrower`. Raises `CycleRefused`; doing it twice changes nothing."""
    take_write_lock()
    refuse_cycle(narrower, broader)
    Broader.objects.get_or_create(narrower_tag=narrower, broader_tag=broader)
    write_paths()


def refuse_cycle(narrower: Tag, broader: Tag) -> None:
    """Raise `CycleRefused` if `narrower` may not come to stand under `broader`; nothing is written."""
    if narrower == broader or Closure.objects.filter(ancestor=narrower, descendant=broader).exists():
        raise CycleRefused(narrower, broader)


@transaction.atomic
def set_broader(tag: Tag, broader: Iterable[Tag]) -> None:
    """Exactly these parents. Raises `CycleRefused`, changing nothing."""
    take_write_lock()
    wanted = list(broader)
    for parent in wanted:
        refuse_cycle(tag, parent)
    Broader.objects.filter(narrower_tag=tag).exclude(broader_tag__in=wanted).delete()
    for parent in wanted:
        Broader.objects.get_or_create(narrower_tag=tag, broader_tag=parent)
    write_paths()


@transaction.atomic
def relate(one: Tag, other: Tag) -> None:
    """Say that two tags are worth seeing together."""
    low, high = sorted((one, other), key=lambda tag: tag.pk)
    RelatedTag.objects.get_or_create(one=low, other=high)
    note_change(of_vocabulary=True)


@transaction.atomic
def set_related(tag: Tag, others: Iterable[Tag]) -> None:
    """Exactly these related tags; `tag` itself is left out."""
    wanted = [other for other in others if other != tag]
    pairs = RelatedTag.objects.filter(Q(one=tag) | Q(other=tag))
    pairs.exclude(Q(one__in=wanted) | Q(other__in=wanted)).delete()
    note_change(of_vocabulary=True)
    for other in wanted:
        relate(tag, other)


@transaction.atomic
def write_paths() -> None:
    """After broader links were changed: the closure, the bitmaps, and the mark that there is a new hierarchy."""
    rebuild_closure()
    note_change(of_vocabulary=True)


@transaction.atomic
def rebuild_closure() -> None:
    """Write exactly the rows that the broader links imply, and the bitmaps that follow from them.

    Rows that stand already are left alone. Cost: one row per tag and ancestor, about five times the number of tags.
    """
    links = Broader.objects.values_list("narrower_tag_id", "broader_tag_id")
    wanted = set(paths(Tag.objects.values_list("pk", flat=True), links))
    rows = Closure.objects.values_list("pk", "ancestor_id", "descendant_id", "depth")
    stored = {(ancestor, descendant, depth): pk for pk, ancestor, descendant, depth in rows}
    gone = [pk for row, pk in stored.items() if row not in wanted]
    missing = sorted(wanted - stored.keys())
    for part in in_parts(gone, AT_ONCE):
        Closure.objects.filter(pk__in=part).delete()
    for some in in_parts(missing, AT_ONCE):
        Closure.objects.bulk_create(Closure(ancestor_id=a, descendant_id=d, depth=depth) for a, d, depth in some)
    inherit()


def paths(tags: Iterable[int], links: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Rows (ancestor, descendant, shortest depth) that the links (narrower, broader) imply."""
    parents: dict[int, list[int]] = {}
    for narrower, broader in links:
        parents.setdefault(narrower, []).append(broader)
    for tag in tags:
        depths = {tag: 0}
        frontier = [tag]
        while frontier:
            level = [parent for child in frontier for parent in parents.get(child, []) if parent not in depths]
            for parent in level:
                depths[parent] = depths[next(c for c in frontier if parent in parents.get(c, []))] + 1
            frontier = list(dict.fromkeys(level))
        yield from ((ancestor, tag, depth) for ancestor, depth in depths.items())
