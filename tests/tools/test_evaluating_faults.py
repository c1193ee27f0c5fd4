"""Files of `manage.py evaluate_related` that are odd or damaged: what is told of them, and with which line."""

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from tests.source import ROOT
from tests.tools.test_evaluating import WELL_FORMED, file_of, gold_of
from tools.related_quality.measuring import Judgements, measured, read_gold
from tools.related_quality.reading import Unreadable
from tools.related_quality.records import publish_records, read_records

KNOWN = {"W1": 1, "W2": 2, "W3": 3}


def raw(folder: Path, data: bytes, name: str = "articles.jsonl") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def lines(*records: object) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def judged(folder: Path, text: str) -> Judgements:
    return read_gold(raw(folder, text.encode(), "gold.tsv"), KNOWN)


# --- Records ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_half_characters_are_left_out_and_their_line_is_told(tmp_path: Path) -> None:
    half = b'{"id": "W4", "title": "Bad \\ud800 half", "abstract": "whole \\ud83d\\ude00", "mesh": ["a\\udc00b"]}\n'
    read = read_records(raw(tmp_path, lines(*WELL_FORMED) + half + b'{"id": "W5", "title": "caf\xe9"}\n'))
    assert [note.partition(":")[0] for note in read.notes] == ["articles.jsonl, line 4", "articles.jsonl, line 5"]
    assert [record.title for record in read.records[3:]] == ["Bad half", "caf"]
    assert read.records[3].abstract == "whole 😀"
    publish_records(read.records, with_tags=True)
    assert Article.objects.get(slug="record-4").title == "Bad half"


def test_what_is_no_record_is_told_by_its_line_in_the_file_with_the_reason(tmp_path: Path) -> None:
    odd = [b"", b"  ", b"{bad json", b"[" * 100_000, b"[1]", b'{"title": "x"}', b'{"id": {"a": 1}}', b'{"id": " "}']
    again = [b'{"id": ' + b"9" * 5000 + b"}", b'{"id": "W1"}']
    read = read_records(raw(tmp_path, b"\n".join([lines(WELL_FORMED[0]).strip(), *odd, *again, b'{"id": "W9"}'])))
    assert [record.id for record in read.records] == ["W1", "W9"]
    assert [(note.split(":")[0], reason in note) for note, reason in zip(
        read.notes,
        ["no JSON", "nested", "no JSON object", "no id", "no id", "no id", "number", "repeats W1 of line 1"],
        strict=True,
    )] == [(f"articles.jsonl, line {number}", True) for number in range(4, 12)]  # fmt: skip


def test_lines_of_any_ending_with_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    for ending in (b"\n", b"\r\n", b"\r"):
        data = b"\xef\xbb\xbf" + lines(*WELL_FORMED).replace(b"\n", ending)
        read = read_records(raw(tmp_path, data))
        assert [record.id for record in read.records] == ["W1", "W2", "W3"]
        assert not read.notes


def test_what_records_lack_is_counted(tmp_path: Path) -> None:
    records = read_records(raw(tmp_path, lines(*WELL_FORMED, {"id": 4, "title": None}, {"id": 5, "title": "x"})))
    assert records.lacking() == "1 without a title, 2 without an abstract, 3 without headings"


COMPRESSED = gzip.compress(lines(*WELL_FORMED), mtime=0)  # with no time in it, tests have the same names everywhere


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (COMPRESSED[:60], "ends before its end"),
        (COMPRESSED[:-8], "ends before its end"),
        (b"\x1f\x8bgarbage that is no gzip", "begins as a gzip file"),
        (COMPRESSED[:40] + b"x" * 400, "begins as a gzip file"),
    ],
    ids=["cut in the middle", "cut at the end", "not compressed", "overwritten"],
)
def test_a_damaged_compressed_file_is_told_with_its_line(tmp_path: Path, data: bytes, told: str) -> None:
    path = raw(tmp_path, data, "articles.jsonl.gz")
    with pytest.raises(Unreadable, match=r"articles\.jsonl\.gz, line \d+: .*" + told):
        read_records(path)
    with pytest.raises(Unreadable, match=told):
        read_gold(path, KNOWN)


# --- Judgements ---------------------------------------------------------------------------------------------------


def test_bad_judgements_are_told_with_their_lines_and_the_rest_counts(tmp_path: Path) -> None:
    text = "query_id\tdoc_id\tgrade\n\nW1\tW2\t1\nW1\nW1\tW2\tx\n\tW3\t1\nW1,W2,1\nW2\t\t1\nW1\tW3\t5000\nW1\tW3\tnan\n"
    found = judged(tmp_path, text)
    assert found.grades == {"W1": {"W2": 1}}
    (note,) = found.notes
    assert note.startswith("7 lines of gold.tsv are no judgements and were skipped: line 4 (no tab in “W1”), line 5 (")
    assert "line 6 (an id is missing)" in note
    assert "line 7 (no tab in “W1,W2,1”)" in note
    assert "line 8 (an id is missing) and 2 more." in note


def test_a_grade_out_of_bounds_is_told_and_never_overflows(tmp_path: Path) -> None:
    found = judged(tmp_path, "W1\tW2\t5000\nW1\tW3\t1e-300\nW2\tW1\tinf\nW3\tW1\t100\nW3\tW2\t0.001\n")
    assert found.grades == {"W3": {"W1": 100, "W2": 0.001}}
    assert "line 1 (the grade 5000 is not between 0.001 and 100)" in found.notes[0]
    assert [place in found.notes[0] for place in ("line 2", "line 3", "line 4")] == [True, True, False]


