"""Former addresses in files: whatever leads somewhere is loaded and leads there, and exports name the present one."""

from dataclasses import replace
from pathlib import Path

import pytest

from articles.content import content_of, write_content
from articles.models import Article
from articles.related.pinning import choices_of
from collection.exporting import export
from collection.faults import CollectionRefused
from collection.loading import load
from collection.report import Report
from lists.models import Item
from tags.curation.merging import deprecate, merge
from tags.curation.renaming import rename
from tags.models import Tag
from tests.collection.folders import LIST, OVERVIEW, SUMMARY, contents, every_row, tables_that_differ, write_folder
from tests.times import NOW

pytestmark = pytest.mark.django_db

OLD = "an-older-address"  # of a-quieter-amygdala
FORMER = {
    "a text": ("articles/overview.md", OVERVIEW.replace("(article:a-quieter", f"(article:{OLD})(article:a-quieter")),
    "a definition": ("articles/overview.md", OVERVIEW.replace("## What", f"[It].\n\n[it]: article:{OLD}\n\n## What")),
    "what is related": ("articles/overview.md", OVERVIEW.replace("- article: a-quieter-amygdala", f"- article: {OLD}")),
    "what is pinned": ("articles/overview.md", OVERVIEW.replace("image: two", f"pinned:\n- {OLD}\nimage: two")),
    "what is blocked": ("articles/overview.md", OVERVIEW.replace("image: two", f"blocked:\n- {OLD}\nimage: two")),
    "a list": ("lists/start-here.yaml", LIST.replace("article: a-quieter-amygdala", f"article: {OLD}")),
}


def bring(folder: Path) -> Report:
    return load(folder, at=NOW, tell=lambda *_: None)


def move(old: str, new: str) -> None:
    article = Article.objects.get(slug=old)
    write_content(article, replace(content_of(article), slug=new))


@pytest.mark.parametrize("place", FORMER)
def test_a_former_address_is_taken_for_the_present_one_wherever_it_stands(tmp_path: Path, place: str) -> None:
    name, text = FORMER[place]
    bring(write_folder(tmp_path / "in", {name: text}))
    export(tmp_path / "out")
    spelled = contents(tmp_path / "out")
    assert [file for file, data in spelled.items() if OLD.encode() in data] == ["articles/a-quieter-amygdala.md"]
    assert all(set(counts) <= {"same"} for counts in bring(tmp_path / "out").counts.values())


@pytest.mark.parametrize("place", FORMER)
def test_an_address_of_nothing_is_a_fault_wherever_it_stands(tmp_path: Path, place: str) -> None:
    name, text = FORMER[place]
    before = every_row()
    with pytest.raises(CollectionRefused) as refused:
        bring(write_folder(tmp_path / "in", {name: text.replace(OLD, "nothing")}))
    told = [(fault.file, fault.line, "nothing" in fault.message) for fault in refused.value.faults]
    line = text.split("[It]" if "[It]" in text else OLD)[0].count("\n") + 1
    assert told == [(name, line, True)]
    assert tables_that_differ(before) == []


AGAIN = f"- article: {OLD}\n  relation: supports\n  reason: Again.\n"
PINNED = f"pinned: [a-quieter-amygdala, {OLD}]\nimage: two"
TWICE = {
    "what is related": ("articles/overview.md", OVERVIEW.replace("---\nThe", f"{AGAIN}---\nThe")),
    "what is pinned": ("articles/overview.md", OVERVIEW.replace("image: two", PINNED)),
    "a section": ("lists/start-here.yaml", f"{LIST}  - article: {OLD}\n    reason: Again.\n"),
}


@pytest.mark.parametrize("place", TWICE)
def test_two_addresses_of_one_article_are_one_too_many(tmp_path: Path, place: str) -> None:
    name, text = TWICE[place]
    with pytest.raises(CollectionRefused, match=f"“{OLD}” leads to “a-quieter-amygdala”, which stands here already."):
        bring(write_folder(tmp_path / "in", {name: text}))


def test_an_export_after_renames_is_loaded_elsewhere_and_here(tmp_path: Path) -> None:
    """Tags too: renamed, merged, taken out of use."""
    bring(write_folder(tmp_path / "in", {"articles/overview.md": OVERVIEW.replace(
        "## What", "[1](tag:insula), [2](tag:limbic-system), <tag:amygdala>\n\n## What")}))  # fmt: skip
    move("a-quieter-amygdala", "moved")
    tags = {tag.slug: tag for tag in Tag.objects.all()}
    rename(tags["amygdala"], "Almond", by=None, at=NOW)
    merge(tags["insula"], into=tags["limbic-system"], by=None, at=NOW)
    export(tmp_path / "out")
    text = contents(tmp_path / "out")["articles/overview.md"].decode()
    assert "[1](tag:limbic-system), [2](tag:limbic-system), <tag:almond>" in text
    assert "[trial](article:moved)" in text
    report = bring(tmp_path / "out")
    assert all(set(counts) <= {"same"} for counts in report.counts.values()), report.counts


def test_what_was_shipped_is_loaded_again_after_a_rename_here(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    bring(folder)
    rename(Tag.objects.get(slug="amygdala"), "Almond", by=None, at=NOW, keep_address=False)
    move("a-quieter-amygdala", "moved")
    (folder / "taxonomy.ttl").unlink()
    for name in ("articles/overview.md", "articles/a-quieter-amygdala.md"):
        (folder / name).write_text((folder / name).read_text().replace("- Amygdala", "- Almond"))
    bring(folder)
    assert Article.objects.filter(slug="a-quieter-amygdala", former_slugs__slug="moved").exists()
    assert {article.slug for article in Article.objects.all()} == {"a-quieter-amygdala", "overview"}


def test_a_tag_out_of_use_leads_to_the_one_in_its_place(tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "in"))
    tags = {tag.slug: tag for tag in Tag.objects.all()}
    deprecate(tags["amygdala"], replaced_by=tags["insula"], by=None, at=NOW)
    export(tmp_path / "out")
    assert "[amygdala](tag:insula)" in contents(tmp_path / "out")["articles/overview.md"].decode()


def test_a_chosen_former_address_is_stored_as_the_article(tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "in", dict([FORMER["what is pinned"], FORMER["a list"]])))
    assert choices_of(Article.objects.get(slug="overview"))[0] == ("a-quieter-amygdala",)
    assert {item.article.slug for item in Item.objects.all()} == {"overview", "a-quieter-amygdala"}
    assert SUMMARY.count(OLD) == 1
