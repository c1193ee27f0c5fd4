"""One tag in the place of another: what merging and deprecating move, what they keep, and what they refuse."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from tags import curation
from tags.curation import CurationRefused
from tags.hierarchy import put_under, relate
from tags.models import FormerTagSlug, RelatedTag, Tag, TagLabel
from tests.factories import make_tag
from tests.tags.curating import Vocabulary, children, labels, leads_to, make_vocabulary, parents, related, tags_of
from tests.tags.tables import assert_same, state
from tests.times import NOW
from tests.worlds import shared

HANDLED = {
    "labels", "notes", "notations", "matches", "replaces", "links_up", "links_down", "pairs_as_one", "pairs_as_other",
    "paths_up", "paths_down", "former_slugs", "former_identities", "tagged_articles", "categorised_articles",
}  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
WHO: dict[str, Any] = {"by": None, "at": NOW}


@shared
def vocabulary() -> Vocabulary:
    return make_vocabulary()


# --- Merge --------------------------------------------------------------------------------------------------------


def test_a_merge_brings_everything_once_and_leaves_one_tag(vocabulary: Vocabulary) -> None:
    fear, phobia = vocabulary["Fear"], vocabulary["Phobia"]
    curation.merge(fear, into=phobia, **WHO)
    assert not Tag.objects.filter(pk=fear.pk).exists()
    assert [tags_of(article) for article in vocabulary.articles[:4]] == [
        ["Phobia"], ["Phobia", "Amygdala"], ["Phobia"], ["Social phobia", "Insula"],
    ]  # fmt: skip
    assert labels(phobia) == [("alt", "Dread"), ("alt", "Fear"), ("alt", "Fright"), ("alt", "Phobic disorder")]
    assert list(phobia.matches.values_list("identifier", flat=True)) == ["D000001", "D000002"]
    assert [phobia.notes.count(), phobia.notations.count()] == [1, 1]
    assert (related(phobia), parents(phobia)) == ({"Amygdala", "Stress"}, {"Anxiety"})
    assert [leads_to(slug) for slug in ("fear", "angst", "phobia")] == ["phobia", "phobia", ""]


def test_the_preview_says_what_the_merge_then_does(vocabulary: Vocabulary) -> None:
    fear, phobia = vocabulary["Fear"], vocabulary["Phobia"]
    seen = curation.merge_preview(fear, phobia)
    assert seen.moving == {vocabulary.articles[0].pk, vocabulary.articles[6].pk}
    assert seen.on_both == {vocabulary.articles[1].pk, vocabulary.articles[2].pk}
    assert (seen.synonyms, seen.notes, seen.matches) == (2, 1, 1)
    assert (seen.broader, seen.narrower, seen.related, seen.pairs_given_up) == (0, 0, 1, 0)
    assert seen.old_addresses == 2
    before = labels(phobia), phobia.matches.count(), related(phobia), FormerTagSlug.objects.count()
    curation.merge(fear, into=phobia, **WHO)
    assert len(labels(phobia)) == len(before[0]) + seen.synonyms
    assert phobia.matches.count() + phobia.notations.count() == before[1] + 1 + seen.matches
    assert len(related(phobia)) == len(before[2]) + seen.related
    assert FormerTagSlug.objects.filter(tag=phobia).count() == seen.old_addresses
    assert seen.moving <= set(Article.objects.filter(tagged_items__tag=phobia).values_list("pk", flat=True))


def test_a_merge_keeps_the_hierarchy_whole_in_both_directions(vocabulary: Vocabulary) -> None:
    curation.merge(vocabulary["Anxiety"], into=vocabulary["Social phobia"], **WHO)
    assert parents(vocabulary["Phobia"]) == set()
    assert parents(vocabulary["Social phobia"]) == {"Phobia"}
    assert children(vocabulary["Social phobia"]) == {"Fear", "PTSD"}
    curation.merge(vocabulary["Fear"], into=vocabulary["Phobia"], **WHO)
    assert parents(vocabulary["Phobia"]) == set()


def test_what_stands_between_two_merged_tags_keeps_its_place() -> None:
    top, a, b, c = (make_tag(name) for name in ("Top", "A", "B", "C"))
    put_under(a, top)
    put_under(b, a)
    put_under(c, b)
    curation.merge(a, into=c, **WHO)
    assert (parents(b), parents(c)) == ({"Top"}, {"B"})


def test_a_pair_of_which_one_comes_to_stand_under_the_other_is_given_up() -> None:
    upper, lower, other = make_tag("Upper"), make_tag("Lower"), make_tag("Other")
    child = make_tag("Child", under=[other])
    put_under(lower, upper)
    relate(child, upper)
    relate(other, upper)
    assert curation.merge_preview(other, lower).pairs_given_up == 2
    curation.merge(other, into=lower, **WHO)
    assert parents(child) == {"Lower"}
    assert not RelatedTag.objects.exists()


def test_labels_of_another_language_stay_preferred_where_there_is_none_yet() -> None:
    fear = make_tag("Fear")
    angst = Tag.objects.create(name="Angst", taxonomy=fear.taxonomy, language="de")
    for language, name in (("fr", "Peur"), ("en", "Anxious fear"), ("es", "Miedo")):
        TagLabel.objects.create(tag=angst, name=name, language=language, kind="pref")
    TagLabel.objects.create(tag=fear, name="Temor", language="es", kind="pref")
    TagLabel.objects.create(tag=fear, name="angst", language="de", kind="hidden")
    curation.merge(angst, into=fear, **WHO)
    assert set(fear.labels.values_list("language", "kind", "name")) == {
        ("fr", "pref", "Peur"), ("en", "alt", "Anxious fear"), ("es", "alt", "Miedo"), ("es", "pref", "Temor"),
        ("de", "alt", "angst"),
    }  # fmt: skip


def test_a_second_scope_note_and_the_address_elsewhere_are_not_lost(vocabulary: Vocabulary) -> None:
    Tag.objects.filter(name="PTSD").update(uri="https://example.org/ptsd")
    curation.merge(vocabulary["PTSD"], into=vocabulary["Anxiety"], **WHO)
    anxiety = vocabulary["Anxiety"]
    assert (anxiety.scope_note, anxiety.uri) == ("Fear that lasts.", "https://example.org/ptsd")
    note = anxiety.notes.get()
    assert (note.kind, note.text) == (
        "historyNote", "“PTSD” was merged into it. Its scope note was: After a disaster.",
    )  # fmt: skip


def test_chains_of_merges_lead_on_in_one_hop(vocabulary: Vocabulary) -> None:
    for source, target in (("Fear", "Phobia"), ("Phobia", "Stress"), ("Stress", "PTSD")):
        curation.merge(vocabulary[source], into=vocabulary[target], **WHO)
    rows = dict(FormerTagSlug.objects.values_list("slug", "tag__slug"))
    assert rows == dict.fromkeys(("angst", "fear", "phobia", "stress"), "ptsd")


def test_a_tag_and_a_category_are_never_one(vocabulary: Vocabulary) -> None:
    attempts: list[Callable[[], Any]] = [
        lambda: curation.merge(vocabulary["Fear"], into=vocabulary["Therapy"], **WHO),
        lambda: curation.deprecate(vocabulary["Therapy"], replaced_by=vocabulary["Fear"], **WHO),
        lambda: curation.merge_preview(vocabulary["Fear"], vocabulary["Therapy"]),
    ]
    for attempt in attempts:
        with pytest.raises(CurationRefused, match="neither can take the other's place"):
            attempt()


def test_a_tag_with_narrower_ones_does_not_go_to_another_taxonomy(vocabulary: Vocabulary) -> None:
    with pytest.raises(CurationRefused, match="has narrower tags in Disorder, and “Amygdala” is in Region"):
        curation.merge(vocabulary["Phobia"], into=vocabulary["Amygdala"], **WHO)
    with pytest.raises(CurationRefused, match="another tag than “Fear” itself"):
        curation.merge(vocabulary["Fear"], into=vocabulary["Fear"], **WHO)


def test_a_merge_looks_after_everything_that_can_point_at_a_tag() -> None:
    """A new kind of row with a tag in it (who follows a tag, say) has to be thought of in `tags.curation.merging`."""
    relations: list[Any] = list(Tag._meta.related_objects)
    assert {relation.get_accessor_name() for relation in relations if not relation.many_to_many} == HANDLED
    through = {relation.through for relation in relations if relation.many_to_many}
    assert through <= {relation.related_model for relation in relations}


# --- Deprecate ----------------------------------------------------------------------------------------------------


def test_a_deprecated_tag_keeps_its_name_and_nothing_else(vocabulary: Vocabulary) -> None:
    curation.deprecate(vocabulary["Phobia"], replaced_by=vocabulary["Fear"], **WHO)
    phobia = vocabulary["Phobia"]
    assert (phobia.is_deprecated, phobia.replaced_by) == (True, vocabulary["Fear"])
    assert (parents(phobia), children(phobia), related(phobia)) == (set(), set(), set())
    assert (children(vocabulary["Fear"]), related(vocabulary["Fear"])) == ({"Social phobia"}, {"Amygdala", "Stress"})
    assert tags_of(vocabulary.articles[5]) == ["Fear"]
    assert labels(phobia) == [("alt", "Dread"), ("alt", "Phobic disorder")]
    assert leads_to("phobia") == "fear"


def test_deprecated_tags_lead_on_and_are_never_a_replacement(vocabulary: Vocabulary) -> None:
    curation.deprecate(vocabulary["Phobia"], replaced_by=vocabulary["Fear"], **WHO)
    with pytest.raises(CurationRefused, match="“Phobia” is deprecated"):
        curation.deprecate(vocabulary["Stress"], replaced_by=vocabulary["Phobia"], **WHO)
    curation.deprecate(vocabulary["Fear"], replaced_by=vocabulary["Stress"], **WHO)
    assert vocabulary["Phobia"].replaced_by == vocabulary["Stress"]
    curation.merge(vocabulary["Stress"], into=vocabulary["PTSD"], **WHO)
    assert {vocabulary[name].replaced_by for name in ("Phobia", "Fear")} == {vocabulary["PTSD"]}
    assert [leads_to(slug) for slug in ("phobia", "fear", "angst", "stress")] == ["ptsd"] * 4


def test_nothing_is_done_with_a_deprecated_tag_or_one_that_is_gone(vocabulary: Vocabulary) -> None:
    gone, phobia = vocabulary["Stress"], vocabulary["Phobia"]
    curation.merge(gone, into=vocabulary["PTSD"], **WHO)
    curation.deprecate(phobia, replaced_by=vocabulary["Fear"], **WHO)
    before = state()
    attempts: list[Callable[[Tag], Any]] = [
        lambda tag: curation.rename(tag, "New", **WHO),
        lambda tag: curation.merge(vocabulary["Fear"], into=tag, **WHO),
        lambda tag: curation.merge(tag, into=vocabulary["Fear"], **WHO),
        lambda tag: curation.split(tag, into=["New"], **WHO),
        lambda tag: curation.move(vocabulary["Fear"], under=tag, **WHO),
        lambda tag: curation.tag_articles(vocabulary.articles, tag, **WHO),
    ]
    for tag, reason in ((gone, "is no longer there"), (phobia, "is deprecated")):
        for attempt in attempts:
            with pytest.raises(CurationRefused, match=reason):
                attempt(tag)
    assert_same(before, state())


# --- Addresses ----------------------------------------------------------------------------------------------------


def test_old_addresses_answer_301_in_one_hop(vocabulary: Vocabulary, client: Client) -> None:
    curation.rename(vocabulary["Fear"], "Terror", **WHO)
    curation.merge(vocabulary["Fear"], into=vocabulary["Phobia"], **WHO)
    curation.deprecate(vocabulary["Stress"], replaced_by=vocabulary["Phobia"], **WHO)
    act = curation.rename(vocabulary["Phobia"], "Phobias", **WHO)
    for slug in ("angst", "fear", "terror", "stress", "phobia"):
        response = client.get(f"/tags/{slug}/", {"page": "2"})
        assert (response.status_code, response.headers["Location"].split("?")[0]) == (301, "/tags/phobias/"), slug
    assert client.get("/tags/phobias/").status_code == 200
    curation.undo(act, **WHO)
    assert client.get("/tags/stress/").headers["Location"] == "/tags/phobia/"
    assert client.get("/tags/phobias/").headers["Location"] == "/tags/phobia/"
