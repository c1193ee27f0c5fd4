"""What has to be there before anything is published."""

from typing import Any

import pytest

from articles.checks import completeness
from articles.content import ArticleContent
from tests.databases import shipped_site
from tests.factories import GLANCE, make_content

GAPS: dict[str, tuple[dict[str, Any], str]] = {
    "title": ({"title": "  "}, "Give it a title."),
    "standfirst": ({"standfirst": ""}, "Write a standfirst."),
    "summary": ({"summary": "\n"}, "Write the summary."),
    "summary without words": ({"summary": "---"}, "Write the summary."),
    "full post": ({"full_post": "  "}, "Write the full post."),
    "key points": ({"key_points": ()}, "Add at least one key point."),
    "tags": ({"tags": ()}, "File it under at least one tag."),
    "categories": ({"categories": ()}, "Put it in at least one category."),
}


@pytest.mark.parametrize(("changes", "message"), GAPS.values(), ids=GAPS)
def test_each_missing_part_is_named(changes: dict[str, Any], message: str) -> None:
    assert list(lacking(**changes).values()) == [message]


def lacking(**changes: Any) -> dict[str, str]:
    return completeness.lacking(complete(**changes), shipped_site().facts)


def complete(**changes: Any) -> ArticleContent:
    return make_content(**{"tags": ("Amygdala",), "categories": ("Neuroscience",), **changes})


def test_a_complete_article_lacks_nothing() -> None:
    assert lacking() == {}
    assert lacking(kind="paper-summary", paper="furmark2002", at_a_glance=GLANCE) == {}


def test_an_overview_says_how_sure_we_are_and_nothing_else_is_asked_of_it() -> None:
    assert lacking(at_a_glance={}) == {"at_a_glance": "Fill in at a glance: Our confidence."}


def test_a_paper_summary_needs_its_paper_and_six_facts() -> None:
    five = {name: said for name, said in GLANCE.items() if name != "therapy"}
    found = lacking(kind="paper-summary", at_a_glance=five)
    assert list(found) == ["paper", "at_a_glance"]
