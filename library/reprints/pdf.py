"""HTML as a PDF. Run as a program it makes one of what it reads, and wants no Django.

WeasyPrint is imported only there: it takes a second of computing, and it has Pillow read broken images, which the site
refuses.
"""

import json
from importlib.util import find_spec

from articles.images.beside import answer, made_beside


def can_be_made() -> bool:
    """Whether the extra `pdf` is installed."""
    return find_spec("weasyprint") is not None


def pdf_from_beside(html: str, style: str) -> bytes:
    """By `made_beside`."""
    return made_beside("library.reprints.pdf", json.dumps([html, style]).encode())


if __name__ == "__main__":
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    def pdf_from(sent: bytes) -> bytes:
        html, style = json.loads(sent)
        sheets = HTML(string=html, base_url="", url_fetcher=URLFetcher(allowed_protocols=("data",)), media_type="print")
        return bytes(sheets.write_pdf(stylesheets=[CSS(string=style)]))

    answer(pdf_from)
