"""Writing shelves. Every change is made in the transaction of the act that causes it, or not at all."""

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction

from tags.current import current
from tags.models import Closure, Shelf, note_change, wait_for_other_writers
from tags.shelves import NOTHING, Numbers, filed, under, union


@transaction.atomic
def put(number: int, keys: Collection[str]) -> None:
    """Let `number` stand on exactly these shelves, and under every tag above those it is filed under.

    Without `keys` it is taken off every shelf. Cost: one row for each shelf that changes.
    """
    wait_for_other_writers()
    shelves = current().shelves
    wanted = {*keys, *inherited(keys)}
    present = shelves.holding(number)
    one = Numbers([number])
    added = {key: shelves[key] | one for key in wanted - present}
    write({**added, **{key: shelves[key] - one for key in present - wanted}})


def inherited(keys: Iterable[str]) -> set[str]:
    """The shelves of all tags at or above those whose shelves are named."""
    tags = [int(key.partition(":")[2]) for key in keys if key.startswith("filed:")]
    above = Closure.objects.filter(descendant__in=tags).values_list("ancestor_id", flat=True)
    return {under(tag) for tag in above}


@transaction.atomic
def write(changed: Mapping[str, Numbers]) -> None:
    """Store these shelves as they are given here."""
    if not changed:
        return
    version = note_change(of_vocabulary=False)
    rows = [Shelf(key=key, numbers=numbers.serialize(), version=version) for key, numbers in sorted(changed.items())]
    Shelf.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=["numbers", "version"], batch_size=200
    )


@transaction.atomic
def inherit() -> None:
    """Make the shelf under every tag again from what is filed under it and every tag below; write those that differ.

    Cost: a union for each path of the hierarchy, some microseconds each.
    """
    wait_for_other_writers()
    below: dict[int, list[int]] = {}
    for ancestor, descendant in Closure.objects.values_list("ancestor_id", "descendant_id"):
        below.setdefault(ancestor, []).append(descendant)
    shelves = current().shelves
    made = {under(tag): union(shelves[filed(descendant)] for descendant in tags) for tag, tags in below.items()}
    gone = {key: NOTHING for key in shelves if key.startswith("under:") and key not in made}
    write({key: numbers for key, numbers in {**made, **gone}.items() if numbers != shelves[key]})
