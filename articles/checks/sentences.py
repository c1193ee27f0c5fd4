"""The prose of a text as sentences, each with its line and its first words as they stand in the Markdown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from markdown_it.token import Token

from articles.text.markdown import first_line, parse, plain_text, word_count
from articles.text.sentence_ends import split

WORD: Final = re.compile(r"\w[\w’'-]*")
LONG: Final = 6  # letters: what has more is a long word for LIX
LONGEST_QUOTE: Final = 8  # words


@dataclass(frozen=True)
class Sentence:
    text: str
    line: int
    quote: str

    @property
    def words(self) -> int:
        return word_count(self.text)


@dataclass(frozen=True)
class Prose:
    """One text without its marks. `field`: its key in a document. `sentences`: those of its paragraphs and lists,
    without headings and tables.
    """

    field: str
    text: str
    words: int
    sentences: tuple[Sentence, ...]

    @classmethod
    def of_line(cls, field: str, text: str, line: int = 0) -> "Prose":
        """Plain text that is no Markdown."""
        sentences = tuple(Sentence(part, line, quote_of(part, text)) for part in split(text))
        return cls(field, text, word_count(text), sentences)

    def found(self, word: str) -> tuple[int, str]:
        """The line of the first sentence with this word, or 0, and the word where the text holds it."""
        sentence = next((one for one in self.sentences if word in one.text), None)
        return (sentence.line if sentence else 0), word

    @property
    def lix(self) -> float:
        """Björnsson's readability index (1968): words a sentence, and long words in a hundred. Over 50 is hard."""
        words = [word for sentence in self.sentences for word in WORD.findall(sentence.text)]
        if not words:
            return 0.0
        long = sum(len(part) > LONG for word in words for part in [max(re.split(r"[-’']", word), key=len)])
        return len(words) / len(self.sentences) + 100 * long / len(words)


def prose_of(field: str, text: str) -> Prose:
    tokens, notes, _ = parse(text)
    everything = [*tokens, *(token for body in notes.values() for token in body)]
    lines = text.split("\n")
    sentences = tuple(
        sentence for block, line in paragraphs(everything) for sentence in sentences_in(block, line, lines)
    )
    said = " ".join(plain_text(everything).split())
    return Prose(field, said, word_count(said), sentences)


def paragraphs(tokens: list[Token]) -> Iterator[tuple[str, int]]:
    """The words of each paragraph, also of those in lists and notes, and the line at which it begins."""
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type == "paragraph_open":
            yield " ".join(plain_text(token.children or []).split()), first_line([token])


def sentences_in(paragraph: str, line: int, lines: list[str]) -> Iterator[Sentence]:
    at = line
    for text in split(paragraph):
        quote, at = located(text, at, lines)
        yield Sentence(text, at, quote)


def located(text: str, line: int, lines: list[str]) -> tuple[str, int]:
    """The first words of a sentence as they stand in the Markdown, and their line from `line` on in this paragraph."""
    for number, held in enumerate(lines[line - 1 :], start=line):
        if not held.strip():
            break
        if quote := quote_of(text, held):
            return quote, number
    return "", line


def quote_of(text: str, held: str) -> str:
    """As many of the first words, eight at most and two at least, as stand in `held` just so."""
    words = text.split(" ")[:LONGEST_QUOTE]
    least = min(2, len(words))
    return next((cut for end in range(len(words), least - 1, -1) if (cut := " ".join(words[:end])) in held), "")
