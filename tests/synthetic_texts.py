"""Texts for many articles at once: words by Zipf's law, in the rows that publishing would have written.

The words are made of syllables and already as `articles.text.tokenizer` spells them, so that they go in as they are.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from django.db.models import QuerySet

from articles.models import Article, FullPostWords, PublicWords
from articles.search.index import remember_words, title_key
from collection.synthesis.words import zipf_weights, zipf_words

DIFFERENT: Final = 20_000
TITLE: Final = (8, 14)  # words
HEAD, BODY, FULL_POST = 40, 150, 300
NAMES: Final = 900  # different authors
AT_ONCE: Final = 2000


class Author:
    """Writes texts from one vocabulary, always the same for the same seed."""

    def __init__(self, seed: int, words: Sequence[str]) -> None:
        self.chance = random.Random(seed)
        self.words = words
        self.weights = zipf_weights(len(words))

    def text(self, length: int) -> str:
        return " ".join(self.chance.choices(self.words, cum_weights=self.weights, k=length))

    def row(self, article: Article) -> tuple[PublicWords, FullPostWords]:
        title = self.text(self.chance.randint(*TITLE))
        names = " ".join(f"author{self.chance.randrange(NAMES)}" for _ in range(3))
        head, body = self.text(HEAD), self.text(BODY)
        article.title, article.standfirst, article.summary_html = title[:160], head, f"<p>{body}</p>"
        public = PublicWords(
            article=article, title=title, title_key=title_key(title), head=head, body=body, names=names
        )
        whole = " ".join([title, head, body, names, self.text(FULL_POST)])
        return public, FullPostWords(article=article, body=whole)


def write_texts(*, seed: int = 1) -> None:
    """Give every published article that has no words yet a title, a head and a body, and let search know them."""
    author = Author(seed, zipf_words(DIFFERENT))
    articles = Article.objects.without_words().order_by("pk")
    for rows in batches(articles):
        pairs = [author.row(article) for article in rows]
        Article.objects.bulk_update(rows, ["title", "standfirst", "summary_html"], batch_size=200)
        PublicWords.objects.bulk_create([public for public, _ in pairs], batch_size=500)
        FullPostWords.objects.bulk_create([full for _, full in pairs], batch_size=500)
        remember_words(f"{public.title} {public.names}" for public, _ in pairs)


def batches(articles: QuerySet[Article]) -> Iterator[list[Article]]:
    waiting = iter(list(articles.values_list("pk", flat=True)))
    while keys := list(islice(waiting, AT_ONCE)):
        yield list(Article.objects.filter(pk__in=keys).order_by("pk"))
