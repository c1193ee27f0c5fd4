"""What goes in comes out as the same bytes, and no folder is ever left half-written or spoiled."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from articles.content import content_of, write_content
from articles.images.stored_files import is_whole
from articles.models import Article, Image
from articles.site.snapshot import store
from collection.article_files import write_article
from collection.exporting import ExportRefused, export
from collection.loading import load
from collection.stored import stored_article, with_taxonomies
from lists.models import ReadingList
from tags.models import FormerTagSlug, Tag, TagLabel, TagMatch, TagNotation, TagNote, Taxonomy
from tags.skos.database import stored_vocabulary
from tests.articles.related.relations import settled
from tests.collection.folders import OVERVIEW, contents, every_row, tables_that_differ, write_folder
from tests.databases import shipped_site
from tests.factories import SCHEDULED, make_article, make_drawing, make_image, make_list, make_reference, make_tag, png
from tests.times import NOW

pytestmark = pytest.mark.django_db

ODD = "“Yes”: it's #1 — no: 'x', [a] & {b} \\ 2026-01-01 \u2028 😀\ttab"


def bring(folder: Path) -> None:
    load(folder, at=timezone.now(), tell=lambda *_: None)


def test_a_loaded_folder_comes_out_byte_for_byte(tmp_path: Path) -> None:
    photograph: dict[str, str | bytes] = {
        "images/photo.png": png(),
        "images/photo.yaml": "decorative: true\ncredit: A hospital\n",
    }
    folder = write_folder(tmp_path / "in", photograph)
    bring(folder)
    export(tmp_path / "out")
    assert contents(tmp_path / "out") == contents(folder)


def test_everything_that_editors_make_survives_the_way_out_and_in(tmp_path: Path) -> None:
    """Unpublished things, odd texts, and what was made in the database and never in a file."""
    store(with_taxonomies(shipped_site(), set()))
    tag = make_tag("Fear: “network”", synonyms=["yes", "a\\b"], scope_note='Line one.\nLine two, "quoted".')
    make_tag("Amygdala", under=[tag], related=[make_tag("null")])
    paper = make_reference("odd2001", title=ODD, note="{x}", issued={"date-parts": [["2001"]]}, volume=7)
    photograph, drawing = make_image("photo"), make_drawing("boxes")
    statuses = ["draft", "in_review", "approved", "published", "withdrawn", SCHEDULED]
    articles = [make_article(f"a-{status.replace('_', '-')}", status=status, tags=[tag]) for status in statuses]
    odd = make_article(
        "odd", paper=paper, image=photograph, title=ODD, standfirst=f"{ODD}\nsecond line", byline="yes",
        key_points=("null", "- x", ODD), access="open",
        summary="A summary.\n\n    code\n\n---\n\nafter a rule",
        full_post="## One\n\n![x](image:boxes)\n\n---\n\nend [@odd2001]",
    )  # fmt: skip
    Article.objects.filter(pk=odd.pk).update(public_updated_at=NOW, change_note=f"{ODD}: “a second trial”")
    Article.objects.filter(slug__in=["a-draft", "a-published"]).update(first_published_at=NOW - timedelta(days=900))
    write_content(articles[0], replace(content_of(articles[0]), slug="another-draft"))
    make_list("odd-list", articles=[odd, *articles[3:4]], title=ODD)
    make_list("draft-list", status="draft", articles=articles[:1])
    make_list("gone-list", status="withdrawn", articles=[odd])
    make_list("back-list", status="draft", articles=[odd])
    ReadingList.objects.filter(slug="back-list").update(first_published_at=NOW)
    assert drawing.is_drawing
    export(tmp_path / "first")
    settled()
    before = every_row()
    bring(tmp_path / "first")
    drafts = {"articles.Revision", "articles.Draft"}  # what was made here has none before it is loaded, or opened
    printed = {"articles.Document", "articles.FullDocument"}  # made when somebody looks, or at the end of a load
    assert set(tables_that_differ(before)) <= drafts | printed
    Article.objects.all().delete()
    bring(tmp_path / "first")
    export(tmp_path / "second")
    assert contents(tmp_path / "second") == contents(tmp_path / "first")


def test_everything_that_is_said_of_a_tag_survives_the_way_out_and_in(tmp_path: Path) -> None:
    """Languages, notes, codes, matches anywhere, addresses elsewhere and formerly, and what took its place."""
    store(with_taxonomies(shipped_site(), set()))
    taxonomy = Taxonomy.objects.create(slug="mesh", name="MeSH", uri="http://id.nlm.nih.gov/mesh/2015/scheme")
    tag = make_tag("Rädsla", taxonomy, scope_note="På svenska.")
    tag.language, tag.uri = "sv", "http://id.nlm.nih.gov/mesh/D005239"
    tag.save()
    for kind, name, language in (("pref", "Fear", "en"), ("alt", "Furcht", "de"), ("hidden", "x", "")):
        TagLabel.objects.create(tag=tag, kind=kind, name=name, language=language)
    for kind, text, language in (("scopeNote", "In English.", "en"), ("historyNote", f"{ODD}\n", "de")):
        TagNote.objects.create(tag=tag, kind=kind, text=text, language=language)
    TagNotation.objects.create(tag=tag, value="007", datatype="http://www.w3.org/2001/XMLSchema#integer")
    for scheme, identifier in (("uri", "http://example.org/größe?a=b#c"), ("mesh", "D1"), ("my list", "a b/c")):
        TagMatch.objects.create(tag=tag, relation="closeMatch", scheme=scheme, identifier=identifier, name=ODD[:40])
    FormerTagSlug.objects.create(tag=tag, slug="ängslan")
    old = make_tag("Gammal", taxonomy)
    old.is_deprecated, old.replaced_by = True, tag
    old.save()
    export(tmp_path / "first")
    before, said = every_row(), stored_vocabulary()
    bring(tmp_path / "first")
    assert tables_that_differ(before) == []
    Tag.objects.all().delete()
    Taxonomy.objects.all().delete()
    bring(tmp_path / "first")
    assert stored_vocabulary() == said
    assert Tag.objects.get(slug=tag.slug).replaces.get().slug == old.slug
    export(tmp_path / "second")
    assert contents(tmp_path / "second") == contents(tmp_path / "first")


def test_a_summary_that_holds_the_line_that_parts_cannot_be_written() -> None:
    article = make_article(summary="Before.\n\n<!-- full post -->\n\nAfter.")
    with pytest.raises(ValueError, match="parts it from the full post"):
        write_article(stored_article(article))


def test_a_folder_with_other_things_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "wedding.jpg").write_bytes(b"memories")
    with pytest.raises(ExportRefused, match="holds other things and is no collection"):
        export(tmp_path)
    assert contents(tmp_path) == {"images/wedding.jpg": b"memories"}


def test_with_force_other_things_are_kept_under_another_name(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "wedding.jpg").write_bytes(b"memories")
    (tmp_path / "notes.txt").write_text("mine")
    make_drawing("boxes")
    export(tmp_path, force=True)
    found = contents(tmp_path)
    assert found["images.before-export-1/wedding.jpg"] == b"memories"
    assert found["notes.txt"] == b"mine"
    assert "images/boxes.svg" in found


def test_an_export_into_a_collection_replaces_it_and_spares_the_rest_of_the_folder(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "collection", {"articles/gone.md": OVERVIEW})
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("[core]")
    (folder / "README.md").write_text("About this collection.")
    make_article("only-here")
    export(folder)
    found = contents(folder)
    assert {name for name in found if name.startswith("articles/")} == {"articles/only-here.md"}
    assert (found[".git/config"], found["README.md"]) == (b"[core]", b"About this collection.")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["collection"]


def test_a_failure_half_way_puts_the_old_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_folder(tmp_path / "collection")
    before = contents(folder)
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.parent.name == "fresh" and path.name == "references.json":
            raise OSError("The disk is full.")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="disk is full"):
        export(folder)
    assert contents(folder) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["collection"]


def test_an_empty_or_missing_folder_needs_no_force(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert export(tmp_path / "empty") == export(tmp_path / "new" / "deeper") == 3
    assert contents(tmp_path / "empty") == contents(tmp_path / "new" / "deeper")


def test_a_photograph_that_is_lost_is_named_and_comes_back_with_the_next_load(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    folder = write_folder(tmp_path / "in", {"images/photo.png": png(), "images/photo.yaml": "decorative: true\n"})
    bring(folder)
    shutil.rmtree(tmp_path / "media" / "originals")
    with pytest.raises(ExportRefused, match="check_media"):
        export(tmp_path / "out")
    bring(folder)
    export(tmp_path / "out")
    shutil.rmtree(tmp_path / "media" / "renditions")
    assert not is_whole(Image.objects.get(name="photo"))
    bring(folder)
    assert is_whole(Image.objects.get(name="photo"))
