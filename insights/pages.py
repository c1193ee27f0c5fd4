"""The page of numbers at the desk, and the same as a file."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.browse.csv_lines import MARK, csv_line, harmless
from desk.guard import at_the_desk
from insights.charts import charts_of
from insights.models import Measure
from insights.reports import (
    FEW,
    OF_ARTICLES,
    WINDOWS,
    Numbers,
    by_article,
    by_day,
    in_vain,
    lines,
    sees_everything,
    thin_topics,
    total,
    window_of,
)
from insights.writing import ENOUGH_DAYS, write_all
from members.entrance.who_asks import person

HEADINGS: Final = ("Day", "What", "About", "Number")


@require_safe
@at_the_desk
def insights(request: HttpRequest) -> HttpResponse:
    """Contributors see the numbers of their own articles."""
    user, window = person(request), window_of(request.GET.get("days", ""))
    sort = sorted_by(request.GET.get("sort", ""))
    write_all()
    days = by_day(user, window)
    numbers = total(days)
    context = {
        "part_of_desk": "insights",
        "window": window,
        "windows": WINDOWS,
        "sort": sort.value,
        "measures": OF_ARTICLES,
        "totals": [(measure.label, numbers.get(measure, 0)) for measure in OF_ARTICLES],
        "charts": charts_of(days),
        "days": [(day, row(of_day)) for day, of_day in reversed(days.items())],
        "articles": [(one, row(one.numbers)) for one in by_article(user, window, sort)],
        "sees_everything": sees_everything(user),
        "topics": thin_topics(window) if sees_everything(user) else [],
        "searches": in_vain(window) if sees_everything(user) else [],
        "few": FEW,
        "enough_days": ENOUGH_DAYS,
    }
    return render(request, "desk/insights.html", context)


@require_safe
@at_the_desk
def insights_csv(request: HttpRequest) -> StreamingHttpResponse:
    user, window = person(request), window_of(request.GET.get("days", ""))
    write_all()
    response = StreamingHttpResponse(as_csv(lines(user, window)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="insights-{window.first}-{window.last}.csv"'
    response["X-Robots-Tag"] = "noindex"
    return response


def as_csv(rows: Iterable[tuple[str, str, str, int]]) -> Iterator[str]:
    yield MARK + csv_line(HEADINGS)
    for day, what, about, number in rows:
        yield csv_line((day, what, harmless(about), str(number)))


def sorted_by(name: str) -> Measure:
    return next((measure for measure in OF_ARTICLES if measure.value == name), OF_ARTICLES[0])


def row(numbers: Numbers) -> list[int]:
    return [numbers.get(measure, 0) for measure in OF_ARTICLES]
