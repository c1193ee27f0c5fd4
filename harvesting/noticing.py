"""Datestamps move to the moment at which a change is noticed, before a harvester is answered.

So nobody who asks for what is newer than their last answer misses what was committed late: an answer is of the time
before it was looked for what is due, and no datestamp that becomes visible afterwards is older.
"""

import logging
from collections.abc import Callable
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

AT_ONCE: Final = 500  # rows of a transaction
Clock = Callable[[], datetime]
logger = logging.getLogger(__name__)


def notice(clock: Clock) -> bool:
    """Two queries where nothing changed. False: it could not be done; a database that takes no writing can be read."""
    try:
        if due(clock()).exists():
            stamp(due(clock()), clock)
        if not ToldVocabulary.objects.filter(token=current_snapshot().vocabulary).exists():
            of_topics(clock)
    except DatabaseError as error:
        logger.warning("Which records changed could not be noted: %s", error)
        return False
    return True


def due(at: datetime) -> QuerySet[HarvestRecord]:
    """What is scheduled is due once it is saved, and once more when its time has come."""
    return HarvestRecord.objects.filter(is_due=True).exclude(scheduled(at), changed__gte=F("article__updated_at"))


def scheduled(at: datetime) -> Q:
    return Q(article__status=Status.PUBLISHED, article__publish_at__gt=at)


def stamp(found: QuerySet[HarvestRecord], clock: Clock) -> bool:
    """One transaction for each part. Whether all were free: what somebody writes at this moment is left out."""
    last, are_all_free = 0, True
    while True:
        with transaction.atomic():
            take_turn()
            keys = list(found.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
            if not keys:
                return are_all_free
            last, free = keys[-1], free_of(keys)
            at = clock()  # after they were found: who found nothing asked before, and is told an earlier time
            records = HarvestRecord.objects.filter(pk__in=free)
            coming = list(records.filter(scheduled(at)).values_list("pk", flat=True))
            records.update(changed=at, is_due=False)
            records.filter(pk__in=coming).update(is_due=True)
        are_all_free &= len(free) == len(keys)


def take_turn() -> None:
    """One notices at a time, until the transaction ends, so datestamps become visible in their order."""
    ToldVocabulary.objects.get_or_create(pk=1)
    ToldVocabulary.objects.select_for_update().get(pk=1)


def free_of(keys: list[int]) -> list[int]:
    """Those that no writer holds. Waiting for one who waits for another of these rows would never end."""
    rows = HarvestRecord.objects.filter(pk__in=keys).order_by("pk")
    return list(rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))


def of_topics(clock: Clock) -> None:
    """Whatever was done to them: articles stand in other sets, or under another name, once a topic does.

    It is told when every record of them is stamped; until then each who asks begins anew.
    """
    kept, begun = current_snapshot(), clock()
    topics = {str(tag.pk): said_of(tag, kept.tag_tree) for tag in kept.tag_tree.tags.values()}
    told = ToldVocabulary.objects.first()
    before = told.topics if told else topics
    are_all_free = True
    for keys in in_parts([int(key) for key, said in topics.items() if before.get(key, said) != said], AT_ONCE):
        for filed in (TaggedArticle, CategorisedArticle):
            articles = filed.objects.filter(tag__in=keys).values("content_object")
            are_all_free &= stamp(HarvestRecord.objects.filter(article__in=articles, changed__lt=begun), clock)
    if are_all_free:
        with transaction.atomic():
            take_turn()
            ToldVocabulary.objects.update(token=kept.vocabulary, topics=topics)


def said_of(tag: Tag, tag_tree: TagTree) -> str:
    said = "\n".join([tag.name, *specs_of([tag], tag_tree)])
    return sha256(said.encode()).hexdigest()[:16]
