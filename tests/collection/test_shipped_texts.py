"""The shipped articles against their facts and against the rules of the house for texts."""

import json
import re
from collections import Counter, deque
from pathlib import Path

import pytest
import yaml
from rdflib import SKOS, Graph
from rdflib.term import Node

from articles.models import RelatedArticle
from articles.text.key_points import key_point
from tests.collection.ledger import HOW_MADE
from tests.collection.texts import SHIPPED, Text, articles, facts, facts_file, lix, prose, word_count

LENGTHS = {"overview": ((200, 350), (900, 1600), (4, 6)), "paper-summary": ((120, 220), (500, 1200), (3, 3))}
FOR_PATIENTS = "To hand to a patient"
FIRST = "neural-basis-of-cbt"
FOURTEEN = [
    "Cognitive-behavioral therapy", "Neural circuits", "Neuroplasticity", "fMRI", "TMS", "Mental health disorders",
    "Personalized treatment", "Serotonin", "Dopamine", "Individual differences", "Complementary interventions", "iCBT",
    "Biomarkers", "Cultural barriers",
]  # fmt: skip

# Tags of the vocabulary that are there for completeness; every other tag is a core tag.
EXTENDED = {
    "Acceptance and commitment therapy", "Agoraphobia", "Attention", "Cognitive therapy", "Comorbidity",
    "Dual-process model", "Emotional reactivity", "Exercise", "Fear network", "Frontopolar cortex", "GABA",
    "Help-seeking", "Hyperarousal", "Low- and middle-income countries", "Neurofeedback", "Patient preference",
    "Perinatal depression", "Reward processing", "SPECT", "Task sharing", "Treatment engagement", "Yoga",
}  # fmt: skip

every_article = pytest.mark.parametrize("text", articles().values(), ids=articles())


@every_article
def test_every_citation_is_a_reference_whose_facts_are_known(text: Text) -> None:
    shipped = (SHIPPED / "references.json").read_text(encoding="utf-8")
    assert text.cited
    assert not [key for key in text.cited if key not in facts() or f'"id": "{key}"' not in shipped]


@every_article
def test_lengths_and_number_of_key_points_are_those_of_its_kind(text: Text) -> None:
    public, members, points = LENGTHS[text.front["kind"]]
    assert public[0] <= word_count(prose(text.public)) <= public[1]
    assert members[0] <= word_count(prose(text.members)) <= members[1]
    assert points[0] <= len(text.front["key_points"]) <= points[1]


@every_article
def test_summary_reads_easily(text: Text) -> None:
    assert lix(prose(text.public)) < 55


@every_article
def test_full_post_has_the_headings_of_its_kind(text: Text) -> None:
    headings = re.findall(r"^## (.+)$", text.members, re.MULTILINE)
    if text.front["kind"] == "paper-summary":
        assert headings[-1] == FOR_PATIENTS
        assert len(headings) >= 4
        assert "\n|" in text.members
        assert set(text.front["at_a_glance"]) - HOW_MADE == {
            "design", "people", "therapy", "brain_measure", "main_result", "confidence",
        }  # fmt: skip
    else:
        assert "What we do not know" in headings[-2:], "only our view may stand behind it"
        assert "\n|" in text.members
        assert "[^" in text.members


@every_article
def test_it_says_how_it_was_made_and_an_overview_how_sure_we_are_of_each_point(text: Text) -> None:
    assert set(text.front["at_a_glance"]) >= {*HOW_MADE, "confidence"}
    listed = len(json.loads((SHIPPED / "references.json").read_text(encoding="utf-8")))
    assert text.front["at_a_glance"]["studies"]["answer"] == f"From a list of {listed} references"
    levels = {bool(key_point(str(point)).level) for point in text.front["key_points"]}
    assert levels == {text.front["kind"] == "overview"}


@every_article
def test_links_lead_to_articles_tags_and_images_that_exist(text: Text) -> None:
    targets = re.findall(r"\]\((article|image):([\w-]+)\)", text.public + text.members)
    assert [name for kind, name in targets if kind == "article" and name not in articles()] == []
    assert [name for kind, name in targets if kind == "image" and not (SHIPPED / f"images/{name}.svg").exists()] == []


@every_article
def test_at_least_two_related_articles_each_with_its_reason(text: Text) -> None:
    links = text.front["related"]
    assert len(links) >= 2
    for link in links:
        assert link["article"] in articles()
        assert link["article"] != text.slug
        assert link["relation"] in RelatedArticle.Relation.values
        assert 3 <= word_count(link["reason"]) <= 30


def test_every_article_is_within_four_clicks_of_the_first() -> None:
    neighbours: dict[str, set[str]] = {slug: set() for slug in articles()}
    for slug, text in articles().items():
        for link in text.front["related"]:
            neighbours[slug].add(link["article"])
            neighbours[link["article"]].add(slug)
    clicks = {FIRST: 0}
    queue = deque([FIRST])
    while queue:
        here = queue.popleft()
        for there in neighbours[here] - clicks.keys():
            clicks[there] = clicks[here] + 1
            queue.append(there)
    assert clicks.keys() == articles().keys()
    assert max(clicks.values()) <= 4


def test_the_first_article_has_exactly_its_fourteen_tags_and_four_categories() -> None:
    front = articles()[FIRST].front
    assert front["tags"] == FOURTEEN
    assert front["categories"] == ["Mental Health", "Neuroscience", "Psychology", "Therapy"]
    assert front["image"]


def test_the_collection_is_complete() -> None:
    kinds = Counter(text.front["kind"] for text in articles().values())
    assert kinds["overview"] >= 10
    assert kinds["paper-summary"] >= 36
    assert len(list((SHIPPED / "lists").glob("*.yaml"))) >= 6
    assert len(list((SHIPPED / "images").glob("*.svg"))) >= 12


def test_every_reference_of_the_shortlist_is_cited() -> None:
    shortlist = facts_file().split("## Shortlist")[1].split("## Index")[0].split(":", 1)[1]
    wanted = set(re.findall(r"[a-z]+\d{4}[a-z]?", shortlist))
    assert len(wanted) == 71
    assert wanted - set().union(*(text.cited for text in articles().values())) == set()


@pytest.mark.parametrize("path", sorted((SHIPPED / "images").glob("*.svg")), ids=lambda path: path.stem)
def test_every_figure_says_in_words_what_it_shows_and_is_used(path: Path) -> None:
    words = yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))
    assert word_count(words["alt"]) >= 8
    assert words["credit"]
    used = [
        t
        for t in articles().values()
        if f"image:{path.stem})" in t.public + t.members or t.front.get("image") == path.stem
    ]
    assert used


def test_every_core_tag_files_two_articles_or_says_why_not() -> None:
    """With those of narrower tags. What a scope note says of the number has to be true."""
    graph = Graph().parse(SHIPPED / "taxonomy.ttl")
    names = {concept: str(label) for concept, label in graph.subject_objects(SKOS.prefLabel)}
    filed: Counter[Node] = Counter()
    for text in articles().values():
        tags = {concept for concept, name in names.items() if name in text.front["tags"] + text.front["categories"]}
        filed.update({above for tag in tags for above in graph.transitive_objects(tag, SKOS.broader) if above})
    for concept in graph.subjects(SKOS.scopeNote):
        note = str(graph.value(concept, SKOS.scopeNote))
        said = {0: "No article yet", 1: "One article so far"}.get(filed[concept], "")
        if names[concept] not in EXTENDED and said:
            assert said in note, names[concept]
        assert ("No article yet" in note) <= (filed[concept] == 0), names[concept]
        assert ("One article so far" in note) <= (filed[concept] == 1), names[concept]
