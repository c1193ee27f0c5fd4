"""A made-up collection of any size, from nothing or on top of a smaller one, in batches that are each committed."""

from collections.abc import Iterator
from typing import Final

from django.db import connection, transaction
from django.db.models import Max

from articles.bitmaps.reindex import rebuild
from articles.models import Article
from articles.search.index import remember_words
from articles.site.snapshot import current_site
from bibliography.models import Reference
from collection.synthesis.bulk_rows import count_on, keep_more_pages, large_segments, unchecked
from collection.synthesis.made_articles import Editor, Made, Tables, titles_and_names
from collection.synthesis.names import PREFIX
from collection.synthesis.papers import Papers
from collection.synthesis.prose import Prose
from collection.synthesis.reading_lists import number_for, write_lists
from collection.synthesis.search_indexes import bring_back, put_aside
from collection.synthesis.vocabulary import planned, size_for, write_vocabulary
from collection.synthesis.words import Speech
from lists.models import ReadingList
from tags.management.progress import Begin
from tags.models import Tag, take_write_lock
from tags.planner import count_rows

AT_ONCE: Final = 4000
FEWEST_WORDS, MOST_WORDS = 5_000, 100_000
FEWEST_PASSAGES, MOST_PASSAGES = 100, 5_000
FEWEST_PIECES, MOST_PIECES = 500, 20_000


class RealContentRefused(Exception):
    """Raised where something stands already that was not made up; nothing was written."""


def synthesize(articles: int, begin: Begin, *, seed: int = 1, abstracts: bool = False, size: int = 0) -> int:
    """Bring the collection to so many articles; how many were added. A run that was stopped is gone on with.

    `abstracts`: no text is longer than that. `size`: of the vocabulary, if not as the articles ask for.
    Raises `RealContentRefused`.
    """
    refuse_real()
    keep_more_pages()
    words, pieces = bounded(articles, FEWEST_WORDS, MOST_WORDS), bounded(articles // 10, FEWEST_PIECES, MOST_PIECES)
    speech = Speech(words, pieces, seed)
    there = Tag.objects.filter(slug__startswith=f"{PREFIX}tag-").count()
    tags = planned(max(size or size_for(articles), there), speech, seed)
    write_vocabulary(tags, speech, seed)
    prose = Prose(speech, bounded(articles // 10, FEWEST_PASSAGES, MOST_PASSAGES), seed)
    editor = Editor(tags, speech, prose, current_site().facts, seed)
    first = (Article.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    more = begin("Writing articles", max(0, articles + 1 - first))
    writer = Writer()
    if articles >= 2 * first:
        put_aside()
    with unchecked():
        for numbers in batches(first, articles):
            writer.write([editor.article(number, abstracts=abstracts) for number in numbers])
            more(len(numbers))
    bring_back(begin)
    write_lists(number_for(articles), speech, seed)
    rebuild()
    count_rows(tables_to_count())
    return max(0, articles + 1 - first)


def tables_to_count() -> set[str]:
    """All of them, but a migration told SQLite what to expect of articles."""
    told = {Article._meta.db_table} if connection.vendor == "sqlite" else set()
    return {*connection.introspection.django_table_names(only_existing=True)} - told


def refuse_real() -> None:
    real = {
        "articles": Article.objects.exclude(slug__startswith=PREFIX),
        "tags": Tag.objects.exclude(slug__startswith=PREFIX),
        "references": Reference.objects.exclude(key__startswith=PREFIX),
        "reading lists": ReadingList.objects.exclude(slug__startswith=PREFIX),
    }
    found = [name for name, rows in real.items() if rows.exists()]
    if found:
        raise RealContentRefused(f"This database holds {' and '.join(found)} that were not made up. Take an empty one.")


def bounded(number: int, fewest: int, most: int) -> int:
    return min(most, max(fewest, number))


def batches(first: int, last: int) -> Iterator[range]:
    for begin in range(first, last + 1, AT_ONCE):
        yield range(begin, min(begin + AT_ONCE, last + 1))


class Writer:
    """Writes articles, each batch in a transaction."""

    def __init__(self) -> None:
        self.papers, self.tables = Papers(), Tables()
        self.remembered: set[str] = set()

    @transaction.atomic
    def write(self, made: list[Made]) -> None:
        take_write_lock()
        self.papers.write(one.paper for one in made)
        with large_segments():
            self.tables.write(made)
        new = titles_and_names(made) - self.remembered
        remember_words([" ".join(new)])
        self.remembered |= new
        count_on(Article, Reference)
