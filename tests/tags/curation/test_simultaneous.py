"""Twenty curators at the same moment: no cycle, no lost relation, and of two who undo one act only one does."""

import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from articles.bitmaps.reindex import rebuild
from articles.models import Article
from tags import curation
from tags.curation import CurationRefused, UndoRefused
from tags.curation.faults import cycles, faults
from tags.hierarchy import CycleRefused, paths
from tags.models import Broader, Closure, CurationAct, FormerTagSlug, Tag
from tests.factories import make_article, make_category, make_tag
from tests.tags.tables import assert_same, state
from tests.times import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]
AT_ONCE = 20
ROUNDS = 2
WHO: dict[str, Any] = {"by": None, "at": NOW}


def at_once(acts: Iterable[Callable[[], Any]]) -> list[str]:
    """Do all of them in threads that start together; for each "done" or the name of its refusal."""
    waiting = list(acts)
    start = Barrier(len(waiting))

    def run(act: Callable[[], Any]) -> str:
        try:
            start.wait(timeout=60)
            act()
        except (CurationRefused, CycleRefused) as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(waiting)) as threads:
        return list(threads.map(run, waiting))


def make_forest() -> list[Tag]:
    """Eighteen tags in three lines of six, an article under each two, all in one category."""
    tags: list[Tag] = []
    for number in range(18):
        tags.append(make_tag(f"Tag {number}", under=tags[-1:] if number % 6 else ()))
    for one, other in zip(tags, tags[7:] + tags[:7], strict=True):
        make_article(tags=[one, other], categories=[make_category()])
    return tags


def random_acts(tags: list[Tag], seed: int) -> list[Callable[[], Any]]:
    """Half of them moves, half merges, and a few articles filed anew at the same time."""
    dice = random.Random(seed)
    acts: list[Callable[[], Any]] = []
    for number in range(AT_ONCE):
        one, other = dice.sample(tags, 2)
        if number % 2:
            acts.append(partial(curation.move, one, under=other, **WHO))
        else:
            acts.append(partial(curation.merge, one, into=other, **WHO))
    return acts


def stored_paths() -> set[tuple[int, int, int]]:
    return set(Closure.objects.values_list("ancestor_id", "descendant_id", "depth"))


def test_twenty_moves_and_merges_at_once_leave_no_cycle_and_no_lost_relation() -> None:
    tags = make_forest()
    slugs = set(Tag.objects.values_list("slug", flat=True))
    count = Article.objects.count()
    for seed in range(ROUNDS):
        here = list(Tag.objects.filter(taxonomy=tags[0].taxonomy).order_by("pk"))
        outcomes = at_once(random_acts(here, seed))
        assert "done" in outcomes
        links = Broader.objects.values_list("narrower_tag_id", "broader_tag_id")
        assert stored_paths() == set(paths(Tag.objects.values_list("pk", flat=True), links))
        assert (list(cycles()), faults(), rebuild()) == ([], {}, [])
        filed = Article.objects.filter(tagged_items__isnull=False, categorised_items__isnull=False)
        assert filed.distinct().count() == count
        led = dict(FormerTagSlug.objects.values_list("slug", "tag__slug"))
        assert slugs == {*led, *Tag.objects.values_list("slug", flat=True)}


def test_acts_done_at_once_can_all_be_undone_one_after_the_other() -> None:
    tags = make_forest()
    before = state()
    at_once(random_acts(tags, 7))
    for act in CurationAct.objects.order_by("-pk"):
        curation.undo(act, **WHO)
    assert_same(before, state())
    assert rebuild() == []


def test_an_article_filed_while_its_tag_is_merged_is_not_lost() -> None:
    """An editor saves articles while curators are at work: nobody waits for the other in a circle."""
    tags = make_forest()
    articles = list(Article.objects.order_by("pk")[:4])
    for number in range(6):
        spare = make_tag(f"Spare {number}")
        curation.tag_articles(articles, spare, **WHO)
        saving = [partial(article.tags.set, tags[2 + number : 4 + number]) for article in articles]
        done = at_once([partial(curation.merge, spare, into=tags[0], **WHO), *saving])
        assert done == ["done"] * 5
        assert not Tag.objects.filter(pk=spare.pk).exists()
        assert rebuild() == []
    filed = Article.objects.filter(tagged_items__isnull=False).distinct()
    assert filed.count() == Article.objects.count()


def test_of_two_who_undo_the_same_act_one_does_and_the_other_is_refused() -> None:
    tags = make_forest()
    for number in range(ROUNDS):
        before = state()
        act = curation.merge(tags[number], into=tags[10], **WHO)
        undoing = [partial(curation.undo, CurationAct.objects.get(pk=act.pk), **WHO) for _ in range(2)]
        assert sorted(at_once(undoing)) == [UndoRefused.__name__, "done"]
        assert_same(before, state())


def test_of_two_who_take_one_label_at_once_one_is_refused() -> None:
    tags = make_forest()
    for number in range(ROUNDS):
        renaming = [partial(curation.rename, tag, f"Wanted {number}", **WHO) for tag in tags[:2]]
        assert sorted(at_once(renaming)) == [CurationRefused.__name__, "done"]
