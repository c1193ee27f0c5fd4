"""What was measured, as one table in Markdown, which reads well in a terminal, too."""

from collections.abc import Iterable, Sequence
from typing import Final

from tests.bench.http.measures import Case, by_page

DJANGO: Final = "bare Django view"
WSGI: Final = "bare WSGI callable"
HEAD: Final = (
    "page", "who asks", "engine", "requests/s", "p50 ms", "p99 ms", "CPU ms",
    "CPU ÷ Django", "CPU ÷ WSGI", "speed ÷ Django", "speed ÷ WSGI", "queries", "bytes", "bytes sent", "failed",
)  # fmt: skip
OF_WORDS: Final = 3  # columns, which stand at the left


def rows(cases: Sequence[Case]) -> list[list[str]]:
    bare = {(case.page, case.who): case for case in cases if case.who in (DJANGO, WSGI)}
    return [row(case, bare[case.page, DJANGO], bare[case.page, WSGI]) for case in by_page(cases)]


def row(case: Case, django: Case, wsgi: Case) -> list[str]:
    return [
        case.page,
        case.who,
        case.engine,
        f"{case.a_second:,.0f}",
        f"{case.p50_ms:.2f}",
        f"{case.p99_ms:.1f}",
        f"{case.cpu_ms:.3f}",
        ratio(case.cpu_ms, django.cpu_ms),
        ratio(case.cpu_ms, wsgi.cpu_ms),
        ratio(case.a_second, django.a_second),
        ratio(case.a_second, wsgi.a_second),
        "" if case.queries is None else str(case.queries),
        f"{case.plain_bytes:,}",
        f"{case.sent_bytes:,}",
        str(case.failed),
    ]


def ratio(one: float, other: float) -> str:
    found = one / other if other else 0.0
    return f"{found:.2f}" if found < 10 else f"{found:.0f}"


def markdown(head: Sequence[str], body: Iterable[Sequence[str]], of_words: int = OF_WORDS) -> str:
    lines = [list(head), *map(list, body)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    rule = ["-" * width if column < of_words else "-" * (width - 1) + ":" for column, width in enumerate(widths)]
    lines.insert(1, rule)
    return "\n".join(
        "| "
        + " | ".join(
            cell.ljust(width) if column < of_words else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        + " |"
        for line in lines
    )
