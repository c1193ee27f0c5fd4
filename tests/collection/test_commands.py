"""`load_collection` and `export_collection` as somebody types them."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from tests.collection.folders import OVERVIEW, write_folder

pytestmark = pytest.mark.django_db


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(*words: str, out: io.StringIO | None = None) -> str:
    stdout = out or io.StringIO()
    call_command(*words, stdout=stdout, stderr=stdout)
    return stdout.getvalue()


def test_a_log_gets_one_line_for_each_step(tmp_path: Path) -> None:
    folder = str(write_folder(tmp_path))
    assert run("load_collection", folder).splitlines() == [
        "Tags: 4",
        "References: 2",
        "Images: 1",
        "Articles: 2",
        "Links: 2",
        "Lists: 1",
        "Revisions: 2",
        "Reading texts: 2",
        "Counting words: 2",
        "Weighing words: 2",
        "Gathering words: 2",
        "Comparing articles: 2",
        "Worth a look: 2 × few key points (--verbosity 2 names each place).",
        "Written: 1 description of the site, 4 tags, 2 references, 1 image, 2 articles, 2 articles' links, 1 list.",
    ]
    assert run("load_collection", folder).splitlines()[-1] == "Everything was here already."


def test_what_is_worth_a_look_is_named_when_asked_for(tmp_path: Path) -> None:
    lines = run("load_collection", str(write_folder(tmp_path)), "--verbosity", "2").splitlines()
    [first, second] = [line for line in lines if line.startswith("Worth a look")]
    assert re.fullmatch(r"Worth a look: articles/[a-z-]+\.md(:\d+)?: It has \d key points?\.", first)
    assert first != second


def test_a_terminal_sees_one_line_that_counts(tmp_path: Path) -> None:
    shown = run("load_collection", str(write_folder(tmp_path)), out=Terminal())
    assert "\rArticles: 1 of 2\rArticles: 2 of 2\n" in shown


def test_every_fault_is_printed_and_the_command_fails(tmp_path: Path) -> None:
    write_folder(tmp_path, {"articles/overview.md": OVERVIEW.replace("- Amygdala", "- Amigdala")})
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"1 fault in .*; nothing was written"):
        run("load_collection", str(tmp_path), out=out)
    assert out.getvalue() == "articles/overview.md:9: No tag is called “Amigdala”; did you mean “Amygdala”?\n"
    assert not Article.objects.exists()


def test_check_writes_nothing_and_names_files_in_another_spelling(tmp_path: Path) -> None:
    write_folder(tmp_path)
    assert (
        run("load_collection", "--check", str(tmp_path))
        == "8 files without a fault, all in their canonical spelling.\n"
    )
    write_folder(tmp_path, {"articles/overview.md": OVERVIEW.replace("[Neuroscience]", "['Neuroscience']")})
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of 8 files are not in their canonical spelling"):
        run("load_collection", "--check", str(tmp_path), out=out)
    assert out.getvalue() == "articles/overview.md: export_collection would write this file otherwise.\n"
    assert not Article.objects.exists()


def test_export_says_how_many_files_it_wrote_and_refuses_with_a_reason(tmp_path: Path) -> None:
    run("load_collection", str(write_folder(tmp_path / "in")))
    assert run("export_collection", str(tmp_path / "out")) == f"8 files written to {tmp_path / 'out'}.\n"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="or use --force"):
        run("export_collection", str(tmp_path / "other"))
