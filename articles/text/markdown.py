"""The Markdown that editors write, as tokens: CommonMark with tables, margin notes and citations.

Three things are ours: `[@key]` and `[@one; @two]` cite references, `[^name]` with its definition makes a margin
note, and links may lead to `article:slug`, `tag:slug` or, for an image, `image:name`. HTML is not interpreted.
"""

import re
from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

CITATION: Final = re.compile(r"\[(@[\w-]+(?:\s*;\s*@[\w-]+)*)\]", re.ASCII)


def cite(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  the signature that markdown-it calls
    """An inline rule of markdown-it: `[@key; @key]` becomes one token that carries the keys."""
    found = CITATION.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.meta = {"keys": [key.strip().lstrip("@") for key in found[1].split(";")]}
    state.pos = found.end()
    return True


def parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": True, "quotes": "“”‘’"})
    markdown.enable(["table", "smartquotes", "replacements"]).use(footnote_plugin, inline=False)
    markdown.inline.ruler.before("link", "citation", cite)
    return markdown


def parse(text: str) -> tuple[list[Token], dict[int, list[Token]]]:
    """Tokens of the text, and apart from them the inline tokens of each margin note by its number."""
    tokens = parser().parse(text)
    split = next((at for at, token in enumerate(tokens) if token.type == "footnote_block_open"), len(tokens))
    notes: dict[int, list[Token]] = {}
    current = 0
    for token in tokens[split:]:
        if token.type == "footnote_open":
            current = token.meta["id"]
        elif token.type == "inline":
            notes.setdefault(current, []).append(token)
    return tokens[:split], notes


def blocks(tokens: list[Token]) -> Iterator[list[Token]]:
    """Top-level blocks: each a heading, paragraph, list, table or quotation with all it holds."""
    block: list[Token] = []
    depth = 0
    for token in tokens:
        block.append(token)
        depth += token.nesting
        if depth == 0:
            yield block
            block = []


def inline_children(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or []


def plain_text(tokens: list[Token]) -> str:
    """What a reader reads of these tokens, without marks, citations and note letters."""
    said = {"text", "code_inline"}
    parts = []
    for token in tokens:
        if token.type == "inline":
            parts.append(plain_text(token.children or []))
        elif token.type in said:
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif token.type == "image":
            parts.append(plain_text(token.children or []))
        elif token.nesting == -1 and token.block:
            parts.append(" ")
    return "".join(parts)


def word_count(text: str) -> int:
    return len(re.findall(r"\w[\w’'.,:/%-]*", text))


def image_names(text: str) -> list[str]:
    """Names of the images that a text shows, in order, each once."""
    tokens, _ = parse(text)
    sources = [str(child.attrs["src"]) for child in inline_children(tokens) if child.type == "image"]
    return list(dict.fromkeys(source.removeprefix("image:") for source in sources if source.startswith("image:")))
