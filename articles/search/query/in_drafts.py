"""Where the words that an editor looks for stand in texts: of drafts as they are saved, else of what readers see.

Bounded: of drafts those saved last are looked through, of what the index finds the newest are taken.
"""

from collections.abc import Sequence
from typing import Final

from django.db.models import BooleanField, ExpressionWrapper, Q

from articles import access
from articles.models import Draft
from articles.search.engines.expressions import Side
from articles.search.engines.interface import bitmaps_of_matches
from articles.search.engines.time_limit import SearchTookTooLong
from articles.text.tokenizer import words_of

SHORTEST: Final = 3  # letters of a word that is looked for in texts
MOST_DRAFTS: Final = 1_000
MOST_PUBLISHED: Final = 2_000
MOST_WORDS: Final = 8


def texts_holding(typed: str, user: access.Person) -> list[Q]:
    """For each word the articles with it in a text; of drafts, those that `user` may write. Two queries at most."""
    words = typed.split()[:MOST_WORDS]
    looked_for = [word for word in dict.fromkeys(words) if len(word) >= SHORTEST]
    if not looked_for:
        return [Q(pk__in=[]) for _ in words]
    drafts, published = in_drafts(looked_for, user), in_the_index(looked_for)
    found = {word: Q(pk__in=drafts[word]) | Q(sort_key__in=published[word]) for word in looked_for}
    return [found.get(word, Q(pk__in=[])) for word in words]


def in_drafts(words: Sequence[str], user: access.Person) -> dict[str, list[int]]:
    """The keys of articles whose drafts hold what their rows do not, by word."""
    newest = Draft.objects.ahead().filter(access.writable(user, prefix="article__")).order_by("-updated_at", "-pk")
    held = {
        f"word{number}": ExpressionWrapper(
            Q(head__content__summary__icontains=word) | Q(head__content__full_post__icontains=word),
            output_field=BooleanField(),
        )
        for number, word in enumerate(words)
    }
    rows = Draft.objects.filter(pk__in=newest.values("pk")[:MOST_DRAFTS]).annotate(**held).values_list("pk", *held)
    found: dict[str, list[int]] = {word: [] for word in words}
    for pk, *holds in rows:
        for word, is_held in zip(words, holds, strict=True):
            if is_held:
                found[word].append(pk)
    return found


def in_the_index(words: Sequence[str]) -> dict[str, list[int]]:
    """The sort keys of published articles, by word; words that begin so are found, too."""
    parts = {word: tuple(words_of(word)) for word in words}
    asked = [word for word in words if parts[word]]
    try:
        bitmaps = bitmaps_of_matches([Side(parts[word], is_prefix=True) for word in asked], full=True) if asked else []
    except SearchTookTooLong:
        bitmaps = []
    found = {word: list(bitmap)[-MOST_PUBLISHED:] for word, bitmap in zip(asked, bitmaps, strict=False)}
    return {word: found.get(word, []) for word in words}
