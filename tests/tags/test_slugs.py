"""Last parts of addresses: what may be one, and which one is free."""

from itertools import islice

import pytest
from django.core.exceptions import ValidationError

from tags.slugs import SLUG, cut, first_free, numbered, slug_of, slug_validator
from tests.tags.titles import LONGEST, MADE

FINE = ["a", "9", "fear-of-spiders", "a-1-b"]
NOT_FINE = ["", "-", "a-", "-a", "a--b", "A", "a_b", "ä", "a b", "a\n", "a/b", "٣"]


@pytest.mark.parametrize("slug", FINE)
def test_letters_and_digits_with_single_hyphens_are_an_address(slug: str) -> None:
    slug_validator(slug)


@pytest.mark.parametrize("slug", NOT_FINE)
def test_anything_else_is_no_address(slug: str) -> None:
    with pytest.raises(ValidationError, match="single hyphens"):
        slug_validator(slug)


CUT = {("fear", 4): "fear", ("fear-of", 5): "fear", ("fear_-of", 6): "fear", ("fear-of", 6): "fear-o", ("-", 1): "-"}


@pytest.mark.parametrize(("whole", "short"), CUT.items())
def test_what_is_cut_ends_with_no_hyphen(whole: tuple[str, int], short: str) -> None:
    assert cut(*whole) == short


NUMBERED = {
    ("fear", 100): ["fear", "fear-2", "fear-3"],
    ("fear", 4): ["fear", "fe-2", "fe-3"],
    ("fear-of", 7): ["fear-of", "fear-2", "fear-3"],
    ("fear-of", 5): ["fear", "fea-2", "fea-3"],
}


@pytest.mark.parametrize(("whole", "free"), NUMBERED.items())
def test_numbers_behind_a_slug_keep_within_its_length(whole: tuple[str, int], free: list[str]) -> None:
    assert list(islice(numbered(*whole), 3)) == free


FREE = {("fear", ()): "fear", ("fear", ("fear",)): "fear-2", ("fear", ("fear", "fear-2", "fear-4")): "fear-3"}


@pytest.mark.parametrize(("asked", "free"), FREE.items())
def test_the_first_that_nobody_has_is_given(asked: tuple[str, tuple[str, ...]], free: str) -> None:
    assert first_free(*asked) == free


@pytest.mark.parametrize("title", MADE)
def test_a_title_becomes_an_address_in_plain_letters_or_in_its_own(title: str) -> None:
    plain, own = MADE[title]
    assert (slug_of(title, LONGEST), slug_of(title, LONGEST, allow_unicode=True)) == (plain, own)
    assert not plain or SLUG.fullmatch(plain)
