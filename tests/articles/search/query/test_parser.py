"""The language of queries: every rule, every mistake at its place, and the query again from its tree."""

import random
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.search.query.ast import And, Field, Group, Node, Not, Or, Phrase, Word, leaves, text_of
from articles.search.query.lexer import QueryMistake
from articles.search.query.parser import DEEPEST, LONGEST, MOST, parse

PIECES = (
    "a", "bee", "follow-up", " ", "  ", "\t", "AND", "OR", "NOT", "-", "--", "(", ")", '"', "“", "”", "„", "tag:",
    "Tag:x", "tag:x", "year:", "year:2015..", "year:2020..2015", "kind:overview", "is:open", "is:", "author:", "tags:x",
    "*", "x*", ":", "β", "\u202e", "\u0301", "👩‍🔬", "0", "é", "'", "\\", "&", "|", "<->", "^",
)  # fmt: skip
QUERIES = st.one_of(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), st.text(max_size=40))


def without_space(query: str) -> str:
    """The query without white space outside quotation marks, and with plain ones."""
    parts = re.sub("[“”„]", '"', query).split('"')
    return '"'.join(part if place % 2 else "".join(part.split()) for place, part in enumerate(parts))


def read_or_told(query: str) -> tuple[Node | None, QueryMistake | None]:
    try:
        return parse(query), None
    except QueryMistake as found:
        return None, found


def mistake_in(query: str) -> QueryMistake:
    with pytest.raises(QueryMistake) as caught:
        parse(query)
    return caught.value


