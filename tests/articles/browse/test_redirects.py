"""Former addresses: where they lead, for how long, and what answers there when nothing is left to lead to."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from articles import publishing
from articles.content import content_of, write_content
from articles.models import Article
from tags import curation
from tags.models import Tag
from tests.factories import make_article, make_reference, make_tag
from tests.times import NOW

pytestmark = pytest.mark.django_db


def moved(*slugs: str) -> Article:
    """An article about a paper that has had these addresses, one after the other."""
    first, *others = slugs
    article = make_article(first, paper=make_reference("paper1"))
    for slug in others:
        write_content(article, replace(content_of(article), slug=slug))
    return article


def withdrawn(*slugs: str) -> None:
    publishing.withdraw(moved(*slugs), by=None, at=NOW, reason=Article.WithdrawalReason.ERROR)


def drafted(*slugs: str) -> None:
    publishing.return_to_draft(moved(*slugs), by=None, at=NOW)


def renamed(*labels: str) -> Tag:
    first, *others = labels
    tag = make_tag(first)
    for label in others:
        curation.rename(tag, label, by=None, at=NOW)
        tag.refresh_from_db()
    return tag


def undone(*labels: str) -> None:
    tag = renamed(*labels[:-1])
    curation.undo(curation.rename(tag, labels[-1], by=None, at=NOW), by=None, at=NOW)


def merged(one: str, other: str) -> None:
    curation.merge(make_tag(one), into=make_tag(other), by=None, at=NOW)


# What was done, the address, the answer, and where it leads.
CASES: dict[str, tuple[Callable[[], object], str, int, str]] = {
    "article": (lambda: moved("a", "b"), "/articles/a/", 301, "/articles/b/"),
    "article, twice": (lambda: moved("a", "b", "c"), "/articles/a/", 301, "/articles/c/"),
    "article, and back": (lambda: moved("a", "b", "a"), "/articles/a/", 200, ""),
    "article, from where it came back": (lambda: moved("a", "b", "a"), "/articles/b/", 301, "/articles/a/"),
    "article, with a query": (lambda: moved("a", "b"), "/articles/a/?y=%C3%A9", 301, "/articles/b/?y=%C3%A9"),
    "record": (lambda: moved("a", "b"), "/articles/a/cite.bib?v=1", 301, "/articles/b/cite.bib?v=1"),
    "record for RIS": (lambda: moved("a", "b"), "/articles/a/cite.ris", 301, "/articles/b/cite.ris"),
    "record of its paper": (lambda: moved("a", "b"), "/articles/a/paper.json", 301, "/articles/b/paper.json"),
    "record, after coming back": (lambda: moved("a", "b", "a"), "/articles/a/cite.bib", 200, ""),
    "withdrawn": (lambda: withdrawn("a"), "/articles/a/", 410, ""),
    "withdrawn, formerly": (lambda: withdrawn("a", "b"), "/articles/a/", 410, ""),
    "withdrawn, formerly, twice": (lambda: withdrawn("a", "b", "c"), "/articles/a/", 410, ""),
    "withdrawn, its record": (lambda: withdrawn("a"), "/articles/a/cite.bib", 410, ""),
    "withdrawn, its record, formerly": (lambda: withdrawn("a", "b"), "/articles/a/cite.json", 410, ""),
    "withdrawn, record of its paper, formerly": (lambda: withdrawn("a", "b"), "/articles/a/paper.bib", 410, ""),
    "draft, formerly": (lambda: drafted("a", "b"), "/articles/a/", 404, ""),
    "tag": (lambda: renamed("A", "B"), "/tags/a/?view=x", 301, "/tags/b/?view=x"),
    "tag, and back": (lambda: renamed("A", "B", "A"), "/tags/a/", 200, ""),
    "tag, from where it came back": (lambda: renamed("A", "B", "A"), "/tags/b/", 301, "/tags/a/"),
    "tag, undone": (lambda: undone("A", "B"), "/tags/a/", 200, ""),
    "tag, from what was undone": (lambda: undone("A", "B"), "/tags/b/", 301, "/tags/a/"),
    "tag, from what was undone later": (lambda: undone("A", "B", "C"), "/tags/c/", 301, "/tags/b/"),
    "tag, in other letters": (lambda: renamed("Angst", "Ångström"), "/tags/angst/", 301, "/tags/%C3%A5ngstr%C3%B6m/"),
    "merged": (lambda: merged("A", "B"), "/tags/a/", 301, "/tags/b/"),
    "feed of a tag": (lambda: renamed("A", "B"), "/tags/a/feed.atom?x=1", 301, "/tags/b/feed.atom?x=1"),
    "feed of a merged tag": (lambda: merged("A", "B"), "/tags/a/feed.atom", 301, "/tags/b/feed.atom"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_former_address_leads_on_in_one_hop_and_is_asked_again_each_time(case: str) -> None:
    done, address, status, target = CASES[case]
    done()
    response = Client().get(address)
    assert (response.status_code, response.headers.get("Location", "")) == (status, target)
    if status == 301:
        assert response["Cache-Control"] == "no-cache"
        assert Client().get(target).status_code == 200


def test_a_tag_as_linked_data_leads_on_as_its_page_does() -> None:
    renamed("A", "B")
    response = Client().get("/tags/a/", headers={"accept": "text/turtle"})
    assert (response.status_code, response["Location"]) == (301, "/tags/b/")


def test_an_address_that_an_undone_renaming_gave_is_free_for_another_tag() -> None:
    undone("A", "B")
    make_tag("B")
    assert Client().get("/tags/b/").status_code == 200
