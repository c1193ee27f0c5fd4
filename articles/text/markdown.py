"""The Markdown that editors write, as tokens: CommonMark with tables, margin notes, citations, H~2~O and mc^2^.

Three things are ours: `[@key]` and `[@one; @two]` cite references, `[^name]` with its definition makes a margin
note, and links may lead to `article:slug`, `tag:slug` or, for an image, `image:name`. HTML is not interpreted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.replacements import EM_DASH_RE, EN_DASH_INDENT_RE, EN_DASH_RE
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from articles.text.superscripts import SHIFTED

CITATION: Final = re.compile(r"\[(@[\w-]+(?:\s*;\s*@[\w-]+)*)\]", re.ASCII)
KEY: Final = re.compile(r"@([\w-]+)", re.ASCII)
NOTE: Final = re.compile(r"\[\^([^\]\s]+)\]")
DOTS: Final = re.compile(r"(?<!\.)\.{3}(?!\.)")
PRINTED: Final = ((DOTS, "…"), (EM_DASH_RE, r"\1—"), (EN_DASH_RE, r"\1–"), (EN_DASH_INDENT_RE, r"\1–"))
IN_NOTES: Final = {"paragraph", "bullet_list", "ordered_list", "list_item", "blockquote"}  # and code, which has no end


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


def refer_to_nothing(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """An inline rule: `[^name]` that no definition answers becomes one token that carries the name."""
    found = NOTE.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("note_without_text", "", 0)
        token.content, token.meta = found[0], {"name": found[1]}
    state.pos = found.end()
    return True


def set_in_type(state: StateCore) -> None:
    """A core rule: quotation marks, dashes and three dots as in print, and nothing else: (R) and (c) mean something."""
    for row in inline_rows(state.tokens):
        is_address = False
        for token in row:
            is_address = token.nesting == 1 if token.info == "auto" else is_address
            if token.type == "text" and not is_address:
                for shape, sign in PRINTED:
                    token.content = shape.sub(sign, token.content)
        process_inlines(row, state)


def show_html(state: StateCore) -> None:
    """A core rule: tags and comments of HTML are text like any other, marked so that their editor can be told."""
    for token in inline_children(state.tokens):
        if token.type in {"html_inline", "text_special"}:  # the latter, an escaped sign, is left over in captions
            token.meta = {"html": True} if token.type == "html_inline" else token.meta
            token.type = "text"


def keys_in(text: str) -> set[str]:
    """All keys that the text may cite; those in code, too, where they are no citations."""
    return {key.strip().lstrip("@") for found in CITATION.findall(text) for key in found.split(";")}


def with_keys(text: str, present: Mapping[str, str]) -> str:
    """The text with these keys in place of those that it cites."""
    return CITATION.sub(lambda found: KEY.sub(lambda key: f"@{present.get(key[1], key[1])}", found[0]), text)


def html_in(text: str) -> list[str]:
    """The tags and comments of HTML in a line of plain text."""
    return [found[0] for found in HTML_TAG_RE.finditer(text)]


def list_definitions(state: StateCore) -> None:
    """A core rule: name and line of each note that is defined, before those that nothing refers to are dropped."""
    opening = (token for token in state.tokens if token.type == "footnote_reference_open")
    state.env["defined"] = [(str(token.meta["label"]), first_line([token])) for token in opening]


def parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": True, "quotes": "“”‘’"}).disable("html_block")
    markdown.enable("table").use(footnote_plugin, inline=False).use(sub_plugin).use(superscript_plugin)
    markdown.inline.ruler.before("link", "citation", cite)
    markdown.inline.ruler.after("footnote_ref", "note_without_text", refer_to_nothing)
    markdown.core.ruler.before("footnote_tail", "list_definitions", list_definitions)
    markdown.core.ruler.before("text_join", "set_in_type", set_in_type)
    markdown.core.ruler.push("show_html", show_html)
    return markdown


MARKDOWN: Final = parser()


class Parsed(NamedTuple):
    """Tokens of a text, apart from them those of each margin note by its number, and what no page would show of it.

    `lost`: (line, what to mend).
    """

    tokens: list[Token]
    notes: dict[int, list[Token]]
    lost: list[tuple[int, str]]


def parse(text: str) -> Parsed:
    env: dict[str, Any] = {}
    tokens = MARKDOWN.parse(text, env)
    split = next((at for at, token in enumerate(tokens) if token.type == "footnote_block_open"), len(tokens))
    notes: dict[int, list[Token]] = {}
    current = 0
    for token in tokens[split:]:
        if token.type == "footnote_open":
            current = token.meta["id"]
            notes[current] = []
        elif not token.type.startswith("footnote_"):
            notes[current].append(token)
    lost = [*unused_definitions(tokens, env), *lost_cells(tokens, text.split("\n")), *not_in_notes(notes)]
    return Parsed(tokens[:split], notes, lost)


def unused_definitions(tokens: list[Token], env: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Notes and addresses that are defined below a text and that nothing in it refers to, or defined twice."""
    used = env.get("footnotes", {}).get("refs", {})
    seen: set[str] = set()
    for name, line in env.get("defined", ()):
        if name in seen:
            yield line, f"The note “{name}” is defined twice, and only the last text would be shown."
        elif used[f":{name}"] < 0:
            yield line, f"Nothing refers to the note “{name}”. Write [^{name}] where it belongs, or take it out."
        seen.add(name)
    targets = {child.attrs.get("href") or child.attrs.get("src") for child in inline_children(tokens)}
    for name, defined in env.get("references", {}).items():
        if defined["href"] not in targets:
            yield defined["map"][0] + 1, f"Nothing refers to “[{name.lower()}]: …”, so the line would not be shown."
    for defined in env.get("duplicate_refs", ()):
        yield defined["map"][0] + 1, f"“[{defined['label']}]: …” stands here twice, and only the first counts."


