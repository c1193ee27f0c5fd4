"""Evidence marks: what they show is what the facts at a glance say, in every place, and nothing of a full post."""

import re
from dataclasses import replace
from typing import Any, Final

import pytest
from django.test import Client

from articles.documents.evidence_marks import mark_of
from articles.models import Article, Document, Image
from articles.site.evidence_kit import DESIGNS, MEASURES, Evidence, Sign, dots_of, number_in, sign_for
from articles.site.snapshot import current_site, store
from articles.site.values import Site
from articles.status import Kind
from collection.article_files import read_article
from collection.management.commands.load_collection import SHIPPED
from members.roles import MEMBER
from tests.databases import shipped_site
from tests.factories import make_article, make_drawing, make_list, make_reference, make_user, relate_articles

pytestmark = pytest.mark.django_db
FIELDS: Final = Site(
    "Fields",
    facts=shipped_site().facts,
    evidence=Evidence(
        design="soil",
        designs=(Sign("fork", "Split plot", words=("split",)), Sign("lines", "Survey", kinds=(Kind.PAPER_SUMMARY,))),
        count="plots",
        apart_from=("years",),
    ),
)


def glance(**answers: str) -> dict[str, dict[str, str]]:
    return {key: {"answer": answer, "detail": ""} for key, answer in answers.items()}


def shipped_articles() -> list[Any]:
    files = sorted((SHIPPED / "articles").glob("*.md"))
    return [read_article(file.read_text(encoding="utf-8"), file.name, file.stem, []) for file in files]


@pytest.mark.parametrize(
    ("answer", "number", "dots"),
    [
        ("9 patients", 9, 1), ("12 patients and 13 controls", 25, 2), ("104 and 50 people", 154, 3),
        ("1,053 people in 13 studies", 1053, 5), ("52,702 patients", 52702, 8), ("4 people", 4, 1),
        ("21 studies", 0, 0), ("Number not seen", 0, 0), ("9,000,000 people", 9_000_000, 8),
    ],
)  # fmt: skip
def test_dots_grow_with_the_number_of_people_that_an_answer_gives(answer: str, number: int, dots: int) -> None:
    assert number_in(answer, ("studies",)) == number
    assert dots_of(number) == dots


def test_every_design_and_measure_of_the_shipped_collection_has_a_sign() -> None:
    site, nameless = shipped_site(), []
    for file in shipped_articles():
        content = file.content
        mark = mark_of(Article(kind=content.kind, at_a_glance=content.at_a_glance), site, 3)
        is_paper = content.kind == Kind.PAPER_SUMMARY
        if not mark.design or bool(mark.measure) != is_paper or (mark.dots is None) == is_paper or not mark.bars:
            nameless.append(content.slug)
        answers = [content.at_a_glance[key]["answer"] for key in ("people",) if key in content.at_a_glance]
        assert set(answers) <= set(mark.words)
        assert f"Our confidence: {content.at_a_glance['confidence']['level']}" in mark.words
    assert nameless == []


def test_a_sign_stands_for_the_first_answer_that_begins_a_word_with_its_own() -> None:
    site = shipped_site()
    said = {
        answer: mark_of(Article(kind=Kind.PAPER_SUMMARY, at_a_glance=glance(design=answer)), site, 0).design
        for answer in ("Randomised trial", "Controlled, not randomised", "Systematic review and meta-analysis", "Poem")
    }
    assert list(said.values()) == ["fork", "parallel", "pooled", ""]


def test_another_subject_has_marks_of_its_own() -> None:
    article = Article(kind=Kind.PAPER_SUMMARY, at_a_glance=glance(soil="Split plots", plots="30 plots in 4 years"))
    mark = mark_of(article, FIELDS, 0)
    assert (mark.design, mark.measure, mark.dots, mark.said) == ("fork", "", 2, "Split plot, 30 plots in 4 years")
    assert mark_of(Article(kind=Kind.PAPER_SUMMARY, at_a_glance={}), FIELDS, 0).words == ("Survey",)


