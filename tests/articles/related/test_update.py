"""The stored lists: kept in step by every act, the same as if they were made anew, and stopped and resumed safely."""

import ast
import io
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import publishing
from articles.content import content_of, write_content
from articles.models import Article, Posting, Suggestion, TermFrequency, TermSnapshot, TermVector
from articles.related import rebuild as rebuilding
from articles.related.document_frequency import advice
from articles.related.neighbours import LENGTH
from articles.related.rebuild import rebuild, unfinished
from articles.status import Status
from tags.management.progress import Progress, clock, write_over
from tests.articles.related.relations import fear, listed, settled, sleep
from tests.factories import make_article, make_tag
from tests.source import in_rooms
from tests.subjects import Writer
from tools.related_quality.measuring import stored_lists

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def silent(step: str, total: int) -> Callable[[int], None]:
    return lambda number: None


def written(number: int, writer: Writer) -> list[Article]:
    """So many articles about subjects, published one by one."""
    tags = [make_tag(f"Subject {place}") for place in range(len(writer.subjects))]
    made = []
    for _ in range(number):
        about = writer.about()
        made.append(
            make_article(
                title=writer.text(about, 12), standfirst=writer.text(about, 20), summary=writer.text(about, 80),
                full_post=writer.text(about, 150), tags=[tags[subject] for subject in about],
            )
        )  # fmt: skip
    return made


def lists() -> dict[int, list[int]]:
    settled()
    return stored_lists(list(Article.objects.values_list("pk", flat=True)))


def overlap(some: dict[int, list[int]], others: dict[int, list[int]], length: int = 10) -> float:
    """The mean share of the first so many that both lists of an article hold."""
    shares = [len({*some[key][:length]} & {*held[:length]}) / len(held[:length]) for key, held in others.items()]
    return sum(shares) / len(shares)


def test_articles_added_one_by_one_have_the_lists_of_a_full_rebuild() -> None:
    written(60, Writer(subjects=6))
    before = lists()
    assert max(len(held) for held in before.values()) == LENGTH
    rebuild(silent, resume=False)
    found = overlap(before, lists())
    print(f"overlap at 10: {found:.3f}")
    assert found >= 0.9


def test_a_new_article_enters_the_lists_of_its_neighbours() -> None:
    one = fear("one")
    assert listed(one) == []
    two = fear("two")
    assert listed(one) == ["two"]
    assert listed(two) == ["one"]


def test_lists_end_after_twenty_and_the_nearer_pushes_out_the_farther() -> None:
    one = fear("one", tags=[make_tag()])
    for number in range(LENGTH + 4):
        sleep(f"night-{number}", tags=[make_tag()], summary="People learned nothing of a tone.")
    assert len(listed(one)) == LENGTH
    fear("two", tags=[make_tag()])
    assert listed(one)[0] == "two"
    assert len(listed(one)) == LENGTH


def test_what_is_taken_off_the_site_leaves_all_lists_and_its_words_at_once() -> None:
    one, two, three = fear("one"), fear("two"), fear("three")
    publishing.withdraw(two, by=None, at=timezone.now(), reason="error")
    publishing.return_to_draft(three, by=None, at=timezone.now())
    assert not Suggestion.objects.exists()
    for model in (TermVector, Posting):
        assert set(model._default_manager.values_list("article_id", flat=True)) == {one.pk}


def test_lists_that_lost_many_are_filled_again() -> None:
    one = fear("one")
    others = [fear(f"other-{number}") for number in range(30)]
    nearest = [Article.objects.get(slug=slug) for slug in listed(one)[:14]]
    for article in nearest:
        publishing.withdraw(article, by=None, at=timezone.now(), reason="error")
    assert len(listed(one)) >= 10
    assert not {article.slug for article in nearest} & set(listed(one))
    assert len(others) == 30


def test_an_edit_moves_the_article_in_the_lists_of_others() -> None:
    one, two = fear("one", tags=[make_tag()]), sleep("two", tags=[make_tag()])
    near = fear("near", tags=[make_tag()])
    settled()
    before = Suggestion.objects.get(article=one, other=near)
    changed = content_of(near)
    night = content_of(two)
    write_content(near, type(changed)(**{
        **changed.__dict__, "title": night.title, "standfirst": night.standfirst, "summary": night.summary,
        "key_points": night.key_points, "full_post": night.full_post,
    }))  # fmt: skip
    settled()
    assert Suggestion.objects.get(article=one, other=near).score < before.score / 3
    assert listed(two)[0] == "near"
    assert listed(near)[0] == "two"


def test_drafts_leave_no_words() -> None:
    fear("draft", status=Status.DRAFT)
    assert not TermVector.objects.exists()


def test_a_young_site_takes_its_snapshot_again_at_every_doubling() -> None:
    sizes = []
    for _ in range(9):
        make_article()
        snapshot = TermSnapshot.objects.get()
        sizes.append(snapshot.articles)
        assert not TermVector.objects.exclude(weighed=snapshot.version).exists()
    assert sizes == [1, 2, 2, 4, 4, 4, 4, 8, 8]
    assert TermFrequency.objects.get(term="amygdala").articles == 8
    assert advice() == ""


