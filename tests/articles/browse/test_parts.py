"""A part of a topic's articles: its head, and what the filters say folded."""

import pytest

from articles.models import Article
from tags.models import Tag
from tests.articles.browse.offers import at, hrefs
from tests.factories import make_article, make_list
from tests.page import Page

pytestmark = pytest.mark.django_db


def head_of(page: Page) -> str:
    [heading] = page.with_tag("h1")
    return heading.text


@pytest.mark.parametrize(
    ("query", "head"),
    [
        ("?brain-region=amygdala", "Fear × Amygdala: 3 summaries"),
        ("?brain-region=amygdala&brain-region=insula&method=pet", "Fear × Amygdala or Insula × PET: 1 summary"),
        ("?method=fmri&from=2016", "Fear × fMRI × Papers from 2016: 1 summary"),
        ("?brain-region=amygdala&method=fmri&access=open&kind=overview", "Fear × 4 filters: 0 summaries"),
        ("?sort=paper", "Fear: 5 summaries"),
        ("", "Fear"),
    ],
)
def test_the_head_of_a_narrowed_topic_says_what_is_chosen_and_how_much_it_is(fear: Tag, query: str, head: str) -> None:
    page = at(query)
    assert head_of(page) == head
    assert page.title.startswith(head.removesuffix(": 5 summaries"))


def test_a_narrowed_topic_begins_with_its_results_and_leads_to_the_whole(fear: Tag) -> None:
    make_list(title="Where to begin", articles=list(Article.objects.published()))
    whole, part = at(), at("?method=fmri")
    for shown in ("t-kind", "t-actions", "t-aside"):
        assert whole.with_class(shown)
        assert not part.with_class(shown), shown
    for page in (whole, part):
        assert page.text.index("Third") < page.text.index("Where to begin")
    [link] = [a for a in part.with_tag("a") if a.text == "The whole topic, with 5 summaries"]
    assert link.attributes["href"] == "/tags/fear/"
    assert "/tags/fear/feed.atom" in hrefs(part)
    types = [link.attributes.get("type") for link in part.with_tag("link") if link.attributes["rel"] == "alternate"]
    assert types.count("application/atom+xml") == 2
    assert "text/turtle" in types


def test_a_further_page_of_a_topic_begins_with_its_results(fear: Tag) -> None:
    make_article(tags=[fear], title="Newest")
    for _ in range(20):
        make_article(tags=[fear])
    [older] = [a for a in at().with_tag("a") if a.attributes.get("rel") == "next"]
    page = at(older.attributes["href"])
    assert head_of(page) == "Fear: 26 summaries"
    assert not page.with_class("t-aside")


def test_a_narrowed_topic_says_that_its_tag_is_no_longer_used(fear: Tag) -> None:
    fear.is_deprecated = True
    fear.save()
    assert "This tag is no longer used." in at("?method=fmri").text


# --- Folded -------------------------------------------------------------------------------------------------------


def test_each_facet_says_how_many_of_its_values_are_on(fear: Tag) -> None:
    page = at("?brain-region=amygdala&brain-region=insula&from=2003")
    groups = {group.attributes["id"]: group for group in page.with_class("group")}
    assert "2 on" in groups["group-brain-region"].text
    assert " on" not in groups["group-method"].text
    assert groups["group-years"].text.startswith("Paper published 1 on")
    assert page.with_id("filter")[0].text.startswith("Filter 3 on")
    assert not [name for name, group in groups.items() if "open" in group.attributes]


def test_a_year_that_is_none_unfolds_its_field(fear: Tag) -> None:
    page = at("?from=soon")
    assert [fold.attributes["id"] for fold in page.with_tag("details") if "open" in fold.attributes] == [
        "filter",
        "group-years",
    ]
