"""What the site exports comes back as it was: every shipped reference in every form, into a site that is empty."""

from typing import Any, Final

import pytest

from bibliography.exporting import Format, export
from bibliography.importing.reading import read
from bibliography.importing.storing import Became, import_records
from bibliography.models import Reference
from bibliography.normalization import normalized
from bibliography.records import problems_in
from tests.bibliography.records import BARE, shipped

pytestmark = pytest.mark.django_db

# What a form cannot say, and how a name comes back that is spelled so. The table stands in docs/adr/0040, too.
LOST: Final[dict[Format, dict[str, str]]] = {
    "json": {},
    "bib": {},
    "ris": {"author": "whether “de” or “Jr” is part of a family name or stands beside it"},
}


def changed(record: dict[str, Any], csl: dict[str, Any]) -> set[str]:
    return {field for field in record.keys() | csl.keys() if record.get(field) != csl.get(field)}


@pytest.mark.parametrize("form", ["bib", "ris", "json"])
def test_every_shipped_reference_comes_back_into_an_empty_site_as_it_was(form: Format) -> None:
    records = shipped()
    found = import_records(read(export(records, form)), by=None)
    assert [one.became for one in found] == [Became.NEW] * len(records)
    stored = Reference.objects.in_bulk(field_name="key")
    assert len(stored) == len(records) >= 83
    lost: set[str] = set()
    for record in records:
        csl = stored[record["id"]].csl
        fields = changed(record, csl)
        lost |= fields
        if "author" in fields:
            assert [whole(name) for name in record["author"]] == [whole(name) for name in csl["author"]], record["id"]
    assert lost == LOST[form].keys()


def whole(name: dict[str, str]) -> str:
    parts = (name.get(part, "") for part in ("non-dropping-particle", "family", "suffix", "given", "literal"))
    return " ".join(filter(None, parts))


KINDS: Final = [
    {"id": "book2001", "type": "book", "title": "A book", "author": [{"literal": "The Group"}], "publisher": "A house",
     "publisher-place": "Bern", "edition": "2", "ISBN": "978-3-16-148410-0", "issued": {"date-parts": [[2001]]},
     "collection-title": "A series", "number-of-pages": "200", "language": "en", "abstract": "It says."},
    {"id": "chapter2001", "type": "chapter", "title": "A chapter", "container-title": "A book", "page": "1-2",
     "editor": [{"family": "Ed", "given": "Itor"}], "publisher": "A house", "issued": {"date-parts": [[2001, 2]]}},
    {"id": "thesis2001", "type": "thesis", "title": "A thesis", "publisher": "A university", "genre": "PhD thesis",
     "author": [{"family": "Doe", "given": "J."}], "issued": {"date-parts": [[2001]]}},
    {"id": "report2001", "type": "report", "title": "A report", "publisher": "An office", "number": "17",
     "issued": {"date-parts": [[2001, 2, 3]]}, "note": "One line\nAnd another: here"},
    {"id": "paper2001", "type": "paper-conference", "title": "A paper", "container-title": "A meeting", "page": "12-19",
     "author": [{"family": "Vries", "given": "Jan", "non-dropping-particle": "de", "suffix": "Jr."}],
     "issued": {"date-parts": [[2001]]}},
    {"id": "markup2001", "type": "article-journal", "title": "Of H<sub>2</sub>O & <i>E. coli</i> 50% $1 #2 a_b",
     "container-title": "A & B", "issued": {"literal": "in press"}, "keyword": "one, two",
     "author": [{"family": "Fernandez"}, {"literal": "WHO"}], "URL": "https://example.org/a_b~c?d=1&e=2"},
]  # fmt: skip


@pytest.mark.parametrize("form", ["bib", "ris", "json"])
@pytest.mark.parametrize("record", KINDS, ids=lambda record: record["id"])
def test_other_kinds_of_works_come_back_too(form: Format, record: dict[str, Any]) -> None:
    [found] = read(export([record], form))
    assert (found.problems, found.key) == ((), record["id"])
    came = {**found.csl, "id": found.key}
    if form == "ris":
        came["title"] = record["title"] if came["title"] == "Of H2O & E. coli 50% $1 #2 a_b" else came["title"]
    assert {field: (record.get(field), came.get(field)) for field in changed(record, came)} == {}


@pytest.mark.parametrize("record", BARE, ids=lambda record: record["id"])
def test_csl_json_comes_back_whatever_the_type(record: dict[str, Any]) -> None:
    [found] = read(export([record], "json"))
    assert problems_in(found.csl) == []
    assert found.csl == {field: value for field, value in normalized(record).items() if field != "id"}
