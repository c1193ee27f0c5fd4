"""Markdown to HTML, once, at save. Pages print what this made: sanitised, numbered, with ids to link to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import Final

import nh3
from django.urls import reverse
from django.utils.text import slugify
from markdown_it.token import Token

from articles.images.html import figure
from articles.models import Image
from articles.text.markdown import blocks, inline_children, parse, parser, plain_text, word_count
from tags.slugs import first_free

NO_BREAK: Final = "\N{WORD JOINER}"
MARKDOWN: Final = parser()
DRAWING: Final = re.compile(r'<span data-figure="([a-z0-9-]+)"></span>')
LOST_NOTE: Final = re.compile(r"\[\^([^\]\s]+)\]")
TAGS: Final = {
    "a", "b", "blockquote", "br", "code", "div", "em", "figcaption", "h3", "h4", "hr", "i", "li", "ol", "p", "pre",
    "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES: Final = {
    "*": {"id", "class", "role", "aria-label"},
    "a": {"href"},
    "div": {"tabindex"},
    "ol": {"start"},
    "th": {"scope"},
    "td": {"class"},
    "span": {"data-figure"},
}


@dataclass(frozen=True)
class Problem:
    """A place in a text and what to mend there. `line` counts from 1 within that text."""

    line: int
    message: str


@dataclass
class Rendered:
    """One part of an article as HTML. `outline`: [{"id", "title", "words"}] of its top headings."""

    html: str = ""
    text: str = ""
    words: int = 0
    outline: list[dict[str, str | int]] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Renderer:
    """Renders the parts of one article in order, so that references are numbered by first appearance across them.

    `references` are the keys that may be cited, `images` the images that may be shown.
    """

    def __init__(self, references: set[str], images: Mapping[str, Image]) -> None:
        self.references = references
        self.images = images
        self.cited: list[str] = []
        self.seen_ids: set[str] = set()

    def render(self, text: str, *, prefix: str) -> Rendered:
        """`prefix` keeps the ids of the two parts apart, and apart from those of the page around them."""
        part = Rendered()
        tokens, notes = parse(text)
        note_text = " ".join(plain_text(note) for note in notes.values())
        pieces = [self._block(block, notes, part, prefix) for block in blocks(tokens)]
        cleaned = nh3.clean(
            "".join(pieces), tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes={"http", "https", "mailto"}
        )
        part.html = DRAWING.sub(lambda found: self._figure(found[1], tokens), cleaned)
        part.text = " ".join(f"{plain_text(tokens)} {note_text}".split())
        part.words = word_count(part.text)
        return part

    def _block(self, block: list[Token], notes: dict[int, list[Token]], part: Rendered, prefix: str) -> str:
        line = (block[0].map or [0])[0] + 1
        if block[0].type == "heading_open":
            self._heading(block, part, prefix, line)
        elif part.outline:
            part.outline[-1]["words"] = int(part.outline[-1]["words"]) + word_count(plain_text(block))
        close_up(block)
        mark_cells(block)
        for child in inline_children(block):
            self._inline(child, part, prefix, line)
        if image := self._lone_image(block):
            return f'<span data-figure="{image}"></span>'
        self._losses(block, part, line)
        html = str(MARKDOWN.renderer.render(block, MARKDOWN.options, {}))
        if block[0].type == "table_open":
            html = f'<div class="table-wrap" role="group" aria-label="Table" tabindex="0">{html}</div>'
        referred = dict.fromkeys(child.meta["id"] for child in inline_children(block) if child.meta.get("note"))
        shown_first = [(number, notes.pop(number)) for number in referred if number in notes]
        margin = "".join(self._note(number, body, part, prefix, line) for number, body in shown_first)
        return f'<div class="noted">{html}{margin}</div>' if margin else html

    def _losses(self, block: list[Token], part: Rendered, line: int) -> None:
        """What would not arrive on the page: images within a sentence, and notes without a text."""
        children = list(inline_children(block))
        for name in [image_name(child) for child in children if child.type == "image"]:
            if name in self.images:
                part.problems.append(Problem(line, f"Give the image “{name}” a paragraph of its own."))
        words = "".join(child.content for child in children if child.type == "text")
        for name in LOST_NOTE.findall(words):
            part.problems.append(Problem(line, f"The note “{name}” has no text. Write [^{name}]: and the text below."))

    def _heading(self, block: list[Token], part: Rendered, prefix: str, line: int) -> None:
        """Editors begin at `##`; on the page that is a level below the part's own heading."""
        level = int(block[0].tag[1])
        if level not in {2, 3} or (level == 3 and not part.outline):
            part.problems.append(Problem(line, "Begin headings at ## and go no deeper than ###, without a gap."))
        tag = "h3" if level <= 2 else "h4"
        title = " ".join(plain_text(block).split())
        anchor = first_free(prefix + (slugify(title) or "section"), self.seen_ids)
        self.seen_ids.add(anchor)
        block[0].tag = block[-1].tag = tag
        block[0].attrSet("id", anchor)
        if level <= 2:
            part.outline.append({"id": anchor, "title": title, "words": 0})

    def _inline(self, token: Token, part: Rendered, prefix: str, line: int) -> None:
        """Turn our own tokens into HTML, and links into addresses of this site."""
        if token.type == "citation":
            numbers = [self._number(key, part, line) for key in token.meta["keys"]]
            token.type, token.content = "html_inline", f'{NO_BREAK}<sup class="cite-ref">{", ".join(numbers)}</sup>'
        elif token.type == "footnote_ref":
            letter = note_letter(token.meta["id"])
            link = f'<a href="#{prefix}note-{letter}" aria-label="Note {letter}">{letter}</a>'
            token.type, token.content = "html_inline", f'<sup class="note-ref">{link}</sup>'
            token.meta = {**token.meta, "note": True}
        elif token.type == "link_open":
            self._link(token, part, line)
        elif token.type == "image":
            name = image_name(token)
            if name not in self.images:
                part.problems.append(Problem(line, f"No image is called “{name}”. Write ![caption](image:name)."))
            part.images.append(name)

    def _number(self, key: str, part: Rendered, line: int) -> str:
        if key not in self.references:
            part.problems.append(Problem(line, f"No reference has the key “{key}”."))
        first = key not in self.cited
        if first:
            self.cited.append(key)
        number = self.cited.index(key) + 1
        anchor = f' id="cite-{number}"' if first else ""
        return f'<a{anchor} href="#ref-{number}" role="doc-biblioref" aria-label="Reference {number}">{number}</a>'

    def _link(self, token: Token, part: Rendered, line: int) -> None:
        href = str(token.attrs["href"])
        scheme, _, rest = href.partition(":")
        if scheme in {"article", "tag"} and re.fullmatch(r"[\w-]+", rest):
            token.attrSet("href", reverse(f"{scheme}s:detail", args=[rest]))
        elif scheme not in {"http", "https", "mailto"} and not href.startswith(("/", "#")):
            part.problems.append(Problem(line, f"“{href}” leads nowhere: use https://…, article:slug or tag:slug."))

    def _lone_image(self, block: list[Token]) -> str | None:
        """The name of the image when the block is a paragraph that holds an image and nothing else."""
        children = list(inline_children(block))
        if block[0].type != "paragraph_open" or len(children) != 1 or children[0].type != "image":
            return None
        name = image_name(children[0])
        return name if name in self.images else None

    def _figure(self, name: str, tokens: list[Token]) -> str:
        caption = next(
            (
                plain_text(child.children or [])
                for child in inline_children(tokens)
                if child.type == "image" and image_name(child) == name
            ),
            "",
        )
        return figure(self.images[name], caption=caption)

    def _note(self, number: int, body: list[Token], part: Rendered, prefix: str, line: int) -> str:
        close_up(body)
        for child in inline_children(body):
            self._inline(child, part, prefix, line)
        letter = note_letter(number)
        html = " ".join(MARKDOWN.renderer.render(token.children or [], MARKDOWN.options, {}) for token in body)
        return f'<small class="note" role="note" id="{escape(prefix)}note-{letter}"><b>{letter}</b>{html}</small>'


def close_up(block: list[Token]) -> None:
    """A reference number stands at its word, without the space that editors type before `[@key]`."""
    for token in block:
        children = token.children or []
        for before, after in pairwise(children):
            if after.type == "citation" and before.type == "text":
                before.content = before.content.rstrip()


def image_name(token: Token) -> str:
    return str(token.attrs["src"]).removeprefix("image:")


def mark_cells(block: list[Token]) -> None:
    """Column headings say so, and figures stand at the right by a class: the site's policy forbids style attributes."""
    for token in block:
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.attrs.pop("style", "") == "text-align:right":
            token.attrSet("class", "num")


def note_letter(number: int) -> str:
    """Margin notes go by letters, references by numbers: a, b, ... z, aa, ab."""
    letter = chr(ord("a") + number % 26)
    return letter if number < 26 else note_letter(number // 26 - 1) + letter
