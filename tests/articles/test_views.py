"""The pages about articles, as a reader meets them."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, FormerSlug
from members.roles import EDITOR
from tests.factories import (
    make_article,
    make_category,
    make_drawing,
    make_image,
    make_list,
    make_reference,
    make_tag,
    make_taxonomy,
    make_user,
    relate_articles,
)
from tests.page import Page
from tests.queries import queries_of
from tests.times import NOW
from tests.worlds import shared

pytestmark = pytest.mark.django_db


def logged_in(role: str = "member") -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


@shared
def rich() -> Article:
    """Everything that an article page can show at once."""
    paper, other, third = make_reference("paper1"), make_reference("other1"), make_reference("third1")
    taxonomies = [make_taxonomy(slug) for slug in ("disorder", "brain-region", "method")]
    tags = [make_tag(f"Topic {number}", taxonomies[number % 3]) for number in range(14)]
    photo = make_image("scanner", alt="A scanner in a bright room.", credit="A hospital")
    make_drawing("loop", alt="A loop.", label="caudate")
    make_article("linked", tags=tags[:1])
    article = make_article(
        "rich",
        title="Talking quiets the amygdala",
        tags=tags,
        categories=[make_category(name) for name in ("Mental Health", "Neuroscience", "Psychology", "Therapy")],
        paper=paper,
        image=photo,
        image_caption=f"Where it happened, says [*the third*](article:linked) [@{third.key}].",
        summary=f"In short.[^a] It was small [@{paper.key}]. See [it](article:linked).\n\n[^a]: An aside.\n",
        full_post=(
            f"## What they did\n\nNine weeks [@{other.key}; @{paper.key}].[^b] Again [@{other.key}].\n\n"
            "[^b]: A note.\n\n"
            f"### In detail\n\n![The loop.](image:loop)\n\n## What they found\n\nLess [@{third.key}].\n\n"
            "| Group | Change |\n|---|---|\n| Treated | −8 % |\n\n## What they found\n\nAgain.\n"
        ),
    )
    for number in range(8):
        relate_articles(article, make_article(f"near-{number}"), reason=f"Reason {number}.")
    for number in range(3):
        make_list(
            f"list-{number}", articles=[make_article(f"step-{number}"), article, *Article.objects.filter(slug="near-1")]
        )
    return article


# --- One article --------------------------------------------------------------------------------------------------


def test_a_visitor_gets_the_whole_page_but_the_full_post(rich: Article) -> None:
    page = Page.of(Client().get("/articles/rich/"))
    assert page.title == "Talking quiets the amygdala · CBT Neuro"
    assert [heading.text for heading in page.with_tag("h1")] == ["Talking quiets the amygdala"]
    assert "Two scans, nine weeks apart" in page.text
    assert page.with_class("a-cats")[0].text == "Mental Health Neuroscience Psychology Therapy"
    (photo,) = page.with_tag("img")
    assert photo.attributes["alt"] == "A scanner in a bright room."
    assert "A hospital" in page.with_tag("figcaption")[0].text
    assert len([link for link in page.with_tag("a") if link.attributes.get("rel") == "tag"]) == 14
    assert "By using this site you agree to the terms and the privacy policy" in page.text
    assert "Nine weeks" not in page.text
    assert not page.with_id("full")


def test_the_gate_lists_the_sections_of_the_full_post_with_their_minutes(rich: Article) -> None:
    (gate,) = Page.of(Client().get("/articles/rich/")).with_id("gate")
    assert "To read the full post, log in or register. An account is free." in gate.text
    assert "We send no mailings unless you ask for them. You can erase the account at any time." in gate.text
    assert "What they did1 min" in gate.text
    assert gate.text.count("What they found1 min") == 2


def test_the_gate_and_the_masthead_lead_back_to_the_full_post_of_this_article(rich: Article) -> None:
    page = Page.of(Client().get("/articles/rich/"))
    ways = [link.attributes["href"] for link in page.with_tag("a") if "next=" in link.attributes.get("href", "")]
    assert {unquote(way) for way in ways} == {
        "/login/?next=/articles/rich/#full",
        "/register/?next=/articles/rich/#full",
        "/login/?next=/library/articles/rich/save/",
    }


def test_a_member_reads_the_full_post_at_the_same_address(rich: Article) -> None:
    page = Page.of(logged_in().get("/articles/rich/"))
    (full,) = page.with_id("full")
    assert full.attributes["tabindex"] == "-1"
    assert "Nine weeks" in full.text
    assert not page.with_id("gate")


@pytest.mark.parametrize("role", ["", "member", "editor"])
def test_every_link_within_the_page_has_its_target_and_every_id_is_there_once(rich: Article, role: str) -> None:
    client = logged_in(role) if role else Client()
    page = Page.of(client.get("/articles/rich/?list=list-1"))
    ids = [element.attributes["id"] for element in page.elements if element.attributes.get("id")]
    assert sorted(set(ids)) == sorted(ids)
    hashes = [a.attributes["href"] for a in page.with_tag("a") if a.attributes.get("href", "").startswith("#")]
    assert hashes
    assert not [target for target in hashes if target[1:] not in ids]
    named = [e.attributes[name] for e in page.elements for name in ("aria-labelledby", "for") if e.attributes.get(name)]
    assert not [name for name in named if name not in ids]


def test_references_are_numbered_through_both_parts_and_lead_to_their_papers(rich: Article) -> None:
    visitors = Page.of(Client().get("/articles/rich/")).with_class("refs")[0]
    assert visitors.text.count("https://doi.org/10.1000") == 2
    page = Page.of(logged_in().get("/articles/rich/"))
    assert page.with_class("refs")[0].text.count("https://doi.org/10.1000") == 3
    assert [mark.text for mark in page.with_class("cite-ref")] == ["1", "2", "3, 2", "3", "1"]


def test_the_image_at_the_head_has_a_caption_that_says_whose_findings_it_shows(rich: Article) -> None:
    page = Page.of(Client().get("/articles/rich/"))
    (lead,) = page.with_class("a-lead")
    assert lead.text == "Where it happened, says the third\N{WORD JOINER}1. A hospital"
    assert page.with_id("cite-1")[0].attributes["href"] == "#ref-1"


def test_an_article_shows_its_related_articles_with_their_reasons(rich: Article) -> None:
    cards = Page.of(Client().get("/articles/rich/")).with_class("rel")
    assert len(cards) == 6
    assert "Points the same way" in cards[0].text
    assert "Reason 0." in cards[0].text


def test_the_other_end_of_a_link_tells_the_same_reason() -> None:
    source, target = make_article("newer"), make_article("older")
    relate_articles(source, target, relation="extends", reason="It asks the next question.")
    assert "The work this builds on" in Client().get("/articles/newer/").content.decode()
    there = Page.of(Client().get("/articles/older/")).with_class("rel")[0].text
    assert there.startswith("Takes this further")
    assert "It asks the next question." in there


def test_an_article_tells_where_it_stands_in_its_lists(rich: Article) -> None:
    page = Page.of(Client().get("/articles/rich/?list=list-1"))
    navigation = page.with_class("list-nav")
    assert [part.text.startswith("Item 2 of 3") for part in navigation] == [True, True]
    steps = [a.attributes["href"] for a in page.with_tag("a") if a.attributes.get("rel") in ("prev", "next")]
    assert steps == ["/articles/step-1/?list=list-1", "/articles/near-1/?list=list-1"] * 2
    assert "In 3 reading lists" in page.text
    assert not Page.of(Client().get("/articles/rich/")).with_class("list-nav")


def test_an_open_article_shows_its_full_post_to_everybody() -> None:
    make_article("for-all", access="open")
    response = Client().get("/articles/for-all/")
    assert Page.of(response).with_id("full")
    assert not Page.of(response).with_id("gate")
    assert "no-store" not in response.get("Cache-Control", "")


def test_an_article_moves_and_its_old_address_leads_on_for_good() -> None:
    FormerSlug.objects.create(slug="before", article=make_article("after"))
    response = Client().get("/articles/before/")
    assert (response.status_code, response["Location"]) == (301, "/articles/after/")


def test_a_scheduled_article_appears_on_time_by_itself() -> None:
    moment = timezone.now() + timedelta(hours=1)
    article = make_article("soon", status="scheduled", publish_at=moment)
    assert Client().get("/articles/soon/").status_code == 404
    visitor = Article.objects.filter(pk=article.pk)
    assert not visitor.visible_to(make_user("reader"), moment - timedelta(microseconds=1))
    assert visitor.visible_to(make_user("reader"), moment)
    come = timezone.now()
    Article.objects.filter(pk=article.pk).update(publish_at=come, first_published_at=come)
    assert Client().get("/articles/soon/").status_code == 200


@pytest.mark.parametrize(
    ("status", "said"),
    [("draft", "Draft"), ("in_review", "In review"), ("scheduled", "Scheduled"), ("withdrawn", "Withdrawn")],
)
def test_an_editor_is_told_what_readers_do_not_see(status: str, said: str) -> None:
    make_article("hidden", status=status)
    response = logged_in(EDITOR).get("/articles/hidden/")
    assert Page.of(response).with_class("band")[0].text.startswith(said)
    assert 'name="robots" content="noindex"' in response.content.decode()


def test_text_of_editors_cannot_become_markup() -> None:
    nasty = '</script><script>alert("1")</script><img src=x onerror=alert(2)> &amp; "quoted"'
    tag = make_tag('<b onclick="x">Tag</b>')
    article = make_article(
        "nasty", title=nasty, standfirst=nasty, byline=nasty[:100], key_points=(nasty,), tags=[tag],
        summary=f"{nasty}\n\n<script>alert(3)</script>\n\n[x](javascript:alert(4)){{onclick=x}}"[:80],
        full_post=f"## {nasty}\n\n{nasty}",
    )  # fmt: skip
    relate_articles(article, make_article("other"), reason=nasty)
    make_list("nasty-list", articles=[article], title=nasty, standfirst=nasty, reasons={article.pk: nasty})
    addresses = ["/", "/articles/nasty/", "/articles/other/", "/latest/", "/lists/", "/lists/nasty-list/", "/tags/",
                 tag.get_absolute_url(), "/search/?q=%3Cscript%3Ealert"]  # fmt: skip
    for client in (Client(), logged_in()):
        for address in addresses:
            page = Page.of(client.get(address))
            scripts = [script for script in page.with_tag("script") if "src" not in script.attributes]
            assert all(script.attributes.get("type") == "application/ld+json" for script in scripts), address
            assert not [e for e in page.elements if any(name.startswith("on") for name in e.attributes)], address
            assert not [e for e in page.with_tag("img") if e.attributes.get("src") == "x"], address


def test_structured_data_survives_every_character() -> None:
    title = 'A "quoted" </script> & <b>bold</b> title'
    make_article("odd", title=title)
    (data,) = Page.of(Client().get("/articles/odd/")).structured_data
    assert data["headline"] == title


def test_an_article_page_costs_a_visitor_at_most_4_queries(rich: Article) -> None:
    queries_of("/articles/rich/")  # fills what a process keeps in memory
    queries = queries_of("/articles/rich/")
    assert len(queries) <= 4, "\n".join(queries)


@pytest.mark.parametrize("role", ["reader", "member", "contributor", "editor"])
def test_an_article_page_costs_a_person_with_an_account_at_most_8_queries(rich: Article, role: str) -> None:
    client = logged_in(role)
    queries_of("/articles/rich/?list=list-1", client)
    queries = queries_of("/articles/rich/?list=list-1", client)
    assert len(queries) <= 8, "\n".join(queries)


# --- Records ------------------------------------------------------------------------------------------------------


def test_an_article_is_cited_in_three_formats() -> None:
    make_article("cited", title="A quieter amygdala", publish_at=timezone.now() - timedelta(days=1))
    bib = Client().get("/articles/cited/cite.bib")
    assert bib["Content-Disposition"] == 'attachment; filename="cited.bib"'
    assert re.match(r"@\w+\{cited,", bib.content.decode())
    assert "TI  - A quieter amygdala" in Client().get("/articles/cited/cite.ris").content.decode()
    (record,) = Client().get("/articles/cited/cite.json").json()
    assert record["title"] == "A quieter amygdala"
    assert record["URL"] == "http://testserver/articles/cited/"


def test_an_article_is_cited_with_the_day_that_stands_on_its_page() -> None:
    evening = NOW.replace(hour=20) - timedelta(days=2)
    make_article("cited", publish_at=evening)
    with timezone.override("Asia/Tokyo"):
        page, record = Client().get("/articles/cited/").text, Client().get("/articles/cited/cite.json").json()[0]
    day = evening.date() + timedelta(days=1)
    assert f'<time datetime="{day}">' in page
    assert record["issued"] == {"date-parts": [[day.year, day.month, day.day]]}


def test_the_paper_of_a_summary_is_exported_and_an_overview_has_none() -> None:
    make_article("about-paper", paper=make_reference("furmark2002"))
    make_article("overview")
    assert "furmark2002" in Client().get("/articles/about-paper/paper.bib").content.decode()
    assert Client().get("/articles/overview/paper.bib").status_code == 404
