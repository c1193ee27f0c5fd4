"""Drafts as JSON."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from api.reading.records import named
from articles.checks.of_draft import check_head
from articles.models import Article, Draft
from articles.revisions.revision_content import RevisionContent, tags_named, whole
from members.origin import origin_of

Json = dict[str, Any]


def draft_row(article: Article, draft: Draft, request: HttpRequest) -> Json:
    return {
        "id": article.pk,
        "url": origin_of(request) + reverse("desk:edit", args=[article.pk]),
        "revision": draft.head_id,
        "title": draft.title,
        "kind": draft.kind,
        "status": article.status,
        "stage": draft.stage,
        "is_changed": draft.is_changed,
    }


def whole_draft(article: Article, draft: Draft, request: HttpRequest) -> Json:
    content = whole(draft.head.content)
    kept = {name: said for name, said in content.items() if name not in ("kind", "title")}
    return {
        **draft_row(article, draft, request),
        **kept,
        "categories": [named(tag) for tag in tags_named(content["categories"])[0]],
        "tags": [named(tag) for tag in tags_named(content["tags"])[0]],
        "related": related(content),
        "blocking": [one.reason for one in check_head(draft) if one.blocks],
    }


def related(content: RevisionContent) -> list[Json]:
    slugs = Article.objects.slugs_of([link["id"] for link in content["related"]])
    return [
        {"slug": slugs[link["id"]], "relation": link["relation"], "reason": link["reason"]}
        for link in content["related"]
        if link["id"] in slugs
    ]
