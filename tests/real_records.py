"""Real records of papers as published articles, in bulk: the abstracts of $REAL_DATA/related."""

import gzip
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any, Final

from articles.bitmaps.reindex import rebuild
from articles.models import Article, FullPostWords, PublicWords
from articles.search.index import names_to_offer, public_words, remember_words
from bibliography.models import Reference
from bibliography.records import authors_of

BEGIN: Final = datetime(2020, 1, 1, tzinfo=UTC)
LONGEST_TITLE: Final = 160  # characters that an article has room for


def records() -> Iterator[dict[str, Any]]:
    folder = os.environ.get("REAL_DATA", "")
    assert folder, "Set REAL_DATA to the folder of real data."
    path = Path(folder) / "related" / "articles.jsonl.gz"
    assert path.is_file(), "REAL_DATA has to hold related/."
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def publish_real_records() -> None:
    """Every record as a paper summary: its title, its abstract as the summary, the words that search has of both."""
    held = list(records())
    Reference.objects.bulk_create(references_of(held))
    papers = list(Reference.objects.order_by("pk"))
    articles = Article.objects.bulk_create(
        article_of(place, record, paper) for place, (record, paper) in enumerate(zip(held, papers, strict=True))
    )
    rows = [PublicWords(article=article, **public_words(article)) for article in articles]
    PublicWords.objects.bulk_create(rows, batch_size=500)
    FullPostWords.objects.bulk_create(
        (FullPostWords(article=row.article, body=f"{row.title} {row.head} {row.body} {row.names}") for row in rows),
        batch_size=500,
    )
    remember_words(word for row in articles for word in (row.title, *names_to_offer(row.paper)))
    rebuild()


def references_of(held: list[dict[str, Any]]) -> list[Reference]:
    """One for each record. A DOI or PubMed number that two records share stays with the first."""
    references = [reference_of(place, record) for place, record in enumerate(held)]
    seen = {""}
    for reference in references:
        reference.doi = "" if reference.doi in seen else reference.doi
        reference.pmid = "" if reference.pmid in seen else reference.pmid
        seen |= {reference.doi, reference.pmid}
    return references


def reference_of(place: int, record: dict[str, Any]) -> Reference:
    names = [name.rpartition(" ") for name in record["authors"]]
    csl = {"author": [{"given": given, "family": family} for given, _, family in names]}
    return Reference(
        key=f"real-{place}",
        csl=csl,
        title=record["title"],
        authors=authors_of(csl),
        container_title=record["journal"] or "",
        year=record["year"],
        doi=(record["doi"] or "").removeprefix("https://doi.org/").lower(),
        pmid=(record["pmid"] or "").rstrip("/").rpartition("/")[2],
    )


def article_of(place: int, record: dict[str, Any], paper: Reference) -> Article:
    return Article(
        kind="paper-summary",
        paper=paper,
        slug=f"real-{place}",
        title=shortened(record["title"]),
        summary_html=f"<p>{escape(record['abstract'] or '')}</p>",
        status="published",
        publish_at=BEGIN + timedelta(minutes=place),
        first_published_at=BEGIN + timedelta(minutes=place),
    )


def shortened(title: str) -> str:
    """The title up to the last word that there is room for."""
    return title if len(title) <= LONGEST_TITLE else title[:LONGEST_TITLE].rpartition(" ")[0]
