"""README.md's chapter "In production", read as what it is: commands that somebody types, section by section."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tools.steps import ROOT

CHAPTER: Final = re.compile(r"^## In production\n(.*?)^## ", re.MULTILINE | re.DOTALL)
OPERATING: Final = re.compile(r"^## From a bare machine [^\n]+\n(.*?)^## ", re.MULTILINE | re.DOTALL)
SECTION: Final = re.compile(r"^### (.+)\n", re.MULTILINE)
FENCED: Final = re.compile(r"^```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEREDOC: Final = re.compile(r"<<'?(\w+)'?")

Block = tuple[str, ...]  # commands, each as it would be typed


@dataclass(frozen=True)
class Section:
    name: str
    blocks: tuple[Block, ...]


def commands(text: str) -> Iterator[str]:
    """The commands in `text`: a line each, with those that it continues on and a document that it is fed."""
    lines = iter(text.splitlines())
    for line in lines:
        command = line
        while command.endswith("\\"):
            command += "\n" + next(lines)
        if fed := HEREDOC.search(command):
            for line_of_document in lines:
                command += "\n" + line_of_document
                if line_of_document == fed[1]:
                    break
        if command.strip():
            yield command


def sections(readme: str) -> dict[str, Section]:
    """The sections of the chapter by name. Raises `ValueError` when there is no such chapter."""
    found = CHAPTER.search(readme)
    if not found:
        raise ValueError("README.md has no chapter “In production”.")
    return divided(found[1])


def divided(text: str) -> dict[str, Section]:
    names_and_texts = SECTION.split(text)[1:]
    return {
        name: Section(name, tuple(tuple(commands(block)) for block in FENCED.findall(text)))
        for name, text in zip(names_and_texts[::2], names_and_texts[1::2], strict=True)
    }


def two_commands() -> Block:
    """Those of the chapter of that name."""
    (block, *_) = FENCED.findall((ROOT / "README.md").read_text())
    return tuple(commands(block))


def read() -> dict[str, Section]:
    return sections((ROOT / "README.md").read_text())


def from_a_bare_machine() -> tuple[Block, dict[str, Section]]:
    """Of the first chapter of docs/operating.md: the lines before its first section, and the sections."""
    (text,) = OPERATING.findall((ROOT / "docs" / "operating.md").read_text())
    before, *_ = FENCED.findall(SECTION.split(text)[0])
    return tuple(commands(before)), divided(text)
