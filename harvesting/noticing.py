"""Datestamps move to the moment at which a change is noticed, before a harvester is answered.

So nobody who asks for what is newer than their last harvest misses what was committed late.
"""

import logging
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet

from articles.models.filing import CategorisedArticle, TaggedArticle
from articles.status import Status
from harvesting.models import HarvestRecord, ToldVocabulary
from harvesting.sets import specs_of
from tags.cache.snapshot import current_snapshot
from tags.cache.tag_tree import TagTree
from tags.management.parts import in_parts
from tags.models import Tag

AT_ONCE: Final = 500  # rows of a statement
logger = logging.getLogger(__name__)


def notice(at: datetime) -> None:
    """A database that takes no writing keeps nobody from reading. Two queries where nothing changed."""
    try:
        if due(at).exists():
            of_rows(at)
        if not ToldVocabulary.objects.filter(token=current_snapshot().vocabulary).exists():
            of_topics(at)
    except DatabaseError as error:
        logger.warning("Which records changed could not be noted: %s", error)


def due(at: datetime) -> QuerySet[HarvestRecord]:
    """What is scheduled is due once it is saved, and once more when its time has come."""
    scheduled = Q(article__status=Status.PUBLISHED, article__publish_at__gt=at)
    return HarvestRecord.objects.filter(is_due=True).exclude(scheduled, changed__gte=F("article__updated_at"))


@transaction.atomic
def of_rows(at: datetime) -> None:
    """What somebody writes at this moment is left for the next who asks."""
    found = due(at).select_for_update(skip_locked=True, of=("self",))
    for keys in in_parts(list(found.values_list("pk", flat=True)), AT_ONCE):
        records = HarvestRecord.objects.filter(pk__in=keys)
        coming = list(records.filter(article__publish_at__gt=at).values_list("pk", flat=True))
        records.update(changed=at, is_due=False)
        records.filter(pk__in=coming).update(is_due=True)


@transaction.atomic
def of_topics(at: datetime) -> None:
    """Whatever was done to them: articles stand in other sets, or under another name, once a topic does."""
    kept = current_snapshot()
    topics = {str(tag.pk): said_of(tag, kept.tag_tree) for tag in kept.tag_tree.tags.values()}
    told = ToldVocabulary.objects.select_for_update().filter(pk=1).first()
    before = told.topics if told else topics
    for keys in in_parts([int(key) for key, said in topics.items() if before.get(key, said) != said], AT_ONCE):
        for filed in (TaggedArticle, CategorisedArticle):
            articles = filed.objects.filter(tag__in=keys).values("content_object")
            HarvestRecord.objects.filter(article__in=articles, changed__lt=at).update(changed=at)
    ToldVocabulary.objects.update_or_create(pk=1, defaults={"token": kept.vocabulary, "topics": topics})


def said_of(tag: Tag, tag_tree: TagTree) -> str:
    said = "\n".join([tag.name, *specs_of([tag], tag_tree)])
    return sha256(said.encode()).hexdigest()[:16]