@pytest.mark.django_db
def test_grades_between_whole_numbers_count_as_they_are(tmp_path: Path) -> None:
    found = judged(tmp_path, "W1\tW2\t0.5\nW2\tW1\t0.9\nW2\tW3\t2.0\nW3\tW1\t0\nW3\tW2\t-1\n")
    assert found.grades == {"W1": {"W2": 0.5}, "W2": {"W1": 0.9, "W3": 2}}
    assert not found.notes
    assert measured(found.grades, KNOWN).queries == 2


def test_unknown_ids_are_named_with_their_first_lines(tmp_path: Path) -> None:
    found = judged(tmp_path, "W1\tW2\t1\nW1\tZZ\t1\nQQ\tW1\t2\nQQ\tZZ\t2\n" + f"W1\t{'x' * 200_000}\t1\n")
    assert found.grades == {"W1": {"W2": 1}}
    (note,) = found.notes
    assert note.startswith("3 ids of gold.tsv are not among the articles and were skipped: ZZ (line 2), QQ (line 3), x")
    assert "…" in note
    assert len(note) < 300


def test_what_is_harmless_in_judgements_is_read_and_told(tmp_path: Path) -> None:
    text = "\ufeffquery_id\tdoc_id\tgrade\r\n\r\nW1\tW2\t1\r\nW1\tW2\t3\r\nW2\tW1\r\nW2\tW2\t1\r\nW3\tW1\t1\tnote\r\n"
    found = judged(tmp_path, text)
    assert found.grades == {"W1": {"W2": 3}, "W2": {"W1": 1}, "W3": {"W1": 1}}
    assert found.notes == [
        "1 lines of gold.tsv judge an article beside itself and were skipped: line 6.",
        "1 lines of gold.tsv judge a pair again; the last grade of a pair counts: line 4.",
        "1 lines of gold.tsv hold more than three cells; the first three were read: line 7.",
    ]


def test_judgements_with_carriage_returns_alone_are_read(tmp_path: Path) -> None:
    assert judged(tmp_path, "query_id\tdoc_id\r W1 \tW2\t1\rW2\tW1\t1\r").grades == {"W1": {"W2": 1}, "W2": {"W1": 1}}


# --- The command --------------------------------------------------------------------------------------------------


def evaluated(articles: Path, gold: Path) -> tuple[str, str]:
    """What it says, and why it refuses."""
    out = io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("evaluate_related", articles=articles, gold=gold, here=True, stdout=out)
    return out.getvalue(), str(refused.value)


@pytest.mark.django_db
def test_without_a_record_or_a_query_the_command_fails(tmp_path: Path) -> None:
    good, empty = file_of(tmp_path, WELL_FORMED), raw(tmp_path, b"", "empty")
    assert "empty holds no record" in evaluated(empty, gold_of(tmp_path, "W1\tW2\t1"))[1]
    for text in (b"", b"query_id\tdoc_id\n", b"query_id,doc_id,grade\nW1,W2,1\n", b"X\tY\t1\n", b"W1\tW2\t0\n"):
        said, refused = evaluated(good, raw(tmp_path, text, "gold.tsv"))
        assert "gold.tsv holds no judgement of two of the articles" in refused
        assert "P@5" not in said
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_a_damaged_file_ends_the_command_with_its_name_and_line(tmp_path: Path) -> None:
    damaged = raw(tmp_path, gzip.compress(lines(*WELL_FORMED))[:60], "cut.jsonl.gz")
    assert "cut.jsonl.gz, line 1: " in evaluated(damaged, gold_of(tmp_path, "W1\tW2\t1"))[1]


@pytest.mark.django_db
def test_many_notes_on_one_file_never_hide_those_on_the_other(tmp_path: Path) -> None:
    articles = raw(tmp_path, b"nonsense\n" * 11 + lines(*WELL_FORMED))
    said, _ = evaluated(articles, gold_of(tmp_path, "W1\tZZ\t1", "W1\tW2\tx"))
    assert "And 6 more like these in articles.jsonl." in said
    assert "ZZ (line 2)" in said
    assert "line 3 (“x” is no grade)" in said


@pytest.mark.django_db
def test_why_the_process_apart_refused_is_in_the_message(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"^[^:]*gold\.tsv holds no judgement of two of the articles"):
        call_command(
            "evaluate_related", articles=file_of(tmp_path, WELL_FORMED), gold=gold_of(tmp_path), stdout=io.StringIO()
        )


def stop_at_work(folder: Path, number: signal.Signals, *, everyone: bool) -> tuple[int, str]:
    """Run the command until its process apart is at work, send the signal, and see that it leaves nothing."""
    files = ["--articles", str(file_of(folder, WELL_FORMED)), "--gold", str(gold_of(folder, "W1\tW2\t1"))]
    program = (
        "import signal, sys; from django.core.management import execute_from_command_line as execute\n"
        f"signal.signal(signal.{number.name}, signal.SIG_DFL)  # whatever the tests were started with\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"execute(['manage.py', 'evaluate_related', *{files!r}])"
    )
    place = folder / "temporary"
    place.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, text=True, start_new_session=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env={**os.environ, "DJANGO_SETTINGS_MODULE": "cbtneuro.settings", "TMPDIR": str(place)},
    ) as process:  # fmt: skip
        while not list(place.glob("*/evaluation.sqlite3")):
            assert process.poll() is None
            time.sleep(0.02)
        if everyone:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        _, said = process.communicate(timeout=60)
    assert not list(place.iterdir())
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    return process.returncode, said


def test_ended_by_a_signal_it_takes_its_process_and_its_folder_along(tmp_path: Path) -> None:
    assert stop_at_work(tmp_path, signal.SIGTERM, everyone=False) == (143, "")


def test_stopped_by_the_keyboard_it_says_so_in_one_line(tmp_path: Path) -> None:
    assert stop_at_work(tmp_path, signal.SIGINT, everyone=True) == (130, "CommandError: Stopped.\n")
