"""The collection that is shipped: whole, in order, and the same when it comes out again."""

import shutil
from pathlib import Path

from django.test import Client
from django.utils import timezone

from articles.models import Article
from articles.status import Status
from bibliography.models import Reference
from collection.exporting import export, files_of
from collection.loading import checked, load
from collection.management.commands.load_collection import SHIPPED
from collection.reading import read_collection
from tags.curation.integrity import report
from tags.models import Closure, RelatedTag, Tag, Taxonomy
from tests.collection.folders import contents, every_row, tables_that_differ


def test_no_file_has_a_fault(shipped: None) -> None:
    checked(SHIPPED)


def test_every_file_is_in_the_spelling_that_the_exporter_writes() -> None:
    collection, faults = read_collection(SHIPPED)
    assert not faults
    canonical = files_of(collection)
    assert [name for name, data in contents(SHIPPED).items() if canonical.get(name) != data] == []


def test_it_comes_out_byte_for_byte(shipped: None, tmp_path: Path) -> None:
    export(tmp_path / "out")
    assert contents(tmp_path / "out") == contents(SHIPPED)


def test_a_second_load_changes_no_row(shipped: None, tmp_path: Path) -> None:
    before = every_row()
    report = load(Path(shutil.copytree(SHIPPED, tmp_path / "copy")), at=timezone.now(), tell=lambda *_: None)
    assert tables_that_differ(before) == []
    assert report.notes == []


def test_the_whole_vocabulary_is_there(shipped: None) -> None:
    facets = Taxonomy.objects.filter(is_category=False).values_list("name", flat=True)
    assert list(facets) == [
        "Disorder", "Brain region", "Neural circuit/network", "Neurotransmitter", "Therapy & component",
        "Process/mechanism", "Method (imaging & stimulation)", "Evidence type", "Outcome & prediction",
        "Delivery & context",
    ]  # fmt: skip
    categories = Tag.objects.filter(taxonomy__is_category=True).values_list("name", flat=True)
    assert list(categories) == ["Mental Health", "Neuroscience", "Psychology", "Therapy"]
    assert Tag.objects.filter(taxonomy__is_category=False).count() == 168
    assert Closure.objects.filter(
        ancestor__slug="anxiety-disorders", descendant__slug="social-anxiety-disorder"
    ).exists()


def test_no_tag_is_related_to_one_that_it_stands_under(shipped: None) -> None:
    """SKOS S27: what is in the hierarchy is not also an association."""
    under = set(Closure.objects.values_list("ancestor_id", "descendant_id"))
    pairs = RelatedTag.objects.values_list("one_id", "other_id")
    assert [pair for pair in pairs if pair in under or pair[::-1] in under] == []


def test_the_report_on_the_vocabulary_finds_no_error(shipped: None) -> None:
    found = report()
    assert found.errors == ()
    assert {finding.code for finding in found.warnings} <= {"orphan", "empty-tag"}


def test_references_are_complete_enough_to_cite(shipped: None) -> None:
    references = list(Reference.objects.all())
    assert len(references) == 102
    assert all(r.title and r.citation_html for r in references)
    not_seen = [r for r in references if not (r.authors and r.container_title and r.year)]
    assert [r.key for r in not_seen if "note" not in r.csl] == []
    assert len(not_seen) == 9
    assert not [r.key for r in references if {"custom", "keyword"} & set(r.csl)]


def test_what_was_not_seen_of_a_paper_is_said_where_it_is_cited(shipped: None) -> None:
    page = Client().get("/articles/culture-access-and-willingness/").text
    assert "Only surnames were seen." in page


def test_every_article_is_published(shipped: None) -> None:
    assert set(Article.objects.values_list("status", flat=True)) == {Status.PUBLISHED}
