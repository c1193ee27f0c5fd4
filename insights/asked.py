"""What a page of search says it was asked for, signed: so nobody can put words before editors that no search had."""

import re
from dataclasses import dataclass
from typing import Final

from django.core import signing

from articles.search.query.interpretation import Concept
from articles.search.service import Answer

SALT: Final = "insights.asked"
HOLDS_FOR: Final = 3600  # seconds
LONGEST: Final = 80  # characters of a query that is counted
MOST_WORDS: Final = 8
MOST_TOPICS: Final = 6
OF_A_PERSON: Final = re.compile(r"@|\d{5}|https?:|www\.")  # what looks like an address or a number of somebody


@dataclass(frozen=True)
class Asked:
    """`query`: what found nothing, or "". `topics`: keys of those that the query means."""

    query: str
    topics: tuple[int, ...]


def asked_for(answer: Answer) -> str:
    """The token of a page of results; "" where nothing of it is counted."""
    if answer.mistake is not None:
        return ""
    tags = dict.fromkeys(tag.pk for leaf in answer.leaves if isinstance(leaf, Concept) for tag in leaf.tags)
    found_nothing = answer.is_partial or not answer.count
    query = countable(answer.query) if found_nothing and not answer.narrowed.filters else ""
    topics = [] if answer.is_partial or answer.corrected else list(tags)[:MOST_TOPICS]
    return signing.dumps([query, topics], salt=SALT) if query or topics else ""


def countable(query: str) -> str:
    """In one spelling; "" where it is long, or looks like somebody's address or number."""
    words = query.casefold().split()
    text = " ".join(words)
    return "" if len(text) > LONGEST or len(words) > MOST_WORDS or OF_A_PERSON.search(text) else text


def read(token: str) -> Asked | None:
    try:
        query, topics = signing.loads(token, salt=SALT, max_age=HOLDS_FOR)
    except signing.BadSignature:
        return None
    return Asked(query, tuple(topics))