def test_an_old_snapshot_is_told_of_until_a_rebuild() -> None:
    for _ in range(4):
        make_article()
    TermSnapshot.objects.update(articles=2)
    assert advice().startswith("Words were last weighed when 2 articles were published; now it is 4.")
    call_command("rebuild_related", stdout=io.StringIO())
    assert advice() == ""


def test_only_the_engine_reads_the_words_of_full_posts() -> None:
    found = {
        module.place
        for module in in_rooms()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Name | ast.alias) and {getattr(node, "id", ""), getattr(node, "name", "")} & {
            "TermVector", "Posting", "TermFrequency"
        }
    }  # fmt: skip
    assert {place for place in found if not place.startswith(("articles/related/", "articles/models/"))} == set()
    assert "articles/related/vectors.py" in found


# --- The rebuild --------------------------------------------------------------------------------------------------


def told(command: str, **options: object) -> str:
    out = io.StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def stopping_after(step: str, batches: int) -> Callable[[str, int], Callable[[int], None]]:
    """A rebuild that somebody stops in this step."""

    def begin(name: str, total: int) -> Callable[[int], None]:
        left = batches

        def more(number: int) -> None:
            nonlocal left
            left -= 1
            if name == step and left == 0:
                raise KeyboardInterrupt

        return more

    return begin


@pytest.mark.parametrize("step", ["Weighing words", "Comparing articles"])
def test_a_rebuild_that_was_stopped_goes_on_where_it_was(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "WEIGHED_AT_ONCE", 5)
    monkeypatch.setattr(rebuilding, "LISTED_AT_ONCE", 5)
    written(20, Writer(subjects=4))
    rebuild(silent, resume=False)
    expected = lists()
    with pytest.raises(KeyboardInterrupt):
        rebuild(stopping_after(step, 2), resume=False)
    stopped = unfinished()
    assert stopped is not None
    said = told("rebuild_related", resume=True)
    assert f"Going on with snapshot {stopped.version} of 20 articles." in said
    assert "Reading texts" not in said
    assert "Comparing articles: 100%" in said
    assert lists() == expected
    assert unfinished() is None
    assert told("rebuild_related", resume=True) == "Nothing was stopped.\n"


def test_a_stopped_run_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    fear("one")
    monkeypatch.setattr(Progress, "more", lambda self, number: stopping_after(self.step, 1)(self.step, 1)(number))
    with pytest.raises(CommandError, match="Run it again to go on") as stopped:
        told("rebuild_related")
    assert stopped.value.returncode == 130


def test_a_site_from_before_there_were_suggestions_gets_them_by_a_rebuild() -> None:
    one, two, gone = fear("one"), fear("two"), fear("gone")
    for model in (TermVector, Posting, Suggestion, TermSnapshot):
        model._default_manager.all().delete()
    publishing.withdraw(gone, by=None, at=timezone.now(), reason="error")
    said = told("rebuild_related")
    assert "Reading texts: 100%, 2 of 2" in said
    assert said.endswith("2 lists follow snapshot 1 of 2 articles.\n") or "of 2 articles." in said
    assert (listed(one), listed(two)) == (["two"], ["one"])


def test_a_rebuild_forgets_what_is_no_longer_published() -> None:
    one, two = fear("one"), fear("two")
    Article.objects.filter(pk=two.pk).update(status=Status.DRAFT, publish_at=None, sort_key=None)
    told("rebuild_related", restart=True)
    assert listed(one) == []
    assert not TermVector.objects.filter(article=two).exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_one_line_in_a_terminal_and_few_lines_in_a_log() -> None:
    terminal, log = Terminal(), io.StringIO()
    for out in (terminal, log):
        progress = Progress(Output(out), "Comparing articles", 1000)
        for _ in range(100):
            progress.more(10)
    assert log.getvalue().count("\n") == terminal.getvalue().count("\n") == 1
    assert terminal.getvalue().startswith("\rComparing articles: 100%, 1,000 of 1,000, ")
    assert [clock(seconds) for seconds in (4.4, 75, 7300)] == ["4 s", "1 min 15 s", "2 h 1 min"]


def test_a_line_is_written_over_in_a_terminal_and_a_log_gets_its_last_words() -> None:
    terminal, log = Terminal(), io.StringIO()
    for out in (terminal, log):
        write_over(Output(out), "1 of 2 articles")
        write_over(Output(out), "Rendered 2 articles.", is_over=True)
    assert terminal.getvalue() == "\r1 of 2 articles\rRendered 2 articles.\n"
    assert log.getvalue() == "Rendered 2 articles.\n"


class Output:
    """What a management command writes to."""

    def __init__(self, out: io.StringIO) -> None:
        self.out = out

    def write(self, msg: str, *, ending: str | None = None) -> object:
        return self.out.write(msg + ("\n" if ending is None else ending))

    def flush(self) -> object:
        return None

    def isatty(self) -> bool:
        return self.out.isatty()
