"""Tables as Markdown has them: one row of headings, as many cells in each row, one line in each cell."""

import re
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

MOST_COLUMNS: Final = 60
HOLDERS: Final = ("ul", "ol", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dl", "figure")
LINES: Final = ("p", "div", "li", "br", "dd", "dt")


def straighten_tables(soup: BeautifulSoup) -> None:
    for table in reversed(soup.find_all("table")):  # those within others first
        is_inner = table.find_parent("table") is not None
        rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
        columns = max((len(cells_of(row)) for row in rows), default=0)
        if is_inner or columns < 2:
            dissolve(table)
        else:
            straighten(soup, table, rows)


def cells_of(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


def dissolve(table: Tag) -> None:
    """What one column holds is text, and a table within a cell has no room of its own."""
    for tag in table.find_all(["td", "th"]):
        tag.name = "div"
    for tag in table.find_all(["tbody", "thead", "tfoot", "tr"]):
        tag.unwrap()
    table.name = "div"


def straighten(soup: BeautifulSoup, table: Tag, rows: list[Tag]) -> None:
    for caption in table.find_all("caption"):
        caption.name = "p"
        table.insert_before(caption.extract())
    spread(soup, rows)
    width = max(len(cells_of(row)) for row in rows)
    for row in rows:
        for _ in range(width - len(cells_of(row))):
            row.append(soup.new_tag("td"))
        for cell in cells_of(row):
            in_one_line(cell)
    for part in table.find_all(["tbody", "thead", "tfoot"]):
        part.unwrap()


def spread(soup: BeautifulSoup, rows: list[Tag]) -> None:
    """Empty cells where one reaches over several columns or rows."""
    reaching: dict[int, int] = {}  # by column: rows that a cell above still fills
    for row in rows:
        column = 0
        for cell in cells_of(row):
            while reaching.get(column, 0) and column < MOST_COLUMNS:
                cell.insert_before(soup.new_tag("td"))
                reaching[column] -= 1
                column += 1
            wide, high = span(cell, "colspan"), span(cell, "rowspan")
            for extra in range(wide):
                if extra:
                    cell.insert_after(soup.new_tag("td"))
                if high > 1:
                    reaching[column] = high - 1
                column += 1
        while reaching.get(column, 0) and column < MOST_COLUMNS:
            row.append(soup.new_tag("td"))
            reaching[column] -= 1
            column += 1


def span(cell: Tag, name: str) -> int:
    found = re.fullmatch(r"\d{1,4}", str(cell.get(name, "")))
    return max(1, min(int(found[0]), MOST_COLUMNS)) if found else 1


def in_one_line(cell: Tag) -> None:
    """Lines, paragraphs and items of a cell stand one behind the other."""
    for tag in cell.find_all(LINES):
        if tag.name == "li" and tag.find_next_sibling("li"):
            tag.append(NavigableString(";"))
        tag.insert_before(NavigableString(" "))
        tag.append(NavigableString(" "))
        tag.unwrap()
    for tag in cell.find_all(HOLDERS):
        tag.unwrap()
