"""A text with records in any form, several of them too, as records with the line at which each began."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from bibliography.importing.from_bibtex import of_bibtex
from bibliography.importing.from_json import of_json
from bibliography.importing.from_numbers import are_numbers, of_numbers
from bibliography.importing.from_pubmed import of_pubmed
from bibliography.importing.from_ris import of_ris
from bibliography.importing.read import Form, Read
from members.characters import cleaned

OF_RIS: Final = re.compile(r"\ufeff?\s*TY {0,2}- ?")
OF_PUBMED: Final = re.compile(r"\s*(?:PMID|OWN|STAT) *- ")
OF_BIBTEX: Final = re.compile(r"\s*@\s*[A-Za-z]+\s*[{(]")
OF_JSON: Final = re.compile(r"\s*[\[{]\s*(?:[\[{\"]|\Z|[\]}])")
END_OF_RIS: Final = re.compile(r"ER {0,2}-")
TEXTS_OF_JSON: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
ESCAPED: Final = re.compile(r"\\.")
BEGINS: Final[tuple[tuple[Form, re.Pattern[str]], ...]] = (
    (Form.RIS, OF_RIS), (Form.PUBMED, OF_PUBMED), (Form.BIBTEX, OF_BIBTEX), (Form.CSL, OF_JSON),
)  # fmt: skip
READERS: Final[dict[Form, Callable[[list[str], int], Iterator[Read]]]] = {
    Form.RIS: of_ris,
    Form.PUBMED: of_pubmed,
    Form.BIBTEX: of_bibtex,
    Form.CSL: of_json,
    Form.NUMBERS: of_numbers,
}


def recognise(text: str) -> Form:
    """The form of the first record; `Form.NUMBERS` where none of the others begins."""
    return next((form for form, _, _ in pieces(text)), Form.NUMBERS)


def read(text: str) -> list[Read]:
    """All records in their order, those with problems too; lines that belong to none are told as problems."""
    found = (record for form, at, lines in pieces(text) for record in READERS[form](lines, at))
    return list(found)


def pieces(text: str) -> Iterator[tuple[Form, int, list[str]]]:
    """Stretches of one form: which, the number of its first line, its lines. Each line is looked at once."""
    lines = cleaned(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    form, begin, record = Form.NUMBERS, 0, Open()
    for at, line in enumerate(lines):
        begun = form if record.is_open else form_of(line)
        if begun is None and record.may_end and are_numbers(line):
            begun = Form.NUMBERS
        if begun is not None and begun is not form:
            if any(kept.strip() for kept in lines[begin:at]):
                yield form, begin + 1, lines[begin:at]
            form, begin, record = begun, at, Open()
        record.take(line, form)
    if any(kept.strip() for kept in lines[begin:]):
        yield form, begin + 1, lines[begin:]


def form_of(line: str) -> Form | None:
    return next((form for form, begins in BEGINS if begins.match(line)), None)


class Open:
    """How far the record goes that the last line stood in: by its brackets, or by a line that ends it."""

    def __init__(self) -> None:
        self.depth = 0
        self.may_end = True  # whether numbers alone on a line belong to no record any more

    @property
    def is_open(self) -> bool:
        """Whether nothing else can begin here."""
        return self.depth > 0

    def take(self, line: str, form: Form) -> None:
        if form is Form.CSL:
            line = TEXTS_OF_JSON.sub("", line)
            self.depth += line.count("{") + line.count("[") - line.count("}") - line.count("]")
        elif form is Form.BIBTEX:
            line = ESCAPED.sub("", line)
            self.depth += line.count("{") - line.count("}")
        else:
            self.may_end = form is Form.NUMBERS or not line.strip() or bool(END_OF_RIS.match(line))
