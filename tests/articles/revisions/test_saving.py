"""Saving at the desk: what becomes the head, what is set aside, and that no word is lost on the way."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event as Signal
from time import sleep
from typing import Any

import pytest
from django.db import connection, transaction

from articles import publishing
from articles.models import Article, Draft, Event, FullPost, Revision
from articles.publishing import PublishRefused
from articles.revisions.beginning import discard, restore
from articles.revisions.catching_up import catch_up
from articles.revisions.reviewing import approve, request_changes, submit
from articles.revisions.revision_content import as_stored, named
from articles.revisions.saving import StaleBase, locked_draft
from articles.status import Status
from members.roles import CONTRIBUTOR, EDITOR
from tags.curation import merging
from tests.drafts import begun, send
from tests.factories import make_article, make_tag, make_user
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def test_a_new_draft_is_unknown_to_readers_and_keeps_its_own_rows_empty() -> None:
    article, _ = begun(make_user(EDITOR))
    assert Draft.objects.get(pk=article.pk).title == "A quieter amygdala"
    assert not FullPost.objects.filter(article=article).exists()
    assert article.status == Status.DRAFT


def test_saving_a_published_article_changes_nothing_that_readers_see() -> None:
    article = make_article(title="As published")
    draft = catch_up(article)
    send(article, draft.head_id, make_user(EDITOR), title="As edited")
    assert Article.objects.get(pk=article.pk).title == "As published"
    assert Draft.objects.get(pk=article.pk).title == "As edited"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [catch_up, locked_draft])
def test_who_waits_for_a_save_goes_on_from_what_it_saved(act: Callable[[Article], Draft]) -> None:
    article, editor, is_saved = make_article(title="As published"), make_user(EDITOR), Signal()
    base = catch_up(article).head_id

    def save_slowly() -> None:
        with transaction.atomic():
            send(article, base, editor, title="As edited")
            is_saved.set()
            sleep(0.3)  # until the other waits
        connection.close()

    with ThreadPoolExecutor(1) as thread:
        saving = thread.submit(save_slowly)
        is_saved.wait()
        with transaction.atomic():
            assert act(article).head.content["title"] == "As edited"
        saving.result()
    assert Revision.objects.filter(article=article).count() == 2


def test_publishing_writes_everything_that_the_revision_holds() -> None:
    editor = make_user(EDITOR)
    other = make_article()
    link = {"id": other.pk, "title": other.title, "relation": "extends", "reason": "The same people."}
    article, base = begun(editor, related=[link])
    publishing.publish(article, Revision.objects.get(pk=base), by=editor, at=NOW)
    stored = Article.objects.get(pk=article.pk)
    draft = Draft.objects.get(pk=article.pk)
    assert (stored.status, stored.slug) == (Status.PUBLISHED, "a-quieter-amygdala")
    assert draft.live_id == draft.head_id
    assert as_stored(stored) == draft.head.content
    assert stored.related_links.get().target == other
    assert not stored.former_slugs.exists()


def test_a_stale_save_is_set_aside_whole_and_names_the_head() -> None:
    one, other = make_user(EDITOR), make_user(EDITOR)
    article, base = begun(one)
    theirs = send(article, base, one, title="Theirs")
    with pytest.raises(StaleBase) as refused:
        send(article, base, other, title="Mine")
    assert refused.value.head == theirs
    assert refused.value.kept is not None
    assert Revision.objects.get(pk=refused.value.kept.pk).content["title"] == "Mine"
    assert Draft.objects.get(pk=article.pk).head == theirs


def test_a_hundred_stale_saves_lose_no_word() -> None:
    one, other = make_user(EDITOR), make_user(EDITOR)
    article, base = begun(one)
    for number in range(100):
        send(
            article,
            Draft.objects.get(pk=article.pk).head_id,
            one,
            after=number,
            summary=f"Theirs{number}.",
            full_post=f"Kept{number}.",
        )
        with pytest.raises(StaleBase):
            send(article, base, other, after=number, summary=f"Mine{number}.")
    held = " ".join(str(content) for content in Revision.objects.values_list("content", flat=True))
    assert [word for number in range(100) for word in (f"Theirs{number}.", f"Mine{number}.") if word not in held] == []


def test_one_person_in_two_tabs_is_told_and_loses_nothing() -> None:
    editor = make_user(EDITOR)
    article, base = begun(editor)
    send(article, base, editor, tab="one", title="From the first tab")
    with pytest.raises(StaleBase):
        send(article, base, editor, tab="two", title="From the second tab")


def test_a_tab_whose_answers_were_lost_is_not_in_conflict_with_itself() -> None:
    editor = make_user(EDITOR)
    article, base = begun(editor)
    for number in range(20):
        send(article, base, editor, after=number, tab="one", summary=f"Typed {number} words.")
    assert Draft.objects.get(pk=article.pk).head.content["summary"] == "Typed 19 words."
    assert not Revision.objects.filter(article=article, origin=Revision.Origin.SET_ASIDE).exists()


def test_a_sitting_is_one_entry_of_the_history() -> None:
    editor = make_user(EDITOR)
    article, base = begun(editor)
    for number in range(3):
        base = send(article, base, editor, after=number, title=f"Title {number}").pk
    send(article, base, editor, after=3600, title="An hour later")
    titles = [row.content["title"] for row in Revision.objects.filter(article=article, is_superseded=False)]
    assert titles == ["An hour later", "Title 2"]


def test_single_saves_are_forgotten_but_for_those_that_somebody_still_waits_with() -> None:
    editor, other = make_user(EDITOR), make_user(EDITOR)
    article, first = begun(editor)
    step = send(article, first, editor, after=1, title="A step").pk
    base = send(article, step, editor, after=2, title="The last of the sitting").pk
    with pytest.raises(StaleBase):
        send(article, step, other, after=3, title="Waits to be merged")
    send(article, base, editor, after=3 * 86400, title="Days later")
    assert set(Revision.objects.filter(pk__in=[first, step]).values_list("pk", flat=True)) == {step}


def test_saving_what_is_there_already_makes_no_revision() -> None:
    editor = make_user(EDITOR)
    article, base = begun(editor)
    assert send(article, base, editor).pk == base


def test_every_act_refuses_what_somebody_saved_since() -> None:
    one, other = make_user(EDITOR), make_user(EDITOR)
    article, base = begun(one)
    first = Revision.objects.get(pk=base)
    send(article, base, other, title="Since")
    acts: list[Callable[[], object]] = [
        lambda: submit(article, base=base, by=one, at=NOW),
        lambda: restore(article, first, base=base, by=one, at=NOW),
        lambda: publishing.publish(article, first, by=one, at=NOW),
        lambda: publishing.schedule(article, first, by=one, at=NOW, publish_at=NOW + timedelta(days=1)),
    ]
    for act in acts:
        with pytest.raises(StaleBase):
            act()
    assert Article.objects.get(pk=article.pk).status == Status.DRAFT


def test_restoring_makes_a_new_revision_and_keeps_the_one_before() -> None:
    editor = make_user(EDITOR)
    article, base = begun(editor)
    later = send(article, base, editor, after=3600, title="Later")
    restored = restore(article, Revision.objects.get(pk=base), base=later.pk, by=editor, at=NOW)
    assert Draft.objects.get(pk=article.pk).title == "A quieter amygdala"
    assert restored.origin == Revision.Origin.RESTORED
    assert Revision.objects.get(pk=later.pk).content["title"] == "Later"


def test_thrown_away_changes_can_be_brought_back() -> None:
    article, editor = make_article(title="As published"), make_user(EDITOR)
    edited = send(article, catch_up(article).head_id, editor, title="As edited")
    back = discard(article, base=edited.pk, by=editor, at=NOW)
    assert Draft.objects.get(pk=article.pk).title == "As published"
    restore(article, edited, base=back.pk, by=editor, at=NOW)
    assert Draft.objects.get(pk=article.pk).title == "As edited"


# --- What others do beside the desk ---------------------------------------------------------------------------------


def test_a_tag_put_on_beside_the_desk_joins_the_draft() -> None:
    article, editor = make_article(), make_user(EDITOR)
    edited = send(article, catch_up(article).head_id, editor, title="As edited")
    tag = make_tag("Put on meanwhile")
    article.tags.add(tag)
    draft = catch_up(article)
    assert draft.head_id != edited.pk
    assert (draft.title, tag.pk) == ("As edited", draft.head.content["tags"][-1]["id"])
    publishing.publish(article, edited, by=editor, at=NOW)
    assert tag in article.tags.all()


def test_an_article_that_was_read_before_the_lock_brings_nothing_old_back() -> None:
    article, editor = make_article(title="As published"), make_user(EDITOR)
    read_before = Article.objects.get(pk=article.pk)
    edited = send(article, catch_up(article).head_id, editor, title="As published since")
    publishing.publish(article, edited, by=editor, at=NOW)
    draft = catch_up(read_before)
    assert draft.head == draft.live == edited
    assert Revision.objects.filter(article=article).count() == 2


def test_a_merged_tag_stands_for_its_replacement_when_it_is_published() -> None:
    editor = make_user(EDITOR)
    tag, into = make_tag("Dread"), make_tag("Fear")
    article, base = begun(editor, tags=named([tag]))
    merging.merge(tag, into=into, by=editor, at=NOW)
    publishing.publish(article, Revision.objects.get(pk=base), by=editor, at=NOW)
    assert list(article.tags.all()) == [into]


def test_what_is_named_and_gone_is_told_and_nothing_is_written() -> None:
    editor = make_user(EDITOR)
    article, base = begun(editor, image="gone")
    with pytest.raises(PublishRefused, match="“gone” does not exist any more"):
        publishing.publish(article, Revision.objects.get(pk=base), by=editor, at=NOW)
    assert Article.objects.get(pk=article.pk).title == "Untitled draft"


# --- Review ---------------------------------------------------------------------------------------------------------


def test_submit_request_changes_submit_approve_publish() -> None:
    writer, editor = make_user(CONTRIBUTOR), make_user(EDITOR)
    article, base = begun(writer)
    submit(article, base=base, by=writer, at=NOW)
    request_changes(article, base=base, by=editor, at=NOW, note="Name the sample.")
    base = send(article, base, writer, title="With its sample").pk
    submit(article, base=base, by=writer, at=NOW)
    approve(article, base=base, by=editor, at=NOW)
    publishing.publish(article, Revision.objects.get(pk=base), by=editor, at=NOW)
    acts = list(Event.objects.filter(article=article).order_by("pk").values_list("act", flat=True))
    assert acts == ["created", "sent-to-review", "changes-requested", "sent-to-review", "approved", "published"]
    assert Event.objects.get(article=article, act="changes-requested").note == "Name the sample."


def test_an_edit_after_approval_voids_it() -> None:
    writer, editor = make_user(CONTRIBUTOR), make_user(EDITOR)
    article, base = begun(writer)
    submit(article, base=base, by=writer, at=NOW)
    approve(article, base=base, by=editor, at=NOW)
    send(article, base, editor, title="One more word")
    assert Draft.objects.get(pk=article.pk).stage == Draft.Stage.DRAFT
    assert Article.objects.get(pk=article.pk).status == Status.DRAFT


def test_a_contributor_approves_and_publishes_nothing() -> None:
    writer = make_user(CONTRIBUTOR)
    article, base = begun(writer)
    submit(article, base=base, by=writer, at=NOW)
    acts: list[Callable[[], object]] = [
        lambda: approve(article, base=base, by=writer, at=NOW),
        lambda: publishing.publish(article, Revision.objects.get(pk=base), by=writer, at=NOW),
    ]
    for act in acts:
        with pytest.raises(PublishRefused):
            act()


def test_a_contributor_submits_and_restores_nothing_of_others() -> None:
    writer, other = make_user(CONTRIBUTOR), make_user(CONTRIBUTOR)
    article, base = begun(writer)
    acts: list[Callable[[], object]] = [
        lambda: submit(article, base=base, by=other, at=NOW),
        lambda: restore(article, Revision.objects.get(pk=base), base=base, by=other, at=NOW),
    ]
    for act in acts:
        with pytest.raises(PublishRefused):
            act()


def test_where_another_has_to_approve_nobody_lets_their_own_words_out(settings: Any) -> None:
    settings.REVIEW_BY_ANOTHER = True
    one, other = make_user(EDITOR), make_user(EDITOR)
    article, base = begun(one)
    revision = Revision.objects.get(pk=base)
    with pytest.raises(PublishRefused, match="Somebody else"):
        publishing.publish(article, revision, by=one, at=NOW)
    submit(article, base=base, by=one, at=NOW)
    with pytest.raises(PublishRefused, match="Somebody else"):
        approve(article, base=base, by=one, at=NOW)
    approve(article, base=base, by=other, at=NOW)
    publishing.publish(article, revision, by=one, at=NOW)
    assert Article.objects.get(pk=article.pk).status == Status.PUBLISHED
