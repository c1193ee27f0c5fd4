"""Changes of what readers see already, scheduled: nobody sees them before, everybody after, and nothing has to run."""

from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from django.test import Client

from articles import publishing
from articles.models import Article, Draft, Event, Image, Revision
from articles.publishing import PublishRefused
from articles.revisions.beginning import discard
from articles.revisions.catching_up import catch_up
from articles.revisions.due import call_off, let_out_due, schedule_changes
from articles.revisions.reviewing import approve, request_changes, submit
from articles.revisions.revision_content import whole
from articles.revisions.saving import Sent, StaleBase, save
from members.models import User
from members.roles import CONTRIBUTOR, EDITOR, READER
from tests.factories import make_article, make_drawing, make_tag, make_user
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

DUE: Final = NOW + timedelta(hours=1)
LATER: Final = DUE + timedelta(minutes=1)


def edited(article: Article, by: User | None = None, at: datetime = NOW, **said: Any) -> Revision:
    draft = catch_up(article)
    content = whole({**draft.head.content, **said})
    return save(article, Sent(content, draft.head_id, by or make_user(EDITOR), at))


def scheduled(**said: Any) -> tuple[Article, Revision, User]:
    """A published article with another standfirst to come."""
    article, editor = make_article(standfirst="As it was."), make_user(EDITOR)
    revision = edited(article, editor, **{"standfirst": "As it will be.", **said})
    schedule_changes(article, revision, by=editor, at=NOW, publish_at=DUE, change_note="Said more exactly.")
    return article, revision, editor


def draft_of(article: Article) -> Draft:
    return Draft.objects.select_related("head", "live", "due").get(pk=article.pk)


def seen(article: Article) -> str:
    return Article.objects.get(pk=article.pk).standfirst


def acts(article: Article) -> list[str]:
    """Since it was published."""
    return [event.act for event in Event.objects.of(article).order_by("pk")[1:]]


def test_readers_see_the_former_text_until_the_new_one_is_due() -> None:
    article, revision, editor = scheduled()
    let_out_due(DUE - timedelta(seconds=1))
    assert seen(article) == "As it was."
    assert Draft.objects.next_due() == DUE
    let_out_due(LATER)
    assert seen(article) == "As it will be."
    draft = draft_of(article)
    assert (draft.head, draft.live, draft.due, draft.due_at) == (revision, revision, None, None)
    stored = Article.objects.get(pk=article.pk)
    assert (stored.change_note, stored.public_updated_at) == ("Said more exactly.", DUE)
    assert stored.first_published_at == article.first_published_at
    event = Event.objects.of(article)[0]
    assert (event.act, event.by, event.at, event.revision_id) == ("published", editor, DUE, revision.pk)
    assert event.before["changes scheduled for"] == DUE.isoformat()
    let_out_due(LATER)  # as another process does, a moment later
    assert acts(article) == ["scheduled", "published"]
    page = Client().get(article.get_absolute_url()).content.decode()
    assert "As it will be." in page


def test_what_is_edited_after_it_was_scheduled_stays_beside_it() -> None:
    article, revision, editor = scheduled()
    later = edited(article, editor, at=NOW + timedelta(minutes=1), title="Still being written")
    assert not Revision.objects.get(pk=revision.pk).is_superseded
    let_out_due(LATER)
    draft = draft_of(article)
    assert (draft.live, draft.head) == (revision, later)
    assert seen(article) == "As it will be."
    assert Article.objects.get(pk=article.pk).title == article.title


def test_throwing_away_what_came_after_goes_back_to_what_is_scheduled() -> None:
    article, revision, editor = scheduled()
    later = edited(article, editor, at=NOW + timedelta(minutes=1), title="Not after all")
    restored = discard(article, base=later.pk, by=editor, at=NOW + timedelta(minutes=2))
    assert restored.content == revision.content
    let_out_due(LATER)
    assert means(article) == ("As it will be.", False)


def means(article: Article) -> tuple[str, bool]:
    draft = draft_of(article)
    return seen(article), draft.head.content != draft.live.content if draft.live else True


def test_called_off_it_stays_a_draft() -> None:
    article, revision, editor = scheduled()
    call_off(article, by=editor, at=NOW)
    let_out_due(LATER)
    assert seen(article) == "As it was."
    assert draft_of(article).head == revision
    assert acts(article) == ["scheduled", "called-off"]
    with pytest.raises(PublishRefused, match="Nothing is scheduled"):
        call_off(article, by=editor, at=NOW)


@pytest.mark.parametrize("act", ["publish", "withdraw", "return"])
def test_what_comes_before_it_is_due_makes_it_void(act: str) -> None:
    article, _, editor = scheduled()
    later = edited(article, editor, at=NOW + timedelta(minutes=1), standfirst="At once.")
    if act == "publish":
        publishing.publish(article, later, by=editor, at=NOW)
    elif act == "withdraw":
        publishing.withdraw(article, by=editor, at=NOW, reason="error")
    else:
        publishing.return_to_draft(article, by=editor, at=NOW)
    assert Event.objects.of(article)[0].before["changes scheduled for"] == DUE.isoformat()
    count = Event.objects.count()
    let_out_due(LATER)
    assert seen(article) == ("At once." if act == "publish" else "As it was.")
    assert Event.objects.count() == count


