"""What pages print of years of papers: the chart and the timeline of a topic, and years to choose as filters."""

from typing import Final

from django.utils.safestring import SafeString

from articles.browse.facets import FilterPanel
from articles.browse.timeline import Bar, Mark, Row, Timeline, bars_of
from articles.documents.pieces import piece, repeated
from articles.documents.slots import joined
from tags.text.plurals import counted, noun

GAP: Final = 0.08  # of a column, on either side of its bar


def links_by_year(panel: FilterPanel) -> SafeString:
    return joined(
        piece(
            "articles/_facet_year.html",
            address=address if number else "", is_chosen=is_chosen, year=year, number=number, unit=unit(number),
        )
        for year, number, address, is_chosen in panel.by_year
    )  # fmt: skip


def years_chart(panel: FilterPanel) -> SafeString:
    """The papers of a list by year, each bar a filter; nothing where no paper has a year."""
    by_year = {year: (number, address, is_chosen) for year, number, address, is_chosen in panel.by_year}
    bars = bars_of({year: number for year, (number, _, _) in by_year.items()})
    if not bars:
        return joined([])
    first, last = bars[0].year, bars[-1].year
    return piece(
        "tags/_years_chart.html",
        bars=joined(year_bar(bar, by_year[bar.year][1], is_chosen=by_year[bar.year][2]) for bar in bars),
        whole=panel.without_years if panel.years else "",
        first=first,
        last=last if first < last else "",
        undated=len(panel.filtered.beside("year")) - sum(bar.number for bar in bars) or "",
        number=counted(len(by_year), "year"),
        links=links_by_year(panel),
    )


def year_bar(bar: Bar, address: str, *, is_chosen: bool) -> SafeString:
    return piece(
        "tags/_year_bar.html",
        address=address,
        is_chosen=is_chosen,
        name=f"{bar.year}: {counted(bar.number, 'summary', 'summaries')}",
        left=bar.left,
        step=bar.step,
        x=round(bar.left + bar.step * GAP, 2),
        width=round(bar.step * (1 - 2 * GAP), 2),
        middle=round(bar.left + bar.step / 2, 2),
        height=bar.height,
        number=bar.number,
        label_y=round(88 - bar.height, 2) if bar.is_numbered else "",
    )


def raster(timeline: Timeline) -> SafeString:
    """The drawing and the table of a timeline."""
    first, middle, last = timeline.first, timeline.middle, timeline.last
    return piece(
        "tags/_raster.html",
        rows=joined(map(drawn, timeline.rows)),
        first=first,
        middle=middle if first < middle else "",
        last=last if first < last else "",
        years=repeated("tags/_raster_year.html", "year", timeline.years),
        has_undated=timeline.has_undated,
        table_rows=joined(in_table(row, with_undated=timeline.has_undated) for row in timeline.rows),
        left_out=counted(timeline.left_out, "more has", "more have") if timeline.left_out else "",
        number=len(timeline.rows),
    )


def drawn(row: Row) -> SafeString:
    return piece(
        "tags/_raster_row.html",
        url=row.tag.get_absolute_url(),
        name=row.tag.name,
        marks=joined(map(mark, row.marks)),
        count=row.count,
        unit=unit(row.count),
    )


def mark(mark: Mark) -> SafeString:
    if mark.width:
        return piece("tags/_raster_block.html", x=str(mark.x), width=str(mark.width))
    return piece("tags/_raster_tick.html", x=str(mark.x))


def in_table(row: Row, *, with_undated: bool) -> SafeString:
    numbers = [*row.by_year, row.undated] if with_undated else row.by_year
    return piece(
        "tags/_raster_numbers.html",
        name=row.tag.name,
        numbers=repeated("tags/_raster_number.html", "number", numbers),
    )


def unit(number: int) -> str:
    return noun(number, "summary", "summaries")
