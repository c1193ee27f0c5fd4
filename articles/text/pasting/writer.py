"""A straightened tree as Markdown in the dialect of `articles.text.markdown`."""

import re
from typing import Any, Final

from bs4 import Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

from articles.text.pasting.escaping import at_a_line_start, escaped, in_a_cell, in_a_shift
from articles.text.pasting.targets import target_of

CELL: Final = "\ue000"  # ends a cell, as ROW a row: no pasted text holds them
ROW: Final = "\ue001"
BLOCKS: Final = frozenset({
    "p", "div", "li", "ul", "ol", "td", "th", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre",
    "hr", "br", "dl", "dt", "dd", "figure", "figcaption", "[document]",
})  # fmt: skip
BREAK: Final = "\\\n"
BREAKS: Final = re.compile(r"[ ]*(?:\\\n[ ]*){2,}")
AT_ENDS: Final = re.compile(r"\A(?:\\?\s)+|(?:(?<!\\)\\\n|[ \n])+\Z")
Parents = set[str]


class Writer(MarkdownConverter):
    """`origin`: of this site, to which links are written by name."""

    def __init__(self, origin: str) -> None:
        super().__init__(
            heading_style="atx", bullets="-", autolinks=False, newline_style="backslash", strip_document=None
        )
        self.origin = origin

    def written(self, tree: Tag) -> str:
        text = paragraphs(self.convert_soup(tree))
        return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).replace(CELL, "").replace(ROW, "").strip()

    def escape(self, text: str, parent_tags: Parents) -> str:  # noqa: ARG002  markdownify names it
        return escaped(text)

    def process_text(self, el: NavigableString, parent_tags: Parents | None = None) -> str:
        text = super().process_text(el, parent_tags=parent_tags)  # type: ignore[misc]
        is_code = parent_tags and "_noformat" in parent_tags
        return text if is_code or not begins_a_line(el) else at_a_line_start(text)

    def convert_a(self, el: Tag, text: str, parent_tags: Parents) -> str:
        words, target = " ".join(text.replace(BREAK, " ").split()), target_of(str(el.get("href", "")), self.origin)
        if not words or not target or "_noformat" in parent_tags or parent_tags & {"a", "sup", "sub"}:
            return text
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{' ' if before else ''}[{words}]({target}){' ' if after else ''}"

    def convert_fn(self, el: Tag, _text: str, **_: object) -> str:
        return f"[^{''.join(el.get('class') or [])}]"

    def convert_strong(self, el: Tag, text: str, **_: object) -> str:
        return marked(el, text, "**")

    def convert_em(self, el: Tag, text: str, **_: object) -> str:
        return marked(el, text, "*")

    def convert_sup(self, el: Tag, text: str, **_: object) -> str:
        return shifted(el, text, "^")

    def convert_sub(self, el: Tag, text: str, **_: object) -> str:
        return shifted(el, text, "~")

    def convert_p(self, _el: Tag, text: str, parent_tags: Parents) -> str:
        return f" {text.strip()} " if "_inline" in parent_tags else f"\n\n{paragraphs(text)}\n\n"

    convert_div = convert_dl = convert_figure = convert_figcaption = convert_dd = convert_p

    def convert_dt(self, _el: Tag, text: str, **_: object) -> str:
        words = text.strip()
        return f"\n\n**{words}**\n\n" if words and "*" not in words else f"\n\n{words}\n\n"

    def convert_br(self, _el: Tag, _text: str, parent_tags: Parents) -> str:
        return " " if "_inline" in parent_tags else BREAK

    def convert_li(self, el: Tag, text: str, **_: object) -> str:
        words = paragraphs(text)
        if not words:
            return ""
        mark = f"{el.get('value', '1')}. " if el.parent is not None and el.parent.name == "ol" else "- "
        lines = words.split("\n")
        return mark + "\n".join([lines[0], *(f"{' ' * len(mark)}{line}" if line else "" for line in lines[1:])]) + "\n"

    def convert_blockquote(self, _el: Tag, text: str, parent_tags: Parents) -> str:
        words = paragraphs(text)
        if not words or "_inline" in parent_tags:
            return f" {words} " if words else ""
        return "\n\n" + "\n".join(f"> {line}".rstrip() for line in words.split("\n")) + "\n\n"

    def convert_pre(self, el: Tag, _text: str, **_: object) -> str:
        code = el.get_text().strip("\n")
        longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"\n\n{fence}\n{code}\n{fence}\n\n" if code.strip() else ""

    def convert_td(self, _el: Tag, text: str, **_: object) -> str:
        return in_a_cell(" ".join(text.replace(BREAK, " ").split())) + CELL

    convert_th = convert_td

    def convert_tr(self, _el: Tag, text: str, **_: object) -> str:
        return text.strip() + ROW

    def convert_table(self, _el: Tag, text: str, **_: object) -> str:
        rows = [row.split(CELL)[:-1] for row in text.split(ROW)[:-1]]
        rows = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
        if not rows:
            return ""
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n\n" + "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]) + "\n\n"


def paragraphs(text: str) -> str:
    """Two breaks of a line are one between paragraphs, and none stands at an end."""
    return AT_ENDS.sub("", BREAKS.sub("\n\n", text)).strip("\n ")


def begins_a_line(el: NavigableString) -> bool:
    node: Any = el
    while node.parent is not None:
        before = node.previous_sibling
        while isinstance(before, NavigableString) and not before.strip():
            before = before.previous_sibling
        if before is not None:
            return before.name in BLOCKS
        node = node.parent
        if node.name in BLOCKS:
            return True
    return True


def marked(el: Tag, text: str, mark: str) -> str:
    """Between marks that CommonMark takes for such: they cling to a word, and no word clings to a stop within them."""
    if not text.strip() or "\n\n" in text:
        return text
    words = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    before = "" if previous_char(el) == " " else before
    after = "" if next_char(el) == " " else after
    if not before and getattr(el.previous_sibling, "name", "") in {"strong", "em"}:
        if mark != "*" or after or next_char(el).isalnum():
            return text
        mark = "_"
    if not after and next_char(el).isalnum() and not words[-1].isalnum():
        kept = re.sub(r"(?:\\?[^\w\s\\)\]])+\Z", "", words)
        words, after = (kept, words[len(kept) :]) if kept else (words, " ")
    if not before and previous_char(el).isalnum() and words and not words[0].isalnum():
        before = " "
    return f"{before}{mark}{words}{mark}{after}" if words.strip() else text


def next_char(el: Tag) -> str:
    after = el.next_sibling
    return after.get_text()[:1] if after is not None else ""


def previous_char(el: Tag) -> str:
    before = el.previous_sibling
    return before.get_text()[-1:] if before is not None else ""


def shifted(el: Tag, text: str, mark: str) -> str:
    """Above or below the line; what holds a link or stands in brackets is a number of a reference, and stays so."""
    words = el.get_text().strip()
    if not words or el.find("fn") or re.fullmatch(r"\[.*\]", words):
        return text
    return f"{mark}{in_a_shift(' '.join(words.split()), mark)}{mark}"
