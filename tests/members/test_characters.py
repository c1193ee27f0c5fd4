"""Which characters a text keeps: one table for all ways in and out. The next case joins in a line."""

import re
import xml.etree.ElementTree as ET

import pytest

from members.characters import JOINS, NO_TEXT, UNSEEN, as_xml, cleaned, printed, seen

CLEANED = {
    "amyg\x01da\x08la\x1b": "amygdala",
    "a\ufffeb\uffffc\U0001fffed\ufdd0e": "abcde",
    "page\x0cline\x0bline\x85": "page\nline\nline\n",
    "well\x1ebeing": "well\u2011being",  # Word's hyphen that does not break
    "amyg\x1fdala": "amyg\u00addala",  # and the one that is seen at the end of a line alone
    "\ufeffTitle": "Title",
    "\x7f\x80\x9f": "",
    "tab\tfeed\nreturn\r": "tab\tfeed\nreturn\r",
    "p\u00a0<\u2009.05": "p\u00a0<\u2009.05",
    "می\u200cخواهم 👩\u200d🔬 ❤\ufe0f": "می\u200cخواهم 👩\u200d🔬 ❤\ufe0f",  # spelled with what is unseen
    "\u200eעברית\u200f": "\u200eעברית\u200f",
    "\ue000 \U0010fffd": "\ue000 \U0010fffd",  # for private use, but characters
}


@pytest.mark.parametrize(("typed", "kept"), CLEANED.items())
def test_a_text_keeps_every_character_and_nothing_else(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept
    assert cleaned({typed: [typed, 1, None, {"a": typed}]}) == {kept: [kept, 1, None, {"a": kept}]}
    assert cleaned(kept) == kept


def test_what_is_clean_is_xml_but_for_what_no_database_keeps() -> None:
    every = "".join(map(chr, [*range(1, 0xD800), *range(0xE000, 0x110000)]))
    ET.fromstring(f"<a>{re.sub('[<&]', '', cleaned(every))}</a>")  # noqa: S314  our own answer
    assert len(cleaned(every)) == len(every) - len(NO_TEXT.findall(every)) + 5  # those that meant something


def test_every_text_becomes_xml() -> None:
    every = "".join(map(chr, range(0x110000)))
    ET.fromstring(f"<a>{re.sub('[<&]', '', as_xml(every))}</a>")  # noqa: S314  our own answer
    assert as_xml(["a\x01", ("\ufffe",), None]) == ["a\ufffd", ["\ufffd"], None]


UNSEEN_IN = [
    "amyg\u00addala",
    "amygdala\u200b",
    "\ufeffamygdala",
    "\u202aamygdala\u202c",
    "amyg\u2060dala",
    "amygdala\ufe0f",
]


@pytest.mark.parametrize("typed", UNSEEN_IN)
def test_what_nobody_sees_makes_no_other_word(typed: str) -> None:
    assert seen(typed) == "amygdala"


def test_a_word_is_stored_with_what_its_script_is_spelled_with() -> None:
    assert printed("می\u200cخواهم\u200b 👩\u200d🔬") == "می\u200cخواهم 👩\u200d🔬"
    assert all(UNSEEN.fullmatch(char) for char in JOINS)
