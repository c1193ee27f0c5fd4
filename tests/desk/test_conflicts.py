"""Two people at one article: both versions side by side, together by choice, and no word lost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, Revision
from members.models import User
from members.roles import EDITOR
from tests.desk.desk import aside, at_desk, begun, draft_of, held, save, sent
from tests.drafts import send
from tests.factories import make_user
from tests.page import Page

pytestmark = pytest.mark.django_db


def two_versions(mine: dict[str, Any], theirs: dict[str, Any]) -> tuple[Client, User, Article, Any]:
    """Ada saved while Ben was writing; Ben's browser, and the answer to his form."""
    client, ben = at_desk(make_user(EDITOR, name="Ben"))
    article = begun(ben)
    form = sent(article, **mine)
    send(article, draft_of(article).head_id, make_user(EDITOR, name="Ada"), **theirs)
    return client, ben, article, client.post(reverse("desk:save", args=[article.pk]), form)


def address_of(article: Article) -> str:
    return reverse("desk:conflict", args=[article.pk, aside(article)[0].pk])


def answer(client: Client, article: Article, **said: Any) -> Any:
    return client.post(address_of(article), {"head": draft_of(article).head_id, **said})


def test_a_form_that_came_too_late_is_answered_with_both_versions() -> None:
    client, _, article, response = two_versions({"title": "A calm amygdala"}, {"title": "A mute amygdala"})
    page = Page.of(response)
    assert response.status_code == 409
    assert "Ada saved while you were writing" in page.text
    assert [area.text for area in page.with_tag("textarea")] == ["A calm mute amygdala"]
    assert [mark.text for mark in page.with_tag("ins")][1:] == ["calm", "mute"]
    assert client.get(address_of(article)).status_code == 200


@pytest.mark.parametrize(
    ("chosen", "title"),
    [
        ({"choose-title": "mine"}, "A calm amygdala"),
        ({"choose-title": "theirs"}, "A mute amygdala"),
        ({"choose-title": "both", "text-title": " A calm,\r\nmute amygdala "}, "A calm, mute amygdala"),
        ({"all": "theirs", "choose-title": "mine"}, "A mute amygdala"),
    ],
)
def test_what_is_chosen_is_saved_with_everything_that_went_by_itself(chosen: dict[str, str], title: str) -> None:
    mine, theirs = {"title": "A calm amygdala", "byline": "Ben"}, {"title": "A mute amygdala", "standfirst": "By Ada."}
    client, ben, article, _ = two_versions(mine, theirs)
    response = answer(client, article, **chosen)
    assert response["Location"] == reverse("desk:edit", args=[article.pk])
    assert (held(article)["title"], held(article)["byline"], held(article)["standfirst"]) == (title, "Ben", "By Ada.")
    assert draft_of(article).head.origin == "merged"
    assert draft_of(article).head.by == ben
    assert aside(article)[0].taken_into == draft_of(article).head


def test_what_is_not_in_conflict_goes_together_by_one_button() -> None:
    client, _, article, response = two_versions({"byline": "Ben"}, {"standfirst": "By Ada."})
    page = Page.of(response)
    assert "Nothing is in conflict" in page.text
    assert "Put both together" in [button.text for button in page.with_tag("button")]
    answer(client, article)
    assert (held(article)["byline"], held(article)["standfirst"]) == ("Ben", "By Ada.")


def test_a_choice_that_was_not_made_is_asked_for_and_the_others_are_kept() -> None:
    mine, theirs = {"slug": "mine", "title": "A calm amygdala"}, {"slug": "theirs", "title": "A mute amygdala"}
    client, _, article, _ = two_versions(mine, theirs)
    response = answer(client, article, **{"choose-title": "both", "text-title": "Typed in between"})
    assert response.status_code == 422
    assert "Address: choose a version" in Page.of(response).text
    assert [area.text for area in Page.of(response).with_tag("textarea")] == ["Typed in between"]
    assert held(article)["title"] == "A mute amygdala"


