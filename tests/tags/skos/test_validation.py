"""Each error planted once in a SKOS file: reported once, in words and with its line, and nothing is written."""

import io
from pathlib import Path
from typing import Final

import pytest
from django.core.management import CommandError, call_command

from tags.models import RESERVED
from tags.skos.importing import planned
from tags.skos.parsing import triples
from tests.collection.folders import every_row
from tests.factories import make_tag, make_taxonomy

pytestmark = pytest.mark.django_db
SOUND: Final = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://example.org/brain/> .

:scheme a skos:ConceptScheme ; dcterms:title "Brain"@en .

:brain a skos:Concept ; skos:inScheme :scheme ; skos:topConceptOf :scheme ;
    skos:prefLabel "Brain"@en, "Gehirn"@de ; skos:altLabel "encephalon"@en .

:limbic a skos:Concept ; skos:inScheme :scheme ;
    skos:prefLabel "Limbic system"@en ;
    skos:broader :brain .

:amygdala a skos:Concept ; skos:inScheme :scheme ;
    skos:prefLabel "Amygdala"@en ;
    skos:broader :limbic .

:insula a skos:Concept ; skos:inScheme :scheme ;
    skos:prefLabel "Insula"@en ;
    skos:related :amygdala .

:old a skos:Concept ; skos:inScheme :scheme ;
    skos:prefLabel "Rhinencephalon"@en ;
    owl:deprecated true ; dcterms:isReplacedBy :limbic .