def test_scheduled_again_it_is_due_at_the_new_time_alone() -> None:
    article, _, editor = scheduled()
    again = edited(article, editor, at=NOW + timedelta(minutes=1), standfirst="Better still.")
    schedule_changes(article, again, by=editor, at=NOW, publish_at=DUE + timedelta(days=1))
    let_out_due(LATER)
    assert seen(article) == "As it was."
    let_out_due(DUE + timedelta(days=2))
    assert (seen(article), Article.objects.get(pk=article.pk).change_note) == ("Better still.", "")


def test_what_a_curator_does_meanwhile_is_not_undone() -> None:
    article, _, _ = scheduled()
    tag = make_tag(name="Put on meanwhile")
    article.tags.replace([*article.tags.all(), tag])
    let_out_due(LATER)
    assert seen(article) == "As it will be."
    assert tag in article.tags.all()
    assert means(article)[1] is False


def test_what_cannot_be_published_any_more_stays_a_draft_and_says_why() -> None:
    make_drawing("drawing")
    article, revision, _ = scheduled(image="drawing")
    assert [draft.pk for draft in Draft.objects.naming_image("drawing")] == [article.pk]
    Image.objects.filter(name="drawing").delete()
    let_out_due(LATER)
    assert seen(article) == "As it was."
    event = Event.objects.of(article)[0]
    assert (event.act, event.revision_id) == ("kept-back", revision.pk)
    assert "“drawing” does not exist any more" in event.note
    assert draft_of(article).head == revision
    assert Draft.objects.next_due() is None


def test_what_could_not_be_published_now_is_not_scheduled() -> None:
    article, editor = make_article(), make_user(EDITOR)
    revision = edited(article, editor, summary="Cited [@nobody].")
    with pytest.raises(PublishRefused, match="nobody"):
        schedule_changes(article, revision, by=editor, at=NOW, publish_at=DUE)
    assert draft_of(article).due is None
    assert acts(article) == []


@pytest.mark.parametrize(
    ("role", "publish_at", "words"),
    [(CONTRIBUTOR, DUE, "role"), (READER, DUE, "role"), (EDITOR, NOW, "in the future")],
)
def test_who_may_not_and_what_is_past_is_refused(role: str, publish_at: datetime, words: str) -> None:
    article = make_article()
    revision = edited(article, standfirst="Other.")
    with pytest.raises(PublishRefused, match=words):
        schedule_changes(article, revision, by=make_user(role), at=NOW, publish_at=publish_at)


def test_only_changes_of_what_readers_see_are_scheduled() -> None:
    editor = make_user(EDITOR)
    hidden, same = make_article(status="draft"), make_article()
    with pytest.raises(PublishRefused, match="No reader"):
        schedule_changes(hidden, edited(hidden, title="Other"), by=editor, at=NOW, publish_at=DUE)
    with pytest.raises(PublishRefused, match="this very text"):
        schedule_changes(same, catch_up(same).head, by=editor, at=NOW, publish_at=DUE)
    old = edited(same, editor, title="One")
    edited(same, title="Two")
    with pytest.raises(StaleBase):
        schedule_changes(same, old, by=editor, at=NOW, publish_at=DUE)


def test_where_another_has_to_approve_that_holds_for_changes_to_come(settings: Any) -> None:
    settings.REVIEW_BY_ANOTHER = True
    article, one, other = make_article(standfirst="As it was."), make_user(EDITOR), make_user(EDITOR)
    revision = edited(article, one, standfirst="Approved.")
    with pytest.raises(PublishRefused, match="Somebody else"):
        schedule_changes(article, revision, by=one, at=NOW, publish_at=DUE)
    submit(article, base=revision.pk, by=one, at=NOW)
    approve(article, base=revision.pk, by=other, at=NOW)
    schedule_changes(article, revision, by=one, at=NOW, publish_at=DUE)
    later = edited(article, one, at=NOW + timedelta(minutes=1), standfirst="Not approved.")
    assert draft_of(article).stage == Draft.Stage.DRAFT
    with pytest.raises(PublishRefused, match="Somebody else"):
        schedule_changes(article, later, by=one, at=NOW, publish_at=DUE)
    let_out_due(LATER)
    assert seen(article) == "Approved."


def test_who_asks_for_changes_of_what_is_scheduled_stops_it() -> None:
    article, editor = make_article(standfirst="As it was."), make_user(EDITOR)
    revision = edited(article, editor, standfirst="Approved.")
    submit(article, base=revision.pk, by=editor, at=NOW)
    approve(article, base=revision.pk, by=editor, at=NOW)
    schedule_changes(article, revision, by=editor, at=NOW, publish_at=DUE)
    request_changes(article, base=revision.pk, by=editor, at=NOW, note="Not yet.")
    let_out_due(LATER)
    assert seen(article) == "As it was."
    assert acts(article)[-2:] == ["called-off", "changes-requested"]


def test_nobody_of_former_colleagues_is_needed_when_it_is_due() -> None:
    article, _, editor = scheduled()
    editor.delete()
    let_out_due(LATER)
    assert seen(article) == "As it will be."
