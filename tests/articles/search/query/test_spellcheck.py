"""“Did you mean”: the nearest word that the reader can find, and never one that is hidden from them."""

import pytest
from django.test import Client

from articles.search.query.spellcheck import CORRECTED
from tags.models import TagLabel
from tests.articles.search.asking import asked, queries_for, titles
from tests.articles.search.offers import searched, texts_of
from tests.factories import SCHEDULED, make_article, make_reference, make_tag, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    [
        "amygdela", "amygdal", "amygdaala", "amydgala", "amygdaal", "anygdala", "AMYGDELA", "amýgdela", "mygdala",
    ],
)  # fmt: skip
def test_a_letter_that_is_wrong_missing_too_many_or_swapped_is_mended(typed: str) -> None:
    make_article("one", title="The amygdala in fear")
    make_article("two", title="Something else")
    found = asked(typed)
    assert found.corrected == "amygdala"
    assert titles(typed)[0] == "The amygdala in fear"


@pytest.mark.parametrize("typed", ["amgdl", "amygdalaxyz", "cat", "fea", "zzzzzzzz", "amyg3ala", '"amygdela"'])
def test_what_is_too_far_away_or_too_short_or_a_phrase_is_left_alone(typed: str) -> None:
    make_article("one", title="The amygdala in fear")
    assert asked(typed).corrected == ""
    assert titles(typed) == []


def test_a_word_that_finds_something_is_never_changed() -> None:
    make_article("one", title="Causal inference")
    make_article("two", title="Casual remarks")
    assert asked("casual").corrected == ""
    assert titles("casual") == ["Casual remarks"]


def test_labels_and_synonyms_are_offered() -> None:
    tag = make_tag("Hippocampus", synonyms=["cornu ammonis"])
    make_article("one", title="One", tags=[tag])
    assert asked("hipocampus").corrected == "hippocampus"
    assert titles("hipocampus") == ["One"]
    assert titles("cornu amonis") == ["One"]


def test_a_word_of_a_label_is_offered_as_it_is_written() -> None:
    ventral = make_tag("Ventral striatum", synonyms=["nucleus accumbens"])
    make_article("one", title="One", tags=[ventral, make_tag("Coordinate-based meta-analysis")])
    assert asked("nucleus acumbens").corrected == "nucleus accumbens"
    assert asked("nucleus accumbenz").corrected == "nucleus accumbens"
    assert titles("nucleus acumbens") == ["One"]
    found = asked("coordinate based metanalysis")
    assert found.corrected == "coordinate based meta-analysis"
    assert titles("coordinate based metanalysis") == ["One"]
    assert asked(found.corrected).corrected == ""


def test_a_label_that_no_page_shows_is_not_offered() -> None:
    tag = make_tag("Amygdala")
    TagLabel.objects.create(tag=tag, name="amigdaloid", kind="hidden")
    make_article("one", title="One", tags=[tag])
    assert asked("amigdaloit").corrected == ""
    assert titles("amigdaloid") == ["One"]


def test_of_words_that_are_as_near_the_one_with_more_articles_comes_first() -> None:
    group, therapy = make_tag("Group therapy", synonyms=["CBGT"]), make_tag("Cognitive therapy", synonyms=["CBT"])
    make_article("one", tags=[group])
    for slug in ("two", "three"):
        make_article(slug, tags=[therapy])
    assert asked("cbtt").corrected == "cbt"
    for slug in ("four", "five", "six"):
        make_article(slug, tags=[group], status=SCHEDULED)
    assert asked("cbtt").corrected == "cbt"


def test_the_rest_of_the_query_stays_as_it_was() -> None:
    tag = make_tag("Fear")
    make_article("one", title="The amygdala in recall", tags=[tag])
    found = asked('amygdela AND recall -dogs "in recall" tag:fear')
    assert found.corrected == 'amygdala AND recall -dogs "in recall" tag:fear'
    assert found.count == 1
    assert asked("(amygdela OR nothingness) recall").corrected == "(amygdala OR nothingness) recall"


@pytest.mark.parametrize("status", ["draft", SCHEDULED, "withdrawn"])
def test_a_word_that_only_hidden_articles_have_is_never_offered(status: str) -> None:
    make_article("one", title="Zebrafish sleep", status=status)
    make_article("two", title="Something else", full_post="Zebrafish.")
    assert asked("zebrafich").corrected == ""
    assert titles("zebrafich") == []
    assert "zebrafish" not in Client().get("/search/", {"q": "zebrafich"}).content.decode().lower()


