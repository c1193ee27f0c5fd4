"""An import is written at once or not at all, logged, and undone as a whole while nothing of it is used."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article, Draft
from articles.revisions.revision_content import whole
from articles.revisions.saving import Sent, save
from bibliography.importing.batches.receiving import receive
from bibliography.importing.batches.row_reading import read_rows
from bibliography.importing.batches.row_storing import prepare
from bibliography.importing.decoding import Decoded
from bibliography.models import FormerKey, ImportBatch, Reference
from bibliography.writing import save_reference
from desk.curating.imports.bringing_in import BringingInRefused, begin_writing, bring_in, in_short, write
from desk.curating.imports.import_job import FAILED, read_safely, take_up_again, write_safely
from desk.curating.imports.undoing import UndoRefused, undo
from members.models import LoggedAct, User
from members.roles import CONTRIBUTOR, EDITOR, MEMBER
from tests.articles.related.relations import settled
from tests.factories import make_article, make_reference, make_user
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

TEXT = "\n".join(
    f"@article{{key{number}, title={{Title {number}}}, author={{Doe, Jane}}, year={number}}}"
    for number in (2001, 2002, 2003)
)


def ready(text: str = TEXT, by: User | None = None) -> ImportBatch:
    batch = receive(Decoded(text, ""), name="papers.bib", by=by, at=NOW)
    read_rows(batch)
    return batch


def brought_in(by: User, text: str = TEXT, *, with_drafts: bool = False) -> ImportBatch:
    batch = ready(text, by)
    begin_writing(batch, with_drafts=with_drafts, by=by, at=NOW)
    bring_in(batch, by=by, at=NOW)
    return batch


def keys() -> list[str]:
    return sorted(Reference.objects.values_list("key", flat=True))


def test_chosen_rows_become_references_and_a_line_of_the_log() -> None:
    by, batch = make_user(EDITOR), ready()
    batch.rows.filter(place=1).update(is_chosen=False)
    begin_writing(batch, with_drafts=False, by=by, at=NOW)
    rows = bring_in(batch, by=by, at=NOW)
    assert keys() == ["key2001", "key2003"] == [row.reference.key for row in rows if row.reference]
    stored = Reference.objects.get(key="key2001")
    assert (stored.title, stored.authors, stored.year) == ("Title 2001", "Doe J", 2001)
    assert "Doe, J. (2001). <i>Title 2001</i>" in stored.citation_html
    assert (batch.state, batch.source) == (ImportBatch.State.DONE, "")
    act = LoggedAct.objects.get()
    assert (act.by, act.name) == (by, "2 references of an import: papers.bib")
    assert act.after == {"references": 2, "drafts": 0, "keys": "key2001 key2003"}
    assert in_short([f"k{number}" for number in range(23)]).endswith("k19 and 3 more")


def test_each_reference_gets_a_draft_summary_where_one_wishes() -> None:
    by = make_user(EDITOR)
    batch = brought_in(by, with_drafts=True)
    drafts = list(Draft.objects.order_by("pk").select_related("head", "article"))
    assert [(draft.title, draft.head.content["paper"]) for draft in drafts] == [
        (f"Title {year}", f"key{year}") for year in (2001, 2002, 2003)
    ]
    assert {draft.article.status for draft in drafts} == {"draft"}
    assert [row.article for row in batch.rows.all()] == [draft.pk for draft in drafts]


def test_what_came_to_be_here_in_the_meantime_is_left_alone() -> None:
    by, batch = make_user(EDITOR), ready(f"{TEXT}\n@book{{b, title={{T}}, doi={{10.1000/x}}}}")
    begin_writing(batch, with_drafts=False, by=by, at=NOW)
    prepared = prepare(batch)
    make_reference("other", DOI="10.1000/x")
    make_reference("key2001", title="Another")
    write(batch, prepared, by=by, at=NOW)
    assert keys() == ["doe2001", "key2001", "key2002", "key2003", "other"]
    assert batch.rows.get(place=3).match_key == "other"


def test_another_paper_with_a_doi_that_is_taken_is_left_with_its_fault_and_the_others_go_in() -> None:
    record = "@article{{{}, title={{{}}}, author={{Doe, Jane}}, year=2004, doi={{10.1000/{}}}, pmid={{{}}}}}"
    make_reference("alike", DOI="", title="Alike", author=[{"family": "Doe"}], issued={"date-parts": [[2004]]})
    make_reference("early", DOI="10.1000/early", PMID="1")
    texts = [("alike1", "Alike", "x", 5), ("alike2", "Alike", "x", 6), ("a", "A", "early", 2), ("b", "B", "late", 3)]
    by, batch = make_user(EDITOR), ready("\n".join([TEXT, *(record.format(*text) for text in texts)]))
    assert [row.became for row in batch.rows.order_by("place")][3:] == ["duplicate", "duplicate", "problem", "new"]
    batch.rows.filter(rule="words").update(is_chosen=True)
    begin_writing(batch, with_drafts=False, by=by, at=NOW)
    prepared = prepare(batch)
    make_reference("late", DOI="10.1000/late", PMID="4")
    write(batch, prepared, by=by, at=NOW)
    assert keys() == ["alike", "alike1", "early", "key2001", "key2002", "key2003", "late"]
    left = {row.key: (row.became, row.problems) for row in batch.rows.filter(reference=None)}
    assert left == {
        "alike2": ("problem", ["An earlier record has the same DOI."]),
        "a": ("problem", ["The reference “early” has the same DOI."]),
        "b": ("problem", ["The reference “late” has the same DOI."]),
    }


def test_a_key_that_texts_still_cite_is_not_given_again() -> None:
    FormerKey.objects.create(key="key2001", reference=make_reference("kept"))
    brought_in(make_user(EDITOR))
    assert keys() == ["doe2001", "kept", "key2002", "key2003"]


def test_a_paper_that_only_looks_the_same_is_brought_in_where_somebody_chose_it() -> None:
    make_reference("doe2001", title="Title 2001", author=[{"family": "Doe"}], issued={"date-parts": [[2001]]})
    by, batch = make_user(EDITOR), ready()
    assert batch.rows.get(place=0).rule == "words"
    batch.rows.filter(place=0).update(is_chosen=True)
    begin_writing(batch, with_drafts=False, by=by, at=NOW)
    bring_in(batch, by=by, at=NOW)
    assert keys() == ["doe2001", "key2001", "key2002", "key2003"]


def test_only_one_of_two_brings_it_in_and_members_do_not() -> None:
    batch = ready()
    with pytest.raises(BringingInRefused, match="Ask an editor"):
        begin_writing(batch, with_drafts=False, by=make_user(MEMBER), at=NOW)
    begin_writing(batch, with_drafts=False, by=make_user(CONTRIBUTOR), at=NOW)
    with pytest.raises(BringingInRefused, match="in the meantime"):
        begin_writing(batch, with_drafts=False, by=make_user(EDITOR), at=NOW)


def test_a_failure_is_told_and_leaves_nothing_behind() -> None:
    by, batch = make_user(EDITOR), ready()
    begin_writing(batch, with_drafts=True, by=by, at=NOW)
    by.groups.clear()  # whose drafts are refused in the middle of the transaction
    write_safely(batch.pk, batch.touched_at, User.objects.get(pk=by.pk), NOW)
    batch.refresh_from_db()
    assert (batch.state, batch.failure, keys()) == (ImportBatch.State.READY, FAILED, [])


def test_who_fails_after_somebody_took_it_up_leaves_it_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    by, batch = make_user(EDITOR), ready()
    begin_writing(batch, with_drafts=False, by=by, at=NOW)
    later = NOW + timedelta(minutes=3)

    def fail_late(*_: Any, **__: Any) -> None:
        ImportBatch.objects.filter(pk=batch.pk).update(touched_at=later)  # of who took it up
        raise OSError

    monkeypatch.setattr("desk.curating.imports.import_job.bring_in", fail_late)
    write_safely(batch.pk, batch.touched_at, by, NOW)
    batch.refresh_from_db()
    assert (batch.state, batch.failure, batch.touched_at) == (ImportBatch.State.WRITING, "", later)


def test_a_failure_is_told_though_the_last_sign_of_work_was_rolled_back(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = receive(Decoded(TEXT, ""), name="papers.bib", by=None, at=NOW)

    def fail(_: Any) -> None:
        raise OSError

    monkeypatch.setattr("bibliography.importing.batches.row_reading.ImportRow.objects.bulk_create", fail)
    read_safely(batch.pk, batch.touched_at)
    batch.refresh_from_db()
    assert (batch.state, batch.failure) == (ImportBatch.State.REFUSED, FAILED)


def test_what_a_process_left_undone_is_taken_up_again() -> None:
    by, batch = make_user(EDITOR), ready()
    begin_writing(batch, with_drafts=False, by=by, at=NOW)
    take_up_again(batch, NOW)
    assert ImportBatch.objects.get().state == ImportBatch.State.WRITING
    take_up_again(batch, timezone.now() + timedelta(days=9000))
    assert ImportBatch.objects.get().state == ImportBatch.State.READY
    ImportBatch.objects.update(state=ImportBatch.State.READING)
    batch.refresh_from_db()
    take_up_again(batch, timezone.now() + timedelta(days=9001))
    assert (ImportBatch.objects.get().state, batch.rows.count()) == (ImportBatch.State.READY, 3)


def test_the_whole_import_is_undone_with_its_drafts() -> None:
    make_reference("other")
    by = make_user(EDITOR)
    batch = brought_in(by, with_drafts=True)
    assert undo(batch, by=by, at=NOW) == 3
    settled()
    assert (keys(), Article.objects.count(), batch.state) == (["other"], 0, ImportBatch.State.UNDONE)
    assert list(LoggedAct.objects.values_list("done", flat=True)) == ["deleted", "added"]
    with pytest.raises(UndoRefused, match="undone already"):
        undo(batch, by=by, at=NOW)


def cite(by: User) -> None:
    make_article("an-article", summary="It fell [@key2002].")


def cite_in_a_draft(by: User) -> None:
    draft = Draft.objects.select_related("article", "head").order_by("-pk")[0]
    content = {**whole(draft.head.content), "summary": "See [@key2002]."}
    save(draft.article, Sent(content, draft.head_id, by, NOW))  # type: ignore[arg-type]


def edit(by: User) -> None:
    csl = Reference.objects.get(key="key2002").csl
    save_reference("key2002", {**csl, "title": "Another"}, by=by)


def be_merged_into(by: User) -> None:
    FormerKey.objects.create(key="former", reference=Reference.objects.get(key="key2002"))


def be_the_paper(by: User) -> None:
    make_article("a-summary", paper=Reference.objects.get(key="key2002"))


@pytest.mark.parametrize(
    ("use", "why"),
    [(cite, "“key2002” is cited"), (edit, "“key2002” was edited"), (be_the_paper, "“key2002” is cited"),
     (be_merged_into, "merged into “key2002”"),
     (cite_in_a_draft, "The draft “Title 2003” was edited")],
)  # fmt: skip
def test_nothing_is_undone_once_anything_of_it_is_used(use: Any, why: str) -> None:
    by = make_user(EDITOR)
    batch = brought_in(by, with_drafts=True)
    use(by)
    with pytest.raises(UndoRefused, match=why):
        undo(batch, by=by, at=NOW)
    assert set(keys()) >= {"key2001", "key2002", "key2003"}
    assert batch.rows.made().count() == 3


def test_a_draft_of_somebody_else_that_cites_it_is_a_use() -> None:
    by = make_user(EDITOR)
    batch = brought_in(by)
    other = brought_in(by, "@book{b, title={Other}, year=1999}", with_drafts=True)
    cite_in_a_draft(by)
    with pytest.raises(UndoRefused, match="“key2002” is cited"):
        undo(batch, by=by, at=NOW)
    with pytest.raises(UndoRefused, match="The draft “Other” was edited"):
        undo(other, by=by, at=NOW)


def test_contributors_undo_their_own_import_alone() -> None:
    contributor, other = make_user(CONTRIBUTOR), make_user(CONTRIBUTOR)
    batch = brought_in(contributor)
    with pytest.raises(UndoRefused, match="Somebody else"):
        undo(batch, by=other, at=NOW)
    assert undo(batch, by=contributor, at=NOW) == 3
