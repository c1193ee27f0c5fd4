"""A whole vocabulary into the database and out again."""

from dataclasses import replace

import pytest

from tags.models import Broader, Tag, TagLabel, Taxonomy
from tags.skos.concepts import RELATIONS, Concept, Label, Match, Scheme, Vocabulary, vocabulary
from tags.skos.database import bring_in, problems_in, stored_vocabulary
from tests.factories import make_tag, make_taxonomy
from tests.tags.skos.test_writer import WHOLE

pytestmark = pytest.mark.django_db


def of(*concepts: Concept) -> Vocabulary:
    return vocabulary([Scheme("region", "Brain region")], concepts, {})


def test_what_is_brought_in_is_what_is_stored() -> None:
    counts = bring_in(WHOLE)
    assert stored_vocabulary() == WHOLE
    assert counts == {"new": 5, "same": 0}
    assert bring_in(WHOLE) == {"same": 5}


def test_a_changed_tag_keeps_its_row() -> None:
    bring_in(WHOLE)
    pk = Tag.objects.get(slug="insula").pk
    changed = [
        replace(c, label="Insular cortex", labels=(Label("alt", "insula"),)) if c.slug == "insula" else c
        for c in WHOLE.concepts
    ]
    assert bring_in(vocabulary(WHOLE.schemes, changed, {}))["changed"] == 1
    assert Tag.objects.get(pk=pk).name == "Insular cortex"
    assert TagLabel.objects.get(tag=pk).name == "insula"


def test_a_tag_typed_freely_gets_its_place_from_the_file() -> None:
    typed = Tag.objects.create(name="Insula")
    bring_in(of(Concept("insula", "Insula", "region")))
    assert Tag.objects.get(pk=typed.pk).taxonomy.slug == "region"


def test_tags_that_the_file_does_not_hold_keep_all_their_links() -> None:
    bring_in(WHOLE)
    own = make_tag("Own", make_taxonomy("own"), under=[Tag.objects.get(slug="insula")])
    bring_in(WHOLE)
    assert Broader.objects.filter(narrower_tag=own, broader_tag__slug="insula").exists()


@pytest.mark.parametrize(
    ("concepts", "words"),
    [
        ([Concept("a", "Amygdala", "region"), Concept("b", "AMYGDALA", "region")], "is spelled like “Amygdala”"),
        ([Concept("a", "A", "region", broader=("a",))], "“A” names itself as broader."),
        ([Concept("a", "A", "region", related=("a",))], "“A” names itself as related."),
        ([Concept("a", "…", "region", labels=(Label("alt", "\u0301"),))], "has a label without a letter or digit."),
        ([Concept("a b", "A", "region")], "has the address “a b”"),
        ([Concept("a", "A", "region", labels=(Label("alt", "b"), Label("hidden", "b")))], "has the synonym “b” twice"),
        (
            [Concept("a", "A", "region", matches=tuple(Match(how, "mesh", "D1") for how in RELATIONS[:2]))],
            "matches one concept in two ways.",
        ),
        ([Concept("a", "A", "region", matches=(Match("exactMatch", "mesh", "D" * 301),))], "is too long."),
        ([Concept("a", "A", "region", scope_note="x\x00")], "holds a NUL or half a character."),
        (
            [Concept(a, a.upper(), "region", broader=tuple(b)) for a, b in ("ab", "bc", "ca", ("d", ""))],
            "“A” and “B” and “C” stand above each other",
        ),
    ],
)  # fmt: skip
def test_what_the_database_would_refuse_is_told_beforehand(concepts: list[Concept], words: str) -> None:
    found = problems_in(of(*concepts))
    assert len(found) == 1
    assert words in found[0].message


def test_labels_and_names_that_are_taken_here_are_told_beforehand() -> None:
    region = make_taxonomy("region", name="Brain region")
    make_tag("Insula", region, slug="insula-cortex")
    Taxonomy.objects.create(slug="areas", name="Areas")
    read = vocabulary(
        [Scheme("region", "Brain region"), Scheme("zones", "Areas")], [Concept("insula", "insula", "region")], {}
    )
    assert [problem.message for problem in problems_in(read)] == [
        "“Areas” is already the taxonomy areas here; give it that address.",
        "“insula” is already the tag insula-cortex here; give it that address.",
    ]


def test_two_taxonomies_cannot_share_a_name() -> None:
    read = vocabulary([Scheme("a", "Same"), Scheme("b", "Same")], [], {})
    assert [problem.message for problem in problems_in(read)] == ["Two taxonomies are called “Same”."] * 2
