"""Margin notes: what they keep, and what of a text would be lost and is told."""

import re

import pytest

from articles.text.rendering import note_letter
from tests.articles.text.renderings import page, rendered
from tests.page import Page


def test_a_note_stands_beside_the_block_that_refers_to_it() -> None:
    html = rendered("One.[^x]\n\nTwo.\n\n[^x]: An *aside* [@a].\n").html
    (noted,) = Page(html).with_class("noted")
    assert noted.text == "One.a aAn aside\N{WORD JOINER}1."
    assert html.count('id="note-a"') == 1


@pytest.mark.parametrize(
    "text",
    ["A[^x] and B[^x].", "A[^x].\n\nB[^x].", "| A |\n|---|\n| B[^x] |", "- A[^x]\n- B[^x]", "> A[^x]"],
    ids=["twice in a block", "in two blocks", "in a table", "in a list", "in a quotation"],
)
def test_a_note_is_shown_once_wherever_it_is_referred_to(text: str) -> None:
    shown = page(f"{text}\n\n[^x]: The note.\n")
    assert [note.attributes["id"] for note in shown.with_class("note")] == ["note-a"]
    assert {link.attributes["href"] for link in shown.with_tag("a")} == {"#note-a"}


NOTES_IN_FULL = {
    "code": ("[^n]: Run `this`:\n\n        ls -l\n", "aRun this:ls -l"),
    "a list": ("[^n]: Either\n\n    - one\n    - two\n", "aEither one two"),
    "a list alone": ("[^n]:\n    1. one\n    2. two\n", "a one two"),
    "two paragraphs": ("[^n]: First.\n\n    Second.\n", "aFirst. Second."),
    "a quotation": ("[^n]: He said:\n\n    > Less.\n", "aHe said: Less."),
    "a citation, a link": ("[^n]: See [@a] and [this](tag:fear).\n", "aSee\N{WORD JOINER}1 and this."),
}


@pytest.mark.parametrize("case", NOTES_IN_FULL)
def test_a_note_keeps_all_that_it_holds(case: str) -> None:
    definition, shown = NOTES_IN_FULL[case]
    part = rendered(f"One.[^n]\n\n{definition}")
    assert part.problems == []
    assert [note.text for note in Page(part.html).with_class("note")] == [shown]
    assert all(word in part.text for word in re.findall(r"\w{3,}", shown.removeprefix("a")))


def test_a_note_may_refer_to_another() -> None:
    shown = page("One.[^x]\n\n[^x]: See there.[^y]\n\n[^y]: Here.").with_class("note")
    assert sorted(note.text[0] for note in shown) == ["a", "b"]
    assert {note.text[1:] for note in shown} == {"See there.b", "Here."} or {note.text[1:] for note in shown} == {
        "See there.a", "Here.",
    }  # fmt: skip


def test_a_note_in_a_caption_stands_beside_its_figure() -> None:
    (noted,) = page("![A loop.[^x]](image:loop)\n\n[^x]: Drawn anew.").with_class("noted")
    assert noted.text.endswith("aDrawn anew.")


# What a text holds and no page would show: the text, the line to mend, and what its editor is told there.
LOST = {
    "a note that is not there": ("Fine.\n\nHere[^lost] but not `[^here]`.", 3, "“lost” has no text"),
    "two of them": ("Here[^one][^lost].\n\n[^one]: Yes.", 1, "“lost” has no text"),
    "a note that nothing refers to": ("Fine.\n\nMore.\n\n[^lost]: Words.", 5, "refers to the note “lost”"),
    "a note of a note that is lost": ("A.\n\n[^x]: B.[^y]\n\n[^y]: C.", 3, "refers to the note “x”"),
    "a note defined twice": ("A.[^x]\n\n[^x]: One.\n\n[^x]: Two.", 5, "“x” is defined twice"),
    "a heading in a note": ("A.[^x]\n\n[^x]: One.\n\n    ## Two\n", 5, "A note holds no heading"),
    "a table in a note": ("A.[^x]\n\n[^x]: B\n\n    | A |\n    |---|\n    | 1 |\n", 5, "A note holds no table"),
    "an image in a note": ("A.[^x]\n\n[^x]: B ![c](image:loop)", 3, "“loop” a paragraph of its own"),
    "an image in a caption": ("![a ![b](image:loop)](image:loop)", 1, "“loop” a paragraph of its own"),
    "the title of an image": ('A.\n\n![b](image:loop "Seen from above")', 3, "“Seen from above” would not be shown"),
    "the title of a link": ('A\n[b](tag:fear "c d")', 2, "“c d” would not be shown"),
    "an address that nothing uses": ("A.\n\n[Conclusion]: yes", 3, "Nothing refers to “[conclusion]: …”"),
    "an address given twice": ("[a]\n\n[a]: /b\n[a]: /c", 4, "stands here twice"),
    "a cell too many": ("A.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 | 5 |", 6, "“5” would not be shown"),
    "the same in a quotation": ("> | A |\n> |---|\n> | 1 | 2 |", 3, "“2” would not be shown"),
}


@pytest.mark.parametrize("case", LOST)
def test_what_would_be_lost_is_told_at_its_line(case: str) -> None:
    text, line, message = LOST[case]
    told = [problem for problem in rendered(text).problems if message in problem.message]
    assert [problem.line for problem in told] == [line], rendered(text).problems


@pytest.mark.parametrize("text", [
    "| A | B |\n|---|---|\n| 1 \\| 2 | 3 |\n| 4 |", "A.[^x] B.[^x]\n\n[^x]: One.", "[a]: /b\n\nSee [it][a].",
    "![it][a]\n\n[a]: image:loop", "| a \\| b | c |\n| --- | --- |\n| `x` | |",
])  # fmt: skip
def test_what_is_not_lost_is_not_told(text: str) -> None:
    assert rendered(text).problems == []


@pytest.mark.parametrize(("number", "letter"), [(0, "a"), (25, "z"), (26, "aa"), (27, "ab"), (51, "az"), (52, "ba")])
def test_notes_go_by_letters(number: int, letter: str) -> None:
    assert note_letter(number) == letter
