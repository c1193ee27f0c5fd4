"""Which spellings of a label are one, and which labels look the same: one table for tags, queries and typed words."""

import pytest

from tags.text.look_alikes import look
from tags.text.normal_form import normal_form

ONE_LABEL = [
    ("fMRI", " FMRI ", "ｆＭＲＩ", "f\u200bMRI"),
    ("Amygdala", "Amyg\u00addala", "Amygdala\u200b", "Amygdala\ufeff", "\u202aAmygdala\u202c", "Amyg\x1fdala"),
    ("Alzheimer's disease", "Alzheimer’s disease", "Alzheimerʼs disease"),
    ("T-cell", "T‐cell", "T‑cell", "T–cell", "T−cell", "Ｔ－cell"),
    ("Ångström", "A\u030angstro\u0308m", "angstrom"),
    ("می\u200cخواهم", "میخواهم"),
    ("❤\ufe0f heart", "❤ heart"),
]


@pytest.mark.parametrize("spellings", ONE_LABEL, ids=lambda spellings: spellings[0])
def test_spellings_of_one_label_have_one_form(spellings: tuple[str, ...]) -> None:
    assert len({normal_form(spelling) for spelling in spellings}) == 1


LOOK_ALIKE = [
    ("CBT", "СВТ", "CВТ", "ϹΒΤ"),  # Cyrillic, both, Greek
    ("Amygdala", "Amуgdala", "Аmygdala", "AMYGDALΑ", "𝐀mygdala", "Amyɡdalɑ"),
    ("mind", "mınd", "mіnd"),
]
UNLIKE = ["D1", "DI", "Dl", "modern", "modem", "β-amyloid", "amyloid", "сон", "恐怖", "TGFβ", "TGFb", "O", "0"]


@pytest.mark.parametrize("labels", LOOK_ALIKE, ids=lambda labels: labels[0])
def test_labels_that_look_the_same_are_found(labels: tuple[str, ...]) -> None:
    assert {look(label) for label in labels} == {normal_form(labels[0])}


def test_labels_that_a_reader_can_tell_apart_stay_apart() -> None:
    assert len({look(label) for label in UNLIKE}) == len(UNLIKE)
