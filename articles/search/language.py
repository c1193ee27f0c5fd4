"""The language of queries: words in any order, "phrases", -exclusions, prefix*, filters, AND, OR, NOT and brackets.

    query   = any
    any     = all { "OR" all }
    all     = one { [ "AND" ] one }
    one     = ( "NOT" | "-" ) one | "(" any ")" | filter | phrase | word [ "*" ]
    filter  = ( "tag" | "author" | "year" | "kind" | "is" ) ":" ( word | phrase )

Operators are capital words. A mistake is told with its place and a query that would be right: it reads, or is empty.
"""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from articles.search.tree import FIELDS, And, Field, Group, Node, Not, Or, Phrase, Word

LONGEST: Final = 500  # characters of a query
MOST: Final = 40  # words, phrases and filters
DEEPEST: Final = 12  # brackets within brackets
KINDS: Final = ("overview", "paper-summary")
STATES: Final = ("open", "members")
MEANT: Final = {"free": "open", "public": "open"}  # what is also said for a state
OPERATORS: Final = ("AND", "OR", "NOT")
TOKEN: Final = re.compile(
    r"""(?P<space>\s+)
      | (?P<bracket>[()])
      | (?P<minus>-(?=[^\s)-]))
      | (?P<field>[A-Za-z]+(?=:[^\s:/]))
      | (?P<empty>(?i:tag|author|year|kind):(?=\s|$))
      | (?P<colon>:(?=\S))
      | (?P<quote>["“”„])
      | (?P<word>[^\s()"“”„]+)""",
    re.VERBOSE,
)
QUOTE: Final = re.compile(r'["“”„]')
WORD: Final = re.compile(r'[^\s()"“”„]+')
YEAR: Final = r"([12][0-9]{3})"
YEARS: Final = re.compile(rf"{YEAR}?(\.\.)?{YEAR}?")
NEGATION: Final = re.compile(r"((?<![^\s()])NOT\s+|-)+$")
MENDINGS: Final = 60  # mistakes of one query that are mended one after the other to suggest a right one


class QueryMistake(Exception):
    """Raised for a query that means nothing: where the mistake is, what it is, and a query that would be right."""

    def __init__(self, place: int, length: int, message: str, suggestion: str) -> None:
        self.place, self.length = place, length
        self.message, self.suggestion = message, suggestion
        super().__init__(message)


@dataclass(frozen=True)
class Token:
    """A piece of the query: kind is bracket, minus, operator, word, phrase or the name of a filter."""

    kind: str
    text: str
    place: int
    end: int
    name: str = ""


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


def mended(query: str, reading: Callable[[str], object] = read) -> str:
    """The query without its mistakes, each mended as it is suggested; empty when that comes to nothing.

    `reading` raises the mistakes.
    """
    for _ in range(MENDINGS):
        try:
            reading(query)
        except QueryMistake as found:
            query = found.suggestion
        else:
            return query.strip()
    return ""


def left_out(query: str, place: int, end: int) -> str:
    """The query without a part, and without what says that the part must not be there."""
    return f"{NEGATION.sub('', query[:place]).rstrip()} {query[end:].lstrip()}".strip()


def tokens_of(query: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(query):
        match = TOKEN.match(query, at)
        assert match is not None  # noqa: S101 - every character is space, bracket, quotation mark or part of a word
        kind, text = str(match.lastgroup), match[0]
        if kind == "quote":
            token = phrase_at(query, at)
        elif kind == "field" and text.lower() in FIELDS:
            token = filter_at(query, at, text)
        elif kind == "field" and (meant := difflib.get_close_matches(text.lower(), FIELDS, n=1, cutoff=0.75)):
            raise QueryMistake(
                at, len(text), f"There is no filter “{text}:”. Did you mean “{meant[0]}:”?",
                f"{query[:at]}{meant[0]}{query[match.end() :]}",
            )  # fmt: skip
        elif kind == "empty":
            right = f"{query[:at]}{text}{query[match.end() :].strip()}" if query[match.end() :].strip() else query[:at]
            raise QueryMistake(at, len(text), f"Say after “{text}” what it should be.", right.strip())
        elif kind in ("field", "colon", "word"):
            token = word_at(query, at)
        else:
            token = Token(kind, text, at, match.end())
        if token.kind != "space":
            found.append(token)
        at = token.end
    return found


def place_of(query: str, filter_: Field) -> tuple[int, int]:
    """Where the first such filter begins and ends in a query that reads."""
    for token in tokens_of(query):
        if token.name == filter_.name and token.text == filter_.value:
            return token.place, token.end
    return 0, len(query)


def word_at(query: str, at: int) -> Token:
    match = WORD.match(query, at)
    assert match is not None  # noqa: S101 - called where a word begins
    return Token("operator" if match[0] in OPERATORS else "word", match[0], at, match.end())


def phrase_at(query: str, at: int) -> Token:
    closing = QUOTE.search(query, at + 1)
    if closing is None:
        raise QueryMistake(at, 1, "This quotation mark is never closed.", query.rstrip() + '"')
    return Token("phrase", query[at + 1 : closing.start()], at, closing.end())


def filter_at(query: str, at: int, name: str) -> Token:
    start = at + len(name) + 1
    inner = phrase_at(query, start) if QUOTE.match(query, start) else word_or_mistake(query, at, start, name)
    value, kind = inner.text, "quoted" if inner.kind == "phrase" else "plain"
    if message := wrong_with(name.lower(), value):
        right = f"{query[:at]}{message[1]}{query[inner.end :]}" if message[1] else left_out(query, at, inner.end)
        raise QueryMistake(at, inner.end - at, message[0], right.strip())
    return Token(kind, value, at, inner.end, name.lower())


def word_or_mistake(query: str, at: int, start: int, name: str) -> Token:
    match = WORD.match(query, start)
    if match is None:
        raise QueryMistake(at, len(name) + 1, f"Say after “{name}:” what it should be.", f"{query[:at]}{query[start:]}")
    return Token("word", match[0], start, match.end())


def wrong_with(name: str, value: str) -> tuple[str, str] | None:
    """What is wrong with the value of a filter, and the filter that would be right."""
    if name == "year":
        match = YEARS.fullmatch(value)
        if match is None or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
            right = "..".join(re.findall(rf"(?<![0-9]){YEAR}(?![0-9])", value)[:2]) or "2015..2020"
            return f"“{value}” is no year. Write 2015, 2015..2020, 2015.. or ..2020.", f"year:{right}"
        if match[1] and match[3] and match[1] > match[3]:
            return f"{match[1]} comes after {match[3]}.", f"year:{match[3]}..{match[1]}"
    for which, values in (("kind", KINDS), ("is", STATES)):
        if name == which and value.lower() not in values:
            said = MEANT.get(value.lower(), value.lower())
            meant = (difflib.get_close_matches(said, values, n=1, cutoff=0.3) or [values[0]])[0]
            return f"“{which}:” can be {' or '.join(values)}.", f"{which}:{meant}"
    if not any(char.isalnum() for char in value):
        return f"Say after “{name}:” what it should be.", ""
    return None


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
