"""Markdown to HTML, once, at save. Pages print what this made: sanitised, numbered, with ids to link to."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from html import escape
from itertools import pairwise
from typing import Final
from urllib.parse import unquote

import nh3
from django.urls import reverse
from django.utils.safestring import mark_safe
from markdown_it.token import Token

from articles.images.html import figure
from articles.models import Image
from articles.text.addresses import Addresses
from articles.text.markdown import (
    MARKDOWN,
    blocks,
    first_line,
    inline_children,
    inline_rows,
    parse,
    plain_text,
    word_count,
)
from tags.slugs import first_free, slug_of

HEADINGS: Final = "Begin headings at ## and go no deeper than ###, without a gap."
NO_BREAK: Final = "\N{WORD JOINER}"
FIGURE: Final = re.compile(r'<span data-figure="([a-z0-9-]+)">(.*?)</span>', re.DOTALL)
TAGS: Final = {
    "a", "b", "blockquote", "br", "code", "div", "em", "figcaption", "h3", "h4", "hr", "i", "li", "ol", "p", "pre",
    "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES: Final = {
    "*": {"id", "class", "role", "aria-label", "dir"},
    "a": {"href"},
    "div": {"tabindex"},
    "pre": {"tabindex"},
    "ol": {"start"},
    "th": {"scope"},
    "td": {"class"},
    "span": {"data-figure"},
}
SCROLLED: Final = (  # what may be wider than the page: the keyboard has to reach it
    ("<pre>", '<pre role="group" aria-label="Code" tabindex="0">'),
    ("<table", '<div class="table-wrap" role="group" aria-label="Table" tabindex="0"><table'),
    ("</table>", "</table></div>"),
)


@dataclass(frozen=True, order=True)
class Problem:
    """A place in a text and what to mend there. `line` counts from 1 within that text. `check`: the kind."""

    line: int
    message: str
    check: str = field(default="not-shown", compare=False)


@dataclass
class Rendered:
    """One part of an article as HTML. `outline`: [{"id", "title", "words"}] of its top headings.

    `problems` keep it from being saved; `warnings` are told, and may be just what its editor wants.
    """

    html: str = ""
    text: str = ""
    words: int = 0
    outline: list[dict[str, str | int]] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


class Renderer:
    """Renders the parts of one article in order, so that references are numbered by first appearance across them.

    `references` are the keys that may be cited, `images` the images that may be shown, `addresses` where links lead.
    `present`: what references are called today, by former keys too.
    """

    def __init__(
        self,
        references: Set[str],
        images: Mapping[str, Image],
        addresses: Addresses,
        present: Mapping[str, str] | None = None,
    ) -> None:
        self.present = present or {}
        self.references = references
        self.images = images
        self.addresses = addresses
        self.cited: list[str] = []
        self.seen_ids: set[str] = set()

    def render(self, text: str, *, prefix: str) -> Rendered:
        """`prefix` keeps the ids of the two parts apart, and apart from those of the page around them."""
        tokens, notes, lost = parse(text)
        part = Rendered(problems=[Problem(*told) for told in lost])
        note_text = " ".join(plain_text(note) for note in notes.values())
        pieces = [self._block(block, notes, part, prefix) for block in blocks(tokens)]
        for body in notes.values():
            part.problems.append(Problem(first_line(body), "Only a note that is not shown itself refers to this one."))
        cleaned = nh3.clean(
            "".join(pieces), tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes={"http", "https", "mailto"}
        )
        part.html = FIGURE.sub(lambda found: figure(self.images[found[1]], caption=mark_safe(found[2])), cleaned)
        part.text = " ".join(f"{plain_text(tokens)} {note_text}".split())
        part.words = word_count(part.text)
        part.problems, part.warnings = at_their_lines(text, part.problems), at_their_lines(text, part.warnings)
        return part

    def line(self, text: str) -> Rendered:
        """A caption: words in one line, with what may stand in lines."""
        part = self.render(text, prefix="line-")
        line = re.fullmatch(r'<p dir="auto">((?:(?!</p>).)*)</p>\n?', part.html)
        if text and not line:
            part.problems.append(Problem(1, "Write one line of words: no heading, list, table or image has room here."))
        part.html = line[1] if line else ""
        return part

    def _block(self, block: list[Token], notes: dict[int, list[Token]], part: Rendered, prefix: str) -> str:
        line = first_line(block)
        if block[0].type == "heading_open":
            self._heading(block, part, prefix, line)
        elif part.outline:
            part.outline[-1]["words"] = int(part.outline[-1]["words"]) + word_count(plain_text(block))
        if block[0].nesting == 1:
            block[0].attrSet("dir", "auto")
        figure_of = self._lone_image(block)
        html = self._html(block, part, prefix, line, figure_of)
        if figure_of:
            html = f'<span data-figure="{image_name(figure_of)}">{written(figure_of.children or [])}</span>'
        margin = "".join(self._notes(block, notes, part, prefix))
        return f'<div class="noted">{html}{margin}</div>' if margin else html

    def _html(self, block: list[Token], part: Rendered, prefix: str, line: int, figure_of: Token | None = None) -> str:
        close_up(block)
        mark_cells(block)
        for child in inline_children(block):
            self._inline(child, part, prefix, line)
            if child.type == "image" and child is not figure_of:
                self._misplaced(image_name(child), part, line)
        html = written(block)
        for plain, reached in SCROLLED:
            html = html.replace(plain, reached)
        return html

    def _misplaced(self, name: str, part: Rendered, line: int) -> None:
        if name in self.images:
            part.problems.append(Problem(line, f"Give the image “{name}” a paragraph of its own."))

    def _heading(self, block: list[Token], part: Rendered, prefix: str, line: int) -> None:
        """Editors begin at `##`; on the page that is a level below the part's own heading."""
        level = int(block[0].tag[1])
        if level not in {2, 3} or (level == 3 and not part.outline):
            part.problems.append(Problem(line, HEADINGS, "heading-skipped"))
        tag = "h3" if level <= 2 else "h4"
        title = " ".join(plain_text(block).split())
        anchor = first_free(prefix + (slug_of(title) or "section"), self.seen_ids)
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
            token.meta = {"note": token.meta["id"]}
        elif token.type == "note_without_text":
            name, token.type = token.meta["name"], "text"
            part.problems.append(Problem(line, f"The note “{name}” has no text. Write [^{name}]: and the text below."))
        elif token.type == "link_open":
            self._link(token, part, line)
        elif token.type == "image":
            name = image_name(token)
            if name not in self.images:
                message = f"No image is called “{name}”. Write ![caption](image:name)."
                part.problems.append(Problem(line, message, "unknown-image"))
            part.images.append(name)
        elif token.meta.get("html"):
            part.warnings.append(Problem(line, shown_as_it_stands(token.content)))
        if title := token.attrs.get("title"):
            part.problems.append(Problem(line, f"“{title}” would not be shown. Write it into the text or the caption."))

    def _number(self, key: str, part: Rendered, line: int) -> str:
        if key not in self.references:
            part.problems.append(Problem(line, f"No reference has the key “{key}”.", "unknown-reference"))
        key = self.present.get(key, key)
        first = key not in self.cited
        if first:
            self.cited.append(key)
        number = self.cited.index(key) + 1
        anchor = f' id="cite-{number}"' if first else ""
        return f'<a{anchor} href="#ref-{number}" role="doc-biblioref" aria-label="Reference {number}">{number}</a>'

    def _link(self, token: Token, part: Rendered, line: int) -> None:
        href = str(token.attrs["href"])
        scheme, _, rest = unquote(href).partition(":")
        if scheme in {"article", "tag"} and re.fullmatch(r"[\w-]+", rest):
            present = self.addresses.present(scheme, rest)
            if present is None:  # without an address the cleaner leaves its words
                part.problems.append(Problem(line, self.addresses.unknown(scheme, rest), "broken-link"))
            else:
                token.attrSet("href", reverse(f"{scheme}s:detail", args=[present]))
        elif scheme not in {"http", "https", "mailto"} and not href.startswith(("/", "#")):
            message = f"“{href}” leads nowhere: use https://…, article:slug or tag:slug."
            part.problems.append(Problem(line, message, "broken-link"))
            del token.attrs["href"]

    def _lone_image(self, block: list[Token]) -> Token | None:
        """The image when the block is a paragraph that holds an image and nothing else."""
        children = block[1].children or [] if block[0].type == "paragraph_open" else []
        is_figure = len(children) == 1 and children[0].type == "image" and image_name(children[0]) in self.images
        return children[0] if is_figure else None

    def _notes(self, block: list[Token], notes: dict[int, list[Token]], part: Rendered, prefix: str) -> Iterator[str]:
        """The notes that the block refers to and that were not shown before, and those to which these refer."""
        waiting = [block]
        while waiting:
            for child in inline_children(waiting.pop(0)):
                if body := notes.pop(child.meta.get("note", -1), None):
                    waiting.append(body)
                    yield self._note(child.meta["note"], body, part, prefix)

    def _note(self, number: int, body: list[Token], part: Rendered, prefix: str) -> str:
        if body[0].type == "paragraph_open":  # it begins behind its letter
            body[0].hidden = body[2].hidden = True
        html = self._html(body, part, prefix, first_line(body))
        letter = note_letter(number)
        name = f"{escape(prefix)}note-{letter}"
        return f'<div class="note" role="note" id="{name}" dir="auto"><b>{letter}</b>{html}</div>'


def shown_as_it_stands(html: str) -> str:
    return f"“{html}” is shown as it stands: HTML is not carried out."


def written(tokens: list[Token]) -> str:
    """These tokens, of blocks or of a line, as HTML."""
    return str(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))


def at_their_lines(text: str, problems: list[Problem]) -> list[Problem]:
    """Each at the very line of its paragraph that holds what the message quotes; in order, each once."""
    lines = text.split("\n")
    return sorted({replace(found, line=nearest(lines, found.line, found.message)) for found in problems})


def nearest(lines: list[str], line: int, message: str) -> int:
    quoted = re.search("“([^”]+)”", message)
    for at, words in enumerate(lines[line - 1 :], start=line):
        if not words.strip():
            break
        if quoted and quoted[1] in words:
            return at
    return line


def close_up(block: list[Token]) -> None:
    """A reference number stands at its word, without the space that editors type before `[@key]`."""
    for row in inline_rows(block):
        for before, after in pairwise(row):
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
