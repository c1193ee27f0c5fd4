"""Records as BibTeX: balanced whatever they hold, with the fields of biblatex where BibTeX itself has none."""

import re
from collections.abc import Sequence
from typing import Any, Final

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares import AddEnclosingMiddleware
from bibtexparser.model import Entry, Field

from bibliography.dates import MONTHS, numbers_of
from bibliography.fields import date_in_words, keywords_of, pages_of
from bibliography.names import family_with_particles
from bibliography.rich_text import MARKUP, without_foreign_markup
from tags.slugs import numbered

Record = dict[str, Any]

# CSL type: (entry, field of the container). Others become misc.
KINDS: Final = {
    "article-journal": ("article", "journal"),
    "article-magazine": ("article", "journal"),
    "article-newspaper": ("article", "journal"),
    "review": ("article", "journal"),
    "book": ("book", "series"),
    "chapter": ("incollection", "booktitle"),
    "paper-conference": ("inproceedings", "booktitle"),
    "report": ("techreport", "series"),
    "thesis": ("phdthesis", "series"),
}
OTHER_KIND: Final = ("misc", "howpublished")
NOT_DOCTORAL: Final = re.compile(
    r"master|\bm\.?\s?(?:a|sc|phil|ed|res)\b|bachelor|diplom|licenti|honou?rs", re.IGNORECASE
)
PUBLISHER_FIELD: Final = {"techreport": "institution", "phdthesis": "school", "mastersthesis": "school"}
# Fields that are text: name in BibTeX, names in CSL, of which the first that is there counts.
TEXTS: Final = {
    "shorttitle": ("title-short",),
    "shortjournal": ("container-title-short",),
    "series": ("collection-title",),
    "volume": ("volume",),
    "number": ("issue", "number", "collection-number"),
    "edition": ("edition",),
    "pagetotal": ("number-of-pages",),
    "address": ("publisher-place",),
    "type": ("genre",),
    "isbn": ("ISBN",),
    "issn": ("ISSN",),
    "language": ("language",),
    "eventtitle": ("event-title",),
    "abstract": ("abstract",),
    "note": ("status",),
}
LATEX: Final = {
    "\\": r"{\textbackslash}",
    "{": r"{\lbrace}",
    "}": r"{\rbrace}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{char: f"\\{char}" for char in "&%$#_"},
}
LATEX_MARKUP: Final = {
    "<i>": r"\textit{", "<b>": r"\textbf{", "<sup>": r"\textsuperscript{", "<sub>": r"\textsubscript{",
    "</i>": "}", "</b>": "}", "</sup>": "}", "</sub>": "}",
}  # fmt: skip
PIECE: Final = re.compile("|".join([*map(re.escape, MARKUP), r"[\\{}~^&%$#_]"]))
BALANCED: Final = re.compile(r"<(i|b|sup|sub)>[^<>]*</\1>")
PARTS_IN_FAMILY: Final = re.compile(r"\A[a-zß-öø-ÿ’']+\s|\s(?:Jr|Sr|II|III|IV|2nd|3rd)\.?\Z")
CAPITALS: Final = re.compile(r"(?<![\w\\])(\w+[A-Z]\w*)(?!\w)")  # fMRI, TMS: a BibTeX style would lower them


def bibtex(records: Sequence[Record]) -> str:
    library = Library()
    taken: set[str] = set()
    for record in records:
        library.add(Entry(_entry_type(record), _unused_key(str(record.get("id") or ""), taken), _fields(record)))
    enclosing = AddEnclosingMiddleware(reuse_previous_enclosing=False, enclose_integers=True, default_enclosing="{")
    return write_string(library, unparse_stack=[enclosing])


def _entry_type(record: Record) -> str:
    """BibTeX has two kinds of theses: what is no doctorate stands under master's, with its genre as `type`."""
    kind = KINDS.get(str(record.get("type")), OTHER_KIND)[0]
    return "mastersthesis" if kind == "phdthesis" and NOT_DOCTORAL.search(str(record.get("genre"))) else kind


