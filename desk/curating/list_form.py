"""The form of a reading list: rows in the order in which they stand on the page, each named by a word of its own.

`row` is sent once for each section ("s0") and each article ("i3"), in their order; the other fields carry that word in
their names. So whoever drags a row moves its fields with it, and nothing is numbered anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from articles.models import Article
from desk.sent_content import keys_sent
from lists.arrangement import Arrangement, Part, Row
from members.characters import cleaned
from members.models import User
from tags.slugs import slug_of
from tags.text.plain_text import one_line


@dataclass(frozen=True)
class SentList:
    """What was sent: the arrangement, and where in it each row stands by its word."""

    arrangement: Arrangement
    places: Mapping[str, tuple[int, ...]]


def line(sent: QueryDict, name: str) -> str:
    return one_line(cleaned(sent.get(name, "")))


def sent_list(sent: QueryDict, stored: Arrangement, *, may_move: bool) -> SentList:
    """`may_move`: whether its address is still open. Articles and people that are no longer there fall out."""
    words = sent.getlist("row")
    numbers = {word: keys_sent([sent.get(f"article-{word}", "")]) for word in words if word.startswith("i")}
    titles = Article.objects.titles_of({key for keys in numbers.values() for key in keys})
    parts: list[tuple[Part, list[Row]]] = []
    places: dict[str, tuple[int, ...]] = {}
    for word in dict.fromkeys(words):
        if word.startswith("s"):
            places[word] = (len(parts),)
            parts.append((Part(line(sent, f"title-{word}"), str(cleaned(sent.get(f"intro-{word}", ""))).strip()), []))
        elif parts and (keys := numbers.get(word)) and keys[0] in titles:
            places[word] = (len(parts) - 1, len(parts[-1][1]))
            reason = str(cleaned(sent.get(f"reason-{word}", ""))).strip()
            parts[-1][1].append(Row(keys[0], reason, titles[keys[0]]))
    slug = slug_of(line(sent, "slug")) if may_move and "slug" in sent else stored.slug
    held = tuple(replace(part, rows=tuple(rows)) for part, rows in parts)
    standfirst = str(cleaned(sent.get("standfirst", ""))).strip().replace("\r\n", "\n")
    named = keys_sent([sent.get("editor", "")])[:1]
    editor = next((one.pk for one in editors(stored.editor) if one.pk in named), None)
    return SentList(Arrangement(line(sent, "title"), slug, standfirst, held, editor), places)


def editors(stored: int | None) -> list[User]:
    """Who can be named as the editor of a list: people at the desk, and whoever is named now."""
    return list(User.objects.staff(stored))


def as_rows(arrangement: Arrangement) -> list[dict[str, Any]]:
    """The sections as the page shows them, each row with the word that names its fields."""
    number = iter(range(arrangement.size))
    last = len(arrangement.parts) - 1
    choices = [(place, part.title or f"Section {place + 1}") for place, part in enumerate(arrangement.parts)]
    return [
        {
            "word": f"s{place}",
            "number": place + 1,
            "part": part,
            "is_first": place == 0,
            "is_last": place == last,
            "others": [choice for choice in choices if choice[0] != place],
            "rows": [
                {
                    "word": f"i{next(number)}",
                    "row": row,
                    "is_first": place == 0 and at == 0,
                    "is_last": place == last and at == len(part.rows) - 1,
                }
                for at, row in enumerate(part.rows)
            ],
        }
        for place, part in enumerate(arrangement.parts)
    ]
