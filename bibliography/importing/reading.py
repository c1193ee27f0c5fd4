"""A text with records in any form, several of them too, as records with the line at which each began."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bibliography.importing.formats.from_bibtex import of_bibtex
from bibliography.importing.formats.from_endnote_xml import of_endnote_xml
from bibliography.importing.formats.from_json import of_json
from bibliography.importing.formats.from_numbers import are_numbers, of_numbers
from bibliography.importing.formats.from_pubmed import of_pubmed
from bibliography.importing.formats.from_pubmed_xml import of_pubmed_xml
from bibliography.importing.formats.from_ris import of_ris
from bibliography.importing.formats.from_table import Table, of_table, table_in
from bibliography.importing.read import Form, Read
from members.characters import cleaned

OF_RIS: Final = re.compile(r"\ufeff?\s*TY[ \t\xa0]{0,2}[-–](?:[ \t\xa0]|\s*\w)")
LINE_OF_RIS: Final = re.compile(r"(?:A[1-4BNU]|D[AO]|[JT][12FO]|K[W]|[PS][BNPY]|TI|UR|VL|Y1) {2}- ")  # without its TY
OF_PUBMED: Final = re.compile(r"\s*(?:PMID|OWN|STAT) *- ")
OF_BIBTEX: Final = re.compile(r"\s*@\s*[A-Za-z]+\s*[{(]")
OF_JSON: Final = re.compile(r"\s*[\[{]\s*(?:[\[{\"]|\Z|[\]}])")
OF_XML: Final = re.compile(r"\s*(?:<\?xml|<!DOCTYPE|<[A-Za-z][\w:-]*(?=[\s/>]))")
END_OF_RIS: Final = re.compile(r"ER {0,2}-")
TEXTS_OF_JSON: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
ESCAPED: Final = re.compile(r"\\.")
BEGINS: Final[tuple[tuple[Form, re.Pattern[str]], ...]] = (
    (Form.RIS, OF_RIS), (Form.PUBMED, OF_PUBMED), (Form.BIBTEX, OF_BIBTEX), (Form.CSL, OF_JSON),
)  # fmt: skip
READERS: Final[dict[Form, Callable[[list[str], int], Iterator[Read]]]] = {
    Form.RIS: of_ris,
    Form.PUBMED: of_pubmed,
    Form.PUBMED_XML: of_pubmed_xml,
    Form.ENDNOTE_XML: of_endnote_xml,
    Form.BIBTEX: of_bibtex,
    Form.CSL: of_json,
    Form.NUMBERS: of_numbers,
}
KINDS_OF_XML: Final = (
    (Form.PUBMED_XML, re.compile(r"<Pubmed(?:Book)?Article[\s>]")), (Form.ENDNOTE_XML, re.compile(r"<record[\s>]")),
)  # fmt: skip
OTHER_XML: Final = "This XML holds no records of PubMed or EndNote. Send it as PubMed XML, EndNote XML, RIS or BibTeX."
WHOLE: Final = ".csv", ".tsv", ".tab"  # how names of files end that are tables


def recognise(text: str) -> Form:
    """The form of the first record; `Form.NUMBERS` where none of the others begins."""
    lines = lines_of(text)
    if form := whole_form(lines):
        return form
    return next((form for form, _, _ in pieces(lines)), Form.NUMBERS)


def read(text: str, mapping: Mapping[str, str] | None = None, name: str = "") -> list[Read]:
    """All records in their order, those with problems too; lines that belong to none are told as problems."""
    return list(records_in(text, mapping, name))


def records_in(text: str, mapping: Mapping[str, str] | None = None, name: str = "") -> Iterator[Read]:
    """The same, one after the other. `mapping`: the field of each heading of a table; `name`: of the file."""
    lines = lines_of(text)
    form = whole_form(lines)
    table = None if form else table_of(lines, name)
    if table:
        yield from of_table(lines, 1, table, mapping)
    elif form:
        begin = next(at for at, line in enumerate(lines) if line.strip())
        found = False
        for record in READERS[form](lines, 1):
            found = True
            yield record
        if not found:
            yield Read(begin + 1, form, {}, (OTHER_XML,), "\n".join(lines[begin : begin + 20]))
    else:
        for kind, at, some in pieces(lines):
            yield from READERS[kind](some, at)


def lines_of(text: str) -> list[str]:
    return str(cleaned(text)).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")


def table_of(lines: list[str], name: str = "") -> Table | None:
    """A table by its headings, or because its file is called so."""
    first = next((line for line in lines if line.strip()), "")
    if form_of(first) and not name.lower().endswith(WHOLE):
        return None
    return table_in(lines, is_certain=name.lower().endswith(WHOLE) and not form_of(first))


def headings_in(text: str, name: str = "") -> list[str]:
    """Of a table; nothing for any other form."""
    lines = lines_of(text)
    table = None if whole_form(lines) else table_of(lines, name)
    return table.headings if table else []


def whole_form(lines: list[str]) -> Form | None:
    """XML is one document: nothing else stands beside it."""
    first = next((line for line in lines if line.strip()), "")
    if not OF_XML.match(first) or are_numbers(first):
        return None
    text = "\n".join(lines)
    return next((form for form, has in KINDS_OF_XML if has.search(text)), Form.PUBMED_XML)


def pieces(lines: list[str]) -> Iterator[tuple[Form, int, list[str]]]:
    """Stretches of one form: which, the number of its first line, its lines. Each line is looked at once."""
    form, begin, record = Form.NUMBERS, 0, Open()
    for at, line in enumerate(lines):
        begun = form if record.is_open else form_of(line)
        if begun is None and record.may_end and are_numbers(line):
            begun = Form.NUMBERS
        if begun is None and form is Form.NUMBERS and LINE_OF_RIS.match(line):
            begun = Form.RIS
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
