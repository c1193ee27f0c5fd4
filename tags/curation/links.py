"""Broader links and related pairs as plain sets: what they become when one tag takes another's place."""

from collections.abc import Callable, Iterable

from tags.models import Broader, RelatedTag

Link = tuple[int, int]  # (narrower, broader), or a related pair with the lower key first


def stored_links() -> set[Link]:
    return set(Broader.objects.values_list("narrower_tag_id", "broader_tag_id"))


def stored_pairs() -> set[Link]:
    return set(RelatedTag.objects.values_list("one_id", "other_id"))


def walk(starts: Iterable[int], step: Callable[[int], Iterable[int]]) -> set[int]:
    found: set[int] = set()
    waiting = list(starts)
    while waiting:
        for following in step(waiting.pop()):
            if following not in found:
                found.add(following)
                waiting.append(following)
    return found


def above(links: Iterable[Link], tag: int) -> set[int]:
    """Everything that the tag stands under, itself left out."""
    parents: dict[int, list[int]] = {}
    for narrower, broader in links:
        parents.setdefault(narrower, []).append(broader)
    return walk([tag], lambda one: parents.get(one, ()))


def taken_over(links: set[Link], tag: int, into: int, *, with_parents: bool) -> set[Link]:
    """The links when `into` stands where `tag` stood, and `tag` nowhere: no cycle, and nothing that holds already.

    What stood between the two, or `into` itself right below `tag`, comes to stand under what `tag` stood under.
    """
    parents = sorted(broader for narrower, broader in links if narrower == tag)
    children = sorted(narrower for narrower, broader in links if broader == tag)
    kept = {link for link in links if tag not in link}
    between = {into, *above(links, into)}
    for child in children:
        if child in between:
            kept |= {(child, parent) for parent in parents if parent not in above(kept, child)}
    for parent in parents if with_parents else ():
        if parent != into and parent not in above(kept, into) and into not in above(kept, parent):
            kept.add((into, parent))
    kept |= {(child, into) for child in children if child not in between and into not in above(kept, child)}
    return kept


def renamed(pairs: set[Link], tag: int, into: int) -> set[Link]:
    """The related pairs with `into` wherever `tag` stood."""
    named = {tuple(into if end == tag else end for end in pair) for pair in pairs}
    return {(min(one, other), max(one, other)) for one, other in named if one != other}


def pairs_taken_over(pairs: set[Link], before: set[Link], after: set[Link], tag: int, into: int) -> set[Link]:
    """The related pairs then. A pair of which one has come to stand under the other is no longer one."""
    was_so = {pair for pair in pairs if in_line(before, pair)}
    return {pair for pair in renamed(pairs, tag, into) if pair in was_so or not in_line(after, pair)}


def in_line(links: set[Link], pair: Link) -> bool:
    one, other = pair
    return other in above(links, one) or one in above(links, other)


def write_links(before: set[Link], after: set[Link]) -> None:
    for narrower, broader in sorted(before - after):
        Broader.objects.filter(narrower_tag=narrower, broader_tag=broader).delete()
    Broader.objects.bulk_create(
        Broader(narrower_tag_id=one, broader_tag_id=other) for one, other in sorted(after - before)
    )


def write_pairs(before: set[Link], after: set[Link]) -> None:
    for one, other in sorted(before - after):
        RelatedTag.objects.filter(one=one, other=other).delete()
    RelatedTag.objects.bulk_create(RelatedTag(one_id=one, other_id=other) for one, other in sorted(after - before))
