"""The shipped articles as their files stand, and the facts that they may draw on."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from articles.text.markdown import parse, plain_text

HERE: Final = Path(__file__).parent
SHIPPED: Final = HERE.parent.parent / "collection" / "shipped"
SEPARATOR: Final = "\n<!-- full post -->\n"
NUMBER: Final = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])")


@dataclass(frozen=True)
class Text:
    """One article file. `public` and `members` are Markdown, and so is the caption of its image."""

    slug: str
    front: dict[str, Any]
    public: str
    members: str

    @property
    def cited(self) -> set[str]:
        keys = set(re.findall(r"@([\w-]+)", self.caption + self.public + self.members))
        return keys | ({self.front["paper"]} if "paper" in self.front else set())

    @property
    def caption(self) -> str:
        return str(self.front.get("image_caption", ""))


@cache
def articles() -> dict[str, Text]:
    found = {}
    for path in sorted((SHIPPED / "articles").glob("*.md")):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        public, members = body.split(SEPARATOR)
        found[path.stem] = Text(path.stem, yaml.safe_load(front), public.strip(), members.strip())
    return found


def facts_file() -> str:
    return (HERE / "facts.md").read_text(encoding="utf-8")


@cache
def facts() -> dict[str, str]:
    """The section of each reference in `facts.md`, with its heading line."""
    sections = re.split(r"^##+ ", facts_file(), flags=re.MULTILINE)[1:]
    sections = [section for section in sections if "\nTier " in section]
    return {section.split(None, 1)[0]: section for section in sections}


def prose(markdown: str) -> str:
    """What a reader reads of a text, margin notes and tables included."""
    tokens, notes, _ = parse(markdown)
    return "\n".join([plain_text(tokens), *(plain_text(note) for note in notes.values())])


def numbers(text: str) -> set[str]:
    """Figures in the text, without thousands separators: {"38", "0.02", "1234"}."""
    joined = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    return {found.rstrip(".,") for found in NUMBER.findall(joined.replace("−", "-"))}


def word_count(text: str) -> int:
    return len(re.findall(r"\b[\w’'-]+\b", text))


def lix(text: str) -> float:
    """Readability after Björnsson (1968): words per sentence plus the percentage of words over six letters."""
    words = re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", text)
    sentences = max(1, len(re.findall(r"[.!?:](?=\s|$)", text)))
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)
