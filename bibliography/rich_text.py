"""Text of records: what CSL marks up (`<i>`, `<b>`, `<sup>`, `<sub>`), and how publishers' markup becomes that."""

import re
import xml.etree.ElementTree as ET
from html import unescape
from typing import Final

MARKUP: Final = ("<i>", "</i>", "<b>", "</b>", "<sup>", "</sup>", "<sub>", "</sub>")
PAIR: Final = re.compile(r"<(i|b|sup|sub)>((?:(?!</?(?:i|b|sup|sub)>).)*)</\1>")  # the innermost ones
SPAN: Final = re.compile(r"</?span\b[^<>]*>", re.IGNORECASE)  # CSL has small capitals and `nocase`, nothing else
UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ue000-\uf8ff\u2028\u2029]+")

ENTITY: Final = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]\w*);", re.IGNORECASE)
KEPT: Final = {
    "i": "i", "em": "i", "italic": "i", "b": "b", "strong": "b", "bold": "b", "sup": "sup", "super": "sup",
    "sub": "sub", "inf": "sub",
}  # fmt: skip
APART: Final = frozenset({  # what stands in them stands by itself
    "abstract", "br", "break", "div", "disp-formula", "h1", "h2", "h3", "h4", "label", "li", "list", "list-item", "ol",
    "p", "sec", "title", "ul",
})  # fmt: skip
BESIDE: Final = frozenset({  # their text is part of the line
    "a", "alternatives", "ext-link", "fn", "font", "inline-formula", "monospace", "named-content", "roman",
    "sans-serif", "sc", "scp", "small", "strike", "styled-content", "tt", "u", "underline", "xref",
})  # fmt: skip
TAG: Final = re.compile(
    rf"<(/?)(?:[a-z]+:)?({'|'.join(sorted([*KEPT, *APART, *BESIDE], key=len, reverse=True))})(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
CSL_SPAN: Final = re.compile(r"""<span\s+(?:class=["']nocase|style=["']font-variant:\s*small-caps)""", re.IGNORECASE)
MATH: Final = re.compile(r"<((?:\w+:)?math)\b[^<>]*>.*?</\1>", re.IGNORECASE | re.DOTALL)
TEX: Final = re.compile(r"<((?:\w+:)?tex-math)\b[^<>]*>.*?</\1>", re.IGNORECASE | re.DOTALL)
BARE_TAG: Final = re.compile(r"<(/?)(?:\w+:)?(\w+)[^<>]*?(/?)>")
TWICE: Final = 3  # how often registries escape what was escaped before


def as_rich_text(text: str) -> str:
    """Entities as characters, and the markup of JATS, HTML and MathML as that of CSL or as plain text."""
    for _ in range(TWICE):
        text = ENTITY.sub(lambda found: unescape(found[0]), MATH.sub(_of_math, TEX.sub("", text)))
    return TAG.sub(_of_tag, _without_foreign_spans(text)).strip()


def _without_foreign_spans(text: str) -> str:
    kept: list[bool] = []  # whether each span that is open is one of CSL

    def of_span(found: re.Match[str]) -> str:
        if not found[0].startswith("</"):
            kept.append(bool(CSL_SPAN.match(found[0])))
            return found[0] if kept[-1] else ""
        return found[0] if kept and kept.pop() else ""

    return SPAN.sub(of_span, text)


def _of_tag(found: re.Match[str]) -> str:
    name = found[2].lower()
    return f"<{found[1]}{KEPT[name]}>" if name in KEPT else " " if name in APART else ""


def _of_math(found: re.Match[str]) -> str:
    """A formula on one line; what is no XML loses its tags."""
    formula = BARE_TAG.sub(r"<\1\2\3>", found[0])
    try:
        return _line(ET.fromstring(formula))  # noqa: S314  a DTD cannot stand within it
    except ET.ParseError:
        return BARE_TAG.sub("", formula)


def _line(node: ET.Element) -> str:
    if node.tag in {"annotation", "annotation-xml"}:
        return ""
    parts = [_line(child) for child in node]
    shapes = {
        "msub": "{}<sub>{}</sub>", "msup": "{}<sup>{}</sup>", "msubsup": "{}<sub>{}</sub><sup>{}</sup>",
        "mfrac": "{}/{}", "msqrt": "√{}", "mspace": " ",
    }  # fmt: skip
    if (shape := shapes.get(node.tag)) and shape.count("{}") == len(parts):
        return shape.format(*parts)
    return (node.text or "").strip() + "".join(parts)


def without_foreign_markup(text: str) -> str:
    """One line of text in which only the markup of CSL (`<i>`, `<b>`, `<sup>`, `<sub>`) is left."""
    return " ".join(UNPRINTABLE.sub(" ", SPAN.sub("", text)).split())


def plain(text: str) -> str:
    """One line of text without any markup: for columns, search and plain-text formats."""
    bare = re.sub("|".join(map(re.escape, MARKUP)), "", without_foreign_markup(text))
    return " ".join(bare.split())
