"""Two references of one paper that become one, and two again."""

import random
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from articles.checks import blocking
from articles.checks.preparing import check_document
from articles.content import content_of, write_content
from articles.models import Article, Citation, FullPost, NoticeAnswer, Revision
from articles.publishing import publish
from articles.revisions.beginning import ReferenceInUse, refuse_cited
from articles.revisions.catching_up import catch_up
from articles.revisions.revision_content import whole
from articles.site.snapshot import current_site, store
from articles.text.merged_references.joining import MergeRefused, choices_between, merge_references
from articles.text.merged_references.parting import in_the_way, part
from bibliography.formatting import format_citation
from bibliography.models import FormerKey, Notice, Reference, ReferenceMerge, Standing
from bibliography.notices.noting import Said, note_notice, take_back
from bibliography.writing import ReferenceRefused, save_reference
from collection.stored import stored_article
from members.models import LoggedAct, User
from members.roles import CONTRIBUTOR, EDITOR
from tests.desk.desk import begun
from tests.factories import make_article, make_reference, make_user
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

BOTH = "First [@old2002], then [@new2002], then [@other]."


@pytest.fixture
def editor() -> User:
    return make_user(EDITOR)


@pytest.fixture
def two() -> tuple[Reference, Reference]:
    """The one that is kept and the one that goes, and one beside them."""
    make_reference("other")
    return make_reference("new2002", volume="59", PMID="1234567"), make_reference("old2002", volume="60", issue="5")


