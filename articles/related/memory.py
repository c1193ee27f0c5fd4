"""All that articles are compared by, in memory, as it was at one moment: for whoever asks about all of them."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import Final

import numpy as np

from articles.models import Article, Posting, TermVector
from articles.related.candidates import OF_A_TERM, arrays
from articles.related.comparison import Setting, setting_of
from articles.related.neighbours import VISITOR, own_list
from articles.related.scoring import Suggested, suggested
from articles.related.tfidf import Frequencies
from articles.related.update import likeliest
from articles.related.vector_cache import Numbers
from tags.management.progress import Begin

AT_ONCE: Final = 10_000  # rows


class Remembered:
    """All postings; what else comparing asks a database for."""

    def __init__(self) -> None:
        rows = Posting.objects.order_by("term", "-weight", "article_id").values_list("term", "article_id", "weight")
        self.of_terms = {
            term: arrays([row[1:] for row in islice(of_term, OF_A_TERM)])
            for term, of_term in groupby(rows.iterator(chunk_size=AT_ONCE), key=itemgetter(0))
        }
        dated = Article.objects.exclude(sort_key=None).order_by("sort_key").values_list("pk", "sort_key")
        self.articles, self.sort_keys = arrays(list(dated.iterator(chunk_size=AT_ONCE)), np.int64)

    def postings(self, terms: Sequence[str]) -> list[tuple[Numbers, Numbers]]:
        return [self.of_terms.get(term) or arrays([]) for term in terms]

    def articles_of(self, sort_keys: Numbers) -> tuple[Numbers, Numbers]:
        places = np.searchsorted(self.sort_keys[:-1], sort_keys)
        held = places[self.sort_keys[places] == sort_keys] if len(self.sort_keys) else places[:0]
        return self.articles[held], self.sort_keys[held]


@dataclass(frozen=True)
class Memory:
    """`today`: what everybody sees. `words`: of each article the labels that it writes in public, as it writes them."""

    setting: Setting
    today: Collection[int]
    words: Mapping[int, Mapping[str, str]]

    def lists(self, chosen: Mapping[int, Mapping[int, str]]) -> dict[int, list[Suggested]]:
        """Of each of these articles that can be compared; `chosen`: what editors chose beside it. Asks no database."""
        found = {page: likeliest(page, beside, self.setting) for page, beside in chosen.items()}
        return {
            page: suggested(pairs, own_list(pairs, chosen[page], self.today), self.words)
            for page, pairs in found.items()
            if pairs is not None
        }


def memory_of(known: Frequencies, begin: Begin) -> Memory:
    setting = setting_of(known, source=Remembered())
    setting.library.remember(begin("Gathering words", TermVector.objects.count()))
    today = set(Article.objects.visible_to(VISITOR).values_list("pk", flat=True).iterator(chunk_size=AT_ONCE))
    return Memory(setting, today, written_labels(setting.library.tag_weights.labels))


def written_labels(labels: Collection[str]) -> dict[int, dict[str, str]]:
    words = TermVector.objects.values_list("article_id", "words").iterator(chunk_size=1000)
    return {
        article: {term: word for term, word in json.loads(written).items() if term in labels}
        for article, written in words
    }