def test_each_shape_that_a_site_may_name_is_drawn_and_no_two_look_alike() -> None:
    signs = [Sign(shape, shape.upper(), words=("x",)) for shape in DESIGNS]
    measures = [Sign(shape, shape.upper(), words=("x",)) for shape in MEASURES]
    evidence = replace(shipped_site().evidence, designs=tuple(signs), measures=tuple(measures))
    store(replace(current_site(), evidence=evidence))
    legend = Client().get("/about/").text.split('id="evidence-marks"')[1].split('id="confidence"')[0]
    drawn = re.findall(r"<li>(<svg.*?</svg>)<p><b>([\w-]+)\.", re.sub(r"\s+", " ", legend).replace("> <", "><"))
    assert [name for _, name in drawn] == [shape.upper() for shape in DESIGNS + MEASURES]
    assert len({svg for svg, _ in drawn}) == len(drawn)


def test_a_site_that_names_no_facts_draws_nothing_and_explains_nothing() -> None:
    store(replace(current_site(), evidence=Evidence()))
    make_article("plain", paper=make_reference())
    pages = [Client().get(address).text for address in ("/latest/", "/about/", "/articles/plain/")]
    assert not any('class="ev' in page or "evidence-marks" in page for page in pages)


def test_the_mark_stands_in_rows_lists_teasers_search_and_at_the_head_with_its_words() -> None:
    article = make_article("marked", title="Marked words", paper=make_reference(), image=make_drawing())
    other = make_article("other", title="Other words")
    relate_articles(other, article)
    make_list("with-it", articles=[article])
    said = mark_of(article, current_site(), 0).said
    for address in ("/latest/", "/lists/with-it/", "/articles/other/", "/search/?q=marked"):
        page = Client().get(address).text
        assert f'role="img" aria-label="{said}"' in page, address
        assert 'class="thumb"' in page, address
    head = Client().get("/articles/marked/").text
    assert "#evidence-marks" in head
    assert head.index(f'aria-label="{said}"') < head.index("What the mark means")


def test_papers_of_an_overview_are_those_that_its_public_part_cites() -> None:
    one, two, behind = (make_reference(title=f"Work {number}") for number in range(3))
    make_article(
        "of-papers", summary=f"Said [@{one.key}; @{two.key}].", full_post=f"## More\n\nAnd [@{behind.key}; @{one.key}]."
    )
    member = Client()
    member.force_login(make_user(MEMBER))
    for client in (Client(), member):
        assert "2 papers" in client.get("/latest/").text
        assert "3 papers" not in client.get("/latest/").text
    listed = Client().get("/articles/of-papers/").text.split('class="refs"')[1].split("</ol>")[0]
    assert listed.count("<li") == 2


def test_a_mark_costs_no_query_and_changes_with_the_facts_and_the_image() -> None:
    article = make_article("changing", paper=make_reference(), image=make_drawing())
    row = Document.objects.get(pk=article.pk).row
    Article.objects.filter(pk=article.pk).update(
        at_a_glance={**article.at_a_glance, "people": {"answer": "9 giants", "detail": ""}}
    )
    assert "9 giants" not in row
    assert "9 giants" in Client().get("/latest/").text
    before = Client().get("/latest/").text
    Image.objects.update(svg='<svg viewBox="0 0 4 4"><path d="M0 0h4" /></svg>')
    assert Client().get("/latest/").text != before


@pytest.mark.parametrize(("version", "kept"), [("", "no-cache"), ("?v=wrong", "no-cache")])
def test_a_small_drawing_is_kept_under_the_address_that_changes_with_it(version: str, kept: str) -> None:
    make_article("drawn", paper=make_reference(), image=make_drawing())
    found = re.search(r'class="thumb" src="([^"?]*)(\?v=\w+)" width="128" height="96"', Client().get("/latest/").text)
    assert found
    assert Client().get(found[1] + found[2])["Cache-Control"] == "public, max-age=3600"
    assert Client().get(found[1] + version)["Cache-Control"] == kept


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        ("36 adults aged 18 to 65", 36),
        ("36 adults aged 18 to 65, and 12 children", 48),
        ("1.2 million", 0),
        ("1,053 people in 13 trials", 1053),
    ],
)
def test_ages_trials_and_parts_of_a_number_are_no_people(answer: str, number: int) -> None:
    assert number_in(answer, ("studies", "trials")) == number


def test_a_design_that_chance_did_not_decide_is_no_randomised_trial(shipped: None) -> None:
    designs = current_site().evidence.designs
    for answer in ("Non-randomised controlled trial", "Quasi-randomised trial", "Controlled, not randomised"):
        sign = sign_for(designs, "paper-summary", answer)
        assert sign, answer
        assert sign.shape == "parallel", answer
