"""Former versions are as closed as the full post: who may not write the article gets no word of them."""

from dataclasses import dataclass
from itertools import count

import pytest
from django.urls import reverse

from articles.models import Draft, Event, Revision
from articles.revisions.catching_up import catch_up
from articles.revisions.revision_content import whole
from tests.access.crawl import steady
from tests.access.test_desk import INSIDE, OTHERS, OUTSIDE
from tests.access.world import STATES, World, found_in
from tests.drafts import send, set_aside

pytestmark = pytest.mark.both_engines
number = count(1)


@dataclass(frozen=True)
class Versions:
    """Of one article: what stood there first, what does now, and what came too late."""

    first: int
    head: int
    late: int


def versions(world: World, state: str) -> Versions:
    article = world.articles[state]
    editor = world.people["editor"]
    assert editor is not None
    first = catch_up(article).head_id
    head = send(article, first, editor, byline="zqsecondversionz").pk
    late = set_aside(article, first, editor, byline=f"zqtoolatez {next(number)}").pk
    return Versions(first, head, late)


def addresses(world: World, state: str) -> list[str]:
    pk, made = world.articles[state].pk, versions(world, state)
    compare = reverse("desk:compare", args=[pk])
    return [
        reverse("desk:history", args=[pk]),
        f"{compare}?from={made.first}&to={made.head}",
        *(reverse("desk:revision", args=[pk, key]) for key in (made.first, made.head, made.late)),
        reverse("desk:restore", args=[pk, made.first]),
        reverse("desk:conflict", args=[pk, made.late]),
    ]


@pytest.mark.parametrize("person", [*OUTSIDE, *OTHERS, *INSIDE])
def test_versions_are_read_by_those_who_may_write_the_article(world: World, person: str) -> None:
    client, expected = world.client(person), {**OUTSIDE, **OTHERS, **INSIDE}[person]
    for state in STATES:
        for address in addresses(world, state):
            response = client.get(address)
            assert response.status_code == expected, (address, state)
            assert bool(found_in(steady(response), {"zq"})) == (expected == 200), (address, state)
            assert expected != 200 or "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("person", [*OUTSIDE, "contributor"])
def test_nobody_brings_back_or_puts_together_versions_of_others(world: World, person: str) -> None:
    client, article = world.client(person), world.articles["draft"]
    made = versions(world, "draft")
    before = Event.objects.count(), Revision.objects.count()
    client.post(reverse("desk:restore", args=[article.pk, made.first]), {"base": made.head})
    client.post(reverse("desk:conflict", args=[article.pk, made.late]), {"head": made.head, "all": "mine"})
    assert (Event.objects.count(), Revision.objects.count()) == before
    assert Draft.objects.get(pk=article.pk).head_id == made.head


def test_a_version_is_never_found_through_another_article(world: World) -> None:
    """A contributor who may write one article reads no version of another through it."""
    contributor = world.people["contributor"]
    assert contributor is not None
    made, others = versions(world, "draft"), world.articles["in_review"]
    type(others).objects.filter(pk=others.pk).update(editor=contributor)
    own = versions(world, "in_review")
    client = world.client("contributor")
    assert client.get(reverse("desk:revision", args=[others.pk, own.first])).status_code == 200
    compare = reverse("desk:compare", args=[others.pk])
    asked = [
        *(reverse(f"desk:{name}", args=[others.pk, made.first]) for name in ("revision", "restore")),
        reverse("desk:conflict", args=[others.pk, made.late]),
        f"{compare}?from={own.first}&to={made.head}",
        f"{compare}?from={made.first}&to={own.head}",
    ]
    assert [client.get(address).status_code for address in asked] == [404] * len(asked)
    client.post(reverse("desk:restore", args=[others.pk, own.first]), {"base": made.head})
    client.post(reverse("desk:restore", args=[others.pk, made.first]), {"base": own.head})
    assert whole(Draft.objects.get(pk=others.pk).head.content)["byline"] == "zqsecondversionz"


@pytest.mark.parametrize("person", [*OUTSIDE, *OTHERS, *INSIDE])
def test_the_log_names_what_one_may_write(world: World, person: str) -> None:
    client = world.client(person)
    for state in STATES:
        versions(world, state)
    for name in ("log", "log-csv"):
        response = client.get(reverse(f"desk:{name}"))
        assert response.status_code == {**OUTSIDE, **INSIDE}.get(person, 200)
        assert bool(found_in(steady(response), {"zq"})) == (person in INSIDE)
