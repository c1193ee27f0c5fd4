"""Every kind of fault is named with its file, its line and words to mend it, and nothing is written."""

import os
from pathlib import Path

import pytest
from django.utils import timezone

from articles.models import Article
from collection.faults import CollectionRefused
from collection.loading import load
from tags.models import Tag
from tests.collection.folders import OVERVIEW, every_row, tables_that_differ, write_folder
from tests.collection.planted import PLANTED, overview, references, summary
from tests.collection.planted_dates import DATES

pytestmark = pytest.mark.django_db


def faults(folder: Path, files: dict[str, str | bytes]) -> list[str]:
    before = every_row()
    with pytest.raises(CollectionRefused) as refused:
        load(write_folder(folder, files), at=timezone.now(), tell=lambda *_: None)
    assert tables_that_differ(before) == []
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize(("files", "expected"), [*PLANTED.values(), *DATES.values()], ids=[*PLANTED, *DATES])
def test_a_planted_fault_is_named_with_file_and_line(
    tmp_path: Path, files: dict[str, str | bytes], expected: str
) -> None:
    found = faults(tmp_path, files)
    assert any(fault.startswith(expected) for fault in found), found


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path, {**overview("- Amygdala", "- A1"), **summary("- Amygdala", "- A2"), **references("goldin2013", "G!")}
    )
    assert [fault.partition(":")[0] for fault in found] == [
        "articles/a-quieter-amygdala.md", "articles/a-quieter-amygdala.md", "articles/overview.md", "references.json",
    ]  # fmt: skip


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text(OVERVIEW)
    folder = write_folder(tmp_path / "folder")
    (folder / "articles" / "linked.md").symlink_to(secret)
    (folder / "lists" / "nested").mkdir()
    found = faults(folder, {})
    assert found == [
        "articles/linked.md: Only plain files are read here: no links, no folders.",
        "lists/nested: Only plain files are read here: no links, no folders.",
    ]


def test_a_part_of_the_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "folder")
    (folder / "articles").rename(tmp_path / "elsewhere")
    (folder / "articles").symlink_to(tmp_path / "elsewhere")
    assert "articles: Only plain files are read here: no links, no folders." in faults(
        folder, {"articles/overview.md": ""}
    )


def test_a_name_that_is_no_text_can_be_printed(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    (folder / "articles" / os.fsdecode(b"caf\xe9.md")).write_text(OVERVIEW)
    (folder / os.fsdecode(b"\xff")).mkdir()
    assert "\n".join(faults(folder, {})).encode()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CollectionRefused, match="There is no such folder"):
        load(tmp_path / "nowhere", at=timezone.now(), tell=lambda *_: None)


def test_a_fault_that_shows_only_while_writing_leaves_nothing_behind(tmp_path: Path) -> None:
    """The DOI of the first reference is taken by a reference that the folder does not hold."""
    write_folder(tmp_path)
    load(tmp_path, at=timezone.now(), tell=lambda *_: None)
    Article.objects.all().delete()
    found = faults(tmp_path, references('"id": "furmark2002"', '"id": "furmark2002b"'))
    assert "references.json:2: furmark2002b: the reference “furmark2002” has the same DOI." in found


def test_a_load_that_is_stopped_near_its_end_leaves_nothing_behind(tmp_path: Path) -> None:
    def stop(step: str, done: int, total: int) -> None:
        if (step, done) == ("Lists", total):
            raise KeyboardInterrupt

    before = every_row()
    with pytest.raises(KeyboardInterrupt):
        load(write_folder(tmp_path), at=timezone.now(), tell=stop)
    assert tables_that_differ(before) == []


def test_an_article_that_is_refused_while_it_is_written_stops_the_whole_load(tmp_path: Path) -> None:
    """After everything was checked, somebody else takes a tag away."""

    def meddle(step: str, done: int, total: int) -> None:
        if (step, done) == ("Images", total):
            Tag.objects.filter(slug="insula").delete()

    before = every_row()
    with pytest.raises(CollectionRefused) as refused:
        load(write_folder(tmp_path), at=timezone.now(), tell=meddle)
    assert [(fault.file, fault.message) for fault in refused.value.faults] == [
        ("articles/overview.md", "No tag is called “Insula”.")
    ]
    assert tables_that_differ(before) == []
