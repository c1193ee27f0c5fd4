"""What the form of the editor sends, as the content of a revision.

A draft may hold anything that an editor wrote: what cannot be published like this is told by the checks, and nothing is
refused here, so no word is lost to a limit. What is named by key keeps the name that it is known by.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.http import QueryDict

from articles.access import Person
from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.models.keys import key_in
from articles.revisions.revision_content import NamedArticle, NamedTag, RevisionContent, named, whole
from articles.site.values import Fact
from articles.status import Access, Kind
from members.characters import UNSTORABLE
from tags.models import Tag
from tags.text.plain_text import one_line, tidy

LINES: Final = ("kind", "title", "slug", "standfirst", "image_caption", "access", "byline")
CHOICES: Final = {"kind": Kind.values, "access": Access.values}
RELATED: Final = re.compile(r"related-(\d{1,3})-id")
MOST: Final = 500  # rows of one kind


def content_sent(
    data: QueryDict, known: RevisionContent, facts: Iterable[Fact], *, by: Person, at: datetime
) -> RevisionContent:
    """`known`: what is stored now, with names; a query or two for what is named anew, which `by` has to see.

    What was not sent stays as it is: a list says by a field `shown` with its name that it was in the form.
    """
    said: dict[str, Any] = {
        "key_points": lambda: several(data, "key_points"),
        "at_a_glance": lambda: glance(data, facts),
        "categories": lambda: tags_sent(data, "categories", known["categories"]),
        "tags": lambda: tags_sent(data, "tags", known["tags"]),
        "related": lambda: related_sent(data, known["related"], Article.objects.visible_to(by, at)),
        "references": lambda: list(dict.fromkeys(several(data, "references"))),
    }
    shown = data.getlist("shown")
    lists = {name: read() for name, read in said.items() if name in shown}
    lines = {name: one_line(text(data, name)) for name in LINES if name in data}
    lines = {name: said for name, said in lines.items() if said in CHOICES.get(name, (said,))}
    named_rows = {name: one_line(text(data, name)) or None for name in ("paper", "image") if name in data}
    texts = {name: tidy(text(data, name)) for name in ("summary", "full_post") if name in data}
    return whole({**known, **lists, **lines, **named_rows, **texts})


def text(data: QueryDict, name: str) -> str:
    return storable(data.get(name, ""))


def storable(said: str) -> str:
    """Without what no database keeps."""
    return UNSTORABLE.sub("", said)


def several(data: QueryDict, name: str) -> list[str]:
    """The fields of one name that hold something, in their order."""
    lines = (one_line(storable(said)) for said in data.getlist(name)[:MOST])
    return [line for line in lines if line]


def glance(data: QueryDict, facts: Iterable[Fact]) -> dict[str, dict[str, str]]:
    """The facts that say something; one of which only the detail was written is kept, too."""
    cells = {}
    for fact in facts:
        parts = ("level", "reason") if fact.is_level else ("answer", "detail")
        said = {part: one_line(text(data, f"glance-{fact.key}-{part}")) for part in parts}
        if any(said.values()):
            cells[fact.key] = said
    return cells


def keys_sent(values: Iterable[str]) -> list[int]:
    """Primary keys; what is none is left out."""
    keys = (key_in(value) for value in values)
    return list(dict.fromkeys(key for key in keys if key is not None))


def tags_sent(data: QueryDict, name: str, known: Iterable[NamedTag]) -> list[NamedTag]:
    keys = keys_sent(data.getlist(name)[:MOST])
    labels: dict[int, NamedTag] = {tag["id"]: tag for tag in known}
    if unknown := [key for key in keys if key not in labels]:
        labels |= {tag["id"]: tag for tag in named(Tag.objects.in_bulk(unknown).values())}
    return [labels[key] for key in keys if key in labels]


def related_sent(data: QueryDict, known: Iterable[NamedArticle], seen: ArticleQuerySet) -> list[NamedArticle]:
    numbers = sorted(int(found[1]) for key in data if (found := RELATED.fullmatch(key)))
    rows = [(number, key) for number in numbers[:MOST] for key in keys_sent([data.get(f"related-{number}-id", "")])]
    titles: Mapping[int, Any] = {link["id"]: link["title"] for link in known}
    if unknown := [key for _, key in rows if key not in titles]:
        titles = {**titles, **{pk: article.title for pk, article in seen.in_bulk(unknown).items()}}
    links: dict[int, NamedArticle] = {}
    for number, key in rows:
        if key in titles and key not in links:
            relation, reason = (one_line(text(data, f"related-{number}-{name}")) for name in ("relation", "reason"))
            links[key] = {"id": key, "title": titles[key], "relation": relation, "reason": reason}
    return list(links.values())
