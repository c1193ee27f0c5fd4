"""The language of queries: words in any order, "phrases", -exclusions, prefix*, filters, AND, OR, NOT and brackets.

    query   = any
    any     = all { "OR" all }
    all     = one { [ "AND" ] one }
    one     = ( "NOT" | "-" ) one | "(" any ")" | filter | phrase | word [ "*" ]
    filter  = ( "tag" | "author" | "year" | "kind" | "is" ) ":" ( word | phrase )

Operators are capital words. A mistake is told with its place and a query that would be right: it reads, or is empty.
"""

import re
from collections.abc import Callable
from typing import Final

from articles.search.query.ast import And, Field, Group, Node, Not, Or, Phrase, Word
from articles.search.query.lexer import QueryMistake, Token, tokens_of

LONGEST: Final = 500  # characters of a query
MOST: Final = 40  # words, phrases and filters
DEEPEST: Final = 12  # brackets within brackets
MOST_MENDED: Final = 60  # mistakes of one query that are mended one after the other to suggest a right one


def parse(query: str) -> Node | None:
    """The tree of a query; None when there is nothing in it. Raises `QueryMistake`."""
    try:
        return read(query)
    except QueryMistake as found:
        raise QueryMistake(found.place, found.length, found.message, mended(found.suggestion)) from None


def read(query: str) -> Node | None:
    """The same, with suggestions that may hold the next mistake."""
    if len(query) > LONGEST:
        raise QueryMistake(
            LONGEST, len(query) - LONGEST, f"A query can have {LONGEST} characters; this one has {len(query):,}.", ""
        )
    tokens = tokens_of(query)
    if len([token for token in tokens if token.kind not in ("bracket", "minus", "operator")]) > MOST:
        far = [token for token in tokens if token.kind not in ("bracket", "minus", "operator")][MOST]
        raise QueryMistake(
            far.place, len(query) - far.place, f"A query can have {MOST} words and filters.", query[: far.place].strip()
        )
    return _Parser(query, tokens).whole() if tokens else None


def fits(query: str) -> bool:
    """Whether a query that a tree was written to keeps the bounds. Only one that is near them is read for that."""
    if len(query) > LONGEST:
        return False
    if len(query.split()) <= MOST and query.count("(") <= DEEPEST:
        return True
    try:
        read(query)
    except QueryMistake:
        return False
    return True


def mended(query: str, reading: Callable[[str], object] = read) -> str:
    """The query without its mistakes, each mended as it is suggested; empty when that comes to nothing.

    `reading` raises the mistakes.
    """
    for _ in range(MOST_MENDED):
        try:
            reading(query)
        except QueryMistake as found:
            query = found.suggestion
        else:
            return query.strip()
    return ""


class _Parser:
    """One reading of the tokens, from left to right."""

    def __init__(self, query: str, tokens: list[Token]) -> None:
        self.query = query
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    @property
    def next(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def is_next(self, kind: str, *texts: str) -> bool:
        return self.next is not None and self.next.kind == kind and (not texts or self.next.text in texts)

    def mistake(self, token: Token, message: str, suggestion: str = "") -> QueryMistake:
        """A mistake at a token; without a better idea the suggestion leaves the token out."""
        before, after = self.query[: token.place], self.query[token.end :].lstrip()
        left_out = f"{before.rstrip()}{after}" if after.startswith(")") else f"{before} {after}"
        return QueryMistake(token.place, token.end - token.place, message, " ".join((suggestion or left_out).split()))

    def whole(self) -> Node:
        tree = self.any()
        if self.next is not None:
            raise self.mistake(self.next, "This bracket closes nothing.")
        return tree

    def any(self) -> Node:
        parts = [self.all()]
        while self.is_next("operator", "OR"):
            self.at += 1
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def all(self) -> Node:
        parts, said = [self.one()], []
        while self.next is not None and not self.is_next("operator", "OR") and not self.is_next("bracket", ")"):
            said.append(self.is_next("operator", "AND"))
            self.at += said[-1]
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else And(tuple(parts), tuple(said))

    def one(self) -> Node:
        token = self.next
        if token is None:
            last = self.tokens[-1]
            raise self.mistake(last, f"After “{last.text}” something is missing.")
        self.at += 1
        if token.kind == "minus" or (token.kind == "operator" and token.text == "NOT"):
            return Not(self.one(), is_word=token.kind == "operator")
        if token.kind == "operator":
            raise self.mistake(token, f"“{token.text}” has to stand between two things to look for.")
        if token.kind == "bracket":
            return self.group(token)
        if token.name:
            written = self.query[token.place : token.place + len(token.name)]
            return Field(token.name, token.text, is_quoted=token.kind == "quoted", written=written)
        if token.kind == "phrase":
            return Phrase(token.text)
        is_prefix = token.text.endswith("*") and len(token.text) > 1
        return Word(token.text[:-1] if is_prefix else token.text, is_prefix)

    def group(self, opening: Token) -> Node:
        if opening.text == ")" and self.depth:
            before = self.tokens[self.at - 2]
            raise self.mistake(before, f"After “{before.text}” something is missing.")
        if opening.text == ")":
            raise self.mistake(opening, "This bracket closes nothing.")
        if self.is_next("bracket", ")"):
            raise self.mistake(opening, "There is nothing in these brackets.", re.sub(r"\(\s*\)", " ", self.query))
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.mistake(opening, f"Brackets can stand {DEEPEST} deep.", re.sub(r"[()]", " ", self.query))
        inner = self.any()
        if not self.is_next("bracket", ")"):
            raise QueryMistake(opening.place, 1, "This bracket is never closed.", f"{self.query.rstrip()})")
        self.at += 1
        self.depth -= 1
        return Group(inner)
