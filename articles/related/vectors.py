"""The words of an article as counted terms: what suggestions are computed from, and which of them may be named."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.db.models import QuerySet

from articles.models import Article, TermVector
from articles.search.texts import text_of_html
from articles.text.key_points import without_levels
from articles.text.markdown import parse, plain_text
from articles.text.tokenizer import places_of_words, terms_of, written_parts

TITLE: Final = 3  # times that each word of the title counts
MOST: Final = 2000  # terms of one article, unless it says more of them in public; a long one has some five hundred
Groups = list[tuple[int, list[str]]]  # each count with the terms that stand in the text so often
SENTENCE_END: Final = re.compile(r"(?:\A|[.?!:]|\n)[\s“‘\"'(]*\Z")


@dataclass(frozen=True)
class Texts:
    """What an article says in public, the summary as Markdown, and in its full post, as HTML."""

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
    """Read the texts of the article. One query, for the full post, where the act has not read it."""
    full = getattr(article, "full_post", None)
    texts = (article.title, article.standfirst, tuple(article.key_points), article.summary_markdown)
    return counted_in(Texts(*texts, full.html if full else ""))


def stored_texts(articles: "QuerySet[Article]") -> dict[int, Texts]:
    """As they are stored now, by primary key. One query."""
    columns = ("pk", "title", "standfirst", "key_points", "summary_markdown", "full_post__html")
    return {
        key: Texts(title, standfirst, tuple(points), summary, full or "")
        for key, title, standfirst, points, summary, full in articles.values_list(*columns)
    }


def counted_in(texts: Texts) -> Vector:
    """What is said in public is kept whole, however long it is; of the full post what it says most often."""
    title = texts.title
    public = [title, texts.standfirst, *without_levels(texts.key_points), read_aloud(texts.summary)]
    counts = Counter(terms_of(title) * TITLE)
    for text in (*public[1:], text_of_html(texts.full)):
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
    found: dict[str, dict[str, int]] = {}
    for start, end in places_of_words(text):
        begins = SENTENCE_END.search(text, max(0, start - 3), start) is not None
        for place, (part, terms) in enumerate(parts_of(text[start:end])):
            word = part.lower() if begins and place == 0 and part[1:].islower() else part
            for term in terms:
                words = found.setdefault(term, {})
                words[word] = words.get(word, 0) + 1
    return {
        term: max(words, key=lambda word: (words[word], word)) if len(words) > 1 else next(iter(words))
        for term, words in found.items()
    }


@lru_cache(maxsize=50_000)
def parts_of(word: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each part of a compound as it is written, with the terms in it."""
    return tuple((part, tuple(terms_of(part))) for part in written_parts(word))


def packed(words: Mapping[str, str]) -> str:
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def packed_counts(counts: Mapping[str, int]) -> str:
    """The terms by their counts, in a row for each count: read five times as fast as a number for each term."""
    groups: dict[int, list[str]] = {}
    for term in sorted(counts):
        groups.setdefault(counts[term], []).append(term)
    rows = {count: " ".join(groups[count]) for count in sorted(groups)}
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def groups_of(text: str) -> Groups:
    """What `packed_counts` wrote."""
    return [(int(count), terms.split(" ")) for count, terms in json.loads(text).items()]


def unpacked(text: str) -> dict[str, int]:
    return {term: count for count, terms in groups_of(text) for term in terms}


def words_of(articles: list[int]) -> dict[int, dict[str, str]]:
    """The public words of each of these articles, as they are written there. One query."""
    rows = TermVector.objects.filter(article__in=articles).values_list("article_id", "words")
    return {article: json.loads(words) for article, words in rows}
