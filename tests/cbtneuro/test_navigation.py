"""The masthead: where log-in leads back to, where one is, and what each reader is offered."""

import re

import pytest
from django.test import Client

from tests.factories import make_article, make_list, make_tag, make_user

pytestmark = pytest.mark.django_db


def masthead(client: Client, address: str) -> str:
    page = client.get(address, follow=True).text
    return page[page.index('<header class="masthead"') : page.index("<main")]


def log_in_links(html: str) -> set[str]:
    return set(re.findall(r'href="(/(?:login|register)/[^"]*)"', html))


def test_log_in_leads_back_to_the_page_with_its_query(client: Client) -> None:
    links = log_in_links(masthead(client, "/search/?q=fear&before=x"))
    assert links == {
        "/login/?next=%2Fsearch%2F%3Fq%3Dfear%26before%3Dx",
        "/register/?next=%2Fsearch%2F%3Fq%3Dfear%26before%3Dx",
    }


def test_log_in_on_an_article_leads_to_its_full_post(client: Client) -> None:
    article = make_article()
    there = f"%2Farticles%2F{article.slug}%2F%23full"
    assert log_in_links(masthead(client, article.get_absolute_url())) == {
        f"/login/?next={there}",
        f"/register/?next={there}",
    }


def test_the_account_pages_hand_on_what_they_carry(client: Client) -> None:
    links = log_in_links(masthead(client, "/login/?next=/tags/%23process"))
    assert links == {"/login/?next=%2Ftags%2F%23process", "/register/?next=%2Ftags%2F%23process"}


@pytest.mark.parametrize("outside", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_an_address_outside_is_not_carried(client: Client, outside: str) -> None:
    assert log_in_links(masthead(client, f"/login/?next={outside}")) == {"/login/", "/register/"}


@pytest.mark.parametrize("address", ["/about/", "/login/"])
def test_standing_and_account_pages_are_no_place_to_return_to(client: Client, address: str) -> None:
    assert log_in_links(masthead(client, address)) == {"/login/", "/register/"}


@pytest.mark.parametrize(
    ("address", "name"), [("/tags/", "Topics"), ("/lists/", "Reading lists"), ("/latest/", "Latest")]
)
def test_the_section_one_stands_in_is_marked(client: Client, address: str, name: str) -> None:
    marked = re.findall(r'<a href="[^"]*"\s+aria-current="page">([^<]*)</a>', masthead(client, address))
    assert set(marked) == {name}


def test_a_member_is_offered_the_account_and_a_log_out_that_is_posted(client: Client) -> None:
    client.force_login(make_user())
    head = masthead(client, "/about/")
    assert 'href="/account/"' in head
    assert re.search(r'<form action="/logout/"\s+method="post"', head)
    assert log_in_links(head) == set()
    assert "/admin/" not in head


def test_an_editor_is_offered_the_desk(client: Client) -> None:
    client.force_login(make_user("editor"))
    assert 'href="/desk/"' in masthead(client, "/about/")


def test_edit_opens_what_the_page_is_about_for_those_who_may_change_it(client: Client) -> None:
    article, tag, path = make_article(), make_tag("Amygdala"), make_list("path")
    pages = {
        f"/articles/{article.slug}/": f"/desk/articles/{article.pk}/",
        "/tags/amygdala/": f"/desk/tags/{tag.pk}/",
        "/lists/path/": f"/desk/lists/{path.pk}/",
    }
    client.force_login(make_user("editor"))
    assert {page: edit_links(client, page) for page in pages} == {page: {form} for page, form in pages.items()}
    client.force_login(make_user("contributor"))
    offered = {page: edit_links(client, page) for page in pages}
    assert offered == {page: {form} if page == "/tags/amygdala/" else set() for page, form in pages.items()}
    assert client.get(pages["/tags/amygdala/"]).status_code == 200


def edit_links(client: Client, address: str) -> set[str]:
    return set(re.findall(r'<a href="([^"]*)" data-edits>Edit</a>', masthead(client, address)))
