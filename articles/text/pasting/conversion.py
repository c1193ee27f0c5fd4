"""From pasted HTML to Markdown: cleaned, straightened, written down."""

import re
from dataclasses import dataclass
from typing import Final

import nh3
from bs4 import BeautifulSoup

from articles.text.pasting.blocks import straighten_blocks
from articles.text.pasting.emphasis import straighten_emphasis
from articles.text.pasting.leaving_out import leave_out
from articles.text.pasting.margin_notes import take_notes
from articles.text.pasting.tables import straighten_tables
from articles.text.pasting.word_lists import straighten_lists
from articles.text.pasting.writer import Writer
from members.characters import printed

MOST: Final = 3_000_000  # characters of HTML: Word needs a hundred for one of its own
TAGS: Final = {
    "a", "b", "blockquote", "br", "caption", "code", "del", "div", "em", "figcaption", "figure", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "s", "samp", "span", "strike", "strong", "sub",
    "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "dl", "dt", "dd",
}  # fmt: skip
GONE_WITH_CONTENT: Final = {
    "script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "button", "select",
    "textarea", "nav", "xml", "annotation", "audio", "video", "canvas", "form",
}  # fmt: skip
KEPT_STYLES: Final = {
    "font-weight", "font-style", "vertical-align", "text-decoration", "text-decoration-line", "display", "visibility",
    "mso-list", "mso-element", "mso-footnote-id", "mso-endnote-id", "mso-hide", "mso-comment-reference",
}  # fmt: skip
ATTRIBUTES: Final = {
    "*": {"style", "class", "id"},
    "a": {"href", "name"},
    "ol": {"start"},
    "li": {"aria-level"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
FRAGMENT: Final = re.compile(r"<!--\s*StartFragment\s*-->(.*?)<!--\s*EndFragment\s*-->", re.DOTALL | re.IGNORECASE)
DEEPEST: Final = 120  # mail that was answered thirty times has half of that
ENDS: Final = re.compile(r"<(/?)([a-z0-9]+)")
EMPTY: Final = frozenset({"br", "hr", "img"})
OF_A_CODE_EDITOR: Final = re.compile(r"\s*(?:<meta[^>]*>)?\s*<div style=\"[^\"]*white-space:\s*pre;", re.IGNORECASE)


@dataclass(frozen=True)
class Pasted:
    """`told`: what was left out, in words for whoever pasted it."""

    markdown: str
    told: tuple[str, ...] = ()


def pasted(html: str, text: str = "", *, origin: str = "") -> Pasted:
    """The Markdown of `html`; of `text`, the plain form on the same clipboard, where there is no HTML to read.

    `origin`: of this site, as `https://example.org`, so that links to it stay links whatever becomes of its name.
    Source text, which code editors copy with its colours, is taken as it was typed.
    """
    if not html.strip() or OF_A_CODE_EDITOR.match(html) or len(html) > MOST:
        return Pasted(as_typed(text or without_tags(html)))
    fragment = FRAGMENT.search(html)
    cleaned = clean(fragment[1] if fragment else html)
    if depth(cleaned) > DEEPEST:
        return Pasted(as_typed(text or without_tags(html)), ("It was nested too deep to keep its form.",))
    return converted(cleaned, origin)


def depth(cleaned: str) -> int:
    """How many elements stand in one another at most."""
    now = most = 0
    for found in ENDS.finditer(cleaned):
        if found[2] not in EMPTY:
            now += -1 if found[1] else 1
            most = max(most, now)
    return most


def converted(cleaned: str, origin: str) -> Pasted:
    soup = BeautifulSoup(cleaned, "html.parser")
    told = leave_out(soup)
    straighten_lists(soup)
    notes = take_notes(soup)
    straighten_emphasis(soup)
    straighten_tables(soup)
    straighten_blocks(soup)
    writer = Writer(origin)
    body = writer.written(soup)
    ends = [f"[^{name}]: {text}" for name, note in notes.items() if (text := indented(writer.written(note)))]
    return Pasted("\n\n".join(filter(None, [body, *ends])), tuple(told))


def clean(html: str) -> str:
    """HTML that holds nothing but what is read of it: no script, no handler, no address that runs one."""
    return nh3.clean(
        html.replace("\x00", ""),
        tags=TAGS,
        clean_content_tags=GONE_WITH_CONTENT,
        attributes=ATTRIBUTES,
        filter_style_properties=KEPT_STYLES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def without_tags(html: str) -> str:
    cleaned = nh3.clean(html[:MOST].replace("\x00", ""), tags=set(), clean_content_tags=GONE_WITH_CONTENT)
    return BeautifulSoup(cleaned, "html.parser").get_text()


def as_typed(text: str) -> str:
    """Plain text, with one kind of line end and without what nobody sees."""
    lines = printed(text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def indented(note: str) -> str:
    """What follows its first line stands under it."""
    return note.replace("\n", "\n    ")
