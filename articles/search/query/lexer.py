"""The pieces of a query, and what is wrong with one of them by itself: names and values of filters, stars, quotes."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from articles.bitmaps.facet_registry import FACETS, choice_facet_of
from articles.search.query.ast import Field
from articles.text.tokenizer import STOP

TEXT_FILTERS: Final = {  # those that are not of `articles.bitmaps.facet_registry`, and what people also call them
    "tag": ("topic", "topics", "tags", "category"),
    "author": ("authors", "by"),
}
NO_FILTERS: Final = ("title", "journal")  # and no other name of one
OPERATORS: Final = ("AND", "OR", "NOT")
QUOTE: Final = re.compile(r'["“”„]')
DOI: Final = r'(?:doi:)?10\.\d{4,9}/(?:[^\s()"“”„]|\([^\s()"“”„]*\))+'  # the brackets in it are its own
WORD: Final = re.compile(rf'(?i:{DOI})|[^\s()"“”„]+')
YEAR: Final = r"([12][0-9]{3})"
YEARS: Final = re.compile(rf"{YEAR}?(\.\.)?{YEAR}?")
NUMBER: Final = r'[.,]?\d[\d.,]*%?(?:[\s()"“”„]|$)'  # the hyphen before it is its sign: -0.45, MNI -24 -4 -18
NEGATION: Final = re.compile(r"((?<![^\s()])NOT\s+|-)+$")


def filters() -> Mapping[str, tuple[str, ...]]:
    """The names of all filters, each with what people also call it."""
    return {**TEXT_FILTERS, **{facet.filter: facet.also for facet in FACETS.values()}}


@lru_cache(maxsize=2)
def token_with(names: tuple[str, ...]) -> re.Pattern[str]:
    """The pieces of a query in a language with these filters. Those that every text has as a word may end one."""
    telling = [name for name in names if name not in STOP]
    return re.compile(
        rf"""(?P<space>\s+)
      | (?P<bracket>[()])
      | (?P<minus>-(?!{NUMBER})(?=[^\s)-]))
      | (?P<double>(?i:{"|".join(names)}):{{2,}})
      | (?P<field>[A-Za-z]+(?=:[^\s:/]))
      | (?P<empty>(?i:{"|".join(telling)}):(?=\s|$))
      | (?P<colon>:(?=\S))
      | (?P<quote>["“”„])
      | (?P<word>[^\s()"“”„]+)""",
        re.VERBOSE,
    )


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


def tokens_of(query: str) -> list[Token]:
    found: list[Token] = []
    names = tuple(filters())
    token_at, at = token_with(names), 0
    while at < len(query):
        match = token_at.match(query, at)
        assert match is not None  # noqa: S101 - every character is space, bracket, quotation mark or part of a word
        kind, text = str(match.lastgroup), match[0]
        if kind == "quote":
            token = plain_phrase_at(query, at)
        elif kind == "field" and text.lower() in names:
            token = filter_at(query, at, text)
        elif kind == "double":
            right = f"{query[:at]}{text.rstrip(':')}:{query[match.end() :]}"
            raise QueryMistake(at, len(text), f"After “{text.rstrip(':')}” stands one colon.", right)
        elif kind == "field" and (mistake := wrong_name(query, at, text)):
            raise mistake
        elif kind == "empty":
            right = f"{query[:at]}{text}{query[match.end() :].strip()}" if query[match.end() :].strip() else query[:at]
            raise QueryMistake(at, len(text), f"Say after “{text}” what it should be.", right.strip())
        elif kind in ("field", "colon", "word"):
            token = plain_word_at(query, at)
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


def plain_word_at(query: str, at: int) -> Token:
    """A word with a star at most at its end; marks without a letter mean nothing, and are left as they are."""
    token = word_at(query, at)
    before, star, after = token.text.partition("*")
    if not star or not has_letter(token.text) or (before and not after):
        return token
    kept = f"{before}*" if has_letter(before) else ""
    others = re.sub(r"^\w*\W*" if kept else r"^\W*", "", after)
    right = " ".join(filter(None, (kept, others)))
    raise QueryMistake(
        at + len(before), 1, "A star can stand only at the end of a word.", f"{query[:at]}{right}{query[token.end :]}"
    )


def wrong_name(query: str, at: int, name: str) -> QueryMistake | None:
    """What is wrong with a name before a colon; None where it is no other name of a filter: titles hold colons, too."""
    said, rest = name.lower(), query[at + len(name) + 1 :]
    if said in NO_FILTERS:
        return QueryMistake(at, len(name), f"There is no filter “{name}:”.", f"{query[:at]}{rest}")
    meant = next(filters_meant(said, rest), "")
    if not meant:
        return None
    message = f"There is no filter “{name}:”. Did you mean “{meant}:”?"
    return QueryMistake(at, len(name), message, f"{query[:at]}{meant}:{rest}")


def filters_meant(said: str, rest: str) -> Iterator[str]:
    """The filters that somebody may mean by a name. The key of a facet is one only before one of its values."""
    names = filters()
    yield from (name for name, others in names.items() if said in others)
    facet = FACETS.get(said)
    if facet is None:
        yield from difflib.get_close_matches(said, names, n=1, cutoff=0.75)
    elif (choices := choice_facet_of(facet.filter)) and begins_with_any(rest, [*choices.choices, *choices.meant]):
        yield facet.filter


def begins_with_any(text: str, values: list[str]) -> bool:
    return re.match(rf'["“”„]?(?:{"|".join(map(re.escape, values))})\b', text, re.IGNORECASE) is not None


def phrase_at(query: str, at: int) -> Token:
    closing = QUOTE.search(query, at + 1)
    if closing is None:
        raise QueryMistake(at, 1, "This quotation mark is never closed.", query.rstrip() + '"')
    return Token("phrase", query[at + 1 : closing.start()], at, closing.end())


def plain_phrase_at(query: str, at: int) -> Token:
    """A phrase without a star in it or right after it. Without quotation marks its words may have one."""
    token = phrase_at(query, at)
    end = token.end + query.startswith("*", token.end)
    star = query.find("*", at, end)
    if star < 0 or not has_letter(token.text):
        return token
    words = re.findall(r"\w[^\s()*]*\*?", re.sub(QUOTE, "", query[at:end]))
    right = " ".join(words)
    before, after = query[:at], query[end:].lstrip()
    if len(words) > 1 and NEGATION.search(before):
        right = f"({right})"
    space = " " if re.search(r"[^\s(-]$", before) else ""
    message = "A star can stand only at the end of a word, outside quotation marks."
    raise QueryMistake(star, 1, message, f"{before}{space}{right} {after}".strip())


def filter_at(query: str, at: int, name: str) -> Token:
    start = at + len(name) + 1
    inner = phrase_at(query, start) if QUOTE.match(query, start) else word_or_mistake(query, at, start, name)
    value, kind = inner.text, "quoted" if inner.kind == "phrase" else "plain"
    if message := wrong_with(name.lower(), value):
        right = f"{query[:at]}{message[1]}{query[inner.end :]}" if message[1] else left_out(query, at, inner.end)
        raise QueryMistake(at, inner.end - at, message[0], right.strip())
    before, star, after = value.partition("*")
    if name.lower() == "author" and star and after:
        right = f"{before}*" if has_letter(before) else value.replace("*", "")
        mark = query[start] if kind == "quoted" else ""
        raise QueryMistake(
            start + len(mark) + len(before), 1, "A star can stand only at the end of a name.",
            f"{query[:start]}{mark}{right}{mark}{query[inner.end :]}",
        )  # fmt: skip
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
    if (facet := choice_facet_of(name)) and value.lower() not in facet.choices:
        values, said = list(facet.choices), facet.meant.get(value.lower(), value.lower())
        meant = (difflib.get_close_matches(said, values, n=1, cutoff=0.3) or values)[0]
        return f"“{name}:” can be {' or '.join(values)}.", f"{name}:{meant}"
    if not has_letter(value):
        return f"Say after “{name}:” what it should be.", ""
    return None


def has_letter(text: str) -> bool:
    """Whether there is a letter or a digit."""
    return any(char.isalnum() for char in text)


def left_out(query: str, place: int, end: int) -> str:
    """The query without a part, and without what says that the part must not be there."""
    return f"{NEGATION.sub('', query[:place]).rstrip()} {query[end:].lstrip()}".strip()
