"""Links for machines in the header of a page: how it is cited, what describes it, what it holds (signposting.org)."""

import re
from collections.abc import Iterable
from typing import Final

from django.http import HttpResponse

from articles.models import Article, StoredRow
from bibliography.exporting import CONTENT_TYPES

LINK: Final = re.compile(r'href="([^"?#]+)')
MOST_ITEMS: Final = 30  # a proxy takes some thousand characters of headers


def address_of(row: Article | StoredRow) -> str:
    """A stored row holds its address in the link that it begins with; "" where the row is not made yet."""
    if isinstance(row, Article):
        return row.get_absolute_url()
    found = LINK.search(row.row or "")
    return found[1] if found else ""


def signposted(
    response: HttpResponse, origin: str, path: str, *, kind: str, records: str = "", items: Iterable[str] = ()
) -> HttpResponse:
    """`kind`: of schema.org; `records`: the address of its records, with `{}` for the format; `items`: addresses."""
    told = [f'<{origin}{path}>; rel="cite-as"', f'<https://schema.org/{kind}>; rel="type"']
    told += [
        f'<{origin}{records.format(format)}>; rel="describedby"; type="{content_type.partition(";")[0]}"'
        for format, content_type in CONTENT_TYPES.items()
        if records
    ]
    told += [f'<{origin}{item}>; rel="item"' for item in list(dict.fromkeys(filter(None, items)))[:MOST_ITEMS]]
    response["Link"] = ", ".join(told)
    return response
