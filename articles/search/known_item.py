"""Queries that name one article: by DOI, by PubMed number, or by its whole title. What they name comes first."""

import re
from typing import Final

from django.db.models import CharField, QuerySet

from articles.browse.scope import VisibleScope
from articles.models import Article
from articles.search.index import title_key
from articles.text.tokenizer import folded
from bibliography.doi import path_of
from members import prepared
from members.prepared import Parameter
from tags.cache.bitmaps import NOTHING, Bitmap

DOI: Final = re.compile(r"(?:^|doi:?\s*|/)(10\.\d{4,9}/\S+)$", re.IGNORECASE)
PUBMED: Final = r"(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/"
PMID: Final = re.compile(rf"(?:pmid:?\s*|pubmed:?\s*|{PUBMED})?(\d{{4,9}})/?(?:\s*\[(?:pmid|uid)\])?", re.IGNORECASE)
ADDRESS: Final = re.compile(r"(?:https?://|(?:dx\.)?doi\.org/|www\.|pubmed\.)", re.IGNORECASE)
AROUND: Final = ("()", "[]", "<>", '""', "“”")
NEGATION: Final = re.compile(r"\bNOT\b")
STOPS: Final = ".,;: "


def named_by(query: str, scope: VisibleScope) -> Bitmap:
    """The articles that a query names outright, of those that exist for the reader. At most two queries."""
    text = unwrapped(query.replace("\0", ""))
    number = number_in(text)
    if match := DOI.search(number):
        return scope.articles & about(doi=match[1].lower())
    found = titled(text)
    if match := PMID.fullmatch(number):
        found = found | about(pmid=match[1])
    return scope.articles & found


def unwrapped(text: str) -> str:
    """Without the brackets or quotation marks around it."""
    text = text.strip()
    for opening, closing in AROUND:
        if len(text) > 2 and text.startswith(opening) and text.rstrip(STOPS).endswith(closing):
            return unwrapped(text.rstrip(STOPS)[1:-1])
    return text


def number_in(text: str) -> str:
    """The text as the number of a paper: no full stop after it, and of an address no more than the path."""
    if ADDRESS.match(text):
        text = path_of(text)
    return text.rstrip(STOPS)


def written_so(text: str, scope: VisibleScope) -> Bitmap:
    """The articles whose title is the text letter by letter: a hyphen or a NOT in it excludes nothing. One query."""
    key, said = title_key(text), in_letters(unwrapped(text))
    rows = Article.objects.with_title_key(key).values_list("sort_key", "title") if key else []
    return scope.articles & Bitmap(sort_key for sort_key, title in rows if sort_key and in_letters(title) == said)


def in_letters(text: str) -> str:
    """Small letters, but for a NOT that stands out from the words around it."""
    return " ".join(folded(text if text.isupper() else NEGATION.sub("¬", text)).split())


def about(*, doi: str = "", pmid: str = "") -> Bitmap:
    articles = Article.objects.with_doi(doi) if doi else Article.objects.with_pmid(pmid)
    return Bitmap(articles.sort_keys())


def titled(text: str) -> Bitmap:
    key = title_key(text)
    return Bitmap(key for (key,) in prepared.rows("titled", queryset=titled_so, key=key)) if key else NOTHING


def titled_so() -> "QuerySet[Article, tuple[int | None]]":
    return Article.objects.with_title_key(Parameter("key", CharField())).values_list("sort_key")
