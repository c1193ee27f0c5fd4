"""`site.yaml`: every fault with its line, what a folder without one means, and what stored articles have a say in."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from articles.models import Article, SiteSettings
from articles.site.evidence_kit import Evidence
from articles.site.snapshot import current_site, forget, store, stored_site
from articles.site.style_sheet import style_sheet
from articles.site.values import DEFAULT, Colour, Fact, Look, Site, asked_of
from articles.status import Kind
from collection.exporting import export
from collection.faults import CollectionRefused
from collection.loading import load
from collection.management.commands.load_collection import SHIPPED
from collection.report import Report
from tests.collection.folders import OVERVIEW, SITE, SMALL, contents, every_row, tables_that_differ, write_folder
from tests.databases import shipped_site
from tests.factories import make_article, make_reference

pytestmark = pytest.mark.django_db

PLANTED: Final[dict[str, tuple[str, str, str]]] = {
    "no YAML": ("name: A quiet corner", "name: [A", "site.yaml:2: This is not YAML"),
    "no name": ("name: A quiet corner\n", "", "site.yaml:1: “name” is missing."),
    "long name": ("A quiet corner", "a" * 61, "site.yaml:1: “name” has 61 characters; 60 is the most."),
    "unknown key": ("tagline:", "tagline2:", "site.yaml:2: No key is called “tagline2” here; did you mean “tagline”?"),
    "unknown word": ("  subject:", "  subjekt:", "site.yaml:5: No key is called “subjekt” here; did you mean"),
    "fact without a label": ("  label: People\n", "", "site.yaml:12: “label” is missing."),
    "fact twice": ("- key: people", "- key: design", "site.yaml:12: The fact “design” stands here twice."),
    "bad key": ("- key: people", "- key: Pe ople", "site.yaml:12: “Pe ople” is no key of a fact"),
    "unknown kind": (
        "  required: true", "  kinds: [review]",
        "site.yaml:10: “review” is no kind of article: overview, paper-summary.",
    ),
    "required or not": ("required: true", "required: maybe", "site.yaml:10: “required” has to be true or false."),
    "no colour": ("'#0F4C8A'", "'blue'", "site.yaml:28: “BLUE” is no colour; write it as '#6B1F5C', in quotes."),
    "one theme alone": (", dark: '#9CC4FF'", "", "site.yaml:28: “dark” is missing."),
    "faint accent": (
        "'#0F4C8A'", "'#8FB4E0'", "site.yaml:28: In the light theme accent on paper has 2.0:1; it needs 4.5:1.",
    ),
    "accent that makes shades too faint": (
        "'#0F4C8A'", "'#1558A6'",
        "site.yaml:28: In the light theme on-accent on 76% of the accent has 4.2:1; it needs 4.5:1.",
    ),
    "faint topic": ("dark: '#E29BD3'", "dark: '#7A2A6B'", "site.yaml:30: #7A2A6B on paper has 2.1:1; it needs 4.5:1."),
    "unknown shape": ("shape: disc", "shape: star", "site.yaml:30: “star” is no shape; write one of: diamond, disc"),
    "unknown colour": ("colour: grey", "colour: gray", "site.yaml:31: “gray” is no colour; write one of: rose, plum"),
    "two colours": ("{shape: disc,", "{shape: disc, colour: plum,", "site.yaml:30: Give a colour of the palette, or"),
    "address of a taxonomy": ("  category: {", "  Cat egory: {", "site.yaml:31: “Cat egory” is no address of a"),
    "look of no taxonomy": (
        "  brain-region: {", "  brain-regions: {",
        "site.yaml:30: No taxonomy has the address “brain-regions”; did you mean “brain-region”?",
    ),
    "no taxonomy on the first page": (
        "home: [brain", "home: [x, brain", "site.yaml:32: No taxonomy has the address “x”.",
    ),
    "no taxonomy in the matrix": (
        "[category, brain", "[categorie, brain",
        "site.yaml:33: No taxonomy has the address “categorie”; did you mean “category”?",
    ),
    "no taxonomy to file under": (
        "matrix: [cat", "file_under: [x]\nmatrix: [cat", "site.yaml:33: No taxonomy has the address “x”.",
    ),
    "no style of citations": (
        "matrix: [cat", "citation_style: mlaa\nmatrix: [cat",
        "site.yaml:33: “mlaa” is no citation_style; write one of: apa, vancouver, harvard, chicago, mla, ama, nature, "
        "ieee.",
    ),
    "evidence of no fact": (
        "matrix: [cat", "evidence: {design: desing}\nmatrix: [cat",
        "site.yaml:33: “desing” is no design; write one of: design, people, therapy",
    ),
    "evidence of a level": (
        "matrix: [cat", "evidence: {count: confidence}\nmatrix: [cat", "site.yaml:33: “confidence” is no count; write",
    ),
    "sign of no shape": (
        "matrix: [cat", "evidence: {designs: [{shape: star, name: Trial, words: [trial]}]}\nmatrix: [cat",
        "site.yaml:33: “star” is no shape; write one of: fork, clusters",
    ),
    "sign that stands for nothing": (
        "matrix: [cat", "evidence: {measures: [{shape: spot, name: Scan}]}\nmatrix: [cat",
        "site.yaml:33: “Scan” stands for nothing: give “words” of answers, or “kinds”.",
    ),
    "outline that is no path": (
        "matrix: [cat", "evidence: {outline: url(x)}\nmatrix: [cat", "site.yaml:33: “outline” is no path",
    ),
    "taxonomy twice": ("matrix: [category, ", "matrix: [brain-region, ", "site.yaml:33: “brain-region” stands here"),
}  # fmt: skip


def bring(folder: Path) -> Report:
    return load(folder, at=timezone.now(), tell=lambda *_: None)


def faults(folder: Path) -> list[str]:
    before = every_row()
    with pytest.raises(CollectionRefused) as refused:
        bring(folder)
    assert tables_that_differ(before) == []
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize(("old", "new", "expected"), PLANTED.values(), ids=PLANTED)
def test_a_fault_in_the_description_of_the_site_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in SITE
    found = faults(write_folder(tmp_path, {"site.yaml": SITE.replace(old, new, 1)}))
    assert any(fault.startswith(expected) for fault in found), found


def test_a_site_that_cannot_be_read_raises_no_fault_in_its_articles(tmp_path: Path) -> None:
    found = faults(write_folder(tmp_path, {"site.yaml": SITE.replace("name: A quiet corner", "name: [A", 1)}))
    assert [fault.partition(":")[0] for fault in found] == ["site.yaml"]


def test_a_site_may_name_taxonomies_that_are_stored_and_says_nothing_of_a_vocabulary_that_cannot_be_read(
    tmp_path: Path,
) -> None:
    found = faults(write_folder(tmp_path, {"taxonomy.ttl": "brain"}))
    assert [fault.partition(":")[0] for fault in found] == ["taxonomy.ttl"]
    bring(write_folder(tmp_path))
    site = SITE.replace("home: [brain-region]", "home: [category]")
    bring(write_folder(tmp_path / "alone", dict.fromkeys(SMALL, "") | {"site.yaml": site}))
    assert current_site().home == ("category",)


def test_a_taxonomy_that_was_deleted_is_not_written_so_that_the_file_can_be_loaded(tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "in"))
    site = replace(current_site(), looks={**current_site().looks, "gone": Look()}, home=("gone", "brain-region"))
    store(replace(site, matrix=("category", "gone")))
    export(tmp_path / "out")
    written = contents(tmp_path / "out")["site.yaml"].decode()
    assert written == SITE.replace("matrix: [category, brain-region]", "matrix: [category]")
    assert bring(tmp_path / "out").counts["Site"] == {"changed": 1}


def test_what_is_published_is_filed_in_one_of_the_taxonomies_that_the_site_names(tmp_path: Path) -> None:
    site = SITE.replace("matrix: [category", "file_under: [category]\nmatrix: [category")
    assert faults(write_folder(tmp_path / "refused", {"site.yaml": site})) == [
        "articles/a-quieter-amygdala.md:9: File it under a tag in Categories.",
        "articles/overview.md:8: File it under a tag in Categories.",
    ]
    site = SITE.replace("matrix: [category", "file_under: [category, brain-region]\nmatrix: [category")
    bring(write_folder(tmp_path / "taken", {"site.yaml": site}))
    assert current_site().file_under == ("category", "brain-region")


def test_an_article_gives_no_fact_that_its_site_does_not_ask_for(tmp_path: Path) -> None:
    without = SITE.replace("- key: brain_measure\n  label: Brain measure\n", "")
    found = faults(write_folder(tmp_path, {"site.yaml": without}))
    assert found == ["articles/a-quieter-amygdala.md:19: No key is called “brain_measure” here."]


def test_a_fact_is_asked_of_the_kinds_that_it_names_and_shown_where_it_says(tmp_path: Path) -> None:
    how = "- key: reviewed\n  label: Reviewed\n  kinds: [overview, paper-summary]\n  below: true\n"
    site = SITE.replace("- key: people\n", f"{how}- key: people\n")
    reviewed = "at_a_glance:\n  reviewed: {answer: 'In May', detail: 'By two'}\nimage:"
    overview = OVERVIEW.replace("image:", reviewed, 1)
    folder = {"site.yaml": site, "articles/overview.md": overview}
    bring(write_folder(tmp_path / "in", folder))
    page = Client().get("/articles/overview/").text
    assert page.index("How this was made") > page.index("In short")
    assert "In May. By two" in page
    assert 'id="glance"' not in page
    export(tmp_path / "out")
    assert contents(tmp_path / "out")["site.yaml"].decode() == site
    of_another = {**folder, "articles/overview.md": overview.replace("reviewed:", "people:")}
    assert faults(write_folder(tmp_path / "other", of_another)) == [
        "articles/overview.md:14: “people” is not asked of an article of the kind “overview”."
    ]


def test_a_site_changes_with_its_file_and_then_stays(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    assert bring(folder).counts["Site"] == {"changed": 1}
    assert current_site().name == "A quiet corner"
    assert current_site().facts[2].help == "What was done, in a few words."
    assert bring(folder).counts["Site"] == {"same": 1}


def test_stored_articles_keep_a_site_from_dropping_their_facts_or_asking_for_more(tmp_path: Path) -> None:
    make_article("kept", paper=make_reference())
    without = SITE.replace("- key: therapy\n", "- key: dose\n")
    folder = write_folder(tmp_path, {"site.yaml": without, "articles/a-quieter-amygdala.md": ""})
    assert faults(folder)[-2:] == [
        "site.yaml:7: “kept” is stored here with therapy; keep that.",
        "site.yaml:7: “kept” is stored here without dose: do not require it.",
    ]


def test_a_site_without_a_description_has_a_neutral_one_and_its_file_stays_without(tmp_path: Path) -> None:
    without = SITE.replace("description: Plain summaries\n", "")
    bring(write_folder(tmp_path / "in", {"site.yaml": without}))
    page, feed = (Client().get(address).text for address in ("/about/", "/feeds/latest.atom"))
    assert "<p>Plain-language summaries of research, ordered so" in page
    assert "<subtitle>Plain-language summaries of research.</subtitle>" in feed
    assert 'content="Plain-language summaries of research, ordered by topic' in Client().get("/").text
    export(tmp_path / "out")
    assert contents(tmp_path / "out")["site.yaml"].decode() == without


@pytest.mark.parametrize(
    ("slug", "escaped"),
    [("brain_region", "brain_region"), ("Område", "Omr\\e5 de"), ("脳", "\\8133 ")],
)
def test_a_taxonomy_has_a_look_whatever_its_address_is_made_of(tmp_path: Path, slug: str, escaped: str) -> None:
    bring(write_folder(tmp_path, {name: str(text).replace("brain-region", slug) for name, text in SMALL.items()}))
    assert (current_site().looks[slug].shape, current_site().home) == ("disc", (slug,))
    assert f'"chip is-own-{slug}"' in Client().get("/articles/overview/").text
    assert Client().get("/site.css").text.count(f".is-own-{escaped} {{ --c: light-dark(#7A2A6B,#E29BD3); }}") == 1


def test_nothing_in_an_address_ends_the_name_of_a_class() -> None:
    look = Look(own=Colour("#7A2A6B", "#E29BD3"))
    assert ".is-own-a_b-1\\e4 \\7d \\2f  { --c:" in style_sheet(Site("", looks={"a_b-1ä}/": look}))


# --- Folders and databases from before ----------------------------------------------------------------------------


def nothing_is_said() -> None:
    SiteSettings.objects.all().delete()
    forget()


def test_a_folder_without_a_description_leaves_the_site_as_it_is(tmp_path: Path) -> None:
    overview = OVERVIEW.replace("image:", "at_a_glance:\n  confidence: {level: low, reason: 'One map'}\nimage:", 1)
    bring(write_folder(tmp_path, {"site.yaml": "", "articles/overview.md": overview}))
    assert stored_site() == shipped_site()


def test_an_older_folder_loads_with_neutral_words_and_the_facts_that_its_articles_give(tmp_path: Path) -> None:
    nothing_is_said()
    folder = write_folder(tmp_path / "in", {"site.yaml": ""})
    bring(folder)
    site = current_site()
    assert (site.name, site.says["advice"]) == (DEFAULT.name, "professional")
    assert [(fact.key, fact.label, fact.required) for fact in site.facts] == [
        ("design", "Design", True), ("people", "People", True), ("therapy", "Therapy", True),
        ("brain_measure", "Brain measure", True), ("main_result", "Main result", True),
        ("confidence", "Our confidence", True),
    ]  # fmt: skip
    export(tmp_path / "out")
    out = contents(tmp_path / "out")
    assert out.pop("site.yaml").decode().startswith("name: Research summaries\n")
    assert out == contents(folder)
    assert bring(tmp_path / "out").counts["Site"] == {"same": 1}


def test_an_empty_site_writes_a_description_to_begin_with(tmp_path: Path) -> None:
    nothing_is_said()
    export(tmp_path / "out")
    assert bring(tmp_path / "out").counts["Site"] == {"same": 1}
    assert not SiteSettings.objects.exists()


def migrated() -> Site | None:
    import_module("articles.migrations.0013_words_that_templates_had").keep(apps, None)
    return stored_site()


def test_a_database_in_use_keeps_the_words_facts_and_looks_that_it_had() -> None:
    nothing_is_said()
    make_article(paper=make_reference())
    facts = tuple(replace(fact, kinds=Fact.kinds) for fact in shipped_site().facts if not fact.below)
    assert migrated() == replace(shipped_site(), facts=facts, evidence=Evidence())


def test_a_new_database_starts_with_nothing_said() -> None:
    nothing_is_said()
    assert not Article.objects.exists()
    assert migrated() is None


def test_the_shipped_site_asks_for_what_its_articles_give() -> None:
    of_papers, of_overviews = (asked_of(kind, shipped_site().facts) for kind in (Kind.PAPER_SUMMARY, Kind.OVERVIEW))
    assert [fact.key for fact in of_papers if fact.required] == [
        "design", "people", "therapy", "brain_measure", "main_result", "confidence",
    ]  # fmt: skip
    assert [fact.key for fact in of_overviews if fact.required] == ["confidence"]
    assert [fact.key for fact in of_overviews if fact.below] == ["studies", "reviewed", "interests", "funding"]
    assert (SHIPPED / "site.yaml").read_text(encoding="utf-8").startswith("name: CBT Neuro\n")
