"""What there is to tell: what visitors see now, compared with what they saw when it was last looked for.

So everything is told, whoever did it: acts at the desk, a collection that is loaded, a scheduled article whose time has
come. What was published and withdrawn in between is not. Nothing is looked for while there is no endpoint.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import reverse

from articles.models import Article
from members.models import LoggedAct
from tags.management.parts import in_parts
from tags.models import Change
from webhooks.models import Delivery, Endpoint, EventType, Message, SeenArticle, Watch

LATE: Final = timedelta(minutes=10)  # for which an act may last that is committed after later ones
AT_ONCE: Final = 500  # rows of a statement
COLUMNS: Final = ("pk", "slug", "title", "kind", "updated_at", "publish_at")


class Found(NamedTuple):
    """Something to tell."""

    at: datetime
    type: str
    data: dict[str, Any]


@transaction.atomic
def gather(at: datetime) -> int:
    """Note what happened until `at`, for each endpoint that asked for it; how many messages that makes.

    Several processes may do this at once: one of them finds it.
    """
    watch = Watch.objects.select_for_update().filter(pk=1).first()
    if watch is None or watch.looked_at >= at:
        return 0
    found = sorted([*of_articles(watch, at), *of_papers(at), *of_taxonomy(watch, at)], key=lambda one: one.at)
    tell(found)
    watch.looked_at = at
    watch.save()
    return len(found)


@transaction.atomic
def begin(at: datetime) -> None:
    """What visitors see now was seen: nobody is told of what was there before the first endpoint."""
    if Watch.objects.filter(pk=1).exists():
        return
    Watch.objects.create(pk=1, looked_at=at, vocabulary=vocabulary_now())
    rows = Article.objects.visible_to(AnonymousUser(), at).values_list("pk", "slug", "updated_at")
    seen = (SeenArticle(key=pk, slug=slug, saved_at=saved_at) for pk, slug, saved_at in rows.iterator(AT_ONCE))
    SeenArticle.objects.bulk_create(seen, batch_size=AT_ONCE)
    list(of_papers(at))


def end() -> None:
    """Nothing is watched any more."""
    Watch.objects.all().delete()
    SeenArticle.objects.all().delete()
    Message.objects.all().delete()


def of_articles(watch: Watch, at: datetime) -> Iterator[Found]:
    since = watch.looked_at - LATE
    saved = Article.objects.touched_between(since, at).values_list("pk", flat=True)
    touched = {*saved, *deleted_since(since)}
    for keys in in_parts(sorted(touched), AT_ONCE):
        seen = SeenArticle.objects.in_bulk(keys)
        shown = Article.objects.visible_to(AnonymousUser(), at).filter(pk__in=keys)
        rows = {row["pk"]: row for row in shown.values(*COLUMNS)}
        for key in keys:
            if found := compared(key, seen.get(key), rows.get(key), at):
                yield found


def compared(key: int, seen: SeenArticle | None, row: dict[str, Any] | None, at: datetime) -> Found | None:
    """What is to be told of one article; what is seen of it from now on is stored."""
    if row is None:
        if seen is None:
            return None
        seen.delete()
        return Found(at, EventType.WITHDRAWN, named(key, seen.slug))
    if seen and seen.saved_at == row["updated_at"]:
        return None
    type = EventType.UPDATED if seen else EventType.PUBLISHED
    is_retracted = seen.is_retracted if seen else False
    SeenArticle(key=key, slug=row["slug"], saved_at=row["updated_at"], is_retracted=is_retracted).save()
    moment = row["updated_at"] if seen else max(row["publish_at"], row["updated_at"])
    return Found(min(moment, at), type, {**named(key, row["slug"]), "title": row["title"], "kind": row["kind"]})


def of_papers(at: datetime) -> Iterator[Found]:
    """Published articles whose paper is retracted since, or is no longer."""
    known = set(SeenArticle.objects.filter(is_retracted=True).values_list("key", flat=True))
    shown = Article.objects.visible_to(AnonymousUser(), at).about_retracted_papers()
    rows = {row["pk"]: row for row in shown.values("pk", "slug", "title", "paper__doi", "paper__told_notices")}
    for key in sorted(rows.keys() - known):
        row = rows[key]
        told = {"doi": row["paper__doi"], "notices": row["paper__told_notices"]}
        yield Found(at, EventType.RETRACTED, {**named(key, row["slug"]), "title": row["title"], **told})
    for seen in SeenArticle.objects.filter(key__in=known - rows.keys()):
        yield Found(at, EventType.UPDATED, named(seen.key, seen.slug))
    SeenArticle.objects.filter(key__in=rows.keys() - known).update(is_retracted=True)
    SeenArticle.objects.filter(key__in=known - rows.keys()).update(is_retracted=False)


def named(key: int, slug: str) -> dict[str, Any]:
    return {"id": key, "slug": slug, "url": f"{settings.SITE_URL}{reverse('articles:detail', args=[slug])}"}


def deleted_since(since: datetime) -> Iterable[int]:
    acts = LoggedAct.objects.filter(kind=LoggedAct.Kind.ARTICLE, done=LoggedAct.Done.DELETED, at__gte=since)
    return acts.values_list("key", flat=True)


def of_taxonomy(watch: Watch, at: datetime) -> Iterator[Found]:
    """One message for all that was changed since."""
    vocabulary = vocabulary_now()
    if vocabulary != watch.vocabulary:
        watch.vocabulary = vocabulary
        yield Found(at, EventType.TAXONOMY, {"url": f"{settings.SITE_URL}{reverse('tags:taxonomy')}"})


def vocabulary_now() -> str:
    newest = Change.objects.newest()
    return newest[2] if newest else ""


def tell(found: Iterable[Found]) -> None:
    endpoints = list(Endpoint.objects.all())
    for one in found:
        asking = [endpoint for endpoint in endpoints if one.type in endpoint.events]
        if asking:
            tell_these(asking, one)


def tell_these(endpoints: Iterable[Endpoint], found: Found) -> Message:
    payload = {"type": found.type, "timestamp": found.at.isoformat(), "data": found.data}
    message = Message.objects.create(
        type=found.type, at=found.at, payload=json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    )
    Delivery.objects.bulk_create(
        [Delivery(endpoint=endpoint, message=message, due_at=found.at) for endpoint in endpoints]
    )
    return message
