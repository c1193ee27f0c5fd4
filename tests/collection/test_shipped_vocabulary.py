"""The shipped tags, links and lists: several ways up, links that say something, and lists that hold every article."""

from collections import Counter
from typing import Final

import yaml
from rdflib import SKOS, Graph, Literal

from tags.slugs import slug_of
from tests.collection.texts import SHIPPED, articles

WITH_SEVERAL_BROADER: Final = 15  # tags, at least
BACKGROUND: Final = 0.5  # of the related links, at most
# Parts, hormones, receptors: none of them is a kind of what it was once filed under.
NOT_BELOW: Final = [
    ("Therapy homework", "Cognitive-behavioral therapy"),
    ("Glucocorticoids", "Neurotransmitters"),
    ("NMDA receptor", "Neurotransmitters"),
    ("Monoamine receptors and transporters", "Neurotransmitters"),
    ("Umbrella review", "Systematic review"),
]
BELOW: Final = [
    ("Hippocampus", "Limbic system"),
    ("Hippocampus", "Medial temporal lobe"),
    ("Anterior cingulate cortex", "Cingulate cortex"),
    ("Subgenual anterior cingulate cortex", "Cingulate cortex"),
    ("Posterior cingulate cortex", "Cingulate cortex"),
    ("TMS", "Neuromodulation"),
    ("Neurofeedback", "Neuromodulation"),
]


def vocabulary() -> Graph:
    return Graph().parse(SHIPPED / "taxonomy.ttl")


def lists() -> dict[str, dict[str, object]]:
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (SHIPPED / "lists").glob("*.yaml")}


def test_many_tags_have_several_broader_ones() -> None:
    counts = Counter(vocabulary().subjects(SKOS.broader))
    assert sum(count > 1 for count in counts.values()) >= WITH_SEVERAL_BROADER


def test_what_is_no_kind_or_part_of_another_does_not_stand_below_it() -> None:
    graph = vocabulary()
    tags = {str(label): tag for tag, label in graph.subject_objects(SKOS.prefLabel) if isinstance(label, Literal)}
    above = {name: {*graph.transitive_objects(tag, SKOS.broader)} for name, tag in tags.items()}
    assert [pair for pair in NOT_BELOW if tags[pair[1]] in above[pair[0]]] == []
    assert [pair for pair in BELOW if tags[pair[1]] not in above[pair[0]]] == []


def test_every_tag_files_an_article_itself_or_by_a_narrower_one() -> None:
    graph = vocabulary()
    used = {name for text in articles().values() for name in text.front["tags"] + text.front["categories"]}
    labels = {tag: str(label) for tag, label in graph.subject_objects(SKOS.prefLabel)}
    filed = {
        above for tag, name in labels.items() if name in used for above in graph.transitive_objects(tag, SKOS.broader)
    }
    assert [name for tag, name in labels.items() if tag not in filed] == []


def test_background_is_at_most_half_of_the_related_links() -> None:
    relations = Counter(link["relation"] for text in articles().values() for link in text.front["related"])
    assert relations["background"] <= BACKGROUND * relations.total()


def test_no_two_articles_name_each_other() -> None:
    """A link is seen from both ends, so that a second one would say the same again."""
    pairs = [(slug, link["article"]) for slug, text in articles().items() for link in text.front["related"]]
    assert [pair for pair in pairs if pair[::-1] in pairs] == []


def test_the_address_of_every_list_is_its_title() -> None:
    assert [slug for slug, held in lists().items() if slug_of(str(held["title"])) != slug] == []


def test_every_list_holds_an_article_that_anybody_can_read_in_full() -> None:
    is_open = {slug for slug, text in articles().items() if text.front.get("access") == "open"}
    assert [slug for slug, held in lists().items() if not is_open & items_of(held)] == []


def test_every_article_stands_in_a_list_and_once_in_each() -> None:
    assert articles().keys() - set().union(*map(items_of, lists().values())) == set()
    assert [slug for slug, held in lists().items() if len(items_of(held)) < len(items_in_order(held))] == []


def test_ten_papers_are_ten_papers() -> None:
    held = items_in_order(lists()["ten-papers-that-disagree"])
    assert [articles()[slug].front["kind"] for slug in held] == ["paper-summary"] * 10


def items_in_order(held: dict[str, object]) -> list[str]:
    sections = held["sections"]
    assert isinstance(sections, list)
    return [item["article"] for section in sections for item in section["items"]]


def items_of(held: dict[str, object]) -> set[str]:
    return set(items_in_order(held))
