"""Words that no language has, by Zipf's law.

They are made of syllables and already as `articles.text.tokenizer` spells them, so they go into the index as they are.
"""

import random
from collections.abc import Callable, Sequence
from itertools import accumulate, product
from typing import Final

ONSETS: Final = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "t", "v")
VOWELS: Final = ("a", "e", "i", "o", "u")
SHORTEST, LONGEST = 12, 24  # words of a sentence
Draw = Callable[[], float]


def chance_for(seed: int | str) -> random.Random:
    """The same for the same seed, in every run."""
    return random.Random(seed)  # noqa: S311  nothing here is secret


def zipf_words(size: int) -> list[str]:
    """So many different words, the commonest first. They have four to eight letters and no plural."""
    syllables = ["".join(pair) for pair in product(ONSETS, VOWELS)]
    chance = chance_for(11)
    found: dict[str, None] = {}
    while len(found) < size:
        found["".join(chance.choices(syllables, k=chance.choice((2, 3, 3, 4))))] = None
    return list(found)


def zipf_weights(size: int, *, flatter: int = 2) -> list[float]:
    """Cumulative weights for `random.choices`: each rank is as common as its inverse, the first ones a little less."""
    return list(accumulate(1 / (rank + flatter) for rank in range(size)))


class Speech:
    """All words with their weights, and what is said, in pieces that were put together once.

    `pieces`: how many of each kind. To draw the words of a million articles one by one takes longer than to store them.
    """

    def __init__(self, size: int, pieces: int, seed: int) -> None:
        self.words: Sequence[str] = zipf_words(size)
        self.weights = zipf_weights(size)
        chance = chance_for(f"{seed} pieces")
        self.begun, self.ended = [
            [" ".join(self.some(chance, chance.randint(SHORTEST // 2, LONGEST // 2))) for _ in range(pieces)]
            for _ in range(2)
        ]
        self.phrases = [" ".join(self.some(chance, chance.randint(3, 5))) for _ in range(pieces)]

    def some(self, chance: random.Random, number: int) -> list[str]:
        return chance.choices(self.words, cum_weights=self.weights, k=number)

    def sentence(self, chance: random.Random) -> list[str]:
        return self.some(chance, chance.randint(SHORTEST, LONGEST))

    def about(self, word: str, draw: Draw) -> str:
        """A sentence in small letters with this word in it. `draw`: between 0 and 1, another each time."""
        pieces = len(self.begun)
        return f"{self.begun[int(draw() * pieces)]} {word} {self.ended[int(draw() * pieces)]}"

    def phrase(self, draw: Draw) -> str:
        return self.phrases[int(draw() * len(self.phrases))]


def written(words: Sequence[str]) -> str:
    """As a sentence without its full stop."""
    return " ".join(words).capitalize()
