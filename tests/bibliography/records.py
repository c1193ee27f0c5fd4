"""References for tests: the shipped ones, every one in REAL_DATA if it is there, and some that try to break things."""

import json
import os
from pathlib import Path
from typing import Any, Final

SHIPPED: Final = Path(__file__).parents[2] / "collection" / "shipped" / "references.json"

HOSTILE: Final[dict[str, Any]] = {
    "id": "ha ck{}",
    "type": "article-journal",
    "title": 'A { b \\ c } }\n & 50% $x_1^2$ ~ #1 p < .05 fMRI “q” "z" \\textbf{no} @article{x, ER  - ',
    "author": [
        {"family": "O'Neil, and Sons", "given": "A.-B."},
        {"literal": "WHO and {Group"},
        {"family": "Vries", "given": "Jan", "non-dropping-particle": "de", "suffix": "Jr."},
        {"family": "Ström", "given": "Åsa"},
    ],
    "container-title": "Arthritis & Rheumatology",
    "issued": {"date-parts": [[2014, 3]]},
    "DOI": "10.1234/a_b%c(d)",
    "volume": 83,
    "issue": "2",
    "page": "12–15",
    "URL": "https://example.org/a_b?x=1&y=%20#z~k",
}
MARKED_UP: Final[dict[str, Any]] = {
    "id": "marked",
    "type": "article-journal",
    "title": "H<sub>2</sub>O <i>in vivo</i>, a <b>bold</b> x<sup>2</sup> & <script>alert(1)</script> <i>open",
    "author": [{"family": "<b onclick=x>A</b>", "given": "B & C"}],
    "container-title": "A & B <i>c</i>",
    "issued": {"date-parts": [[2014]]},
    "DOI": "10.1234/<x>&y",
}
BARE: Final[list[dict[str, Any]]] = [
    {"id": "title-only", "type": "article-journal", "title": "A title"},
    {"id": "question", "type": "article-journal", "title": "Does it end?", "issued": {"date-parts": [[2001]]}},
    {"id": "chapter", "type": "chapter", "title": "A chapter", "container-title": "A book", "page": "1-2",
     "editor": [{"family": "Ed", "given": "Itor"}], "publisher": "A house", "publisher-place": "London"},
    {"id": "thesis", "type": "thesis", "title": "A thesis", "publisher": "A university", "genre": "PhD thesis"},
    {"id": "page", "type": "webpage", "title": "A page", "container-title": "CBT Neuro",
     "author": [{"literal": "The editors"}], "issued": {"date-parts": [[2026, 11, 20]]}, "URL": "https://example.org/a?b=1&c"},
    {"id": "words", "type": "book", "title": "A book", "issued": {"literal": "Spring 1999"}},
    {"id": "many", "type": "article-journal", "title": "Hands", "author": [{"family": f"F{i}"} for i in range(30)]},
    {"id": "odd", "type": "figure", "title": "A figure", "issued": {"raw": "1999"}, "author": []},
]  # fmt: skip


def shipped() -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return records


def all_seen() -> list[dict[str, Any]]:
    """All 102 records that the shipped ones were chosen from, where they are at hand; some lack nearly everything."""
    source = Path(os.environ.get("REAL_DATA", "")) / ".." / "collection" / "references.json"
    return json.loads(source.read_text(encoding="utf-8")) if source.is_file() else shipped()
