"""The records that are harvested: every article that visitors see, and every one that they once saw.

What was withdrawn or taken back to draft is announced as deleted, for as long as its row stands: a draft can be deleted
for good, so these announcements are transient. A list goes from old to new by datestamps that are stored, so what
changes meanwhile comes again at its end, and nothing is left out. A page without a set costs the same however many
records there are; the fewer a set has, the more are looked through.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, F, Q, QuerySet, When

from articles import access
from articles.models import Article
from harvesting.asked import Asked, Place
from harvesting.models import HarvestRecord
from harvesting.sets import HarvestSet

AT_ONCE: Final = 50
Articles = QuerySet[Any]  # of articles with what is annotated


def harvested(at: datetime) -> Articles:
    """With `changed` and `is_there`, for visitors. Call `notice` before."""
    seen = access.visible(AnonymousUser(), at)
    once_seen = Q(first_published_at__lte=at)
    return (
        Article.objects.filter(seen | once_seen, harvested__changed__isnull=False)
        .annotate(changed=F("harvested__changed"), is_there=Case(When(seen, then=True), default=False))
        .select_related("paper", "editor")
        .defer("summary_markdown", "summary_html")
        .prefetch_related("tagged_items__tag__taxonomy", "categorised_items__tag__taxonomy")
    )


def chosen(asked: Asked, of_set: HarvestSet | None, at: datetime) -> Articles:
    """What is asked for, from the place on where it goes on."""
    found = harvested(at)
    if asked.since:
        found = found.filter(harvested__changed__gte=asked.since)
    if asked.until:
        found = found.filter(harvested__changed__lt=asked.until)
    if of_set and of_set.taxonomy:
        filed = Q(tagged_items__tag__taxonomy=of_set.taxonomy) | Q(categorised_items__tag__taxonomy=of_set.taxonomy)
        found = found.filter(pk__in=Article.objects.filter(filed).values("pk"))
    elif of_set:
        filed = Q(tagged_items__tag__in=of_set.tags) | Q(categorised_items__tag__in=of_set.tags)
        found = found.filter(pk__in=Article.objects.filter(filed).values("pk"))
    return found


def page_of(found: Articles, place: Place | None) -> Sequence[Article]:
    """One more than fits, where the list goes on. By keys, so a change meanwhile moves nothing."""
    if place:
        same = Q(harvested__changed=place.changed, harvested__article__gt=place.pk)
        found = found.filter(Q(harvested__changed__gt=place.changed) | same, harvested__changed__gte=place.changed)
    return list(found.order_by("harvested__changed", "harvested__article_id")[: AT_ONCE + 1])


def record_with(atom_id: str, at: datetime) -> Article | None:
    article: Article | None = harvested(at).filter(atom_id=atom_id).first()
    return article


def earliest(at: datetime) -> datetime:
    """No record is older; the present where there is none."""
    first = harvested(at).order_by("harvested__changed", "harvested__article_id").values_list("changed", flat=True)
    return next(iter(first[:1]), at)


def newest(at: datetime) -> datetime:
    """The time up to which everybody can be told, where nothing was noticed: datestamps become visible in order."""
    last = HarvestRecord.objects.filter(changed__lt=at).order_by("-changed").values_list("changed", flat=True).first()
    return last or at
