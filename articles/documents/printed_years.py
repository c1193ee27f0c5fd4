"""What pages print of years of papers: the timeline of a topic, and years to choose as filters."""

from django.utils.safestring import SafeString

from articles.browse.facets import FilterPanel
from articles.browse.timeline import Mark, Row, Timeline
from articles.documents.pieces import piece, repeated
from articles.documents.slots import joined
from tags.text.plurals import counted, noun


def links_by_year(panel: FilterPanel) -> SafeString:
    return joined(
        piece(
            "articles/_facet_year.html",
            address=address if number else "", is_chosen=is_chosen, year=year, number=number, unit=unit(number),
        )
        for year, number, address, is_chosen in panel.by_year
    )  # fmt: skip


def raster(timeline: Timeline | None) -> SafeString:
    """The drawing and the table of a timeline; nothing where there is none."""
    if timeline is None:
        return joined([])
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
