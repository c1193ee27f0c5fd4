"""Every act of a curator can be taken back, and then every table is as it was."""

from collections.abc import Callable

import pytest

from articles.shelving import rebuild
from tags import curation
from tags.models import CurationAct
from tests.tags.curating import NOW, Vocabulary, make_vocabulary
from tests.tags.tables import assert_same, state

pytestmark = pytest.mark.django_db
Doing = Callable[[Vocabulary], CurationAct]

WHO = {"by": None, "at": NOW}
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


@pytest.mark.parametrize("name", ACTS)
def test_undo_restores_every_table_and_the_act_can_be_done_again(name: str) -> None:
    vocabulary = make_vocabulary()
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
