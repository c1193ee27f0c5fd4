"""Queries that name one article: by DOI, by PubMed number, or by its whole title. What they name comes first."""

import re
from typing import Final

from articles.browse import Reach
from articles.models import Article
from articles.search.indexing import title_key
from tags.shelves import NOTHING, Numbers

DOI: Final = re.compile(r"(?:^|doi:?\s*|/)(10\.\d{4,9}/\S+)$", re.IGNORECASE)
PMID: Final = re.compile(r"^(?:pmid:?\s*|https?://pubmed\.ncbi\.nlm\.nih\.gov/)?(\d{4,9})/?$", re.IGNORECASE)


def named_by(query: str, reach: Reach) -> Numbers:
    """The articles that a query names outright, of those that exist for the reader. At most two queries."""
    text = query.replace("\0", "").strip().strip('"“”')
    if match := DOI.search(text):
        return reach.numbers & about(doi=match[1].rstrip(".,;").lower())
    found = titled(text)
    if match := PMID.match(text):
        found = found | about(pmid=match[1])
    return reach.numbers & found


def about(*, doi: str = "", pmid: str = "") -> Numbers:
    articles = Article.objects.with_doi(doi) if doi else Article.objects.with_pmid(pmid)
    return Numbers(articles.numbers())


def titled(text: str) -> Numbers:
    key = title_key(text)
    return Numbers(Article.objects.with_title_key(key).numbers()) if key else NOTHING
