"""Mistakes that only the vocabulary and the words tell, and suggestions that have an answer."""

import re
from functools import partial

from articles.search.query.interpretation import UnknownTag, meaning_of
from articles.search.query.lexer import QueryMistake, left_out, place_of
from articles.search.query.parser import mended, read
from articles.text.tokenizer import LONGEST, folded, words_of
from tags.cache.tag_tree import TagTree


def told(mistake: QueryMistake, tag_tree: TagTree) -> QueryMistake:
    """The mistake with a suggestion that can be answered, or with none."""
    suggestion = mended(mistake.suggestion, partial(understand, tag_tree=tag_tree))
    return QueryMistake(mistake.place, mistake.length, mistake.message, suggestion)


def understand(query: str, tag_tree: TagTree) -> None:
    """Raises `QueryMistake` for a query that cannot be answered."""
    tree = read(query)
    try:
        if tree and meaning_of(tree, tag_tree) is None:
            raise nothing_in(query)
    except UnknownTag as unknown:
        raise mistake_of(query, unknown) from None


def mistake_of(query: str, unknown: UnknownTag) -> QueryMistake:
    """The filter in the query, and the tag that was probably meant; else its value as a phrase to look for."""
    place, end = place_of(query, unknown.filter)
    value = unknown.filter.value
    right = f"tag:{unknown.meant}" if unknown.meant else f'"{value}"'
    mended_once = f"{query[:place]}{right}{query[end:]}".strip()
    is_word = unknown.meant or words_of(value)
    return QueryMistake(
        place, end - place, f"No tag is called “{value}”.", mended_once if is_word else left_out(query, place, end)
    )


def nothing_in(query: str) -> QueryMistake:
    """What is wrong with a query in which there is no word to look for."""
    for word in re.finditer(r"\S+", query):
        if re.search(rf"[^\W_]{{{LONGEST + 1}}}", folded(word[0])):
            return QueryMistake(
                word.start(), len(word[0]), f"A word can have {LONGEST} letters; this one has more.", ""
            )
    return QueryMistake(0, len(query), "There is no letter and no digit in this to look for.", "")
