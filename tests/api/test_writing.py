"""What programs write: drafts with nobody's work lost, references, topics, and publishing as at the desk."""

from datetime import timedelta
from typing import Any, Final

import pytest
from django.utils import timezone

from articles.models import Article, Draft, Event, Revision
from articles.revisions.beginning import begin
from articles.revisions.reviewing import submit
from articles.revisions.revision_content import whole
from articles.revisions.saving import Sent, save
from members.entrance.tokens.scopes import PUBLISH, WRITE_DRAFTS, WRITE_REFERENCES, WRITE_TAGS
from members.models import AnsweredOnce, User
from members.personal_data import purge
from members.roles import CONTRIBUTOR, EDITOR
from tags.models import CurationAct
from tests.api.programs import ROOT, Program, token_of
from tests.articles.related.relations import settled
from tests.factories import GLANCE, make_article, make_category, make_image, make_reference, make_tag, make_user
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

RIS: Final = "TY  - JOUR\nAU  - Smith, Ann\nTI  - A first study\nPY  - 2015\nDO  - 10.1000/one\nER  - \n"


def writer_with(*scopes: str, role: str = CONTRIBUTOR) -> tuple[User, Program]:
    user = make_user(role)
    return user, Program(token_of(user, *scopes))


def etag(response: Any) -> str:
    return str(response["ETag"])


# --- Drafts -------------------------------------------------------------------------------------------------------


def test_a_draft_is_begun_with_what_was_sent_and_no_reader_knows_of_it() -> None:
    make_tag("Fear", synonyms=["Dread"])
    make_reference("smith2015")
    user, program = writer_with(WRITE_DRAFTS)
    sent = {
        "kind": "paper-summary", "title": "  A quiet\tfinding ", "tags": ["fear"], "paper": "smith2015",
        "key_points": ["One.", " "], "summary": "\r\nFirst.\r\n", "at_a_glance": {"design": {"answer": "A trial"}},
    }  # fmt: skip
    response = program.send("post", "/drafts", sent)
    assert response.status_code == 201
    said = response.json()
    assert response["Location"] == f"http://testserver{ROOT}/drafts/{said['id']}"
    assert etag(response).startswith(f'"{said["revision"]}-')
    assert said["title"] == "A quiet finding"
    assert said["summary"] == "First."
    assert said["key_points"] == ["One."]
    assert [tag["slug"] for tag in said["tags"]] == ["fear"]
    assert said["blocking"]
    article = Article.objects.get(pk=said["id"])
    assert article.editor == user
    assert article.status == "draft"
    assert Event.objects.of(article).get().act == "created"
    assert program.get(response["Location"]).json() == said


@pytest.mark.parametrize(
    ("said", "pointer"),
    [({"tags": ["nowhere"]}, "/tags/0"), ({"categories": ["fear"]}, "/categories/0"), ({"paper": "none"}, "/paper"),
     ({"image": "none"}, "/image"), ({"references": ["smith2015", "none"]}, "/references/1"),
     ({"at_a_glance": {"size": {"answer": "x"}}}, "/at_a_glance/size"),
     ({"at_a_glance": {"design": {"level": "low"}}}, "/at_a_glance/design/level"),
     ({"related": [{"slug": "hidden", "relation": "supports", "reason": "x"}]}, "/related/0/slug")],
)  # fmt: skip
def test_what_a_draft_names_has_to_be_there_and_every_fault_is_told(said: dict[str, Any], pointer: str) -> None:
    make_tag("Fear")
    make_reference("smith2015")
    make_article("hidden", status="draft")
    _, program = writer_with(WRITE_DRAFTS)
    response = program.send("post", "/drafts", {**said, "byline": "x"})
    assert response.status_code == 422
    assert pointer in [error["pointer"] for error in response.json()["errors"]]
    assert not Article.objects.exclude(slug="hidden").exists()


def test_only_what_is_sent_changes() -> None:
    _, program = writer_with(WRITE_DRAFTS)
    begun = program.send("post", "/drafts", {"title": "One", "standfirst": "Two", "key_points": ["Three"]})
    changed = program.send("patch", f"/drafts/{begun.json()['id']}", {"title": "New"}, If_Match=etag(begun))
    assert changed.status_code == 200
    said = changed.json()
    assert (said["title"], said["standfirst"], said["key_points"]) == ("New", "Two", ["Three"])
    assert etag(changed) != etag(begun)


def test_what_changes_in_a_draft_beside_its_text_is_told_and_takes_nobodys_work() -> None:
    user, program = writer_with(WRITE_DRAFTS)
    begun = complete_draft(program)
    path, article = f"/drafts/{begun.json()['id']}", Article.objects.get(pk=begun.json()["id"])
    assert program.read(path, **{"If-None-Match": etag(begun)}).status_code == 304
    submit(article, base=begun.json()["revision"], by=user, at=timezone.now())
    told = program.read(path, **{"If-None-Match": etag(begun)})
    assert (told.status_code, told.json()["stage"], told.json()["revision"]) == (
        200,
        "in_review",
        begun.json()["revision"],
    )
    assert program.send("patch", path, {"title": "New"}, If_Match=etag(begun)).status_code == 200


