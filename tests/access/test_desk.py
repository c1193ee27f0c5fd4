"""Every address of the desk for every kind of person, in every state of an article."""

import pytest
from django.urls import reverse

from articles.models import Draft, Event, Revision
from articles.revisions.catching_up import catch_up
from desk.acts import ACTS
from tests.access.crawl import steady
from tests.access.world import STATES, World, found_in

pytestmark = pytest.mark.both_engines

OUTSIDE = {"visitor": 302, "reader": 403, "inactive member": 302, "member": 403}
OTHERS = {"contributor": 404}  # none of these articles is theirs
INSIDE = {"writer": 200, "editor": 200, "administrator": 200}
FOR_EDITORS = {"writer": 403, "contributor": 403, "editor": 200, "administrator": 200}


def addresses(world: World, state: str) -> list[str]:
    pk = world.articles[state].pk
    pages = [reverse(f"desk:{name}", args=[pk]) for name in ("edit", "preview")]
    return [*pages, f"{pages[1]}?as=member"]


@pytest.mark.parametrize("person", [*OUTSIDE, *OTHERS, *INSIDE])
def test_an_article_is_at_the_desk_of_those_who_may_write_it(world: World, person: str) -> None:
    client, expected = world.client(person), {**OUTSIDE, **OTHERS, **INSIDE}[person]
    for state in STATES:
        for address in addresses(world, state):
            response = client.get(address)
            assert response.status_code == expected, (address, state)
            assert bool(found_in(steady(response), {"zq"})) == (expected == 200), (address, state)
            assert expected != 200 or "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("person", [*OUTSIDE, "contributor", "writer", "editor", "administrator"])
def test_the_questions_before_acts_are_for_those_who_may_do_them(world: World, person: str) -> None:
    client = world.client(person)
    for act in ACTS.values():
        for state in STATES:
            answer = client.get(reverse("desk:act", args=[world.articles[state].pk, act.name])).status_code
            if person in OUTSIDE:
                assert answer == OUTSIDE[person]
            elif act.is_for_editors:
                assert answer == FOR_EDITORS[person]
            else:
                assert answer == {**OTHERS, **INSIDE}[person]


@pytest.mark.parametrize("person", [*OUTSIDE, "contributor"])
def test_nothing_is_done_to_articles_of_others_by_guessing_their_number(world: World, person: str) -> None:
    client = world.client(person)
    for state in ("draft", "published"):
        article = world.articles[state]
        head = catch_up(article).head_id
        acts, revisions = Event.objects.count(), Revision.objects.count()
        sent = {"base": head, "asked": "1", "note": "A note", "title": "Taken over", "reason": "error"}
        for act in ACTS:
            client.post(reverse("desk:act", args=[article.pk, act]), sent)
        client.post(reverse("desk:save", args=[article.pk]), sent)
        for act in ("tag", "untag", "assign", "submit"):
            client.post(reverse("desk:bulk"), {**sent, "act": act, "article": article.pk, f"base-{article.pk}": head})
        assert (Event.objects.count(), Revision.objects.count()) == (acts, revisions)
        assert Draft.objects.get(pk=article.pk).head_id == head


@pytest.mark.parametrize("person", ["contributor", "writer", "editor"])
def test_the_list_names_what_one_may_write(world: World, person: str) -> None:
    page = world.client(person).get(reverse("desk:list"), {"tab": "all"})
    assert bool(found_in(steady(page), {"zq"})) == (person != "contributor")
