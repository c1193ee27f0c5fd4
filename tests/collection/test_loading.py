"""What loading writes, what it leaves alone, and that it writes nothing twice."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from articles.content import content_of
from articles.documents.storing import make_outdated
from articles.models import Article, Event, FormerSlug, FullPost, Image, Rendition
from articles.models.atom_ids import atom_id_of_file
from articles.publishing import withdraw
from articles.status import Status
from bibliography.models import Reference
from collection.loading import load
from collection.report import Report
from lists.models import ReadingList
from tags.models import Broader, Closure, RelatedTag, Tag, TagMatch
from tests.collection.folders import (
    DRAWING,
    LIST,
    OVERVIEW,
    REFERENCES,
    SUMMARY,
    TAXONOMY,
    every_row,
    tables_that_differ,
    write_folder,
)
from tests.factories import make_article, make_reference, make_tag, png
from tests.times import NOW, day

pytestmark = pytest.mark.django_db


def bring(folder: Path, files: Mapping[str, str | bytes] | None = None, at: datetime = NOW) -> Report:
    return load(write_folder(folder, files), at=at, tell=lambda *_: None)


def test_a_folder_becomes_tags_references_images_articles_and_lists(tmp_path: Path) -> None:
    bring(tmp_path)
    article = Article.objects.get(slug="a-quieter-amygdala")
    assert (article.status, article.publish_at) == (Status.PUBLISHED, datetime(2026, 8, 1, 9, 30, tzinfo=UTC))
    assert article.at_a_glance["confidence"] == {"level": "very low", "reason": "Three groups from 18 people"}
    assert [citation.reference.key for citation in article.citations.all()] == ["furmark2002", "goldin2013"]
    assert "They scanned people." in FullPost.objects.get(article=article).html
    assert FormerSlug.objects.get().slug == "an-older-address"
    assert [tag.name for tag in Article.objects.get(slug="overview").tags.all()] == ["Amygdala", "Insula"]
    sections = ReadingList.objects.get(slug="start-here").sections.order_by("position")
    assert [(section.title, section.items.get().article.slug) for section in sections] == [
        ("The ground", "overview"),
        ("A street", "a-quieter-amygdala"),
    ]


def test_the_vocabulary_comes_with_labels_matches_and_its_hierarchy(tmp_path: Path) -> None:
    bring(tmp_path)
    amygdala = Tag.objects.get(slug="amygdala")
    labels = amygdala.labels.order_by("name").values_list("kind", "name")
    assert list(labels) == [("hidden", "amigdala"), ("alt", "amygdaloid complex")]
    match = TagMatch.objects.get()
    assert (match.relation, match.scheme, match.identifier, match.name) == ("exactMatch", "mesh", "D000679", "Amygdala")
    assert Closure.objects.get(depth=1).ancestor.slug == "limbic-system"
    assert {RelatedTag.objects.get().one.slug, RelatedTag.objects.get().other.slug} == {"insula", "limbic-system"}


def test_a_second_load_changes_no_row(tmp_path: Path) -> None:
    bring(tmp_path, {"images/photo.png": png(), "images/photo.yaml": "decorative: true\n"})
    before = every_row()
    report = bring(tmp_path, at=timezone.now())
    assert tables_that_differ(before) == []
    assert all(set(counts) <= {"same"} for counts in report.counts.values())
    assert not report.notes


@pytest.mark.usefixtures("shipped")
def test_no_reader_has_to_wait_for_a_page_to_be_made_after_a_load() -> None:
    assert Article.objects.exists()
    assert make_outdated() == 0


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    bring(tmp_path)
    before = Article.objects.get(slug="overview").updated_at
    summary = SUMMARY.replace("They scanned people.", "They scanned 18 people.")
    report = bring(tmp_path, {"articles/a-quieter-amygdala.md": summary})
    assert report.counts["Articles"] == {"changed": 1, "same": 1}
    assert Article.objects.get(slug="overview").updated_at == before
    assert "18 people" in FullPost.objects.get(article__slug="a-quieter-amygdala").html


def test_a_list_whose_file_changed_is_dated_anew(tmp_path: Path) -> None:
    bring(tmp_path)
    long_ago = NOW - timedelta(days=9)
    ReadingList.objects.update(updated_at=long_ago)
    bring(tmp_path)
    assert ReadingList.objects.get().updated_at == long_ago
    bring(tmp_path, {"lists/start-here.yaml": LIST.replace("It is the map.", "It is a map.")})
    assert ReadingList.objects.get().updated_at >= NOW


def test_a_record_as_a_registry_writes_it_is_the_same_when_it_comes_again(tmp_path: Path) -> None:
    record = {"id": "xref2019", "type": "journal-article", "title": ["A &amp; B"], "ISSN": ["1", "2"], "relation": {}}
    references = {"references.json": json.dumps([*json.loads(REFERENCES), record])}
    bring(tmp_path, references)
    assert Reference.objects.get(key="xref2019").title == "A & B"
    assert set(bring(tmp_path, references).counts["References"]) == {"same"}


def test_an_article_that_lost_its_file_is_left_alone_and_named(tmp_path: Path) -> None:
    bring(tmp_path)
    kept = make_article("only-here")
    before = content_of(kept)
    report = bring(tmp_path)
    assert content_of(Article.objects.get(slug="only-here")) == before
    assert "Articles that this collection does not hold are left as they are: only-here." in report.notes


def test_a_folder_with_a_few_articles_uses_what_the_database_knows(tmp_path: Path) -> None:
    bring(tmp_path / "all")
    few = tmp_path / "few" / "articles"
    few.mkdir(parents=True)
    (few / "third.md").write_text(OVERVIEW)
    load(few.parent, at=NOW, tell=lambda *_: None)
    assert [link.target.slug for link in Article.objects.get(slug="third").related_links.all()] == [
        "a-quieter-amygdala"
    ]
    assert Article.objects.count() == 3
    assert Tag.objects.count() == 4


def test_articles_are_drawn_anew_when_a_drawing_in_them_changes(tmp_path: Path) -> None:
    bring(tmp_path)
    image = Image.objects.get(name="two-boxes")
    other = make_article("only-here", full_post="## A drawing\n\n![Two boxes.](image:two-boxes)", image=image)
    bring(tmp_path, {"images/two-boxes.svg": DRAWING.replace("Amygdala", "Insula, drawn anew")})
    for slug in ("overview", other.slug):
        assert "Insula, drawn anew" in FullPost.objects.get(article__slug=slug).html


def test_a_photograph_is_kept_as_it_came_and_its_words_can_change(tmp_path: Path) -> None:
    raw = png(700, 500)
    bring(tmp_path, {"images/photo.png": raw, "images/photo.yaml": "alt: A scanner.\n"})
    renditions = list(Rendition.objects.values())
    with Image.objects.get(name="photo").original.open() as original:
        assert original.read() == raw
    report = bring(tmp_path, {"images/photo.yaml": "alt: A scanner in a room.\n"})
    assert Image.objects.get(name="photo").alt == "A scanner in a room."
    assert list(Rendition.objects.values()) == renditions
    assert report.counts["Images"] == {"changed": 1, "same": 1}


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("status: draft", ("draft", None, None, "")),
        ("status: in_review", ("in_review", None, None, "")),
        ("status: approved", ("approved", None, None, "")),
        ("published: 2031-01-01", ("published", day(2031, 1, 1), None, "")),
        (
            "published: 2026-01-01\nstatus: withdrawn\nwithdrawn: 2026-02-01\nwithdrawal_reason: error",
            ("withdrawn", day(2026, 1, 1), day(2026, 2, 1), "error"),
        ),
    ],
    ids=["draft", "in review", "approved", "scheduled", "withdrawn"],
)
def test_a_file_says_where_its_article_stands(tmp_path: Path, front: str, expected: tuple[object, ...]) -> None:
    files = {"articles/overview.md": OVERVIEW.replace("published: 2026-09-14", front)}
    bring(tmp_path, files)
    article = Article.objects.get(slug="overview")
    assert (article.status, article.publish_at, article.withdrawn_at, article.withdrawal_reason) == expected
    before = every_row()
    bring(tmp_path, files)
    assert tables_that_differ(before) == []


def test_a_draft_needs_a_title_alone(tmp_path: Path) -> None:
    bring(tmp_path, {"articles/begun.md": "---\ntitle: Begun\nkind: overview\n---\n<!-- full post -->\n"})
    assert Article.objects.get(slug="begun").status == Status.DRAFT


def test_a_load_publishes_and_takes_back_as_the_files_say(tmp_path: Path) -> None:
    draft = OVERVIEW.replace("published: 2026-09-14", "status: draft")
    bring(tmp_path, {"articles/overview.md": draft})
    bring(tmp_path, {"articles/overview.md": OVERVIEW})
    assert Article.objects.get(slug="overview").status == Status.PUBLISHED
    bring(tmp_path, {"articles/overview.md": draft})
    assert Article.objects.get(slug="overview").publish_at is None
    acts = Event.objects.filter(article__slug="overview").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["published", "returned"]


KNOWN = day(2024, 5, 1)


@pytest.mark.parametrize(
    ("front", "first"),
    [
        ("published: 2026-09-14", day(2026, 9, 14)),
        ("published: 2026-09-14\nfirst_published: 2024-05-01", KNOWN),
        ("first_published: 2024-05-01", KNOWN),
        ("status: draft", day(2026, 9, 14)),
    ],
    ids=["published", "published again", "draft again", "draft that says nothing of it"],
)
def test_a_file_says_when_its_article_was_first_published(tmp_path: Path, front: str, first: datetime) -> None:
    bring(tmp_path)
    files = {"articles/overview.md": OVERVIEW.replace("published: 2026-09-14", front)}
    bring(tmp_path, files)
    assert Article.objects.get(slug="overview").first_published_at == first
    before = every_row()
    bring(tmp_path, files)
    assert tables_that_differ(before) == []


def test_a_file_says_what_changed_and_what_feeds_call_its_article(tmp_path: Path) -> None:
    bring(tmp_path)
    article = Article.objects.get(slug="overview")
    assert article.atom_id == atom_id_of_file("overview")
    told = "published: 2026-09-14\nupdated: 2026-10-02\nchange_note: A second trial.\natom_id: https://old.example/9"
    files = {"articles/overview.md": OVERVIEW.replace("published: 2026-09-14", told)}
    bring(tmp_path, files)
    article.refresh_from_db()
    assert (article.public_updated_at, article.change_note) == (day(2026, 10, 2), "A second trial.")
    assert article.atom_id == "https://old.example/9"
    bring(tmp_path, {"articles/overview.md": OVERVIEW})
    article.refresh_from_db()
    assert (article.public_updated_at, article.atom_id) == (None, "https://old.example/9")


def test_what_editors_withdrew_does_not_come_back_by_itself(tmp_path: Path) -> None:
    bring(tmp_path)
    withdraw(Article.objects.get(slug="overview"), by=None, at=NOW, reason="error")
    report = bring(tmp_path)
    assert Article.objects.get(slug="overview").status == Status.WITHDRAWN
    assert report.notes == [
        "articles/overview.md was withdrawn here and stays so; publish it in the admin to bring it back."
    ]


def test_an_article_that_moved_here_is_found_by_its_former_address(tmp_path: Path) -> None:
    bring(tmp_path)
    article = Article.objects.get(slug="overview")
    FormerSlug.objects.create(slug="overview", article=article)
    Article.objects.filter(pk=article.pk).update(slug="renamed-here")
    bring(tmp_path)
    assert Article.objects.get(slug="overview").pk == article.pk
    assert FormerSlug.objects.get(slug="renamed-here").article_id == article.pk


def test_two_tags_can_swap_their_labels(tmp_path: Path) -> None:
    bring(tmp_path)
    swapped = TAXONOMY.replace('"Insula"@en', '"?"@en').replace('"Limbic system"@en', '"Insula"@en')
    bring(tmp_path, {"taxonomy.ttl": swapped.replace('"?"@en', '"Limbic system"@en'), "articles/overview.md": OVERVIEW})
    assert Tag.objects.get(slug="insula").name == "Limbic system"
    assert Tag.objects.get(slug="limbic-system").name == "Insula"


def test_two_references_can_swap_their_numbers(tmp_path: Path) -> None:
    make_reference("furmark2002", DOI="10.1000/other", PMID="23945981")
    bring(tmp_path)
    assert Reference.objects.get(key="goldin2013").pmid == "23945981"
    assert Reference.objects.get(key="furmark2002").pmid == ""


def test_links_between_tags_become_those_of_the_file_and_others_stay(tmp_path: Path) -> None:
    bring(tmp_path)
    amygdala, neuroscience = Tag.objects.get(slug="amygdala"), Tag.objects.get(slug="neuroscience")
    own = make_tag("Left amygdala", under=[amygdala], related=[neuroscience])
    changed = TAXONOMY.replace("skos:related tag:insula", "skos:broader tag:insula").replace(
        "    skos:related tag:limbic-system ;\n", ""
    )
    bring(tmp_path, {"taxonomy.ttl": changed})
    links = set(Broader.objects.values_list("narrower_tag__slug", "broader_tag__slug"))
    assert links == {("amygdala", "limbic-system"), ("limbic-system", "insula"), ("left-amygdala", "amygdala")}
    assert RelatedTag.objects.filter(one__slug__in=["neuroscience", own.slug]).count() == 1
    assert Closure.objects.filter(ancestor__slug="insula", descendant=own, depth=3).exists()
