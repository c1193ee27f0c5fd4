"""Every act of a curator can be taken back, and then every table is as it was."""

from collections.abc import Callable

import pytest

from articles.bitmaps.reindex import rebuild
from members.roles import EDITOR
from tags import curation
from tags.curation import UndoRefused
from tags.models import CurationAct, Tag
from tests.factories import make_tag, make_taxonomy, make_user
from tests.tags.curating import Vocabulary, make_vocabulary
from tests.tags.tables import assert_same, state
from tests.times import NOW
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
Doing = Callable[[Vocabulary], CurationAct]

ACTS: dict[str, Doing] = {
    "rename": lambda v: curation.rename(v["Fear"], "Terror", by=None, at=NOW),
    "rename to a synonym": lambda v: curation.rename(v["Fear"], "fright", by=None, at=NOW),
    "rename at the same address": lambda v: curation.rename(v["Fear"], "Terror", by=None, at=NOW, keep_address=True),
    "spell otherwise": lambda v: curation.rename(v["Fear"], "FEAR", by=None, at=NOW),
    "merge": lambda v: curation.merge(v["Fear"], into=v["Phobia"], by=None, at=NOW),
    "merge with what is related": lambda v: curation.merge(v["Stress"], into=v["Fear"], by=None, at=NOW),
    "merge the upper into the lower": lambda v: curation.merge(v["Anxiety"], into=v["Social phobia"], by=None, at=NOW),
    "merge the lower into the upper": lambda v: curation.merge(v["Social phobia"], into=v["Anxiety"], by=None, at=NOW),
    "merge across taxonomies": lambda v: curation.merge(v["Fear"], into=v["Amygdala"], by=None, at=NOW),
    "merge categories": lambda v: curation.merge(v["Therapy"], into=v["Neuroscience"], by=None, at=NOW),
    "split beside": lambda v: curation.split(
        v["Fear"], into=["Alarm", ("Fright", v.articles[:2]), ("Panic", v.articles[1:3])], by=None, at=NOW
    ),
    "split under": lambda v: curation.split(
        v["Fear"], into=[("Fear of heights", v.articles[:3])], by=None, at=NOW, as_narrower=True
    ),
    "split a category": lambda v: curation.split(v["Therapy"], into=[("CBT", v.articles[:1])], by=None, at=NOW),
    "move": lambda v: curation.move(v["Phobia"], under=v["Stress"], by=None, at=NOW),
    "move from one parent": lambda v: curation.move(
        v["PTSD"], under=v["Phobia"], from_=v["Stress"], by=None, at=NOW
    ),
    "add a parent": lambda v: curation.add_parent(v["Social phobia"], v["Stress"], by=None, at=NOW),
    "remove a parent": lambda v: curation.remove_parent(v["PTSD"], v["Anxiety"], by=None, at=NOW),
    "deprecate": lambda v: curation.deprecate(v["Phobia"], replaced_by=v["Fear"], by=None, at=NOW),
    "deprecate the upper": lambda v: curation.deprecate(v["Anxiety"], replaced_by=v["Phobia"], by=None, at=NOW),
    "tag": lambda v: curation.tag_articles(v.articles, v["Insula"], by=None, at=NOW),
    "put in a category": lambda v: curation.tag_articles(v.articles, v["Neuroscience"], by=None, at=NOW),
    "untag": lambda v: curation.untag_articles(v.articles[1:4], v["Phobia"], by=None, at=NOW),
}  # fmt: skip


@shared
def vocabulary() -> Vocabulary:
    return make_vocabulary()


@pytest.mark.parametrize("name", ACTS)
def test_undo_restores_every_table_and_the_act_can_be_done_again(vocabulary: Vocabulary, name: str) -> None:
    before = state()
    act = ACTS[name](vocabulary)
    after = state()
    assert after != before
    assert rebuild() == []
    curation.undo(act, by=None, at=NOW)
    assert rebuild() == []
    assert_same(before, state())
    again = ACTS[name](vocabulary)
    assert rebuild() == []
    assert (again.verb, again.summary) == (act.verb, act.summary)
    curation.undo(again, by=None, at=NOW)
    assert_same(before, state())


# --- What keeps an act from being undone ----------------------------------------------------------------------------


def refused(act: CurationAct) -> str:
    """The reasons; nothing may have been written."""
    before = state()
    with pytest.raises(UndoRefused) as caught:
        curation.undo(act, by=None, at=NOW)
    assert_same(before, state())
    assert not CurationAct.objects.filter(pk=act.pk, undone_at__isnull=False).exists()
    return str(caught.value)


def test_a_later_act_on_the_same_rows_is_named(vocabulary: Vocabulary) -> None:
    merged = curation.merge(vocabulary["Fear"], into=vocabulary["Phobia"], by=None, at=NOW)
    curation.deprecate(vocabulary["Phobia"], replaced_by=vocabulary["Anxiety"], by=None, at=NOW)
    said = refused(merged)
    assert "“Deprecated “Phobia” in favour of “Anxiety”” (" in said
    assert "came later and changed" in said
    assert vocabulary.articles[0].title in said


