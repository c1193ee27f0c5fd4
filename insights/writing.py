"""Counts into the table: one statement for many, added to what stands there. And what is too old goes."""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import Error, connection, models, transaction
from django.utils import timezone

from articles.models import Article
from insights.counting import Asked, Counting, Seen, Waiting, counting
from insights.models import ABOUT_TOPICS, Count, Measure, SearchInVain
from tags.management.parts import in_parts
from tags.models import Tag

logger = logging.getLogger(__name__)

Row = tuple[str | int, ...]

AT_ONCE: Final = 500  # rows of a statement
ENOUGH_DAYS: Final = 3  # on which a query was asked before anybody reads it
IN_DOUBT_FOR: Final = timedelta(days=90)  # for which a query counts towards that
KEPT_FOR: Final = timedelta(days=400)


def write_what_is_due(at: datetime, counts: Counting = counting) -> None:
    waiting = counts.due()
    if waiting:
        write_or_keep(waiting, at, counts)


def write_all(at: datetime | None = None, counts: Counting = counting) -> None:
    """For who wants to see the numbers now, and for a process that ends."""
    if waiting := counts.all():
        write_or_keep(waiting, at or timezone.now(), counts)


def write_or_keep(waiting: Waiting, at: datetime, counts: Counting) -> None:
    """Nobody's request fails for a number: what cannot be written is tried again with the next."""
    try:
        write(waiting, at)
    except Error:
        logger.warning("Counts could not be written, and are kept for the next time.", exc_info=True)
        counts.add_numbers(waiting.seen, waiting.in_vain)


@transaction.atomic
def write(waiting: Waiting, at: datetime) -> None:
    """Only of what every visitor may see: nothing else is counted, whatever somebody sends."""
    add_counts(with_keys(waiting.seen, at))
    add_in_vain(waiting.in_vain)
    remove_old(timezone.localdate(at))


def with_keys(seen: Mapping[Seen, int], at: datetime) -> Counter[tuple[date, Measure, int]]:
    told = [(measure in ABOUT_TOPICS, subject) for _, measure, subject in seen]
    articles, tags = Article.objects.visible_to(AnonymousUser(), at), Tag.objects.all()
    keys = {
        (False, False): keys_of(articles, "slug", {word for is_topic, word in told if not is_topic}),
        (True, False): keys_of(tags, "slug", {word for is_topic, word in told if is_topic and isinstance(word, str)}),
        (True, True): keys_of(tags, "pk", {key for is_topic, key in told if is_topic and isinstance(key, int)}),
    }
    found: Counter[tuple[date, Measure, int]] = Counter()
    for (day, measure, subject), number in seen.items():
        key = keys.get((measure in ABOUT_TOPICS, isinstance(subject, int)), {}).get(subject)
        if key is not None:
            found[day, measure, key] += number
    return found


def keys_of(rows: models.QuerySet[Any], field: str, wanted: Iterable[str | int]) -> dict[str | int, int]:
    found: dict[str | int, int] = {}
    for piece in in_parts(wanted, AT_ONCE):
        found |= rows.filter(**{f"{field}__in": piece}).values_list(field, "pk")
    return found


def add_counts(numbers: Mapping[tuple[date, Measure, int], int]) -> None:
    rows = [(stored(day), measure.value, key, number) for (day, measure, key), number in sorted(numbers.items())]
    add_up(Count, ("day", "measure", "subject"), ("number",), rows)


def add_in_vain(numbers: Mapping[Asked, int]) -> None:
    """The words of a query are stored with the day on which it was asked often enough, and with those after it."""
    words = {digest_of(query): query for _, query in numbers}
    rows = [(stored(day), digest_of(query), number, "") for (day, query), number in sorted(numbers.items())]
    add_up(SearchInVain, ("day", "digest"), ("number", "query"), rows)
    days = SearchInVain.objects.filter(digest__in=words).values("digest").annotate(days=models.Count("day"))
    for digest in days.filter(days__gte=ENOUGH_DAYS).values_list("digest", flat=True):
        SearchInVain.objects.filter(digest=digest, query="").update(query=words[digest])


def add_up(model: type[models.Model], unique: Sequence[str], others: Sequence[str], rows: Sequence[Row]) -> None:
    """Rows in one order, so that no two processes wait for each other. Both engines read the same SQL."""
    table, columns = model._meta.db_table, (*unique, *others)
    places = f"({', '.join(['%s'] * len(columns))})"
    for piece in in_parts(rows, AT_ONCE):
        into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([places] * len(piece))}"  # noqa: S608  ours
        added = f"ON CONFLICT ({', '.join(unique)}) DO UPDATE SET number = {table}.number + excluded.number"
        with connection.cursor() as cursor:
            cursor.execute(f"{into} {added}", [value for row in piece for value in row])


def remove_old(today: date) -> None:
    Count.objects.filter(day__lt=today - KEPT_FOR).delete()
    SearchInVain.objects.filter(day__lt=today - KEPT_FOR).delete()
    SearchInVain.objects.filter(day__lt=today - IN_DOUBT_FOR, query="").delete()


def stored(day: date) -> str:
    return str(connection.ops.adapt_datefield_value(day))


def digest_of(query: str) -> str:
    return blake2b(query.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()
