"""Comments and preview links: who comes to them at the desk, and what a link opens to people without an account."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Comment, PreviewLink
from articles.revisions.catching_up import catch_up
from articles.revisions.commenting import comment
from articles.revisions.sharing import share, token_of
from tests.access.crawl import steady
from tests.access.test_desk import INSIDE, OTHERS, OUTSIDE
from tests.access.world import MEMBERS, PUBLIC, STATES, World, found_in, word, words

pytestmark = pytest.mark.both_engines


def link_to(world: World, state: str, seen_as: str) -> PreviewLink:
    editor = world.people["editor"]
    assert editor is not None
    catch_up(world.articles[state])
    return share(world.articles[state], seen_as=seen_as, days=7, by=editor, at=timezone.now())


def page_of(link: PreviewLink) -> str:
    return reverse("previews:page", args=[token_of(link)])


@pytest.mark.parametrize("person", [*OUTSIDE, *OTHERS, *INSIDE])
def test_comments_and_links_are_at_the_desk_of_those_who_may_write_the_article(world: World, person: str) -> None:
    client, expected = world.client(person), {**OUTSIDE, **OTHERS, **INSIDE}[person]
    editor = world.people["editor"]
    assert editor is not None
    for state in STATES:
        article = world.articles[state]
        comment(article, "zqcommentz", by=editor, at=timezone.now())
        token = token_of(link_to(world, state, "member"))
        for name, marker in (("comments", "zqcommentz"), ("previews", token)):
            response = client.get(reverse(f"desk:{name}", args=[article.pk]))
            assert response.status_code == expected, (name, state)
            assert (marker in steady(response)) == (expected == 200), (name, state)


@pytest.mark.parametrize("person", [*OUTSIDE, "contributor"])
def test_nobody_comments_on_or_shares_articles_of_others(world: World, person: str) -> None:
    client, article, editor = world.client(person), world.articles["draft"], world.people["editor"]
    assert editor is not None
    link = link_to(world, "draft", "visitor")
    thread = comment(article, "Open", by=editor, at=timezone.now())
    client.post(reverse("desk:comments", args=[article.pk]), {"text": "Mine"})
    for act in ("answer", "resolve", "reopen"):
        client.post(reverse("desk:comment", args=[article.pk, thread.pk, act]), {"text": "Mine"})
    client.post(reverse("desk:previews", args=[article.pk]), {"seen_as": "member", "days": "7"})
    client.post(reverse("desk:end-preview", args=[article.pk, link.pk]))
    assert [(row.text, row.is_resolved) for row in Comment.objects.all()] == [("Open", False)]
    assert [row.is_ended for row in PreviewLink.objects.all()] == [False]


@pytest.mark.parametrize("person", ["visitor", "reader", "member", "contributor", "editor"])
def test_a_link_opens_the_same_page_to_everybody_and_the_full_post_only_where_it_says_so(
    world: World, person: str
) -> None:
    client = world.client(person)
    for state in STATES:
        for seen_as in ("visitor", "member"):
            response = client.get(page_of(link_to(world, state, seen_as)))
            text = steady(response)
            assert response.status_code == 200
            assert found_in(text, words([state], PUBLIC)) == words([state], PUBLIC), (state, seen_as)
            reads_all = seen_as == "member" or state == "open"
            assert (word(state, "full") in text) == reads_all, (state, seen_as)
            assert bool(found_in(text, words([state], MEMBERS))) == reads_all, (state, seen_as)
            others = [other for other in STATES if other not in (state, "published", "open")]
            assert not found_in(text, words(others, [*PUBLIC, *MEMBERS])), (state, seen_as)


def test_an_ended_link_opens_no_word_to_anybody(world: World) -> None:
    for state in STATES:
        link = link_to(world, state, "member")
        PreviewLink.objects.filter(pk=link.pk).update(ended_at=timezone.now())
        for person in ("visitor", "member", "editor"):
            response = world.client(person).get(page_of(link))
            assert response.status_code == 410
            assert not found_in(steady(response).replace(page_of(link), ""), {"zq"})
