"""Text of LaTeX as plain text: accents, dashes, and what it marks up as CSL marks it up."""

import re
from typing import Final

from bibtexparser.middlewares import LatexDecodingMiddleware

INNER: Final = r"((?:[^{}]|\{[^{}]*\})*)"
MARKUP: Final = (
    (re.compile(rf"\\(?:textit|emph|textsl|mkbibemph)\s*\{{{INNER}\}}"), r"<i>\1</i>"),
    (re.compile(rf"\\textbf\s*\{{{INNER}\}}"), r"<b>\1</b>"),
    (re.compile(r"\{\\(?:it|em|itshape)\s+([^{}]*)\}"), r"<i>\1</i>"),
    (re.compile(r"\{\\(?:bf|bfseries)\s+([^{}]*)\}"), r"<b>\1</b>"),
    (re.compile(rf"\\textsuperscript\s*\{{{INNER}\}}"), r"<sup>\1</sup>"),
    (re.compile(rf"\\textsubscript\s*\{{{INNER}\}}"), r"<sub>\1</sub>"),
)
FORMULA: Final = re.compile(r"(?<!\\)\$([^$]+)(?<!\\)\$")
RAISED: Final = re.compile(r"\^(?:\{([^{}]*)\}|(\\\w+|\w))")
LOWERED: Final = re.compile(r"_(?:\{([^{}]*)\}|(\\\w+|\w))")
PARAGRAPH: Final = re.compile(r"\n\s*\n")


class Decoder(LatexDecodingMiddleware):
    """Commands of LaTeX as the characters that they mean."""

    def text(self, value: str) -> str:
        return str(self._decoder.latex_to_text(value))


DECODE: Final = Decoder(keep_math_mode=False)


def text_of(value: str) -> str:
    """Without braces and commands of LaTeX; what it marks as italics, raised or lowered stays marked."""
    if "$" in value:
        value = FORMULA.sub(of_formula, value)
    for pattern, shape in MARKUP if "\\" in value or "$" in value else ():
        value = pattern.sub(shape, value)
    decoded = DECODE.text(value) if "\\" in value or "$" in value or "~" in value else value
    return " ".join(re.sub(r"[{}]", "", decoded).replace("---", "—").replace("--", "–").split())


def of_formula(found: re.Match[str]) -> str:
    """What is raised or lowered in it as CSL marks that up; the rest is left to the decoder."""
    marked = RAISED.sub(lambda part: f"<sup>{part[1] or part[2]}</sup>", found[1])
    marked = LOWERED.sub(lambda part: f"<sub>{part[1] or part[2]}</sub>", marked)
    return marked if marked != found[1] else found[0]


def lines_of(value: str) -> str:
    """The same for a text of several paragraphs, each of which becomes a line."""
    return "\n".join(filter(None, map(text_of, PARAGRAPH.split(value))))


def in_braces(text: str) -> bool:
    """Whether one pair of braces holds all of it: a name that is a group, a family name that is one word."""
    text = text.strip()
    if not (text.startswith("{") and text.endswith("}")):
        return False
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if depth == 0:
            return at == len(text) - 1
    return False


def split_outside(text: str, pattern: re.Pattern[str]) -> list[str]:
    """Parts of a text between what matches outside of all braces."""
    parts, begin, depth = [], 0, 0
    marks = {found.start(): found.end() for found in pattern.finditer(text)}
    for at, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if depth <= 0 and at in marks and at >= begin:
            parts.append(text[begin:at])
            begin = marks[at]
    return [*parts, text[begin:]]