def test_whoever_was_slower_changes_nothing_and_is_told_so() -> None:
    user, program = writer_with(WRITE_DRAFTS)
    begun = program.send("post", "/drafts", {"title": "One"})
    path, article = f"/drafts/{begun.json()['id']}", Article.objects.get(pk=begun.json()["id"])
    theirs = whole({**whole(article.draft.head.content), "title": "Theirs"})
    head = save(article, Sent(theirs, article.draft.head_id, user, timezone.now()))
    late = program.send("patch", path, {"title": "Mine"}, If_Match=etag(begun))
    assert late.status_code == 412
    assert late["ETag"] == f'"{head.pk}"'
    assert Draft.objects.get(pk=article.pk).title == "Theirs"
    assert not Revision.objects.filter(origin=Revision.Origin.SET_ASIDE).exists()
    assert program.send("patch", path, {"title": "Mine"}, If_Match=late["ETag"]).status_code == 200


def test_a_change_says_what_it_started_from_or_is_not_made() -> None:
    _, program = writer_with(WRITE_DRAFTS)
    begun = program.send("post", "/drafts", {"title": "One"})
    path = f"/drafts/{begun.json()['id']}"
    assert program.send("patch", path, {"title": "Two"}).status_code == 428
    assert program.send("patch", path, {"title": "Two"}, If_Match="*").status_code == 412
    assert program.send("patch", path, {"title": "Two"}, If_Match=f"W/{etag(begun)}").status_code == 200
    revision = program.read(path).json()["revision"]
    assert program.send("patch", path, {"title": "Three"}, If_Match=f'"{revision}"').status_code == 200
    assert program.send("patch", path, {"title": "Four"}, If_Match=f'"{revision}"').status_code == 412


def test_drafts_are_listed_newest_first_and_only_those_that_its_person_may_write() -> None:
    _user, program = writer_with(WRITE_DRAFTS)
    mine = [program.send("post", "/drafts", {"title": title}).json()["id"] for title in ("One", "Two", "Three")]
    begin(kind="overview", by=make_user(CONTRIBUTOR), at=NOW)
    first = program.read("/drafts?limit=2").json()
    assert [item["id"] for item in first["items"]] == mine[:0:-1]
    assert [item["id"] for item in program.get(first["next"]).json()["items"]] == mine[:1]
    _, all_of_them = writer_with(PUBLISH, role=EDITOR)
    assert len(all_of_them.read("/drafts").json()["items"]) == 4
    assert program.read("/drafts?cursor=x").status_code == 422


# --- Publishing ---------------------------------------------------------------------------------------------------


def complete_draft(program: Program) -> Any:
    make_tag("Fear")
    make_category("Neuroscience")
    make_reference("smith2015")
    make_image("scanner")
    sent = {
        "kind": "paper-summary", "title": "A quiet finding", "standfirst": "What was found.", "paper": "smith2015",
        "key_points": ["One point.", "Another point.", "A third point."], "tags": ["fear"],
        "categories": ["neuroscience"], "image": "scanner", "at_a_glance": GLANCE,
        "summary": "They looked [@smith2015]. It was quiet.", "full_post": "## What they did\n\nThey looked closely.",
    }  # fmt: skip
    return program.send("post", "/drafts", sent)


def test_what_is_incomplete_is_not_published_and_every_reason_is_told() -> None:
    _, program = writer_with(WRITE_DRAFTS, PUBLISH, role=EDITOR)
    begun = program.send("post", "/drafts", {"title": "One"})
    response = program.send("post", f"/drafts/{begun.json()['id']}/publication", {}, If_Match=etag(begun))
    assert response.status_code == 422
    assert len(response.json()["problems"]) > 2
    assert Article.objects.get(pk=begun.json()["id"]).status == "draft"


def test_a_complete_draft_is_published_as_at_the_desk() -> None:
    editor, program = writer_with(WRITE_DRAFTS, PUBLISH, role=EDITOR)
    begun = complete_draft(program)
    assert begun.json()["blocking"] == []
    response = program.send("post", f"/drafts/{begun.json()['id']}/publication", {}, If_Match=etag(begun))
    settled()
    assert response.status_code == 200, response.content
    article = Article.objects.get(pk=begun.json()["id"])
    assert article.slug == "a-quiet-finding"
    assert Event.objects.of(article).filter(act="published").get().by == editor
    assert Program().read("/articles/a-quiet-finding").json()["title"] == "A quiet finding"
    again = program.read(f"/drafts/{article.pk}")
    note = {"change_note": "A number was mended."}
    told = program.send("post", f"/drafts/{article.pk}/publication", note, If_Match=etag(again))
    assert told.status_code == 200
    assert Program().read("/articles/a-quiet-finding").json()["change_note"] == "A number was mended."


