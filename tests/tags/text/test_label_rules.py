"""What can be the label of a tag: one table for forms, acts of curators and files."""

import pytest

from tags.text.label_rules import as_stored, has_letters, parts_of, problem_with
from tags.text.normal_form import normal_form

FINE = ["fMRI", "🧠 brain", "5", "C++", "می\u200cخواهم", "5-HT", "Ångström", "恐怖", "a" * 255, f"  {'a' * 255}\n", "α"]
NOT_FINE = {
    "": "Write at least one letter or digit.",
    " \n": "Write at least one letter or digit.",
    "\U0001f9e0": "Write at least one letter or digit.",
    "❤\ufe0f 👩\u200d🔬": "Write at least one letter or digit.",
    "+": "Write at least one letter or digit.",
    "\u200b\u00ad": "Write at least one letter or digit.",
    "\u0301": "Write at least one letter or digit.",
    "a" * 256: "A label has 255 characters at most; this has 256.",
    "a\x00b": "This label holds a NUL or half a character, which no database keeps.",
    "a\ud800": "This label holds a NUL or half a character, which no database keeps.",
}


@pytest.mark.parametrize("label", FINE)
def test_a_label_that_can_be_found_and_stored_is_fine(label: str) -> None:
    assert problem_with(label) == ""


@pytest.mark.parametrize(("label", "message"), NOT_FINE.items())
def test_a_label_that_cannot_be_found_or_stored_is_refused_with_the_reason(label: str, message: str) -> None:
    assert problem_with(label) == message


def test_files_ask_the_same_questions_one_by_one() -> None:
    assert [has_letters(label) for label in ("a", "\u0301")] == [True, False]


@pytest.mark.parametrize("label", ["a", "a" * 255, "a" * 256, "ab " * 300, "ﷺ" * 300, f"{'a' * 254} b"])
def test_pages_show_the_beginning_of_a_label_and_nothing_of_it_is_lost(label: str) -> None:
    shown, rest = parts_of(label)
    assert (shown + rest, shown) == (label, shown.strip())
    assert len(shown) <= 255
    assert len(normal_form(label)) <= 510


STORED = {
    " anterior \n cingulate\u00a0 cortex ": "anterior cingulate cortex",
    "Amyg\u00addala": "Amygdala",
    "Amygdala\u200b": "Amygdala",
    "\ufeffAmygdala\u200e": "Amygdala",
    "Amyg\x02dala": "Amygdala",
    "می\u200cخواهم": "می\u200cخواهم",  # a Persian word is spelled with it
    "Alzheimer’s disease": "Alzheimer’s disease",
}


@pytest.mark.parametrize(("typed", "kept"), STORED.items())
def test_a_label_is_stored_with_single_spaces_and_without_what_nobody_sees(typed: str, kept: str) -> None:
    assert as_stored(typed) == kept
