"""Which articles a member's records name: those about the same paper, and those that they are themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from articles.models import Article
from bibliography.importing.duplicates import AT_ONCE, matches_of
from bibliography.importing.read import Read
from bibliography.rich_text import plain
from members.models import User
from tags.management.parts import in_parts

LONGEST_SHOWN: Final = 120  # characters of what was not found


@dataclass(frozen=True)
class Missing:
    """A record that names no article that exists for the member: its line, what it says, why if that is known."""

    line: int
    said: str
    why: str = ""


@dataclass(frozen=True)
class Looked:
    """`found`: the articles, each once, in the order of the records."""

    found: list[Article]
    missing: list[Missing]


def looked_for(reads: Sequence[Read], member: User, at: datetime, origin: str) -> Looked:
    """By DOI or PubMed number, else by title, year and first author, as the importer of the desk does; or by address.

    Five queries for each 500 records. What exists here but not for the member is missing, as what never was.
    """
    keys = [match.key for match in matches_of(reads)]
    slugs = [slug_in(str(read.csl.get("URL") or ""), origin) for read in reads]
    visible = Article.objects.visible_to(member, at).only("slug", "title", "paper__key").select_related("paper")
    about: dict[str, list[Article]] = {}
    for some in in_parts(sorted({key for key in keys if key}), AT_ONCE):
        for article in visible.filter(paper__key__in=some).order_by("pk"):
            about.setdefault(article.paper.key if article.paper else "", []).append(article)
    named = {
        article.slug: article
        for some in in_parts(sorted({slug for slug in slugs if slug}), AT_ONCE)
        for article in visible.filter(slug__in=some)
    }
    found: dict[int, Article] = {}
    missing: list[Missing] = []
    for read, key, slug in zip(reads, keys, slugs, strict=True):
        articles = [named[slug]] if slug in named else about.get(key, [])
        found.update((article.pk, article) for article in articles)
        if not articles and (read.csl or read.problems):
            missing.append(Missing(read.line, "; ".join(says(read)), " ".join(read.problems)))
    return Looked(list(found.values()), missing)


def slug_in(url: str, origin: str) -> str:
    """Of an address of an article here."""
    parts = urlsplit(url) if url.startswith(f"{origin}/") else None
    try:
        match = resolve(parts.path) if parts else None
    except Resolver404:
        return ""
    return str(match.kwargs["slug"]) if match and match.view_name == "articles:detail" else ""


def says(read: Read) -> Iterator[str]:
    """What names the record for the member."""
    for name in ("title", "DOI", "PMID"):
        if said := plain(str(read.csl.get(name) or "")):
            yield said if len(said) <= LONGEST_SHOWN else f"{said[:LONGEST_SHOWN]}…"
