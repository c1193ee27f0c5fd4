"""Where the numbers of a drawing come from: each stands beside the address of its fact, as `furmark2002.3`."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

# What lays a drawing out, and says nothing of a study.
LAYOUT: Final = {
    "kind", "fact", "scale", "shares", "each", "across", "width", "place", "sign", "signs", "words", "half", "bend",
    "start", "end", "between", "main", "goal", "hollow", "both", "dots", "reckoned", "studies",
}  # fmt: skip


class Figure(NamedTuple):
    """One value that readers see, with the addresses that it may come from and what was reckoned from those."""

    key: str
    value: str
    facts: tuple[str, ...]
    reckoned: tuple[str, ...]


def figures(part: Any, facts: tuple[str, ...] = (), reckoned: tuple[str, ...] = (), key: str = "") -> Iterator[Figure]:
    """Every value of a part, with the `fact` that stands beside it or above it."""
    if isinstance(part, dict):
        facts = tuple(str(part["fact"]).split()) if "fact" in part else facts
        reckoned = tuple(part.get("reckoned", reckoned))
        for name, inner in part.items():
            if name not in LAYOUT:
                yield from figures(inner, facts, reckoned, name)
    elif isinstance(part, list):
        for inner in part:
            yield from figures(inner, facts, reckoned, key)
    elif isinstance(part, str | int | float) and not isinstance(part, bool):
        yield Figure(key, str(part), facts, reckoned)


def addresses(part: Any) -> Iterator[str]:
    """Every address that a drawing names."""
    if isinstance(part, dict):
        for key, inner in part.items():
            if key in ("fact", "studies"):
                yield from str(inner).split()
            else:
                yield from addresses(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from addresses(inner)
