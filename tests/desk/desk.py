"""Somebody at the desk, and what they send there."""

from typing import Any

from django.test import Client
from django.urls import reverse

from articles.models import Article, Draft, Revision
from articles.revisions.beginning import begin
from articles.revisions.revision_content import RevisionContent
from members.models import User
from members.roles import EDITOR
from tests.articles.revisions.contents import complete
from tests.factories import PASSWORD, make_user
from tests.times import NOW


def at_desk(user: User | None = None) -> tuple[Client, User]:
    person = user or make_user(EDITOR)
    client = Client()
    client.force_login(person)
    return client, person


def show_once_more(client: Client) -> None:
    """Who they are, as is asked before what cannot be undone."""
    assert client.post("/account/confirm/", {"password": PASSWORD}).status_code == 302


def begun(by: User, **said: Any) -> Article:
    return begin(complete(**said), kind="paper-summary", by=by, at=NOW)


def draft_of(article: Article) -> Draft:
    return Draft.objects.select_related("head", "live").get(pk=article.pk)


def held(article: Article) -> RevisionContent:
    content: RevisionContent = draft_of(article).head.content
    return content


def sent(article: Article, **said: Any) -> dict[str, Any]:
    """The whole form as a browser sends it, with these fields changed."""
    content = held(article)
    form: dict[str, Any] = {
        "base": draft_of(article).head_id,
        "shown": ["key_points", "at_a_glance", "categories", "tags", "related", "references"],
        **{
            name: content[name] for name in ("kind", "title", "slug", "standfirst", "image_caption", "access", "byline")
        },
        "paper": content["paper"] or "",
        "image": content["image"] or "",
        "key_points": content["key_points"],
        "categories": [tag["id"] for tag in content["categories"]],
        "tags": [tag["id"] for tag in content["tags"]],
        "references": content["references"],
        "summary": content["summary"],
        "full_post": content["full_post"],
    }
    for key, cell in content["at_a_glance"].items():
        form |= {f"glance-{key}-{part}": words for part, words in cell.items()}
    for number, link in enumerate(content["related"]):
        form |= {f"related-{number}-{part}": link[part] for part in ("id", "relation", "reason")}
    return {**form, **said}


def save(client: Client, article: Article, **said: Any) -> Any:
    return client.post(reverse("desk:save", args=[article.pk]), sent(article, **said))


def autosave(client: Client, article: Article, **said: Any) -> Any:
    address = reverse("desk:save", args=[article.pk])
    return client.post(address, sent(article, **said), headers={"Accept": "application/json"})


def act(client: Client, article: Article, name: str, **said: Any) -> Any:
    """The answer to the question of an act, for the head as it is."""
    form = {"asked": "1", "base": draft_of(article).head_id, **said}
    return client.post(reverse("desk:act", args=[article.pk, name]), form)


def aside(article: Article) -> list[Revision]:
    return list(Revision.objects.filter(article=article, origin=Revision.Origin.SET_ASIDE))
