"""What the desk does with reading lists: steps on a value, and acts that are compared with what was seen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from articles.publishing import PublishRefused
from articles.status import Status
from lists.arrangement import Arrangement, Part, Row, arrangement_of, moved, with_article
from lists.arranging import StaleList, begin_list, clone, compared_act, delete_list, place, rearrange, take_out
from lists.models import Item, ReadingList, Section
from lists.publishing import publish, return_to_draft, withdraw
from members.models import User
from members.roles import CONTRIBUTOR, EDITOR
from tests.factories import make_article, make_list, make_user
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
ONE, TWO, THREE = (Row(number, f"Reason {number}.", f"Article {number}") for number in (1, 2, 3))
LIST = Arrangement("First steps", "first-steps", "For all.", (Part("A", "", (ONE, TWO)), Part("B", "", (THREE,))))


def order(arrangement: Arrangement) -> str:
    """“12|3”"""
    return "|".join("".join(str(row.article) for row in part.rows) for part in arrangement.parts)


@pytest.mark.parametrize(
    ("step", "becomes"),
    [
        (("up", 0, 1), "21|3"), (("up", 0, 0), "12|3"), (("up", 1, 0), "123|"), (("down", 0, 0), "21|3"),
        (("down", 0, 1), "1|23"), (("down", 1, 0), "12|3"), (("to", 0, 0, 1), "2|31"), (("to", 0, 0, 7), "12|3"),
        (("out", 0, 0), "2|3"), (("section-up", 1), "3|12"), (("section-up", 0), "12|3"), (("section-down", 0), "3|12"),
        (("section-down", 1), "12|3"), (("section-out", 0), "3"), (("section-new",), "12|3|"), (("out", 5, 0), "12|3"),
        (("nothing", 0), "12|3"),
    ],
)  # fmt: skip
def test_each_button_does_its_step(step: tuple[str, int], becomes: str) -> None:
    assert order(moved(LIST, *step)) == becomes


def test_an_article_joins_a_section_once() -> None:
    assert order(with_article(LIST, 1, 4, "Article 4")) == "12|34"
    assert with_article(LIST, 0, 2, "Article 2") == LIST


def test_the_mark_follows_what_is_said_and_not_the_titles_of_articles() -> None:
    other_title = replace(LIST, parts=(Part("A", "", (replace(ONE, title="Renamed"), TWO)), LIST.parts[1]))
    assert other_title.mark == LIST.mark
    assert replace(LIST, standfirst="For some.").mark != LIST.mark
    assert moved(LIST, "up", 0, 1).mark != LIST.mark


def stored() -> tuple[ReadingList, Arrangement]:
    reading_list = make_list(sections={"A": [make_article(), make_article()], "B": [make_article()]})
    return reading_list, arrangement_of(reading_list)


def test_a_list_is_stored_as_it_was_arranged() -> None:
    reading_list, seen = stored()
    wanted = replace(moved(moved(seen, "up", 0, 1), "section-up", 1), title="Another title")
    rearrange(reading_list, wanted, seen=seen.mark, by=make_user(EDITOR))
    assert arrangement_of(ReadingList.objects.get()) == wanted


def test_whoever_saves_second_is_refused_with_what_is_stored() -> None:
    reading_list, seen = stored()
    first, second = moved(seen, "up", 0, 1), moved(seen, "out", 0, 1)
    rearrange(reading_list, first, seen=seen.mark, by=make_user(EDITOR))
    with pytest.raises(StaleList) as refused:
        rearrange(reading_list, second, seen=seen.mark, by=make_user(EDITOR))
    assert refused.value.stored == arrangement_of(reading_list) == first
    rearrange(reading_list, first, seen=seen.mark, by=make_user(EDITOR))  # what stands there already
    rearrange(reading_list, second, seen=first.mark, by=make_user(EDITOR))
    assert arrangement_of(reading_list) == second


def test_acts_are_done_to_the_list_that_was_seen() -> None:
    reading_list, seen = stored()
    by = make_user(EDITOR)
    rearrange(reading_list, moved(seen, "out", 0, 1), seen=seen.mark, by=by)
    with pytest.raises(StaleList):
        compared_act(reading_list, publish, seen=seen.mark, by=by, at=NOW)
    with pytest.raises(StaleList):
        delete_list(reading_list, seen=seen.mark, by=by)


def test_what_cannot_stand_is_told_and_nothing_is_stored() -> None:
    reading_list, seen = stored()
    other = make_list("taken")
    part = seen.parts[0]
    twice = replace(part, title="", rows=(part.rows[0], part.rows[0], replace(part.rows[1], reason="")))
    wanted = replace(seen, title="", slug=other.slug, parts=(twice,))
    with pytest.raises(PublishRefused) as refused:
        rearrange(reading_list, wanted, seen=seen.mark, by=None)
    told = " ".join(refused.value.reasons)
    for part_of_it in ("Give it a title.", "“taken”", "Give section 1 a title.", "Say why", "stands twice"):
        assert part_of_it in told
    assert arrangement_of(reading_list) == seen


def test_a_published_list_keeps_what_publishing_asks_for() -> None:
    reading_list, seen = stored()
    with pytest.raises(PublishRefused):
        rearrange(reading_list, replace(seen, parts=()), seen=seen.mark, by=None)
    draft = make_list(status=Status.DRAFT, articles=[make_article()])
    rearrange(draft, replace(arrangement_of(draft), parts=()), seen=arrangement_of(draft).mark, by=None)


def test_a_copy_says_the_same_as_a_draft_of_its_own() -> None:
    reading_list, seen = stored()
    by = make_user(EDITOR)
    made = clone(reading_list, by=by)
    assert (made.status, made.editor) == (Status.DRAFT, by)
    assert arrangement_of(made).parts == seen.parts
    assert made.title == f"Copy of {reading_list.title}"
    assert begin_list(made.title, by=by).slug != made.slug


def test_only_what_readers_do_not_see_is_deleted() -> None:
    reading_list, seen = stored()
    with pytest.raises(PublishRefused):
        delete_list(reading_list, seen=seen.mark, by=make_user(EDITOR))
    draft = make_list(status=Status.DRAFT)
    delete_list(draft, seen=arrangement_of(draft).mark, by=make_user(EDITOR))
    assert list(ReadingList.objects.all()) == [reading_list]


def test_an_article_is_put_into_a_list_with_a_reason_and_taken_out() -> None:
    reading_list, _ = stored()
    article, section, by = make_article(), Section.objects.latest("position"), make_user(EDITOR)
    with pytest.raises(PublishRefused):
        place(article, section, " ", by=by, at=NOW)
    item = place(article, section, "It comes last.", by=by, at=NOW)
    assert order_of(reading_list)[-1] == article.pk
    with pytest.raises(PublishRefused):
        place(article, section, "Again.", by=by, at=NOW)
    for other in [item, *Item.objects.of_list(reading_list).exclude(pk=item.pk)[1:]]:
        take_out(other, by=by)
    with pytest.raises(PublishRefused):
        take_out(Item.objects.get(), by=by)


def order_of(reading_list: ReadingList) -> list[int]:
    return [row.article for part in arrangement_of(reading_list).parts for row in part.rows]


def test_contributors_do_none_of_it() -> None:
    reading_list, seen = stored()
    by = make_user(CONTRIBUTOR)
    item = Item.objects.of_list(reading_list)[0]
    with pytest.raises(PublishRefused):
        rearrange(reading_list, replace(seen, title="Mine"), seen=seen.mark, by=by)
    with pytest.raises(PublishRefused):
        clone(reading_list, by=by)
    with pytest.raises(PublishRefused):
        place(make_article(), item.section, "A reason.", by=by, at=NOW)
    with pytest.raises(PublishRefused):
        take_out(item, by=by)


ACTS: dict[str, Callable[[ReadingList, User], object]] = {
    "arranged": lambda held, by: rearrange(
        held, moved(arrangement_of(held), "up", 0, 1), seen=arrangement_of(held).mark, by=by
    ),
    "retitled": lambda held, by: rearrange(
        held, replace(arrangement_of(held), title="Another"), seen=arrangement_of(held).mark, by=by
    ),
    "one more": lambda held, by: place(make_article(), held.sections.all()[1], "Next.", by=by, at=NOW),
    "one less": lambda held, by: take_out(Item.objects.of_list(held).in_reading_order()[0], by=by),
    "withdrawn": lambda held, by: withdraw(held, by=by, at=NOW),
    "returned": lambda held, by: return_to_draft(held, by=by, at=NOW),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_on_a_list_dates_it_anew_and_no_other_list(act: str) -> None:
    changed, other = stored()[0], stored()[0]
    ReadingList.objects.update(updated_at=NOW - timedelta(days=9))
    ACTS[act](changed, make_user(EDITOR))
    dates = dict(ReadingList.objects.values_list("pk", "updated_at"))
    assert dates[changed.pk] >= NOW
    assert dates[other.pk] == NOW - timedelta(days=9)


def test_a_list_that_is_saved_as_it_was_keeps_its_date() -> None:
    reading_list, seen = stored()
    ReadingList.objects.update(updated_at=NOW - timedelta(days=9))
    rearrange(reading_list, seen, seen=seen.mark, by=make_user(EDITOR))
    assert ReadingList.objects.get().updated_at == NOW - timedelta(days=9)