def rows_of(model: Any, *left_out: str) -> list[dict[str, Any]]:
    found = [{name: value for name, value in row.items() if name not in left_out} for row in model.objects.values()]
    return sorted(found, key=repr)


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows that a merge may touch; of an article but when it was saved, of citations but their own keys."""
    found = {
        "articles": rows_of(Article, "updated_at"), "citations": rows_of(Citation, "id"), "texts": rows_of(FullPost),
        "merges": rows_of(ReferenceMerge, "undone_at", "undone_by_id"),
    }  # fmt: skip
    kinds = (Reference, FormerKey, Notice, NoticeAnswer, Revision)
    return {**found, **{kind.__name__: rows_of(kind) for kind in kinds}}


def merged(kept: Reference, gone: Reference, by: User, **taken: str) -> ReferenceMerge:
    return merge_references(kept, gone, taken=taken, by=by, at=NOW)


def html(article: Article) -> str:
    return Article.objects.get(pk=article.pk).summary_html


def test_citations_move_and_the_former_key_goes_on_citing_the_paper(
    two: tuple[Reference, Reference], editor: User
) -> None:
    kept, gone = two
    citing, about = make_article("both", summary=BOTH), make_article("about", paper=gone)
    assert [row.reference.key for row in Citation.objects.filter(article=citing)] == ["old2002", "new2002", "other"]
    merged(kept, gone, editor)
    assert [row.reference.key for row in Citation.objects.filter(article=citing)] == ["new2002", "other"]
    assert html(citing).count('href="#ref-1"') == 2
    assert html(citing).count('href="#ref-2"') == 1
    assert Article.objects.get(pk=about.pk).paper == kept
    assert Article.objects.get(pk=citing.pk).summary_markdown == BOTH
    page = Client().get("/articles/both/").content.decode()
    assert page.count('<li id="ref-') == 2
    write_content(citing, replace(content_of(citing), summary="Alone [@old2002]."))
    assert [row.reference.key for row in Citation.objects.filter(article=citing)] == ["new2002"]
    assert LoggedAct.objects.filter(key=kept.pk, by=editor).latest("pk").after == {"merged": "old2002"}


def test_each_field_stays_as_it_was_chosen(two: tuple[Reference, Reference], editor: User) -> None:
    kept, gone = two
    usual = {one.name: one.usual for one in choices_between(kept, gone)}
    assert usual == {"volume": "kept", "PMID": "kept", "issue": "gone", "title": "kept", "DOI": "kept"}
    merged(kept, gone, editor, volume="gone", DOI="gone", PMID="gone")
    kept.refresh_from_db()
    assert (kept.csl["volume"], kept.csl["issue"], kept.doi, kept.pmid) == ("60", "5", gone.doi, "")
    assert kept.csl["id"] == "new2002"


def test_drafts_with_the_former_key_are_sound_and_are_published(two: tuple[Reference, Reference], editor: User) -> None:
    kept, gone = two
    draft = begun(editor, paper="old2002", summary="It is said [@old2002].", references=["old2002"])
    merged(kept, gone, editor)
    document = whole(catch_up(draft).head.content)
    assert blocking(check_document(document)) == []
    publish(draft, catch_up(draft).head, by=editor, at=NOW)
    draft.refresh_from_db()
    assert draft.paper == kept
    assert [row.reference for row in draft.citations.all()] == [kept]
    with pytest.raises(ReferenceInUse):
        refuse_cited(kept, editor)
    begun(editor, summary="It is said [@old2002].", paper=None)
    assert stored_article(draft).content.summary == "It is said [@new2002]."


def test_no_other_reference_takes_a_key_that_texts_cite_by(two: tuple[Reference, Reference], editor: User) -> None:
    kept, gone = two
    merged(kept, gone, editor)
    with pytest.raises(ReferenceRefused, match="“old2002” was merged into “new2002”"):
        save_reference("old2002", {"type": "book", "title": "Another"})


def test_both_come_back_in_the_style_of_today(two: tuple[Reference, Reference], editor: User) -> None:
    kept, gone = two
    merge = merged(kept, gone, editor)
    store(replace(current_site(), citation_style="ieee"))
    part(merge, by=editor, at=NOW)
    for reference in two:
        reference.refresh_from_db()
        assert reference.citation_html == format_citation(reference.csl, "ieee")


def test_notices_move_with_it_and_what_both_have_is_there_once(two: tuple[Reference, Reference], editor: User) -> None:
    kept, gone = two
    said = Said(Notice.Kind.CORRECTION, Notice.Source.CROSSREF, "10.1000/a", doi="10.1000/a")
    for reference in two:
        note_notice(reference, said, by=None, at=NOW)
    note_notice(gone, replace(said, kind=Notice.Kind.RETRACTION), by=None, at=NOW)
    before = everything()
    merge = merged(kept, gone, editor)
    kept.refresh_from_db()
    assert (kept.standing, kept.notices.count()) == (Standing.RETRACTED, 2)
    part(merge, by=editor, at=NOW)
    assert {**everything(), "merges": []} == before


def test_what_is_in_the_way_of_undoing_is_told_and_nothing_is_written(
    two: tuple[Reference, Reference], editor: User
) -> None:
    kept, gone = two
    merge = merged(kept, gone, editor)
    save_reference("new2002", {**ReferenceMerge.objects.get().after, "volume": "99"})
    make_reference("thief", DOI=gone.doi)
    before = everything()
    with pytest.raises(MergeRefused, match=r"changed since.*Another reference has its DOI now"):
        part(merge, by=editor, at=NOW)
    assert everything() == before


def test_merges_are_undone_from_the_last(two: tuple[Reference, Reference], editor: User) -> None:
    kept, gone = two
    last = Reference.objects.get(key="other")
    before = everything()
    first, second = merged(kept, gone, editor), merged(last, kept, editor)
    assert [row.reference.key for row in FormerKey.objects.order_by("key")] == ["other", "other"]
    assert "undo that first" in " ".join(in_the_way(ReferenceMerge.objects.get(pk=first.pk)))
    with pytest.raises(MergeRefused):
        part(first, by=editor, at=NOW)
    for merge in (second, first):
        part(merge, by=editor, at=NOW)
    assert {**everything(), "merges": []} == before
    with pytest.raises(MergeRefused, match="taken back already"):
        part(first, by=editor, at=NOW)


def test_nobody_merges_without_the_right_nor_one_with_itself(two: tuple[Reference, Reference], editor: User) -> None:
    kept, gone = two
    with pytest.raises(MergeRefused, match="Your role"):
        merged(kept, gone, make_user(CONTRIBUTOR))
    with pytest.raises(MergeRefused, match="itself"):
        merged(kept, kept, editor)
    merge = merged(kept, gone, editor)
    with pytest.raises(MergeRefused, match="no longer there"):
        merged(kept, gone, editor)
    with pytest.raises(MergeRefused, match="Your role"):
        part(merge, by=make_user(CONTRIBUTOR), at=NOW)


def pairs(chance: random.Random, keys: list[str]) -> Iterator[tuple[str, str]]:
    """Merges, one after the other, of what is left."""
    left = list(keys)
    for _ in range(4):
        kept, gone = chance.sample(left, 2)
        left.remove(gone)
        yield kept, gone


@pytest.mark.parametrize("seed", range(6))
def test_random_merges_and_their_undoing_change_nothing(editor: User, seed: int) -> None:
    chance = random.Random(seed)
    keys = [f"paper{number}" for number in range(6)]
    for key in keys:
        said = {
            name: str(chance.randint(1, 3)) for name in ("volume", "issue", "page", "note") if chance.random() < 0.6
        }
        reference = make_reference(key, **said)
        if chance.random() < 0.4:
            kind = chance.choice(["retraction", "correction", "expression-of-concern"])
            notice = note_notice(
                reference, Said(kind, Notice.Source.CROSSREF, f"10.1/{chance.randint(1, 2)}"), by=None, at=NOW
            )
            if chance.random() < 0.3:
                take_back(notice, by=editor, at=NOW)
    for _ in range(4):
        public, full = (" ".join(f"So [@{key}]." for key in chance.choices(keys, k=4)) for _ in range(2))
        paper = Reference.objects.get(key=chance.choice(keys)) if chance.random() < 0.5 else None
        make_article(summary=public, full_post=f"## All\n\n{full}", paper=paper)
    before, done = everything(), []
    for kept, gone in pairs(chance, keys):
        rows = Reference.objects.in_bulk([kept, gone], field_name="key")
        taken = {one.name: chance.choice(["kept", "gone"]) for one in choices_between(rows[kept], rows[gone])}
        taken |= {"title": "kept"}
        done.append((merge_references(rows[kept], rows[gone], taken=taken, by=editor, at=NOW), everything()))
    assert everything() != before
    while done:
        merge, after = done.pop()
        assert everything()["citations"] == after["citations"]
        part(merge, by=editor, at=NOW)
    assert {**everything(), "merges": []} == before


def test_a_folder_of_files_brings_a_former_key_back(
    two: tuple[Reference, Reference], editor: User, tmp_path: Path
) -> None:
    kept, gone = two
    article = make_article("citing", summary="So it says [@old2002].")
    call_command("export_collection", tmp_path, stdout=StringIO())
    merged(kept, gone, editor)
    call_command("load_collection", tmp_path, stdout=StringIO())
    assert not FormerKey.objects.exists()
    assert [row.reference.key for row in Citation.objects.filter(article=article)] == ["old2002"]
    assert "does not stand for “new2002” any more" in " ".join(in_the_way(ReferenceMerge.objects.get()))