def test_what_was_changed_in_a_form_is_named(vocabulary: Vocabulary) -> None:
    act = curation.rename(vocabulary["Fear"], "Terror", by=None, at=NOW)
    Tag.objects.filter(name="Terror").update(scope_note="Written since.")
    assert curation.reasons_against(act) == ["Changed since then: “Terror”."]
    assert refused(act) == "Changed since then: “Terror”."


def test_an_article_that_was_filed_anew_keeps_a_merge_from_being_undone(vocabulary: Vocabulary) -> None:
    act = curation.merge(vocabulary["Fear"], into=vocabulary["Phobia"], by=None, at=NOW)
    vocabulary.articles[0].tags.set([vocabulary["Stress"]])
    assert f"Changed since then: “{vocabulary.articles[0].title}”" in refused(act)


def test_an_article_that_is_gone_is_not_filed_again(vocabulary: Vocabulary) -> None:
    act = curation.untag_articles(vocabulary.articles[1:2], vocabulary["Fear"], by=None, at=NOW)
    vocabulary.articles[1].delete()
    assert "has taken a place that it needs, or is gone" in refused(act)


def test_a_label_or_an_address_that_was_taken_meanwhile_is_not_taken_back(vocabulary: Vocabulary) -> None:
    act = curation.merge(vocabulary["Fear"], into=vocabulary["Phobia"], by=None, at=NOW)
    newcomer = make_tag("Fear")
    assert refused(act) == "“Fear” has the address “fear” now. “Fear” in Disorder is spelled the same now."
    curation.merge(newcomer, into=vocabulary["Stress"], by=None, at=NOW)
    assert "“Merged “Fear” into “Stress””" in refused(act)


def test_a_tag_that_has_come_into_use_does_not_vanish(vocabulary: Vocabulary) -> None:
    act = curation.split(vocabulary["Fear"], into=["Panic"], by=None, at=NOW)
    panic = Tag.objects.get(name="Panic")
    vocabulary.articles[3].tags.add(panic)
    make_tag("Panic attack", under=[panic])
    said = refused(act)
    assert "“Panic” has come into use since: 1 tagged article." in said
    assert "“Panic” has come into use since: 1 broader." in said


def test_a_move_is_not_undone_into_a_circle(vocabulary: Vocabulary) -> None:
    act = curation.move(vocabulary["Phobia"], under=make_tag("Top"), by=None, at=NOW)
    curation.move(vocabulary["Anxiety"], under=vocabulary["Social phobia"], by=None, at=NOW)
    assert "would stand under “" in refused(act)


def test_a_published_article_keeps_a_tag_when_an_act_is_undone(vocabulary: Vocabulary) -> None:
    act = curation.tag_articles(vocabulary.articles[:1], vocabulary["Stress"], by=None, at=NOW)
    curation.untag_articles(vocabulary.articles[:1], vocabulary["Fear"], by=None, at=NOW)
    title = vocabulary.articles[0].title
    assert refused(act) == f"“{title}” is published and would be left without a tag."


def test_an_act_is_undone_once_and_says_by_whom(vocabulary: Vocabulary) -> None:
    editor = make_user(EDITOR, name="Ana Editor")
    act = curation.rename(vocabulary["Fear"], "Terror", by=None, at=NOW)
    curation.undo(act, by=editor, at=NOW)
    assert (act.undone_by, act.undone_at) == (editor, NOW)
    with pytest.raises(UndoRefused, match=r"It was undone on .* by Ana Editor"):
        curation.undo(act, by=None, at=NOW)


def test_acts_on_other_tags_do_not_stand_in_the_way(vocabulary: Vocabulary) -> None:
    before = state()
    first = curation.merge(vocabulary["Fear"], into=vocabulary["Phobia"], by=None, at=NOW)
    second = curation.rename(vocabulary["Insula"], "Insular cortex", by=None, at=NOW)
    curation.undo(first, by=None, at=NOW)
    curation.undo(second, by=None, at=NOW)
    assert_same(before, state())
    assert rebuild() == []


def test_what_is_not_done_by_a_verb_of_ours_is_journalled_too(vocabulary: Vocabulary) -> None:
    """An import: two tags change their labels, one is new with its taxonomy."""
    before = state()
    with curation.recorded("import", "Imported a file", by=None, at=NOW) as recording:
        one, two = vocabulary["Fear"], vocabulary["Stress"]
        Tag.objects.filter(pk=one.pk).update(normal_form="\n", slug="-")
        Tag.objects.filter(pk=two.pk).update(name="Fear", normal_form="fear", slug="fear")
        Tag.objects.filter(pk=one.pk).update(name="Stress", normal_form="stress", slug="stress")
        make_tag("Brought in", make_taxonomy("new"))
    with curation.recorded("import", "Imported it again", by=None, at=NOW) as nothing:
        pass
    assert nothing.act is None
    assert recording.act is not None
    curation.undo(recording.act, by=None, at=NOW)
    assert_same(before, state())
