"""Reading the evidence matrix off its page."""

from django.test import Client

from articles.browse.pagination import PAGE_SIZE
from tests.articles.browse.offers import count_on, titles_on
from tests.page import Page


def table_on(page: Page) -> tuple[list[str], list[list[str]]]:
    """The names of the columns, and the lines: the name of a row, and a text for each column."""
    heads = [head for head in page.with_tag("th") if "abbr" in head.attributes]
    columns = [head.attributes["abbr"] for head in heads if head.attributes["scope"] == "col"]
    cells = iter(page.with_tag("td"))
    lines = [
        [head.attributes["abbr"], *(next(cells).text for _ in columns)]
        for head in heads
        if head.attributes["scope"] == "row"
    ]
    return columns, lines


def cells_on(page: Page) -> list[tuple[str, int]]:
    """The address of each figure, and the figure."""
    return [
        (link.attributes["href"], int(link.text.replace(",", "")))
        for link in page.with_tag("a")
        if link.text.replace(",", "").isdigit() and " and " in link.attributes.get("aria-label", "")
    ]


def count_at(client: Client, address: str) -> int:
    """How many articles the page of a topic says that it has, and begins to show."""
    response = client.get(address)
    assert response.status_code == 200, address
    page = Page.of(response)
    count = count_on(page)
    assert len(titles_on(page)) == min(count, PAGE_SIZE), address
    return count


def assert_each_figure_is_the_number_behind_it(client: Client, query: str, *, every: int = 1) -> int:
    """Follow each figure, or one of so many. Returns how many there are."""
    cells = cells_on(Page.of(client.get(f"/tags/matrix/{query}")))
    wrong = [(address, number) for address, number in cells[::every] if count_at(client, address) != number]
    assert not wrong
    return len(cells)
