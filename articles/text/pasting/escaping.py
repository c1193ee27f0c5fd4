"""Characters that Markdown would take for marks, so that they mean themselves."""

import re
from typing import Final

BACKSLASH: Final = re.compile(r"\\(?=[!-/:-@\[-`{-~]|\Z)")
STAR: Final = re.compile(r"(?<! )\*|\*(?! )|\A\*|\*\Z")
UNDERSCORE: Final = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
NUMBERS: Final = re.compile(r"\[(\d{1,4}(?:[-–,;] ?\d{1,4})*)\](?![(\[:])")
TILDE: Final = re.compile(r"~(?!\s|\d)|~(?=\S*~)|(?<=\S)~")
CARET: Final = re.compile(r"\^")
ANGLE: Final = re.compile(r"<(?=[A-Za-z/!?]|\Z)")
ENTITY: Final = re.compile(r"&(?=#?\w+;)")
AT_START: Final = re.compile(  # of headings, items, quotations, rules and underlines, tables; of numbered items
    r"(\s*)(?:(#{1,6}(?=\s|\Z)|[-+](?=\s|\Z)|>|=+(?=\s*\Z)|-{2,}(?=\s*\Z)|:(?=\s|-)|\|)|(\d{1,9})([.)])(?=\s|\Z))"
)
KEPT: Final = "\ue002"  # stands for what is kept as it is; no pasted text holds it


def escaped(text: str) -> str:
    """Within a line."""
    text = BACKSLASH.sub(r"\\\\", text)
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return KEPT

    text = NUMBERS.sub(keep, text)
    text = re.sub(r"[`\[\]]", r"\\\g<0>", text)
    for pattern in (STAR, UNDERSCORE, TILDE, CARET, ANGLE, ENTITY):
        text = pattern.sub(r"\\\g<0>", text)
    text = re.sub(r"!\Z", r"\\!", text)  # a link may follow, and would be an image
    return re.sub(KEPT, lambda _: kept.pop(0), text)


def at_a_line_start(text: str) -> str:
    """At the beginning of a line, of which more may follow in other parts."""
    found = AT_START.match(text)
    if not found:
        return text
    end = found.end()
    mark = re.sub(r"(?=.)", r"\\", found[2]) if found[2] else f"{found[3]}\\{found[4]}"
    return f"{found[1]}{mark}{text[end:]}"


def in_a_cell(text: str) -> str:
    """A bar ends a cell wherever it stands, in code, too."""
    return re.sub(r"(?<!\\)((?:\\\\)*)\|", r"\1\\|", text)


def in_a_shift(text: str, mark: str) -> str:
    """Nothing is read within H~2~O but its end, and a space needs a backslash."""
    return re.sub(rf"[\\ {re.escape(mark)}]", r"\\\g<0>", text)
