"""The log of the desk: every act, who did it and when, with what it changed."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.access import allows
from articles.browse.csv_lines import csv_line, harmless
from desk.guard import at_the_desk
from desk.history.log_form import LogForm, cursor_of
from desk.history.log_rows import Row, page_of_log, rows_of
from members.entrance.who_asks import person

COLUMNS = ("When", "Who", "Act", "About", "Article", "Note", "Before", "After")


@require_safe
@at_the_desk
def log(request: HttpRequest) -> HttpResponse:
    """Contributors see what was done to their own articles."""
    form = form_of(request)
    rows, last = page_of_log(person(request), form.asked(request.GET.get("after", "")))
    context = {
        "part_of_desk": "log",
        "form": form,
        "rows": rows,
        "older": form.query(after=cursor_of(last)) if last else "",
        "query": form.query(),
        "is_later_page": "after" in request.GET,
    }
    return render(request, "desk/log.html", context)


@require_safe
@at_the_desk
def log_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All that the same filters choose."""
    rows = rows_of(person(request), form_of(request).asked(""))
    response = StreamingHttpResponse(lines_of(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="log.csv"'
    response["X-Robots-Tag"] = "noindex"
    return response


def form_of(request: HttpRequest) -> LogForm:
    return LogForm(request.GET.dict(), sees_everything=allows(request.user, "articles.publish_articles"))


def lines_of(rows: Iterable[Row]) -> Iterator[str]:
    yield csv_line(COLUMNS)
    for row in rows:
        article = "" if row.article is None else str(row.article)
        at = timezone.localtime(row.at).isoformat(timespec="seconds")
        cells = (at, row.by, row.act, row.about, article, row.note, said(row.before), said(row.after))
        yield csv_line(map(harmless, cells))


def said(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
