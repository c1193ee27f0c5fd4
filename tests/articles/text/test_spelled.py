"""Texts beside their words in one spelling, as documents keep them."""

import pytest

from articles.text.spelled import packed, spelled_text, squeezed, unpacked, unsqueezed


def test_a_text_is_read_again_as_it_was_written() -> None:
    for text in ("", "…", "Fear.", " Two follow-up studies (Müller’s), 1,000 people –", "語 and\nwords"):
        assert spelled_text(text).text == text
        assert unsqueezed(squeezed(text)) == unpacked(packed(text))
    assert spelled_text("a\x1fb\x1ec").text == "abc"


@pytest.mark.parametrize(
    ("form", "places"),
    [
        (" anxiety ", [{0}]),
        (" fear extinction ", [{3, 4}]),
        (" followup ", [{2}]),
        (" follow up fear ", [{2, 3}]),
        (" up fear exti", [{2, 3, 4}]),
        (" analysis ", [{1}, {5}]),
        (" analysi", [{1}, {5}]),
        (" anxiet ", []),
        (" 10 ", [{6}]),
    ],
)
def test_what_is_looked_for_is_found_at_its_words(form: str, places: list[set[int]]) -> None:
    text = spelled_text("Anxiety: analyses, follow-up (fear extinction); analysis 10mg")
    found = {tuple(place) for place in text.places_of(form)}
    assert found == {tuple(sorted(place)) for place in places}
    assert text.says(form) == bool(places)