def lost_cells(tokens: list[Token], lines: list[str]) -> Iterator[tuple[int, str]]:
    """Cells of a table to the right of its last column."""
    columns = 0
    for token in tokens:
        if token.type == "thead_open":
            columns = 0
        columns += token.type == "th_open"
        if token.type == "tr_open" and columns:
            line = first_line([token])
            cells = [cell.strip() for cell in escapedSplit(lines[line - 1].lstrip("> \t").rstrip())]
            if not cells[0]:
                cells.pop(0)
            if cells and not cells[-1]:
                cells.pop()
            if len(cells) > columns:
                yield line, f"The table has {columns} columns, so “{cells[columns]}” would not be shown."


def not_in_notes(notes: dict[int, list[Token]]) -> Iterator[tuple[int, str]]:
    """A margin is narrow: what has no room there is told and not squeezed in."""
    for body in notes.values():
        for token in body:
            kind = token.type.removesuffix("_open")
            if token.nesting == 1 and kind not in IN_NOTES:
                yield first_line([token]), f"A note holds no {kind}. Give it a place in the text."


def first_line(tokens: Iterable[Token]) -> int:
    """The line, from 1, at which these tokens begin."""
    return next((token.map[0] for token in tokens if token.map), 0) + 1


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


def inline_rows(tokens: list[Token]) -> Iterator[list[Token]]:
    """What stands in lines: the inline tokens of each block, and those of each caption within them."""
    for token in tokens:
        if token.children:
            yield token.children
            yield from inline_rows(token.children)


def inline_children(tokens: list[Token]) -> Iterator[Token]:
    for row in inline_rows(tokens):
        yield from row


def plain_text(tokens: list[Token]) -> str:
    """What a reader reads of these tokens, without marks, citations and note letters."""
    said = {"text", "code_inline", "fence", "code_block"}
    parts = []
    shift: Mapping[int, int] = {}
    for token in tokens:
        if token.type in {"inline", "image"}:
            parts.append(plain_text(token.children or []))
        elif token.type in said:
            parts.append(token.content.translate(shift))
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif token.tag in SHIFTED:
            shift = SHIFTED[token.tag] if token.nesting == 1 else {}
        elif token.nesting == -1 and token.block:
            parts.append(" ")
    return "".join(parts)


def word_count(text: str) -> int:
    return len(re.findall(r"\w[\w’'.,:/%-]*", text))


def image_names(text: str) -> list[str]:
    """Names of the images that a text shows, in order, each once. Most texts show none, and need no parsing."""
    if "![" not in text:
        return []
    parsed = parse(text)
    everything = [*parsed.tokens, *(token for body in parsed.notes.values() for token in body)]
    sources = [str(child.attrs["src"]) for child in inline_children(everything) if child.type == "image"]
    return list(dict.fromkeys(source.removeprefix("image:") for source in sources if source.startswith("image:")))
