"""Search for one known paper among 1,572 real ones: by its title, by a title with a typo, by its numbers."""

import random
import re
from collections import Counter
from itertools import islice
from string import ascii_lowercase
from typing import Final

import pytest
from django.contrib.auth.models import AnonymousUser

from articles.browse.scope import VisibleScope, visible_scope
from articles.models import Article
from articles.search.service import answer
from articles.text.tokenizer import words_of

SAMPLES: Final = 150
RARE: Final = 5  # titles that have the word, at most
pytestmark = pytest.mark.django_db


@pytest.fixture
def samples(real_records: list[Article]) -> list[Article]:
    return random.Random(3).sample(real_records, SAMPLES)


@pytest.fixture
def scope(samples: list[Article]) -> VisibleScope:
    return visible_scope(AnonymousUser())


def place_of(article: Article, query: str, scope: VisibleScope) -> int:
    """At which place the article, or another with the same title, is found; 0 is first, 99 not at all."""
    found = answer(query, scope).sort_keys(0, 10)
    same = Article.objects.with_title_key(article.public_words.title_key).values_list("sort_key", flat=True)
    return min((found.index(number) for number in same if number in found), default=99)


def misspelt(title: str, known: Counter[str], chance: random.Random) -> str:
    """The title with one letter of a rare word wrong, missing, too many or swapped; itself when it has none."""
    words = [word for word in re.findall(r"[A-Za-z]{5,}", title) if known[words_of(word)[0]] <= RARE]
    if not words:
        return title
    word = chance.choice(words)
    return re.sub(rf"\b{word}\b", spoilt(word, chance), title, count=1)


def spoilt(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    letter = chance.choice(ascii_lowercase.replace(word[at].lower(), ""))
    ways = (
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return chance.choice([way for way in ways if way != word])


def test_a_full_title_is_first(samples: list[Article], scope: VisibleScope) -> None:
    missed = [article.title for article in samples if place_of(article, article.title, scope) != 0]
    print(f"\nfull title: first in {SAMPLES - len(missed)} of {SAMPLES}")
    assert len(missed) <= 0.02 * SAMPLES, missed


def test_a_title_with_a_typo_in_a_rare_word_is_among_the_first_five(
    real_records: list[Article], scope: VisibleScope
) -> None:
    chance = random.Random(4)
    known = Counter(word for article in real_records for word in set(words_of(article.title)))
    typed = (
        (article, misspelt(article.title, known, chance)) for article in chance.sample(real_records, len(real_records))
    )
    tried = list(islice(((article, query) for article, query in typed if query != article.title), SAMPLES))
    places = [place_of(article, query, scope) for article, query in tried]
    first, five = sum(place == 0 for place in places), sum(place < 5 for place in places)
    print(f"\none typo: first in {first}, in the first five in {five} of {SAMPLES}")
    assert len(tried) == SAMPLES
    assert five >= 0.9 * SAMPLES, [query for (_, query), place in zip(tried, places, strict=True) if place >= 5]


def test_a_doi_or_pubmed_number_is_always_first(samples: list[Article], scope: VisibleScope) -> None:
    missed = []
    for article in samples:
        assert article.paper is not None
        asked = [f"https://doi.org/{article.paper.doi}", article.paper.doi.upper()] if article.paper.doi else []
        asked += [article.paper.pmid, f"PMID: {article.paper.pmid}"] if article.paper.pmid else []
        missed += [query for query in asked if place_of(article, query, scope) != 0]
    assert not missed