# --- What is read -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", None),
        ("  \t\n ", None),
        ("amygdala", Word("amygdala")),
        ("amyg*", Word("amyg", is_prefix=True)),
        ("*", Word("*")),
        ("follow-up", Word("follow-up")),
        ("-amygdala", Not(Word("amygdala"))),
        ("NOT amygdala", Not(Word("amygdala"), is_word=True)),
        ("NOT -amygdala", Not(Not(Word("amygdala")), is_word=True)),
        ('-"fear of dogs"', Not(Phrase("fear of dogs"))),
        ("-(a OR b)", Not(Group(Or((Word("a"), Word("b")))))),
        ("- a", And((Word("-"), Word("a")), (False,))),
        ('"fear  of dogs"', Phrase("fear  of dogs")),
        ("“fear of dogs”", Phrase("fear of dogs")),
        ('""', Phrase("")),
        ('a"b"c', And((Word("a"), Phrase("b"), Word("c")), (False, False))),
        ("a b", And((Word("a"), Word("b")), (False,))),
        ("a AND b c", And((Word("a"), Word("b"), Word("c")), (True, False))),
        ("a b OR c", Or((And((Word("a"), Word("b")), (False,)), Word("c")))),
        ("a (b OR c)", And((Word("a"), Group(Or((Word("b"), Word("c"))))), (False,))),
        ("or and not", And((Word("or"), Word("and"), Word("not")), (False, False))),
        ("tag:amygdala", Field("tag", "amygdala")),
        ("TAG:Amygdala", Field("tag", "Amygdala")),
        ('tag:"social anxiety disorder"', Field("tag", "social anxiety disorder", is_quoted=True)),
        ("author:furmark", Field("author", "furmark")),
        ("-kind:overview", Not(Field("kind", "overview"))),
        ("kind:paper-summary is:open", And((Field("kind", "paper-summary"), Field("is", "open")), (False,))),
        ("is:members", Field("is", "members")),
        ("year:2015", Field("year", "2015")),
        ("year:2015..2020", Field("year", "2015..2020")),
        ("year:2015..", Field("year", "2015..")),
        ("year:..2020", Field("year", "..2020")),
        ("title: a", And((Word("title:"), Word("a")), (False,))),
        ("what pain is: a", And((Word("what"), Word("pain"), Word("is:"), Word("a")), (False,) * 3)),
        ("role:a access:control", And((Word("role:a"), Word("access:control")), (False,))),
        ("author:furm*", Field("author", "furm*")),
        ('"***" ***', And((Phrase("***"), Word("**", is_prefix=True)), (False,))),
        ("https://doi.org/10.1/x:y", Word("https://doi.org/10.1/x:y")),
        ("3:1", Word("3:1")),
        ("-0.45", Word("-0.45")),
        ("r -.45", And((Word("r"), Word("-.45")), (False,))),
        ("(-24 -4 -18)", Group(And((Word("-24"), Word("-4"), Word("-18")), (False, False)))),
        ("fear -50%", And((Word("fear"), Word("-50%")), (False,))),
        ("-10mg", Not(Word("10mg"))),
        ("-5HT", Not(Word("5HT"))),
        ('-"0.45"', Not(Phrase("0.45"))),
        ("NOT -0.45", Not(Word("-0.45"), is_word=True)),
        ("-fear", Not(Word("fear"))),
        (":)", None),
    ],
)
def test_every_part_of_the_language_is_read(query: str, tree: Node | None) -> None:
    if query == ":)":
        assert mistake_in(query).message == "This bracket closes nothing."
    else:
        assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "wrong", "told", "suggestion"),
    [
        ('fear "of dogs', '"', "This quotation mark is never closed.", 'fear "of dogs"'),
        ("(fear dogs", "(", "This bracket is never closed.", "(fear dogs)"),
        ("fear) dogs", ")", "This bracket closes nothing.", "fear dogs"),
        ("fear () dogs", "(", "There is nothing in these brackets.", "fear dogs"),
        ("fear OR", "OR", "After “OR” something is missing.", "fear"),
        ("OR fear", "OR", "“OR” has to stand between two things to look for.", "fear"),
        ("fear AND OR dogs", "OR", "“OR” has to stand between two things to look for.", "fear AND dogs"),
        ("fear NOT", "NOT", "After “NOT” something is missing.", "fear"),
        ("(fear OR) anxiety", "OR", "After “OR” something is missing.", "(fear) anxiety"),
        ("(fear AND )", "AND", "After “AND” something is missing.", "(fear)"),
        ("(NOT) fear", "NOT", "After “NOT” something is missing.", "fear"),
        ("(NOT)", "NOT", "After “NOT” something is missing.", ""),
        ("fear OR) anxiety", ")", "This bracket closes nothing.", "fear OR anxiety"),
        ("tags:amygdala", "tags", "There is no filter “tags:”. Did you mean “tag:”?", "tag:amygdala"),
        ("auther:furmark x", "auther", "There is no filter “auther:”. Did you mean “author:”?", "author:furmark x"),
        ("tag: amygdala", "tag:", "Say after “tag:” what it should be.", "tag:amygdala"),
        ("fear year:", "year:", "Say after “year:” what it should be.", "fear"),
        ("tag:(a)", "tag:", "Say after “tag:” what it should be.", "(a)"),
        ('tag:"" fear', 'tag:""', "Say after “tag:” what it should be.", "fear"),
        ("tag:??? fear", "tag:???", "Say after “tag:” what it should be.", "fear"),
        ("fear NOT -author:*", "author:*", "Say after “author:” what it should be.", "fear"),
        ("year:new", "year:new", "“new” is no year. Write 2015, 2015..2020, 2015.. or ..2020.", "year:2015..2020"),
        ("year:2015-2018", "year:2015-2018", "“2015-2018” is no year.", "year:2015..2018"),
        ("year:0000", "year:0000", "“0000” is no year.", "year:2015..2020"),
        ("year:..", "year:..", "“..” is no year.", "year:2015..2020"),
        ("year:2020..2015", "year:2020..2015", "2020 comes after 2015.", "year:2015..2020"),
        ("kind:overviews", "kind:overviews", "“kind:” can be overview or paper-summary.", "kind:overview"),
        ("topic:amygdala", "topic", "There is no filter “topic:”. Did you mean “tag:”?", "tag:amygdala"),
        ("Topics:x", "Topics", "There is no filter “Topics:”. Did you mean “tag:”?", "tag:x"),
        ("category:x", "category", "There is no filter “category:”. Did you mean “tag:”?", "tag:x"),
        ("by:furmark", "by", "There is no filter “by:”. Did you mean “author:”?", "author:furmark"),
        ('authors:"T F"', "authors", "There is no filter “authors:”. Did you mean “author:”?", 'author:"T F"'),
        ("date:2015-03", "date", "There is no filter “date:”. Did you mean “year:”?", "year:2015"),
        ("published:2015..", "published", "There is no filter “published:”. Did you mean “year:”?", "year:2015.."),
        ("type:overview", "type", "There is no filter “type:”. Did you mean “kind:”?", "kind:overview"),
        ("access:free", "access", "There is no filter “access:”. Did you mean “is:”?", "is:open"),
        ("fear -title:dogs", "title", "There is no filter “title:”.", "fear -dogs"),
        ('journal:"of fear" x', "journal", "There is no filter “journal:”.", '"of fear" x'),
        ("tag::amygdala", "tag::", "After “tag” stands one colon.", "tag:amygdala"),
        ("ext*nction", "*", "A star can stand only at the end of a word.", "ext*"),
        ("*nction fear", "*", "A star can stand only at the end of a word.", "nction fear"),
        ("fear*,dogs*-on*", "*", "A star can stand only at the end of a word.", "fear* dogs* on*"),
        ("fear** dogs", "*", "A star can stand only at the end of a word.", "fear* dogs"),
        ('"fear extinct*"', "*", "A star can stand only at the end of a word, outside", "fear extinct*"),
        ('"fear extinct"* x', "*", "A star can stand only at the end of a word, outside", "fear extinct* x"),
        ('x -"fear * dogs"', "*", "A star can stand only at the end of a word, outside", "x -(fear dogs)"),
        ('a"b*"c', "*", "A star can stand only at the end of a word, outside", "a b* c"),
        ("author:f*k x", "*", "A star can stand only at the end of a name.", "author:f* x"),
        ('author:"*mark, T"', "*", "A star can stand only at the end of a name.", 'author:"mark, T"'),
        ("is:free", "is:free", "“is:” can be open or members.", "is:open"),
        ("is:Member", "is:Member", "“is:” can be open or members.", "is:members"),
        ("is:closed", "is:closed", "“is:” can be open or members.", "is:open"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_place_with_a_query_that_is_right(
    query: str, wrong: str, told: str, suggestion: str
) -> None:
    found = mistake_in(query)
    assert query[found.place : found.place + found.length] == wrong
    assert found.message.startswith(told)
    assert found.suggestion == suggestion


def test_a_suggestion_mends_every_mistake_and_not_only_the_first() -> None:
    assert mistake_in('(fear OR tags:dogs "of').suggestion == '(fear OR tag:dogs "of")'


def test_a_query_has_bounds() -> None:
    assert parse("a" * LONGEST) is not None
    assert "can have 500 characters; this one has 10,000." in mistake_in("a" * 10_000).message
    assert parse(" ".join("ab" for _ in range(MOST))) is not None
    assert mistake_in(" ".join("ab" for _ in range(MOST + 1))).message == "A query can have 40 words and filters."
    assert parse("(" * DEEPEST + "a" + ")" * DEEPEST) is not None
    assert mistake_in("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1)).message == "Brackets can stand 12 deep."
    assert parse("NOT " * 120 + "a") is not None


# --- The query again ----------------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@example('-0""')
@example("-0(a)")
@given(QUERIES)
def test_a_query_read_and_written_is_the_query(query: str) -> None:
    tree, mistake = read_or_told(query)
    if mistake:
        assert 0 <= mistake.place <= mistake.place + mistake.length <= len(query)
        assert mistake.message
        assert not mistake.suggestion or parse(mistake.suggestion) is not None
        return
    assert parse(text_of(tree)) == tree
    assert text_of(parse(text_of(tree))) == text_of(tree)
    assert without_space(text_of(tree)) == without_space(query)


def test_ten_thousand_random_queries_are_read_or_told_a_mistake() -> None:
    chance = random.Random(5)
    counted = {"read": 0, "mistakes": 0}
    for _ in range(10_000):
        query = "".join(chance.choices(PIECES, k=chance.randint(1, 14)))
        tree, mistake = read_or_told(query)
        counted["mistakes" if mistake else "read"] += 1
        if mistake:
            assert not mistake.suggestion or parse(mistake.suggestion) is not None
        else:
            assert parse(text_of(tree)) == tree
    assert min(counted.values()) > 1500, counted


def test_leaves_say_what_is_wanted() -> None:
    tree = parse("a -b NOT (c -d) OR tag:e")
    assert tree is not None
    wanted = [(str(leaf), is_wanted) for leaf, is_wanted in leaves(tree)]
    assert wanted == [("a", True), ("b", False), ("c", False), ("d", True), ("tag:e", True)]
