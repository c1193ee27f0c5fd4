"""`manage.py evaluate_related`: records in, measures out, whatever the records look like; the site's data untouched."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Suggestion
from articles.related.rebuild import rebuild
from tags.models import Tag
from tests.articles.related.relations import fear
from tests.articles.related.test_update import silent
from tools.related_quality.measuring import measured, read_gold
from tools.related_quality.records import publish_records, read_records

pytestmark = pytest.mark.django_db

WELL_FORMED: list[dict[str, Any]] = [
    {"id": "W1", "title": "Fear extinction in humans", "abstract": "Extinction of fear and its recall.",
     "mesh": [{"name": "Fear", "major": True}, {"name": "Fear"}, {"name": "Extinction, Psychological"}]},
    {"id": "W2", "title": "Recall of extinction", "abstract": "Recall of fear extinction after sleep.",
     "mesh": [{"name": "FEAR"}]},
    {"id": "W3", "title": "Insomnia and bedtime", "abstract": "Bedtime restriction for insomnia.", "mesh": []},
]  # fmt: skip
ODD: list[Any] = [
    {"id": 4, "title": None, "abstract": None, "mesh": None},
    {"id": "W5"},
    {
        "id": "W6",
        "title": "Recall of extinction",
        "doi": "x",
        "abstract": "",
        "mesh": ["Fear", {"ui": 1}, {"name": ""}],
    },
    {
        "id": "W7",
        "title": "Recall of extinction",
        "doi": "x",
        "abstract": "[@nobody] [^1] <b> # * | \x00 \\ `c`\n\n- a",
    },
    {"id": "W8", "title": "Long " * 200, "abstract": "word " * 30_000, "mesh": [{"name": "N" * 300}]},
    {"id": "W9", "title": "", "abstract": "日本語 ﬁ β ÅÅ 😀", "mesh": [{"name": "…"}]},
    {"id": "W1", "title": "The same id again"},
    ["no", "record"],
]


def file_of(folder: Path, records: list[Any], name: str = "articles.jsonl") -> Path:
    path = folder / name
    text = "\n".join(json.dumps(record) for record in records) + "\nnot json\n\n"
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


def gold_of(folder: Path, *lines: str) -> Path:
    path = folder / "gold.tsv"
    path.write_text("\n".join(["query_id\tdoc_id\tgrade", *lines]) + "\n", encoding="utf-8")
    return path


def test_records_become_published_articles_that_are_measured(tmp_path: Path) -> None:
    read = read_records(file_of(tmp_path, [*WELL_FORMED, *ODD]))
    assert len(read.notes) == 3
    keys = publish_records(read.records, with_tags=True)
    assert list(keys) == ["W1", "W2", "W3", "4", "W5", "W6", "W7", "W8", "W9"]
    assert Article.objects.filter(status="published").count() == 9
    assert Article.objects.get(slug="record-1").tags.count() == 2
    assert Tag.objects.filter(name="Fear").count() == 1
    rebuild(silent, resume=False)
    gold = read_gold(
        gold_of(tmp_path, "W1\tW2\t2", "W1\tnobody\t1", "nobody\tW1\t1", "W1\tW1\t3", "W2\tW1", "W3\tW1\t0", "bad"),
        keys,
    )
    assert gold.grades == {"W1": {"W2": 2}, "W2": {"W1": 1}}
    assert gold.notes[0].startswith("1 ids of gold.tsv are not among the articles")
    found = measured(gold.grades, keys)
    assert found.queries == 2
    assert found.recall == 1
    assert found.precision == pytest.approx(0.2)


def test_measures_are_those_of_the_books(tmp_path: Path) -> None:
    keys = publish_records(read_records(file_of(tmp_path, WELL_FORMED)).records, with_tags=False)
    assert not Tag.objects.exists()
    rebuild(silent, resume=False)
    found = measured({"W1": {"W2": 1, "W3": 3}}, keys)
    ideal = 7 + 1 / 1.584962500721156
    assert found.gain == pytest.approx(1 / ideal)  # W2 comes first; W3 shares nothing
    assert found.recall == 0.5


def test_records_without_a_title_or_without_any_text_are_not_alike_for_it(tmp_path: Path) -> None:
    bare = [{"id": "N1", "abstract": "Granite basalt."}, {"id": "N2", "abstract": "Sonata fugue."}]
    read = read_records(file_of(tmp_path, [*WELL_FORMED, *bare, {"id": "N3"}, {"id": "N4", "title": None}]))
    keys = publish_records(read.records, with_tags=True)
    rebuild(silent, resume=False)
    ours = [keys[name] for name in ("N1", "N2", "N3", "N4")]
    assert not Suggestion.objects.filter(article__in=ours).exists()
    assert Suggestion.objects.filter(article=keys["W1"], other=keys["W2"]).exists()


def test_the_command_measures_in_a_database_of_its_own(tmp_path: Path) -> None:
    fear("ours")
    out = io.StringIO()
    articles, gold = file_of(tmp_path, [*WELL_FORMED, *ODD], "articles.jsonl.gz"), gold_of(tmp_path, "W1\tW2\t1")
    call_command("evaluate_related", articles=articles, gold=gold, stdout=out)
    said = out.getvalue()
    assert "9 articles published, with tags." in said
    assert "P@5      0.2000" in said
    assert "nDCG@10  1.0000" in said
    assert "queries  1" in said
    assert list(Article.objects.values_list("slug", flat=True)) == ["ours"]


def test_the_command_never_writes_into_a_database_that_holds_something(tmp_path: Path) -> None:
    fear("ours")
    with pytest.raises(CommandError, match="The database is not empty"):
        call_command(
            "evaluate_related", articles=file_of(tmp_path, WELL_FORMED), gold=gold_of(tmp_path, "W1\tW2\t1"), here=True,
            stdout=io.StringIO(),
        )  # fmt: skip
    assert Article.objects.count() == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        call_command("evaluate_related", articles=tmp_path / "none.jsonl", gold=tmp_path / "none.tsv")
