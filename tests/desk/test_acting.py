"""Acts at the desk: they happen to the revision that was seen, ask first, and say what they did."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Event, FormerSlug
from articles.revisions.catching_up import catch_up
from articles.status import Status
from desk.scheduling import in_words
from members.roles import CONTRIBUTOR, EDITOR
from tests.desk.desk import act, at_desk, begun, draft_of, held, save, show_once_more
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")


def test_from_draft_to_readers() -> None:
    client, editor = at_desk()
    article = begun(editor)
    response = act(client, article, "publish")
    assert response.status_code == 302
    article.refresh_from_db()
    assert "Readers" not in response.content.decode()
    assert Client().get(article.get_absolute_url()).status_code == 200


def test_readers_go_on_seeing_the_former_text_until_the_new_one_is_published() -> None:
    client, _ = at_desk()
    article = make_article(summary="As it was.")
    catch_up(article)
    save(client, article, summary="As it will be.")
    assert "As it was." in Client().get(article.get_absolute_url()).content.decode()
    act(client, article, "publish", change_note="Said more exactly.")
    page = Client().get(article.get_absolute_url()).content.decode()
    assert "As it will be." in page
    assert "Said more exactly." in page


def test_an_act_on_what_somebody_changed_since_does_nothing() -> None:
    client, editor = at_desk()
    article = begun(editor)
    seen = draft_of(article).head_id
    save(client, article, title="Since")
    for name in ("publish", "submit"):
        response = client.post(reverse("desk:act", args=[article.pk, name]), {"asked": "1", "base": seen})
        assert response.status_code == 409
        assert "Nothing was done" in response.content.decode()
    assert Article.objects.get(pk=article.pk).status == Status.DRAFT


def test_what_no_reader_knows_of_is_deleted_and_what_they_know_is_taken_off_first() -> None:
    client, editor = at_desk()
    article, live = begun(editor, title="Of no use"), make_article()
    catch_up(live)
    show_once_more(client)
    assert act(client, live, "delete").status_code == 409
    seen = draft_of(article).head_id
    save(client, article, title="Of some use")
    address = reverse("desk:act", args=[article.pk, "delete"])
    assert client.post(address, {"asked": "1", "base": seen}).status_code == 409
    assert act(client, article, "delete")["Location"] == reverse("desk:list")
    assert list(Article.objects.all()) == [live]
    assert "“Of some use” was deleted." in client.get(reverse("desk:list")).content.decode()


def test_a_link_to_an_act_only_asks() -> None:
    client, editor = at_desk()
    article = begun(editor)
    assert client.get(reverse("desk:act", args=[article.pk, "publish"])).status_code == 200
    client.post(reverse("desk:act", args=[article.pk, "publish"]), {"base": draft_of(article).head_id})
    assert Article.objects.get(pk=article.pk).status == Status.DRAFT


def test_scheduled_in_the_zone_of_whoever_chose_it_and_due_by_itself() -> None:
    client, editor = at_desk()
    article = begun(editor)
    day = (timezone.now() + timedelta(days=40)).date()
    act(client, article, "schedule", day=day.isoformat(), time="09:00", zone="Europe/Berlin")
    article.refresh_from_db()
    assert article.publish_at == datetime(day.year, day.month, day.day, 9, tzinfo=BERLIN)
    assert not article.is_live(article.publish_at - timedelta(seconds=1))
    assert article.is_live(article.publish_at)


def test_changes_are_scheduled_said_and_called_off_at_the_desk() -> None:
    client, _ = at_desk()
    article = make_article()
    catch_up(article)
    save(client, article, standfirst="As it will be.")
    day = (timezone.now() + timedelta(days=40)).date()
    chosen = {"day": day.isoformat(), "time": "09:00", "zone": "Europe/Berlin", "change_note": "Said more exactly."}
    form = {"asked": "1", "base": draft_of(article).head_id, **chosen}
    told = client.post(reverse("desk:act", args=[article.pk, "schedule-changes"]), form, follow=True).content.decode()
    due_at = datetime(day.year, day.month, day.day, 9, tzinfo=BERLIN)
    draft = draft_of(article)
    assert (draft.due_id, draft.due_at, draft.due_note) == (draft.head_id, due_at, "Said more exactly.")
    assert f"are scheduled for {in_words(due_at)}" in told
    assert f"Published, changes scheduled for {in_words(due_at)}" in told
    assert "As it will be." not in Client().get(article.get_absolute_url()).content.decode()
    assert act(client, article, "call-off").status_code == 302
    assert draft_of(article).due is None
    assert act(client, article, "call-off").status_code == 409


def test_the_way_of_a_contributors_article() -> None:
    writer, editor = at_desk(make_user(CONTRIBUTOR)), at_desk(make_user(EDITOR))
    article = begun(writer[1])
    assert act(writer[0], article, "submit", note="Ready.").status_code == 302
    assert act(editor[0], article, "request-changes").status_code == 200  # a note is asked for
    assert act(editor[0], article, "request-changes", note="Name the sample.").status_code == 302
    save(writer[0], article, title="A trial of 18 people")
    assert act(writer[0], article, "submit").status_code == 302
    assert act(editor[0], article, "approve").status_code == 302
    assert act(writer[0], article, "publish").status_code == 403
    assert act(editor[0], article, "publish").status_code == 302
    notes = Event.objects.filter(article=article).exclude(note="").order_by("pk").values_list("note", flat=True)
    assert list(notes) == ["Ready.", "Name the sample."]


def test_withdrawn_and_published_again() -> None:
    client, _ = at_desk()
    article = make_article()
    catch_up(article)
    assert act(client, article, "withdraw", reason="error").status_code == 302
    assert Client().get(article.get_absolute_url()).status_code == 410
    assert act(client, article, "publish").status_code == 302
    assert Client().get(article.get_absolute_url()).status_code == 200


def test_a_withdrawn_article_may_lead_to_what_took_its_place_and_come_back() -> None:
    client, _ = at_desk()
    article, successor = make_article("older"), make_article("newer")
    catch_up(article)
    FormerSlug.objects.create(slug="oldest", article=article)
    act(client, article, "withdraw", reason="superseded", successor="https://testserver/articles/newer/")
    for slug in ("older", "oldest"):
        response = Client().get(f"/articles/{slug}/")
        assert (response.status_code, response["Location"]) == (301, successor.get_absolute_url())
    act(client, article, "publish")
    assert Client().get("/articles/older/").status_code == 200
    assert Client().get("/articles/oldest/")["Location"] == "/articles/older/"


def test_a_withdrawn_article_cannot_lead_to_itself_or_to_nothing() -> None:
    client, _ = at_desk()
    article = make_article("older")
    catch_up(article)
    assert act(client, article, "withdraw", reason="error", successor="older").status_code == 409
    assert act(client, article, "withdraw", reason="error", successor="gone").status_code == 200
    assert Client().get("/articles/older/").status_code == 200


def test_changes_that_are_thrown_away_leave_what_readers_see() -> None:
    client, _ = at_desk()
    article = make_article(title="As published")
    catch_up(article)
    save(client, article, title="As edited")
    act(client, article, "discard")
    assert held(article)["title"] == "As published"


def test_what_cannot_be_done_is_refused_by_the_act_and_told() -> None:
    client, editor = at_desk()
    article = begun(editor)
    for name, said in (("withdraw", {"reason": "error"}), ("approve", {}), ("discard", {}), ("unsubmit", {})):
        response = act(client, article, name, **said)
        assert response.status_code == 409, name
        assert "Nothing was done" in response.content.decode()