def _unused_key(wanted: str, taken: set[str]) -> str:
    """A key of plain characters that no other entry of the file has."""
    base = re.sub(r"[^A-Za-z0-9_:.+-]+", "", wanted) or "reference"
    key = next(free for free in numbered(base) if free.lower() not in taken)
    taken.add(key.lower())
    return key


def _fields(record: Record) -> list[Field]:
    container = KINDS.get(str(record.get("type")), OTHER_KIND)[1]
    year, month, day = [*map(str, numbers_of(record, "issued")), "", "", ""][:3]
    values = {
        "author": _names(record.get("author")),
        "editor": _names(record.get("editor")),
        "translator": _names(record.get("translator")),
        "title": CAPITALS.sub(r"{\1}", latex(str(record.get("title") or ""))),
        container: latex(str(record.get("container-title") or "")),
        "year": year or latex(date_in_words(record)),
        "month": MONTHS[int(month) - 1] if month else "",
        "day": day,
        **{name: text for name, fields in TEXTS.items() if (text := _text(record, *fields))},
        "pages": latex("--".join(pages_of(record))),
        PUBLISHER_FIELD.get(_entry_type(record), "publisher"): latex(str(record.get("publisher") or "")),
        "doi": _verbatim(record.get("DOI")),
        "pmid": _verbatim(record.get("PMID")),
        "pmcid": _verbatim(record.get("PMCID")),
        "url": _verbatim(record.get("URL")),
        "urldate": "-".join(f"{number:02}" for number in numbers_of(record, "accessed")),
        "annote": "\n\n".join(filter(None, map(latex, str(record.get("note") or "").split("\n")))),
        "keywords": latex(", ".join(keywords_of(record))),
    }
    fields = {name: Field(name, value) for name, value in values.items() if value}
    if "month" in fields:
        fields["month"].enclosing = "no-enclosing"  # a name that every style knows, in its language
    return [*fields.values()]


def _text(record: Record, *fields: str) -> str:
    return latex(str(next((record[field] for field in fields if record.get(field)), "")))


def _names(names: Sequence[dict[str, str]] | None) -> str:
    return " and ".join(filter(None, map(_name, names or ())))


def _name(name: dict[str, str]) -> str:
    """`von Family, Jr, Given`; a part that would be read as several stands in braces."""
    if name.get("literal"):
        return f"{{{latex(name['literal'])}}}"
    family = family_with_particles(
        {part: latex(text) for part, text in name.items() if "particle" in part}
        | {"family": _family(name.get("family", ""))}
    )
    parts = [family, *(_one_word(name[part]) for part in ("suffix", "given") if name.get(part))]
    return ", ".join(part for part in parts if part)


def _family(family: str) -> str:
    """In braces where a part of it would be taken for a particle or a suffix: “de Girolamo” and “Baxter Jr” are its."""
    return f"{{{latex(family)}}}" if PARTS_IN_FAMILY.search(family) else _one_word(family)


def _one_word(part: str) -> str:
    escaped = latex(part)
    return f"{{{escaped}}}" if "," in part or re.search(r"\band\b", part, re.IGNORECASE) else escaped


def latex(text: str) -> str:
    """Text for LaTeX with its special characters spelled out, on one line, with braces in pairs."""
    line = without_foreign_markup(text)
    if "<" in BALANCED.sub("", line):  # comparisons, or markup that does not pair: take it as it stands
        line = re.sub(r"</?(?:i|b|sup|sub)>", "", line)
    return PIECE.sub(lambda found: LATEX_MARKUP.get(found[0]) or LATEX[found[0]], line)


def _verbatim(address: object) -> str:
    """A DOI or address, which BibTeX styles print as it stands; only what would break the entry is encoded."""
    return re.sub(r"[\\{}\s]", lambda found: f"%{ord(found[0]):02X}", str(address or "").strip())