@pytest.mark.parametrize("near_label", [False, True])
def test_a_hidden_word_costs_the_queries_of_no_word(near_label: bool) -> None:
    make_article("seen", title="Amygdala")
    if near_label:
        make_tag("Zebrafisc")
    asked("warm")
    nothing = len(queries_for("zebrafich"))
    make_article("hidden", title="Zebrafish zebrafist zebrafics zebrafic zebrafishy zebrafisch", status=SCHEDULED)
    asked("warm")
    assert len(queries_for("zebrafich")) == nothing
    assert len(queries_for("zebrafish")) == nothing


def test_of_many_misspelt_words_the_first_are_corrected_and_titles_are_read_once() -> None:
    right = ["amygdala", "thalamus", "cortex", "memory", "anxiety", "therapy", "sleeping"]
    wrong = ["amygdola", "tholamus", "cartex", "memary", "onxiety", "theropy", "sleoping"]
    make_article("one", title=" ".join(right))
    found = asked(" ".join(wrong))
    assert found.corrected == " ".join([*right[:CORRECTED], *wrong[CORRECTED:]])
    assert asked(f"({wrong[0]} OR {wrong[1]}) {wrong[0]}").corrected == f"({right[0]} OR {right[1]}) {right[0]}"
    queries = queries_for(" ".join(wrong))
    assert len([sql for sql in queries if "titleword" in sql.lower()]) == 1
    more = [f"{word}zq" for word in wrong * 4]
    assert len(queries_for(" ".join([*wrong, *more]))) - len(queries) <= len(more)


def test_a_query_without_an_unknown_word_reads_no_words_of_titles() -> None:
    make_article("one", title="Sleep")
    make_article("two", title="Fear")
    assert not [sql for sql in queries_for("sleep fear") if "titleword" in sql.lower()]


def test_the_nearest_word_comes_first() -> None:
    make_article("one", title="Recall")
    make_article("two", title="Recoil")
    assert asked("recal").corrected == "recall"
    assert asked("recoll").corrected in {"recall", "recoil"}


def test_a_member_is_offered_words_of_titles_too() -> None:
    make_article("one", title="Amygdala")
    assert asked("amygdela", make_user()).corrected == "amygdala"


def test_a_word_is_mended_by_itself_whatever_stands_beside_it() -> None:
    make_article("one", title="Sleep and fear in dogs")
    found = asked("sleep fear dgos elephantine")
    assert (found.is_partial, found.corrected) == (True, "sleep fear dogs elephantine")
    (said,) = texts_of(searched("sleep dgos elephantine"), "said")
    assert said.startswith(
        "“sleep dgos elephantine” was read as “sleep dogs elephantine”. No summary has “elephantine”."
    )
    assert asked("dgos").corrected == "dogs"
    assert asked("pachyderm dgos").corrected == "pachyderm dogs"


def test_a_short_word_is_not_made_another_by_one_letter_but_a_wrong_vowel_is_mended() -> None:
    make_article("one", title="While matter moves, the sleep of a mouse stays")
    assert asked("white matter").corrected == ""
    assert asked("sleap").corrected == "sleep"
    assert asked("slepe").corrected == "sleep"


@pytest.mark.parametrize(("typed", "meant"), [("fobia", "phobia"), ("kaudate", "caudate"), ("skitsofrenia", "")])
def test_a_word_of_a_label_that_is_spelled_by_ear_is_mended(typed: str, meant: str) -> None:
    make_article("one", title="One phobia", tags=[make_tag("Specific phobia", synonyms=["caudate", "schizophrenia"])])
    assert asked(typed).corrected == meant


def test_names_of_authors_are_offered_as_far_as_they_are_seen() -> None:
    paper = make_reference(author=[{"family": "Månsson", "given": "Kristoffer"}], issued={"date-parts": [[2016]]})
    hidden = make_reference("other", author=[{"family": "Zebrafish", "given": "Knut"}])
    make_article("one", title="One", paper=paper)
    make_article("two", title="Two", paper=hidden, status=SCHEDULED)
    assert (asked("manson 2016").corrected, titles("manson 2016")) == ("mansson 2016", ["One"])
    assert (asked("zebrafich").corrected, titles("zebrafich")) == ("", [])
