"""Dirty files, one kind of dirt each, as programs and people make them, and what is right of each. All are made up."""

import codecs
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Dirty:
    """`fields`: of its first record; `records`: how many the file holds, read or told."""

    name: str
    data: bytes
    fields: dict[str, Any]
    records: int = 1


def ris(*lines: str) -> str:
    return "\n".join(["TY  - JOUR", "TI  - A title", *lines, "ER  - ", ""])


def bib(fields: str, kind: str = "article") -> str:
    return f"@{kind}{{key2004,\n  title = {{A title}},\n  {fields}\n}}\n"


def name(family: str, given: str, **others: str) -> dict[str, str]:
    return {"family": family, "given": given, **others}


TITLE: Final = {"title": "Dürst’s Café"}
OF_DURST: Final = "TY  - JOUR\nTI  - Dürst’s Café\nER  - \n"

DIRTY_LINES: Final = (
    # How the file is written.
    Dirty("a mark of UTF-8", codecs.BOM_UTF8 + OF_DURST.encode(), TITLE),
    Dirty("UTF-16 with a mark", codecs.BOM_UTF16_LE + OF_DURST.encode("utf-16-le"), TITLE),
    Dirty("UTF-16 the other way round", codecs.BOM_UTF16_BE + OF_DURST.encode("utf-16-be"), TITLE),
    Dirty("UTF-16 without a mark", OF_DURST.encode("utf-16-le"), TITLE),
    Dirty("Windows-1252", OF_DURST.encode("cp1252"), TITLE),
    Dirty("Latin-1", OF_DURST.replace("’", "'").encode("latin-1"), {"title": "Dürst's Café"}),
    Dirty("MacRoman", OF_DURST.encode("mac_roman"), TITLE),
    Dirty("two encodings in one file", OF_DURST.encode("utf-8") + OF_DURST.encode("cp1252"), TITLE, 2),
    Dirty("lines that end as on an old Mac", OF_DURST.replace("\n", "\r").encode(), TITLE),
    Dirty(
        "all three kinds of line ends", OF_DURST.replace("\n", "\r\n", 1).encode() + b"\r" + OF_DURST.encode(), TITLE, 2
    ),
    # Where one record ends.
    Dirty("a missing ER", b"TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \n", {"title": "One"}, 2),
    Dirty(
        "an end and a beginning on one line",
        b"TY  - JOUR\nTI  - One\nER  - TY  - JOUR\nTI  - Two\nER  -",
        {"title": "One"},
        2,
    ),
    Dirty("tags with a single space", b"TY - JOUR\nTI - One\nPY - 2004\nER -\n", {"title": "One", "issued": [[2004]]}),
    Dirty("tags without a space behind", b"TY  -JOUR\nTI  -One\nER  -\n", {"title": "One"}),
    Dirty(
        "lines that are indented",
        b"  TY  - JOUR\n  TI  - One\n  T2  - Whole\n  ER  - \n",
        {"title": "One", "container-title": "Whole"},
    ),
    Dirty(
        "a text that begins like a tag", ris("AB  - It is", "T2-weighted.").encode(), {"abstract": "It is T2-weighted."}
    ),
    # LaTeX and markup.
    Dirty(
        "accents of LaTeX",
        rb"@article{a, title={Caf{\'e} \"uber {\ss} \c{c} \v{s} {\O}}, year=2004}",
        {"title": "Café über ß ç š Ø"},
    ),
    Dirty(
        "accents of LaTeX in names",
        rb"""@book{a, title={T}, author={M{\"u}ller, J{\"o}rg and Ga\v{s}per, {\'E}.}}""",
        {"author": [name("Müller", "Jörg"), name("Gašper", "É.")]},
    ),
    Dirty(
        "formulas of LaTeX",
        rb"@article{a, title={$H_2O$ and $x^{2}$, 50\% \& {fMRI}}, year=2004}",
        {"title": "H<sub>2</sub>O and x<sup>2</sup>, 50% & fMRI"},
    ),
    Dirty(
        "strings put together",
        b'@string{j = "A Journal"}\n@article{a, title={T}, journal = j # " B", month = jan # "~5", year=2004}',
        {"container-title": "A Journal B"},
    ),
    Dirty(
        "HTML in a title",
        ris().replace("A title", "Of &lt;i&gt;E. coli&lt;/i&gt; &amp;amp; <b>CO<sub>2</sub></b>").encode(),
        {"title": "Of <i>E. coli</i> & <b>CO<sub>2</sub></b>"},
    ),
    Dirty(
        "JATS in a title",
        b'{"type": "article-journal", "title": "<jats:italic>In vivo</jats:italic> H<jats:sub>2</jats:sub>O"}',
        {"title": "<i>In vivo</i> H<sub>2</sub>O"},
    ),
    # Names.
    Dirty(
        "and others",
        bib("author = {Doe, Jane and others}, year = 2004").encode(),
        {"author": [name("Doe", "Jane")], "note": "author: and others"},
    ),
    Dirty(
        "et al. as an author",
        ris("AU  - Doe, Jane", "AU  - et al.").encode(),
        {"author": [name("Doe", "Jane")], "note": "author: et al."},
    ),
    Dirty(
        "an organisation in braces",
        bib("author = {{Barnes and Noble} and Doe, Jane}").encode(),
        {"author": [{"literal": "Barnes and Noble"}, name("Doe", "Jane")]},
    ),
    Dirty(
        "an organisation without braces",
        ris("AU  - Centers for Disease Control and Prevention").encode(),
        {"author": [{"literal": "Centers for Disease Control and Prevention"}]},
    ),
    Dirty(
        "particles",
        ris("AU  - van der Berg, Anna", "AU  - Berg, Bert von", "AU  - Ludwig van Beethoven").encode(),
        {
            "author": [
                name("Berg", "Anna", **{"non-dropping-particle": "van der"}),
                name("Berg", "Bert", **{"non-dropping-particle": "von"}),
                name("Beethoven", "Ludwig", **{"non-dropping-particle": "van"}),
            ]
        },
    ),
    Dirty(
        "suffixes",
        ris("AU  - King, Martin, Jr.", "AU  - King Jr., Martin", "AU  - Martin King III").encode(),
        {
            "author": [
                name("King", "Martin", suffix="Jr."),
                name("King", "Martin", suffix="Jr."),
                name("King", "Martin", suffix="III"),
            ]
        },
    ),
    Dirty(
        "a suffix where BibTeX has it",
        bib("author = {King, Jr., Martin}").encode(),
        {"author": [name("King", "Martin", suffix="Jr.")]},
    ),
    Dirty(
        "names of East Asia",
        ris("AU  - 王, 伟", "AU  - 山田 太郎", "AU  - 김 철수").encode(),
        {"author": [name("王", "伟"), name("山田", "太郎"), name("김", "철수")]},
    ),
    Dirty("names of East Asia with their own comma", ris("AU  - 王，伟").encode(), {"author": [name("王", "伟")]}),
    Dirty(
        "initials behind",
        ris("AU  - Furmark T", "AU  - van Dyck RA").encode(),
        {"author": [name("Furmark", "T."), name("Dyck", "R. A.", **{"non-dropping-particle": "van"})]},
    ),
)
