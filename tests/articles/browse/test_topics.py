"""The page of all topics: an outline of each taxonomy, and every label from A to Z."""

from datetime import timedelta

import pytest
from django.test import Client

from tags import outline
from tags.hierarchy import write_paths
from tags.models import Broader, TagLabel
from tags.outline import DEEPEST, MOST_LINES
from tests.factories import make_article, make_tag, make_taxonomy
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number
from tests.times import NOW

pytestmark = pytest.mark.django_db


def counts_on(page: Page) -> dict[str, int]:
    """The number of articles beside each topic of the index."""
    rows = [row for row in page.with_class("row") if row.tag == "div"]
    names = [row.text.replace("summaries", "").replace("summary", "").rsplit(maxsplit=1) for row in rows]
    return {name: int(number) for name, number in names}


def test_all_topics_stand_in_the_outline_of_their_taxonomy_under_each_parent() -> None:
    disorders = make_taxonomy("disorder", name="Disorder", position=1)
    top, other = make_tag("Anxiety disorders", disorders), make_tag("Trauma", disorders)
    make_tag("Phobia", disorders, under=[top, other])
    page = Page.of(Client().get("/tags/?all=1"))
    links = [a.attributes["href"] for a in page.with_tag("a")]
    assert links.count("/tags/phobia/") == 2
    assert links.index("/tags/anxiety-disorders/") < links.index("/tags/phobia/") < links.index("/tags/trauma/")


def links_on(address: str) -> list[str]:
    return [a.attributes["href"] for a in Page.of(Client().get(address)).with_tag("a")]


def test_the_outline_does_not_double_with_every_level_of_the_hierarchy() -> None:
    level = [make_tag("Top 1"), make_tag("Top 2")]
    for depth in range(8):
        level = [make_tag(f"Level {depth} {name}", under=level) for name in "ab"]
    links = links_on("/tags/?all=1")
    assert links.count("/tags/level-0-a/") == 2
    assert len([link for link in links if link.startswith("/tags/level")]) <= 2 * MOST_LINES


def test_below_a_depth_that_nobody_reads_a_branch_goes_on_at_a_page_of_its_own() -> None:
    tags = [make_tag("Level 1")]
    for level in range(2, DEEPEST + 2):
        tags.append(make_tag(f"Level {level}", under=tags[-1:]))
    links = links_on("/tags/?all=1")
    assert tags[-1].get_absolute_url() not in links
    assert f"{tags[-2].get_absolute_url()}narrower/?all=1" in links
    assert tags[-1].get_absolute_url() in links_on(f"{tags[-2].get_absolute_url()}narrower/?all=1")


# --- More than a page has room for ------------------------------------------------------------------------------------


