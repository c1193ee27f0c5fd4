"""The words of an article as counted terms: what suggestions are computed from, and which of them may be named."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.db.models import QuerySet

from articles.models import Article, FullPost, TermVector
from articles.text.markdown import parse, plain_text
from articles.text.tokenizer import places_of_words, terms_of, written_parts

TITLE: Final = 3  # times that each word of the title counts
MOST: Final = 2000  # terms of one article, unless it says more of them in public; a long one has some five hundred
SENTENCE_END: Final = re.compile(r"(?:\A|[.?!:]|\n)[\s“‘\"'(]*\Z")


@dataclass(frozen=True)
class Texts:
    """What an article says, in public and in its full post."""

    title: str
    standfirst: str
    key_points: tuple[str, ...]
    summary: str
    full: str


@dataclass(frozen=True)
class Vector:
    """`counts`: all terms, those of the full post included. `words`: how the public text writes the public ones."""

    counts: Mapping[str, int]
    words: Mapping[str, str]


def vector_of(article: Article) -> Vector:
    """Read the texts of the article. One query, for the full post."""
    full = FullPost.objects.filter(article=article).values_list("markdown", flat=True).first() or ""
    points = tuple(article.key_points)
    return counted_in(Texts(article.title, article.standfirst, points, article.summary_markdown, full))


def stored_texts(articles: "QuerySet[Article]") -> dict[int, Texts]:
    """As they are stored now, by primary key. One query."""
    columns = ("pk", "title", "standfirst", "key_points", "summary_markdown", "full_post__markdown")
    return {
        key: Texts(title, standfirst, tuple(points), summary, full or "")
        for key, title, standfirst, points, summary, full in articles.values_list(*columns)
    }


def counted_in(texts: Texts) -> Vector:
    """What is said in public is kept whole, however long it is; of the full post what it says most often."""
    title = texts.title
    public = [title, texts.standfirst, *texts.key_points, read_aloud(texts.summary)]
    counts = Counter(terms_of(title) * TITLE)
    for text in (*public[1:], read_aloud(texts.full)):
        counts.update(terms_of(text))
    words = {term: word for term, word in written_in("\n".join(public)).items() if term in counts}
    if len(counts) <= MOST:
        return Vector(counts, words)
    order = sorted(counts.items(), key=lambda item: (item[0] not in words, -item[1], item[0]))
    return Vector(dict(order[: max(MOST, len(words))]), words)


def read_aloud(markdown: str) -> str:
    return plain_text(parse(markdown)[0])


def written_in(text: str) -> dict[str, str]:
    """How the text mostly writes each of its terms. A capital that only begins a sentence does not count."""
    found: dict[str, Counter[str]] = {}
    for start, end in places_of_words(text):
        begins = SENTENCE_END.search(text, max(0, start - 3), start) is not None
        for place, part in enumerate(written_parts(text[start:end])):
            word = part.lower() if begins and place == 0 and part[1:].islower() else part
            for term in terms_in(part):
                found.setdefault(term, Counter())[word] += 1
    return {term: max(words, key=lambda word: (words[word], word)) for term, words in found.items()}


@lru_cache(maxsize=50_000)
def terms_in(word: str) -> tuple[str, ...]:
    return tuple(terms_of(word))


def packed(values: Mapping[str, int] | Mapping[str, str]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def unpacked(text: str) -> dict[str, int]:
    counts: dict[str, int] = json.loads(text)
    return counts


def words_of(articles: list[int]) -> dict[int, dict[str, str]]:
    """The public words of each of these articles, as they are written there. One query."""
    rows = TermVector.objects.filter(article__in=articles).values_list("article_id", "words")
    return {article: json.loads(words) for article, words in rows}
