"""The numbers of some days: in all, by day, by article; topics that are asked for, and searches that found nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count as CountOf
from django.db.models import QuerySet, Sum
from django.utils import timezone

from articles.access import allows
from articles.browse.scope import counts_by_tag
from articles.models import Article
from insights.models import ABOUT_TOPICS, Count, Measure, SearchInVain
from library.models import Entry
from library.models.entry import EntryQuerySet
from members.models import User
from tags.models import Tag

WINDOWS: Final = (30, 90, 365)  # days
OF_ARTICLES: Final = tuple(measure for measure in Measure if measure not in ABOUT_TOPICS)
MOST_ARTICLES: Final = 100
MOST_TOPICS: Final = 20
MOST_SEARCHES: Final = 30
FEW: Final = 3  # summaries of a topic

Numbers = Mapping[Measure, int]


@dataclass(frozen=True)
class Window:
    """So many days, the last of them today."""

    days: int
    last: date

    @property
    def first(self) -> date:
        return self.last - timedelta(days=self.days - 1)

    def each(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(self.days)]


@dataclass(frozen=True)
class OfArticle:
    pk: int
    title: str
    numbers: Numbers


@dataclass(frozen=True)
class OfTopic:
    tag: Tag
    reads: int
    searches: int
    summaries: int


def window_of(days: str) -> Window:
    """What makes no sense is the first of `WINDOWS`."""
    chosen = next((known for known in WINDOWS if str(known) == days), WINDOWS[0])
    return Window(chosen, timezone.localdate())


def sees_everything(user: User) -> bool:
    return allows(user, "articles.publish_articles")


def counts_for(user: User, window: Window) -> QuerySet[Count]:
    """What this person may know: editors everything, a contributor the numbers of their own articles."""
    counts = Count.objects.filter(day__range=(window.first, window.last))
    if sees_everything(user):
        return counts
    own = Article.objects.writable_by(user).values("pk")
    return counts.exclude(measure__in=ABOUT_TOPICS).filter(subject__in=own)


def saves_for(user: User, window: Window) -> EntryQuerySet:
    """What was saved in these days and still is; a contributor knows it of their own articles."""
    saves = Entry.objects.saved_between(window.first, window.last)
    return saves if sees_everything(user) else saves.filter(article__in=Article.objects.writable_by(user))


def by_day(user: User, window: Window) -> dict[date, Numbers]:
    """Two queries. Every day is there."""
    found: dict[date, Counter[Measure]] = {day: Counter() for day in window.each()}
    counts = counts_for(user, window).filter(measure__in=OF_ARTICLES).values_list("day", "measure")
    for day, measure, number in counts.annotate(sum=Sum("number")):
        found[day][Measure(measure)] += number
    for day, number in saves_for(user, window).values_list("saved_at__date").annotate(sum=CountOf("pk")):
        found[day][Measure.SAVED] += number
    return dict(found)


def total(days: Mapping[date, Numbers]) -> Numbers:
    numbers: Counter[Measure] = Counter()
    for of_day in days.values():
        numbers.update(of_day)
    return numbers


def by_article(user: User, window: Window, sort: Measure) -> list[OfArticle]:
    """Those with the most of `sort` first, then those with the most of all. Three queries."""
    found: defaultdict[int, Counter[Measure]] = defaultdict(Counter)
    counts = counts_for(user, window).filter(measure__in=OF_ARTICLES).values_list("subject", "measure")
    for subject, measure, number in counts.annotate(sum=Sum("number")):
        found[subject][Measure(measure)] += number
    for subject, number in saves_for(user, window).values_list("article").annotate(sum=CountOf("pk")):
        found[subject][Measure.SAVED] += number
    ordered = sorted(found, key=lambda key: (-found[key][sort], -found[key].total(), key))[:MOST_ARTICLES]
    titles = dict(Article.objects.filter(pk__in=ordered).values_list("pk", "title"))
    return [OfArticle(key, titles[key], found[key]) for key in ordered if key in titles]


def thin_topics(window: Window) -> list[OfTopic]:
    """Topics of which few summaries tell visitors anything, the most asked for first."""
    asked: defaultdict[int, Counter[str]] = defaultdict(Counter)
    counts = Count.objects.filter(day__range=(window.first, window.last), measure__in=ABOUT_TOPICS)
    for subject, measure, number in counts.values_list("subject", "measure").annotate(sum=Sum("number")):
        asked[subject][measure] += number
    summaries = counts_by_tag(AnonymousUser(), timezone.now())
    thin = sorted((key for key in asked if summaries[key] <= FEW), key=lambda key: (-asked[key].total(), key))
    tags = Tag.objects.select_related("taxonomy").in_bulk(thin[:MOST_TOPICS])
    return [
        OfTopic(tags[key], asked[key][Measure.TOPIC_READ], asked[key][Measure.TOPIC_SEARCH], summaries[key])
        for key in thin[:MOST_TOPICS]
        if key in tags
    ]


def in_vain(window: Window) -> list[tuple[str, int]]:
    """Queries that were asked often enough to be read, with how often."""
    rows = SearchInVain.objects.filter(day__range=(window.first, window.last)).exclude(query="")
    summed = rows.values_list("query").annotate(sum=Sum("number")).order_by("-sum", "query")
    return [(query, number) for query, number in summed[:MOST_SEARCHES]]


def lines(user: User, window: Window) -> Iterator[tuple[str, str, str, int]]:
    """Every number as day, what it counts, what it is about, how often."""
    counts = counts_for(user, window).order_by("day", "measure", "subject")
    subjects = dict(counts.order_by().values_list("subject", "measure").distinct()).keys()
    titles = dict(Article.objects.filter(pk__in=subjects).values_list("pk", "title"))
    names = dict(Tag.objects.filter(pk__in=subjects).values_list("pk", "name"))
    for day, measure, subject, number in counts.values_list("day", "measure", "subject", "number"):
        about = (names if measure in ABOUT_TOPICS else titles).get(subject, "")
        yield day.isoformat(), str(Measure(measure).label), about, number
    saves = saves_for(user, window).values_list("saved_at__date", "article__title").annotate(sum=CountOf("pk"))
    for day, title, number in saves.order_by("saved_at__date", "article__title"):
        yield day.isoformat(), str(Measure.SAVED.label), title, number
    if sees_everything(user):
        for query, number in in_vain(window):
            yield "", "Searches that found nothing", query, number
