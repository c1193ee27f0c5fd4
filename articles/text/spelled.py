"""A text beside its words in one spelling: what is looked for in it is found as letters are, and not word by word.

Made when an article is saved, as reading a text into words takes longer than everything else in a page of results.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from articles.text.tokenizer import parts_of, places_of_words

EDGE: Final = "\x1f"  # on either side of each word as it is written; no text holds it
MIDDLE: Final = "\x1e"  # between the text and its words in one spelling
BETWEEN: Final = "\x1d"  # between texts
JOINT: Final = "-"  # between the parts of a compound
MARKS: Final = re.compile(f"[{EDGE}{MIDDLE}{BETWEEN}]")


@dataclass(frozen=True)
class SpelledText:
    """`runs`: what stands before the first word, the first word, what stands before the next, and so on to the end.

    `spelled`: each of the words in one spelling, with a space on both sides.
    """

    runs: list[str]
    spelled: str

    def __len__(self) -> int:
        """The number of its words."""
        return len(self.runs) // 2

    @property
    def text(self) -> str:
        return "".join(self.runs)

    def gap(self, place: int) -> str:
        """What stands before a word."""
        return self.runs[2 * place]

    def places_of(self, form: str) -> Iterator[range]:
        """Where words stand that are written ` so `, or ` so` where more may follow; hyphens are gaps, or left out."""
        yield from found_in(self.spelled.replace(JOINT, " "), self.spelled, form)
        if JOINT in self.spelled:
            in_one = self.spelled.replace(JOINT, "")
            yield from found_in(in_one, in_one, form)

    def says(self, form: str) -> bool:
        return any(True for _ in self.places_of(form))


def found_in(words: str, numbered: str, form: str) -> Iterator[range]:
    """`numbered`: as long as `words`, with spaces between what counts as a word alone."""
    at = words.find(form)
    while at >= 0:
        end = at + len(form) - form.endswith(" ")
        yield range(numbered.count(" ", 0, at + 1) - 1, numbered.count(" ", 0, end))
        at = words.find(form, at + 1)


def packed(text: str) -> str:
    """As it is stored, for `unpacked`."""
    runs, spelled, end = [], [""], 0
    text = MARKS.sub("", text)
    for start, stop in places_of_words(text):
        if parts := parts_of(text[start:stop]):
            runs += [text[end:start], text[start:stop]]
            spelled.append(JOINT.join(parts))
            end = stop
    return MIDDLE.join([EDGE.join([*runs, text[end:]]), " ".join([*spelled, ""])])


def unpacked(stored: str) -> SpelledText:
    text, _, spelled = stored.partition(MIDDLE)
    return SpelledText(text.split(EDGE), spelled)


def spelled_text(text: str) -> SpelledText:
    return unpacked(packed(text))


def squeezed(text: str) -> bytes:
    """A long text as it is stored: a third of its bytes."""
    return zlib.compress(packed(text).encode())


def unsqueezed(stored: bytes | memoryview) -> SpelledText:
    return unpacked(zlib.decompress(stored).decode() if stored else MIDDLE)