def test_nobody_publishes_a_revision_that_they_did_not_see() -> None:
    _, program = writer_with(WRITE_DRAFTS, PUBLISH, role=EDITOR)
    begun = complete_draft(program)
    path = f"/drafts/{begun.json()['id']}"
    program.send("patch", path, {"title": "Another"}, If_Match=etag(begun))
    assert program.send("post", f"{path}/publication", {}, If_Match=etag(begun)).status_code == 412
    assert program.send("post", f"{path}/publication", {}).status_code == 428
    assert Article.objects.get().status == "draft"


def test_without_its_scope_an_editor_publishes_nothing_by_a_token() -> None:
    _, program = writer_with(WRITE_DRAFTS, role=EDITOR)
    begun = complete_draft(program)
    response = program.send("post", f"/drafts/{begun.json()['id']}/publication", {}, If_Match=etag(begun))
    assert response.status_code == 403
    assert 'error="insufficient_scope", scope="publish"' in response["WWW-Authenticate"]
    assert Article.objects.get().status == "draft"


def test_where_two_have_to_see_it_nobody_publishes_their_own_alone(settings: Any) -> None:
    settings.REVIEW_BY_ANOTHER = True
    _, program = writer_with(WRITE_DRAFTS, PUBLISH, role=EDITOR)
    begun = complete_draft(program)
    response = program.send("post", f"/drafts/{begun.json()['id']}/publication", {}, If_Match=etag(begun))
    assert response.status_code == 422
    assert "Somebody else has to approve it first" in response.json()["problems"][0]


# --- Topics -------------------------------------------------------------------------------------------------------


def test_an_article_is_filed_and_taken_out_again_by_acts_that_stand_in_the_log() -> None:
    fear, grief = make_tag("Fear"), make_tag("Grief")
    make_article("one", tags=[fear])
    editor, program = writer_with(WRITE_TAGS, role=EDITOR)
    response = program.send("put", "/articles/one/topics/grief")
    settled()
    assert [tag["slug"] for tag in response.json()["tags"]] == ["fear", "grief"]
    assert CurationAct.objects.get().by == editor
    assert program.send("put", "/articles/one/topics/grief").status_code == 200
    assert CurationAct.objects.count() == 1
    assert program.send("delete", "/articles/one/topics/grief").status_code == 200
    assert [tag["slug"] for tag in Program().read("/articles/one").json()["tags"]] == ["fear"]
    refused = program.send("delete", "/articles/one/topics/fear")
    assert refused.status_code == 409
    assert "keeps at least one tag" in refused.json()["detail"]
    assert program.send("put", "/articles/one/topics/nowhere").status_code == 404
    assert program.send("put", "/articles/nowhere/topics/fear").status_code == 404
    assert grief.pk


# --- Once ---------------------------------------------------------------------------------------------------------


def test_what_was_sent_twice_under_one_key_is_made_once_and_answered_alike() -> None:
    _, program = writer_with(WRITE_DRAFTS)
    first = program.send("post", "/drafts", {"title": "One"}, Idempotency_Key="a-1")
    again = program.send("post", "/drafts", {"title": "One"}, Idempotency_Key="a-1")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    for name in ("Location", "ETag", "Cache-Control", "Content-Type"):
        assert again[name] == first[name]
    assert Article.objects.count() == 1
    assert program.send("post", "/drafts", {"title": "One"}, Idempotency_Key="a-2").status_code == 201
    assert Article.objects.count() == 2


def test_a_key_is_for_one_request_of_one_token() -> None:
    user, program = writer_with(WRITE_DRAFTS)
    program.send("post", "/drafts", {"title": "One"}, Idempotency_Key="a-1")
    other = program.send("post", "/drafts", {"title": "Two"}, Idempotency_Key="a-1")
    assert other.status_code == 422
    assert "take a new one" in other.json()["detail"].lower()
    second = Program(token_of(user, WRITE_DRAFTS))
    assert second.send("post", "/drafts", {"title": "Two"}, Idempotency_Key="a-1").status_code == 201
    assert program.send("post", "/drafts", {"title": "x"}, Idempotency_Key="with blanks").status_code == 422
    assert program.send("post", "/drafts", {"title": "x"}, Idempotency_Key="x" * 201).status_code == 422


def test_what_was_refused_may_be_sent_again_under_its_key() -> None:
    _, program = writer_with(WRITE_DRAFTS)
    assert program.send("post", "/drafts", {"tags": ["fear"]}, Idempotency_Key="a-1").status_code == 422
    assert not AnsweredOnce.objects.exists()
    make_tag("Fear")
    assert program.send("post", "/drafts", {"tags": ["fear"]}, Idempotency_Key="a-1").status_code == 201


def test_answers_are_forgotten_after_a_day() -> None:
    _, program = writer_with(WRITE_REFERENCES)
    program.send("post", "/references", {"text": RIS}, Idempotency_Key="a-1")
    kept = AnsweredOnce.objects.get()
    AnsweredOnce.objects.filter(pk=kept.pk).update(at=NOW)
    assert dict(purge(at=NOW + timedelta(days=366)))["answers kept for programs"] == 1
    assert not AnsweredOnce.objects.exists()
