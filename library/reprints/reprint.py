"""An article on paper: what stands in its PDF, made by WeasyPrint where the extra `pdf` is installed."""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.template.loader import render_to_string

from articles import metadata
from articles.documents.reading import ReadArticle
from articles.images.html import lead_figure
from articles.images.standalone import standalone
from articles.models import Article, Citation
from articles.site.snapshot import current_site, site_name
from articles.site.tokens import sheet, tokens
from bibliography.formatting import format_citation
from library.reprints.pdf import pdf_from_beside

DRAWING: Final = re.compile(r"<svg\b([^>]*)>.*?</svg>", re.DOTALL)
LABEL: Final = re.compile(r'aria-label="([^"]*)"')
PHOTOGRAPH: Final = re.compile(r'<picture>.*?<img src="([^"]+)"[^>]*? alt="([^"]*)"[^>]*>\s*</picture>', re.DOTALL)

Photograph = Callable[[str], bytes]  # the file at an address of the site, for the reader whose reprint it is


def reprint(found: ReadArticle, origin: str, photograph: Photograph) -> bytes:
    """The PDF of what its reader sees of it. Nothing is fetched from anywhere.

    `photograph` raises `LookupError` where there is none for the reader. Raises `subprocess.SubprocessError`.
    """
    html = in_pictures(render_to_string("library/reprint.html", context_of(found, origin)), photograph)
    colours = "".join(f"--{name}: {value};" for name, value in tokens("light").items())
    return pdf_from_beside(html, f":root {{ {colours} }}\n{sheet('reprint')}")


def context_of(found: ReadArticle, origin: str) -> Mapping[str, Any]:
    """Queries: the article's public parts, and its citations."""
    article = Article.objects.with_page().get(pk=found.article.pk)
    url = origin + article.get_absolute_url()
    return {
        "SITE": current_site(),
        "SITE_NAME": site_name(),
        "article": article,
        "url": url,
        "byline": metadata.byline(article),
        "citation": format_citation(metadata.as_csl(article, url), current_site().citation_style),
        "lead": lead_figure(article.image, article.image_caption_html),
        "full_post": found.full_post,
        "citations": list(Citation.objects.of(article, in_full=found.full_post is not None)),
    }


def in_pictures(html: str, photograph: Photograph) -> str:
    """With drawings and photographs as files within the text."""

    def drawn(match: re.Match[str]) -> str:
        label = LABEL.search(match[1])
        return image("svg+xml", standalone(match[0], current_site()).encode(), label[1] if label else "")

    def photographed(match: re.Match[str]) -> str:
        try:
            return image(match[1].rpartition(".")[2], photograph(match[1]), match[2])
        except LookupError:
            return f"<p>{match[2]}</p>"

    return PHOTOGRAPH.sub(photographed, DRAWING.sub(drawn, html))


def image(form: str, content: bytes, alt: str) -> str:
    return f'<img src="data:image/{form};base64,{b64encode(content).decode()}" alt="{alt}">'