def test_somebody_who_saves_again_meanwhile_takes_nothing_away() -> None:
    client, _, article, _ = two_versions({"title": "A calm amygdala"}, {"title": "A mute amygdala"})
    shown = draft_of(article).head_id
    send(article, shown, make_user(EDITOR, name="Eve"), byline="Eve")
    chosen = {"head": shown, "choose-title": "both", "text-title": "A calm, mute amygdala"}
    response = client.post(address_of(article), chosen)
    assert response.status_code == 409
    assert "Eve saved while you were writing" in Page.of(response).text
    newest = aside(article)[0]
    assert newest.content["title"] == "A calm, mute amygdala"
    client.post(reverse("desk:conflict", args=[article.pk, newest.pk]), {"head": draft_of(article).head_id})
    assert (held(article)["title"], held(article)["byline"]) == ("A calm, mute amygdala", "Eve")


def test_what_was_put_together_once_is_not_put_together_twice() -> None:
    client, _, article, _ = two_versions({"byline": "Ben"}, {"standfirst": "By Ada."})
    answer(client, article)
    head = draft_of(article).head_id
    assert answer(client, article)["Location"] == reverse("desk:history", args=[article.pk])
    assert draft_of(article).head_id == head


def test_only_what_was_set_aside_is_put_together() -> None:
    client, _, article, _ = two_versions({"byline": "Ben"}, {"standfirst": "By Ada."})
    other = begun(make_user(EDITOR))
    for pk, key in [(article.pk, draft_of(article).head_id), (other.pk, aside(article)[0].pk), (article.pk, 999999)]:
        assert client.get(reverse("desk:conflict", args=[pk, key])).status_code == 404


def test_facts_and_related_articles_are_chosen_one_by_one() -> None:
    other = begun(make_user(EDITOR))
    link = {"id": other.pk, "title": "Another", "relation": "extends", "reason": "Same people."}
    client, ben = at_desk(make_user(EDITOR, name="Ben"))
    article = begun(ben, related=[link])
    glance = held(article)["at_a_glance"]
    mine = {"glance-people-answer": "19 adults", "related-0-reason": "The same adults."}
    form = sent(article, **mine)
    send(
        article, draft_of(article).head_id, make_user(EDITOR), related=[{**link, "reason": "The same patients."}],
        at_a_glance={**glance, "people": {**glance["people"], "answer": "20 adults"}},
    )  # fmt: skip
    response = client.post(reverse("desk:save", args=[article.pk]), form)
    assert response.status_code == 409
    chosen = {"choose-at_a_glance-people": "theirs", f"choose-related-{other.pk}": "mine"}
    answer(client, article, **chosen)
    assert held(article)["at_a_glance"]["people"]["answer"] == "20 adults"
    assert held(article)["related"][0]["reason"] == "The same adults."


def test_a_hundred_forms_that_come_too_late_lose_no_word() -> None:
    """Each is answered with the page, whose proposals are sent back as they stand."""
    client, ben = at_desk(make_user(EDITOR))
    ada = make_user(EDITOR)
    article = begun(ben, full_post="As it was.")
    for number in range(100):
        text = held(article)["full_post"]
        form = sent(article, full_post=f"{text}\n\nben{number}")
        send(article, draft_of(article).head_id, ada, after=number, full_post=f"{text}\n\nada{number}")
        page = Page.of(client.post(reverse("desk:save", args=[article.pk]), form))
        [area] = page.with_tag("textarea")
        chosen = {"choose-full_post": "both", "text-full_post": "".join(area.pieces)}
        answer(client, article, **chosen)
    kept = held(article)["full_post"].split()
    assert sorted(kept) == sorted(["As", "it", "was.", *(f"{who}{n}" for n in range(100) for who in ("ada", "ben"))])
    assert Revision.objects.filter(article=article, origin="set-aside", taken_into=None).count() == 0


def test_saving_without_a_conflict_is_as_before() -> None:
    client, editor = at_desk()
    article = begun(editor)
    assert save(client, article, title="Typed").status_code == 302
