"""Texts about subjects: each mixes the words of all with the words of one or two subjects, so that some are near.

Words by Zipf's law, always the same for the same seed. For properties and benchmarks of what relates articles.
"""

import random
from collections.abc import Sequence
from typing import Final

from collection.synthesis.words import zipf_weights, zipf_words

OF_A_SUBJECT: Final = 40  # words
SHARE: Final = 0.35  # of a text that is about its subjects


class Writer:
    """`subjects`: how many there are to write about."""

    def __init__(self, *, subjects: int, seed: int = 1, words: int = 20_000) -> None:
        self.chance = random.Random(seed)
        self.words = zipf_words(words)
        self.weights = zipf_weights(words)
        self.subjects = [self.chance.sample(self.words[words // 20 :], OF_A_SUBJECT) for _ in range(subjects)]
        self.own = zipf_weights(OF_A_SUBJECT)

    def about(self) -> list[int]:
        """The subjects of one article."""
        return self.chance.sample(range(len(self.subjects)), self.chance.choice((1, 1, 2)))

    def text(self, about: Sequence[int], length: int) -> str:
        special = sum(self.chance.random() < SHARE for _ in range(length))
        said = self.chance.choices(self.words, cum_weights=self.weights, k=length - special)
        for _ in range(special):
            said += self.chance.choices(self.subjects[self.chance.choice(about)], cum_weights=self.own)
        self.chance.shuffle(said)
        return " ".join(said)
