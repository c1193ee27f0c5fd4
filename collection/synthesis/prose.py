"""Texts of articles, put together from passages, without rendering and reading each: that takes longer than it may.

What the site's renderer makes of a heading, a paragraph and a citation is made once, with a stand-in for what they say.
A text comes out as if it had been rendered whole.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from articles.search.index import indexed
from articles.search.texts import text_of_html
from articles.text.addresses import addresses_in
from articles.text.rendering import Renderer
from collection.synthesis.words import Draw, Speech, chance_for, written

HEADINGS: Final = ("What was asked", "What was done", "What was found", "How sure it is", "What it means")
MOST_CITED: Final = 12
TEXT: Final = "Text"  # in the place of what a sentence says
PREFIX: Final = "full-"  # of the ids of headings


class Passage(NamedTuple):
    """One block of a text, in Markdown, as HTML, and as search reads it. `length`: its words as readers count them."""

    markdown: str
    html: str
    words: str
    length: int


class Said(NamedTuple):
    """A sentence in small letters without its full stop, and the key of the reference in which it stands."""

    words: str
    key: str


@dataclass(frozen=True)
class Heading:
    passage: Passage
    outline: dict[str, Any]  # as `articles.text.rendering.Rendered` has it, with words to be counted


@dataclass(frozen=True)
class Size:
    """How long texts are. `passages`: of each section under `headings`; `sentences`: of a passage; `cited`: papers
    beside that of the article.
    """

    headings: int
    passages: int
    sentences: int
    summary: int
    cited: int


WHOLE: Final = Size(headings=5, passages=5, sentences=5, summary=3, cited=10)  # about 18 KB
ABSTRACT: Final = Size(headings=3, passages=1, sentences=3, summary=1, cited=3)  # 1,600 letters, as real ones have


class Part(NamedTuple):
    """One part of an article. `length`: its words; `outline` as `articles.text.rendering.Rendered` has it."""

    markdown: str
    html: str
    words: str
    length: int
    outline: list[dict[str, Any]]


class Prose:
    """Writes parts of articles."""

    def __init__(self, speech: Speech, passages: int, seed: int) -> None:
        chance = chance_for(seed)
        self.speech = speech
        self.paragraph = read_once(TEXT).html
        self.passages = {
            sentences: [self._passage(chance, sentences) for _ in range(passages)]
            for sentences in (WHOLE.sentences, ABSTRACT.sentences)
        }
        self.headings = [self._heading(title) for title in HEADINGS]
        cited = Renderer({"key"}, {}, addresses_in("")).render(f"{TEXT} [@key].", prefix=PREFIX)
        self.before, after = cited.html.split(TEXT)
        self.after = [re.sub(r"\b1\b", str(number), after) for number in range(MOST_CITED)]

    def _passage(self, chance: random.Random, sentences: int) -> Passage:
        said = [self.speech.sentence(chance) for _ in range(sentences)]
        text = " ".join(f"{written(words)}." for words in said)
        words = [word for sentence in said for word in sentence]
        return Passage(text, self.paragraph.replace(TEXT, text), " ".join(words), len(words))

    def some(self, draw: Draw, size: Size, number: int) -> list[Passage]:
        passages = self.passages[size.sentences]
        return [passages[int(draw() * len(passages))] for _ in range(number)]

    def _heading(self, title: str) -> Heading:
        passage = read_once(f"## {title}")
        [outline] = Renderer(set(), {}, addresses_in("")).render(passage.markdown, prefix=PREFIX).outline
        return Heading(passage, outline)

    def citing(self, said: Said, number: int) -> Passage:
        """A passage of one sentence, with a reference that is the article's `number`th and cited nowhere before."""
        text = said.words.capitalize()
        html = f"{self.before}{text}{self.after[number]}"
        return Passage(f"{text} [@{said.key}].", html, said.words, said.words.count(" ") + 1)

    def summary(self, draw: Draw, size: Size, said: Said) -> Part:
        return part_of([self.citing(said, 1), *self.some(draw, size, size.summary)], [])

    def full_post(self, draw: Draw, size: Size, said: Sequence[Said]) -> Part:
        """Under each heading its passages, after its share of what is said with references."""
        passages: list[Passage] = []
        outline = []
        share = size.cited // size.headings
        for place, heading in enumerate(self.headings[: size.headings]):
            first = place * share
            cited = [self.citing(one, 2 + first + step) for step, one in enumerate(said[first : first + share])]
            section = [*cited, *self.some(draw, size, size.passages)]
            outline.append({**heading.outline, "words": sum([passage.length for passage in section])})
            passages += [heading.passage, *section]
        return part_of(passages, outline)


def read_once(markdown: str) -> Passage:
    rendered = Renderer(set(), {}, addresses_in("")).render(markdown, prefix=PREFIX)
    return Passage(markdown, rendered.html, indexed(text_of_html(rendered.html)), rendered.words)


def part_of(passages: list[Passage], outline: list[dict[str, Any]]) -> Part:
    return Part(
        markdown="\n\n".join([passage.markdown for passage in passages]),
        html="".join([passage.html for passage in passages]),
        words=" ".join([passage.words for passage in passages]),
        length=sum([passage.length for passage in passages]),
        outline=outline,
    )
