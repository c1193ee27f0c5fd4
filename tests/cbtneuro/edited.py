"""What two editors open at once: a thing of each kind, its form, and what it holds afterwards."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from articles.models import Article
from tests.factories import make_article, make_drawing, make_image, make_list, make_reference, make_tag, make_user
from tests.filled import form_of


@dataclass(frozen=True)
class Case:
    """What is edited, a field that both change, one that only the second changes, and how a text is read back."""

    make: Callable[[], Any]
    both: str
    other: str
    read: Callable[[Any], str]


def column(name: str) -> Callable[[Any], str]:
    return lambda thing: str(getattr(thing, name))


def make_paper_summary() -> Article:
    return make_article(paper=make_reference())


def make_section() -> Any:
    return make_list("path", sections={"First": [make_article("a")]}).sections.get()


def record(family: str) -> str:
    record = {"type": "book", "title": "T", "author": [{"family": family}], "issued": {"date-parts": [[2001]]}}
    return json.dumps({**record, "id": "one2001"})


CASES = {
    "article": Case(make_article, "title", "byline", column("title")),
    "full post": Case(make_article, "full_post", "byline", lambda article: article.full_post.markdown),
    "fact": Case(make_paper_summary, "people", "byline", lambda article: article.at_a_glance["people"]["answer"]),
    "reading list": Case(make_list, "standfirst", "title", column("standfirst")),
    "row of a list": Case(make_section, "items-0-reason", "intro", lambda section: section.items.get().reason),
    "section": Case(make_section, "title", "intro", column("title")),
    "tag": Case(lambda: make_tag("Fear"), "scope_note", "labels-0-name", column("scope_note")),
    "taxonomy": Case(lambda: make_tag("Fear").taxonomy, "description", "position", column("description")),
    "drawing": Case(make_drawing, "alt", "credit", column("alt")),
    "photograph": Case(make_image, "credit", "alt", column("credit")),
    "account": Case(lambda: make_user("editor"), "name", "role", column("name")),
}
OTHER = {"position": "7", "role": "member"}


def page_of(thing: Any) -> str:
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


def form_id(thing: Any) -> str:
    return f"{thing._meta.model_name}_form"


def opened(client: Client, thing: Any) -> dict[str, list[str]]:
    return {**form_of(client, page_of(thing), form_id(thing)).fields, "_continue": ["1"]}


def fresh(thing: Any) -> Any:
    return type(thing)._base_manager.get(pk=thing.pk)