@pytest.fixture
def some_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Room for so little that a few tags show what thousands would."""
    monkeypatch.setattr(outline, "MOST_LINES", 12)
    monkeypatch.setattr(outline, "MOST_ENTRIES", 5)


def followed(address: str) -> tuple[set[str], int]:
    """The topics that one comes to by every link among outlines, and the most lines that one of their pages has."""
    topics, waiting, seen, longest = set[str](), [address], set[str](), 0
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        found = Page.of(Client().get(page))
        rows = [row for row in found.with_class("row") if row.tag == "div"]
        longest = max(longest, len(rows))
        for link in (a.attributes["href"] for a in found.with_tag("a")):
            link = page.partition("?")[0] + link if link.startswith("?") else link
            if link.startswith("/tags/") and ("narrower/" in link or "taxonomy=" in link or "page=" in link):
                waiting += [link] if ("all=1" in link) == ("all=1" in address) else []
            elif link.startswith("/tags/") and link.count("/") == 3:
                topics.add(link)
    return topics, longest


@pytest.mark.usefixtures("some_room")
@pytest.mark.parametrize("shape", ["one level", "two levels", "a chain", "many taxonomies"])
def test_every_topic_can_be_reached_however_many_there_are_and_no_page_grows(shape: str) -> None:
    taxonomies = [make_taxonomy(f"taxonomy-{n}", position=n) for n in range(4 if shape == "many taxonomies" else 1)]
    tags = [make_tag(f"Tag {n:02}", taxonomies[n % len(taxonomies)]) for n in range(40)]
    links = {
        "two levels": [(n, n % 5) for n in range(5, 40)],
        "a chain": [(n, n - 1) for n in range(1, 40)],
    }.get(shape, [])
    Broader.objects.bulk_create(Broader(narrower_tag=tags[low], broader_tag=tags[high]) for low, high in links)
    write_paths()
    make_article(tags=tags[::2])
    topics, longest = followed("/tags/?all=1")
    assert topics >= {tag.get_absolute_url() for tag in tags}
    assert longest <= 12
    topics, longest = followed("/tags/")
    with_articles = {tag.get_absolute_url() for tag in (tags if shape == "a chain" else tags[::2])}
    assert topics >= with_articles - ({tags[-1].get_absolute_url()} if shape == "a chain" else set())
    assert longest <= 12


@pytest.mark.usefixtures("some_room")
def test_many_labels_have_pages_for_each_letter() -> None:
    tags = [make_tag(f"Amygdala {number}", synonyms=[f"Body {number}"]) for number in range(7)]
    make_article(tags=[tag for number, tag in enumerate(tags) if number != 5])
    page = Page.of(Client().get("/tags/?view=az"))
    letters, pages = page.with_class("letters")
    assert (letters.text, pages.text) == ("ABN", "Amygdala 0Amygdala 6")
    assert [row.text.split(",")[0] for row in page.with_class("row")] == [f"Amygdala {n}" for n in range(5)]
    second = Page.of(Client().get("/tags/?view=az&letter=A&page=2"))
    assert [row.text.split(",")[0] for row in second.with_class("row")] == ["Amygdala 6"]
    synonyms = Page.of(Client().get("/tags/?view=az&letter=B&all=1&page=2"))
    assert [row.text.split(",")[0] for row in synonyms.with_class("row")] == ["Body 5", "Body 6"]


@pytest.mark.parametrize(
    "address",
    ["?taxonomy=nothing", "?view=az&letter=Z", "?view=az&page=2", "?view=az&page=0", "?taxonomy=disorder&page=2",
     "?taxonomy=disorder&page=x", "phobia/narrower/?page=9999999", "nothing/narrower/", "?view=az&letter="
     "%F0%9F%A7%A0"],
)  # fmt: skip
def test_a_page_of_topics_that_there_is_not_is_not_found(address: str) -> None:
    make_tag("Phobia")
    assert Client().get(f"/tags/{address}").status_code == 404


def test_the_branch_of_a_renamed_tag_is_at_its_new_address() -> None:
    make_tag("Phobia").former_slugs.create(slug="fear")
    response = Client().get("/tags/fear/narrower/?all=1")
    assert (response.status_code, response["Location"]) == (301, "/tags/phobia/narrower/?all=1")


@pytest.mark.parametrize("address", ["/tags/", "/tags/?view=az", "/tags/?taxonomy=disorder", "/tags/top/narrower/"])
def test_a_topic_of_hidden_articles_alone_is_as_one_without_articles(address: str) -> None:
    top = make_tag("Top")
    make_article(tags=[make_tag("Seen", under=[top])])
    hidden = make_tag("Hidden", under=[top], synonyms=["Other word"])
    plain = Client().get(address).content
    with_empty = Client().get(f"{address}{'&' if '?' in address else '?'}all=1").content
    make_article(tags=[hidden], status="draft")
    make_article(tags=[hidden], status="scheduled", publish_at=NOW + timedelta(days=2))
    assert Client().get(address).content == plain
    assert Client().get(f"{address}{'&' if '?' in address else '?'}all=1").content == with_empty
    assert b"/tags/hidden/" not in plain
    assert b"/tags/hidden/" in with_empty


def test_all_topics_count_each_article_once_with_those_below() -> None:
    top = make_tag("Anxiety disorders")
    left, right = make_tag("Social anxiety", under=[top]), make_tag("Phobia", under=[top])
    make_article(tags=[left, right])
    make_article(tags=[top, right])
    make_article(tags=[right], status="draft")
    counts = counts_on(Page.of(Client().get("/tags/")))
    assert counts["Anxiety disorders"] == 2
    assert (counts["Social anxiety"], counts["Phobia"]) == (1, 2)


def test_the_filter_box_knows_synonyms() -> None:
    make_tag("Post-traumatic stress disorder", synonyms=["PTSD"])
    items = Page.of(Client().get("/tags/?all=1")).with_tag("li")
    assert any("PTSD" in item.attributes.get("data-also", "") for item in items)


def test_all_topics_cost_the_same_queries_at_any_size() -> None:
    parent = make_tag("Anxiety disorders")

    def add(rows: int) -> None:
        for _ in range(rows):
            make_article(tags=[make_tag(under=[parent], synonyms=["Other word"])])

    assert_same_queries_for_any_number("/tags/", add)


def test_a_branch_costs_the_same_queries_at_any_size() -> None:
    parent = make_tag("Anxiety disorders")

    def add(rows: int) -> None:
        for _ in range(rows):
            make_article(tags=[make_tag(under=[parent], synonyms=["Other word"])])

    assert_same_queries_for_any_number("/tags/anxiety-disorders/narrower/", add)


def test_labels_stand_from_a_to_z_and_synonyms_say_which_topic_to_see() -> None:
    tag = make_tag("Cognitive behavioural therapy", make_taxonomy("therapy"), synonyms=["CBT", "Äquivalent"])
    make_tag("5-HTT")
    TagLabel.objects.create(tag=tag, name="Cbet", kind=TagLabel.Kind.HIDDEN)
    make_article(tags=[tag])
    page = Page.of(Client().get("/tags/?view=az&all=1"))
    assert page.with_class("letters")[0].text == "#ACN"
    assert [row.text for row in page.with_class("row")][:4] == [
        "5-HTT, Disorder 0 summaries",
        "Äquivalent, see Cognitive behavioural therapy, Therapy 1 summary",
        "CBT, see Cognitive behavioural therapy, Therapy 1 summary",
        "Cognitive behavioural therapy, Therapy 1 summary",
    ]
    targets = {element.attributes["id"] for element in page.elements if "id" in element.attributes}
    jumps = [a.attributes["href"][1:] for a in page.with_tag("a") if a.attributes["href"].startswith("#letter")]
    assert len(jumps) == 4
    assert set(jumps) <= targets


def test_both_views_of_all_topics_lead_to_each_other_and_only_the_outline_is_for_crawlers() -> None:
    make_tag("Phobia")
    for address, now, robots in (("/tags/", "Outline", []), ("/tags/?view=az", "A to Z", ["noindex"])):
        page = Page.of(Client().get(address))
        tabs = [a for a in page.with_tag("a") if a.text in ("Outline", "A to Z")]
        assert [a.attributes["href"] for a in tabs] == ["/tags/", "/tags/?view=az"]
        assert [a.text for a in tabs if a.attributes.get("aria-current") == "page"] == [now]
        found = [meta for meta in page.with_tag("meta") if meta.attributes.get("name") == "robots"]
        assert [meta.attributes["content"] for meta in found] == robots


def test_a_big_taxonomy_folds_below_its_first_level() -> None:
    regions = make_taxonomy("brain-region", position=2)
    top = make_tag("Cortex", regions)
    for number in range(61):
        make_tag(f"Region {number}", regions, under=[top])
    make_tag("Panic", under=[make_tag("Anxiety")])
    folds = [summary.text for summary in Page.of(Client().get("/tags/?all=1")).with_tag("summary")]
    assert "61 narrower than Cortex" in folds
    assert "1 narrower than Anxiety" not in folds


def test_all_topics_from_a_to_z_cost_the_same_queries_at_any_size() -> None:
    def add(rows: int) -> None:
        for _ in range(rows):
            make_article(tags=[make_tag(synonyms=["Other word"])])

    assert_same_queries_for_any_number("/tags/?view=az", add)