"""
PLANTED: Final = {
    "no preferred label": (
        ('skos:prefLabel "Insula"@en ;', ""), "no-preferred-label", "line 20: “insula” has no preferred label.",
    ),
    "two preferred labels": (
        ('"Insula"@en', '"Insula"@en, "Island"@en'), "two-preferred-labels",
        "line 20: “Insula” has 2 preferred labels in one language (en).",
    ),
    "two preferred labels in another language": (
        ('"Gehirn"@de', '"Gehirn"@de, "Hirn"@de'), "two-preferred-labels",
        "line 9: “Brain” has 2 preferred labels in one language (de).",
    ),
    "preferred label as a synonym": (
        ('"encephalon"@en', '"Brain"@en'), "preferred-label-is-synonym",
        "line 9: “Brain” has its preferred label “Brain” as a synonym too (en).",
    ),
    "one word as two synonyms": (
        ('"encephalon"@en', '"encephalon"@en ; skos:hiddenLabel "encephalon"@en'), "synonym-twice",
        "line 9: “Brain” has the synonym “encephalon” twice (en).",
    ),
    "two concepts of one label": (
        ('"Insula"@en', '"AMYGDÁLA"@en'), "two-tags-of-one-label",
        "line 20: “AMYGDÁLA” is spelled like “Amygdala” (line 16) in the same taxonomy.",
    ),
    "cycle": (
        ('"encephalon"@en .', '"encephalon"@en ; skos:broader :amygdala .'), "cycle",
        "line 16: “Amygdala” and “Brain” and “Limbic system” stand above each other; take one skos:broader out.",
    ),
    "self-loop": (
        ("skos:related :amygdala", "skos:broader :insula"), "self-loop", "line 20: “Insula” names itself as broader.",
    ),
    "related and broader": (
        ("skos:broader :limbic .", "skos:broader :limbic ; skos:related :limbic ."), "related-and-broader",
        "line 16: “Amygdala” stands under “Limbic system”, so the two cannot be related too.",
    ),
    "related and broader at a distance": (
        ("skos:broader :limbic .", "skos:broader :limbic ; skos:related :brain ."), "related-and-broader",
        "line 16: “Amygdala” stands under “Brain”, so the two cannot be related too.",
    ),
    "related to itself": (
        ("skos:related :amygdala", "skos:related :insula"), "related-to-itself",
        "line 20: “Insula” names itself as related.",
    ),
    "exact and broader match": (
        ("skos:related :amygdala", "skos:exactMatch :x ; skos:broadMatch :x"), "mapping-clash",
        "line 20: “insula” has “http://example.org/brain/x” as skos:exactMatch and skos:broadMatch; it can be one",
    ),
    "exact match and related the other way": (
        ("skos:related :amygdala", "skos:exactMatch :old . :old skos:relatedMatch :insula"), "mapping-clash",
        "“rhinencephalon” has “http://example.org/brain/insula” as skos:exactMatch and skos:relatedMatch",
    ),
    "concept and collection": (
        ("skos:related :amygdala", "a skos:OrderedCollection"), "concept-and-collection",
        "line 20: “http://example.org/brain/insula” is a skos:Concept and a skos:Collection at once.",
    ),
    "concept and scheme": (
        ("skos:related :amygdala", "a skos:ConceptScheme"), "concept-and-scheme",
        "line 20: “http://example.org/brain/insula” is a skos:Concept and a skos:ConceptScheme at once.",
    ),
    "redirect loop": (
        ("isReplacedBy :limbic", "isReplacedBy :old"), "redirect-loop",
        "line 24: “Rhinencephalon” by “Rhinencephalon”: replaced in a circle.",
    ),
    "replaced and not deprecated": (
        ("owl:deprecated true ;", ""), "replaced-but-live",
        "line 24: “Rhinencephalon” is replaced by another tag and not deprecated.",
    ),
    "label without letters": (
        ('"Insula"@en', '"\\u0301"@en'), "label-without-letters", "has a label without a letter or digit.",
    ),
    "NUL": (
        ('"Insula"@en', '"Insula"@en ; skos:definition "a\\u0000b"@en'), "unstorable-text",
        "line 20: “Insula” holds a NUL or half a character.",
    ),
    "notation too long": (
        ("skos:related :amygdala", f'skos:notation "{"1" * 256}"'), "notation-too-long",
        "line 20: “Insula” has a notation of more than 255 characters, or with a type of more than 300.",
    ),
    "language too long": (
        ('"Insula"@en', '"Insula"@en-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd'), "bad-language",
        "line 20: “Insula” has a text in a language that is no tag such as “en” or “pt-BR” (35 characters at most).",
    ),
    "taxonomy name too long": (
        ('"Brain"@en .\n\n:brain', f'"{"b" * 256}"@en .\n\n:brain'), "taxonomy-name-too-long",
        f"line 7: The name “{'b' * 256}” has more than 255 characters.",
    ),
    "in no taxonomy among several": (
        ("@prefix : <http://example.org/brain/> .", "@prefix : <http://example.org/brain/> . :x a skos:ConceptScheme . "
         ':y a skos:Concept ; skos:prefLabel "Y" .'), "no-taxonomy",
        "“http://example.org/brain/y” is in no skos:ConceptScheme; name a taxonomy for it (--taxonomy).",
    ),
    "no address": (
        (":insula a skos:Concept ;", "[] a skos:Concept ;"), "no-address",
        "Every skos:Concept needs an address of its own; one has none.",
    ),
    "relative address": (
        (":insula a skos:Concept ;", "<insula> a skos:Concept ;"), "no-address",
        "Every skos:Concept needs an address of its own; one “insula” has no whole address.",
    ),
}  # fmt: skip


def spoiled(old: str, new: str) -> str:
    assert SOUND.count(old) == 1, old
    return SOUND.replace(old, new)


def test_the_sound_file_has_no_problem() -> None:
    assert planned(triples(SOUND.encode(), "turtle")).problems == []


@pytest.mark.parametrize(("change", "code", "words"), PLANTED.values(), ids=PLANTED)
def test_a_planted_error_is_reported_once_and_nothing_is_written(
    tmp_path: Path, change: tuple[str, str], code: str, words: str
) -> None:
    data = spoiled(*change).encode()
    problems = planned(triples(data, "turtle")).problems
    assert [problem.code for problem in problems] == [code], problems
    path = tmp_path / "file.ttl"
    path.write_bytes(data)
    before = every_row()
    for options in (["--yes"], []):
        with pytest.raises(CommandError) as refused:
            call_command("import_skos", str(path), *options, stdout=io.StringIO())
        assert words in str(refused.value)
        assert str(refused.value).endswith("Nothing was written.")
    assert every_row() == before


@pytest.mark.parametrize("slug", sorted(RESERVED))
def test_a_taxonomy_of_our_own_takes_no_word_that_filters_have(slug: str) -> None:
    text = SOUND.replace(":scheme ", f"<urn:cbtneuro:taxonomy:{slug}> ")
    problems = planned(triples(text.encode(), "turtle")).problems
    assert [problem.code for problem in problems] == ["taxonomy-address"]
    assert problems[0].message.startswith(f"“{slug}” is no address of a taxonomy")


def test_an_error_between_the_file_and_what_stands_here_is_reported_too() -> None:
    """The file alone is sound; with the tags that stand here it makes a circle, a clash and a taken label."""
    amygdala = "http://example.org/brain/amygdala"
    brain = make_taxonomy("brain", name="Brain")
    brain.uri = "http://example.org/brain/scheme"
    brain.save()
    below = make_tag("Amygdala", brain, slug="amygdala")
    below.uri = amygdala
    below.save()
    nucleus = make_tag("Nucleus", brain, under=[below])
    make_tag("INSULA", brain, slug="island")
    data = SOUND.replace(":brain a", f":brain skos:broader <urn:cbtneuro:tag:{nucleus.slug}> . :brain a")
    problems = planned(triples(data.encode(), "turtle")).problems
    assert sorted(problem.code for problem in problems) == ["cycle", "label-taken-here"]


def test_errors_that_stand_here_already_do_not_block_what_has_nothing_to_do_with_them() -> None:
    one = make_tag("One")
    make_tag("Two", under=[one], related=[one])
    assert planned(triples(SOUND.encode(), "turtle")).problems == []
