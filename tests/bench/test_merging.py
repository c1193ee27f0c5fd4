"""What it costs to put two versions of a long text together, beside parsing it once. Printed by `make bench-parts`."""

import random
from collections.abc import Callable
from time import perf_counter
from typing import Final

from articles.revisions.weaving import weave
from articles.text.markdown import parse

WORDS: Final = 5_000


def typed(chance: random.Random, words: list[str], word: str) -> str:
    edited = [f"{word}{number}" if chance.random() < 0.04 else known for number, known in enumerate(words)]
    return "\n\n".join(" ".join(edited[start : start + 60]) for start in range(0, WORDS, 60))


def seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def test_a_long_text_with_hundreds_of_changes_is_put_together_at_once() -> None:
    chance = random.Random(15)
    words = [chance.choice(["the", "of", "and", f"word{chance.randrange(1500)}"]) for _ in range(WORDS)]
    base, ours, theirs = (typed(chance, words, word) for word in ("", "mine", "other"))
    merging = seconds(lambda: weave(base, ours, theirs))
    parsing = seconds(lambda: parse(base))
    print(f"merging {WORDS} words: {1000 * merging:.0f} ms, {merging / parsing:.1f} times parsing them as Markdown")
    assert merging < 40 * parsing
