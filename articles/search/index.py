"""Writing what search looks in: a row of words for each published article, in the transaction that publishes it."""

import hashlib
import re
from collections.abc import Iterable
from typing import Final

from django.db import transaction

from articles.models import Article, FullPostWords, PublicWords, TitleWord
from articles.models.upsert import upsert
from articles.search.texts import text_of_html
from articles.status import Status
from articles.text.key_points import without_levels
from articles.text.tokenizer import LONGEST, compounds_of, folded, joined, words_of
from bibliography.models import Reference
from bibliography.names import are_initials
from tags.models import note_change

GAP: Final = " ω "  # a word for engines, but none that can be asked for: queries spell it omega
BAR: Final = f" |{GAP}"  # no engine reads the stroke as a word


def indexed(text: str) -> str:
    """The words of a text in one spelling, and behind a bar its compounds in one, with the words around them.

    Between what does not stand side by side in the text there is a gap, which no phrase gets over.
    """
    written = compounds_of(text)
    rows = GAP.join(" ".join(row) for row in joined(written))
    return BAR.join(filter(None, (" ".join(word for parts in written for word in parts), rows)))


def title_key(title: str) -> str:
    """The same for titles with the same words, however they are spelled; nothing for a title without words."""
    return key_of_words(" ".join(words_of(title)))


def key_of_words(words: str) -> str:
    """The same of words that are in one spelling already."""
    return hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest() if words else ""


@transaction.atomic(savepoint=False)
def index(article: Article) -> None:
    """Let search know the article as it is stored. What is not published is not in the index at all."""
    before = PublicWords.objects.filter(article=article).first()
    if article.status != Status.PUBLISHED:
        forget(article, before)
        return
    words = public_words(article)
    others = before is not None and any(getattr(before, name) != text for name, text in words.items())
    if before is None or others:
        upsert([PublicWords(article=article, **words)], *words)
    if others:
        note_change(of_vocabulary=False)  # for processes that keep those of before
    if before is None or (before.title, before.names) != (words["title"], words["names"]):
        remember_words([article.title, *names_to_offer(article.paper)])
    full = getattr(article, "full_post", None)
    seen = (words[field] for field in ("title", "head", "body", "names"))
    whole = GAP.join([*seen, indexed(text_of_html(full.html if full else ""))])
    upsert([FullPostWords(article=article, body=whole)], "body")


def forget(article: Article, before: PublicWords | None) -> None:
    if before is not None:
        before.delete()
        FullPostWords.objects.filter(article=article).delete()


def public_words(article: Article) -> dict[str, str]:
    """The words of each field. What stands in the full post alone is not among them."""
    cells = [cell for facts in article.at_a_glance.values() for cell in facts.values()]
    paper = article.paper
    return {
        "title": indexed(article.title),
        "title_key": title_key(article.title),
        "head": indexed(" . ".join([article.standfirst, *without_levels(article.key_points), *map(str, cells)])),
        "body": indexed(text_of_html(f"<p>{article.image_caption_html}</p>{article.summary_html}")),
        "names": names_of(paper) if paper else indexed(article.byline),
    }


def names_of(paper: Reference) -> str:
    """Each author by itself, so that the initials of one and the name of the next are not one name."""
    return GAP.join(filter(None, map(indexed, [*paper.authors.split(", "), paper.container_title])))


def names_to_offer(paper: Reference | None) -> list[str]:
    """The names of authors and journal, without initials."""
    names = f"{paper.authors} {paper.container_title}".split() if paper else []
    return [name for name in names if not are_initials(name.rstrip(","))]


def remember_words(texts: Iterable[str]) -> None:
    """Words that may be offered in place of what is misspelt."""
    found = {word for text in texts for word in re.findall(r"[^\W\d_]{3,}", folded(text)) if len(word) <= LONGEST}
    TitleWord.objects.bulk_create(
        [TitleWord(word=word, length=len(word)) for word in sorted(found)], ignore_conflicts=True, batch_size=500
    )
