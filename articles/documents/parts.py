"""The documents of an article: its parts as HTML, the same for every reader, with places for what is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import get_current_timezone_name

from articles import metadata
from articles.cards.cards_of import own_mark
from articles.documents.atom import entry_of
from articles.documents.evidence_marks import mark_of
from articles.documents.kept import KeptForSite
from articles.documents.notice_marks import band_of, notice_mark
from articles.documents.slots import SLOTS, slot
from articles.images.html import lead_figure, thumbnail
from articles.models import Article, Citation
from articles.search.texts import prose_of_html, told_by
from articles.site.snapshot import current_site, site_name
from articles.text.spelled import BETWEEN, packed, squeezed
from bibliography.formatting import format_citation

ELSEWHERE: Final = "https://origin.invalid"  # in place of the site's address, which may depend on how it is asked
AUTHORS: Final = 60  # characters of a row in results
TEMPLATES: Final = ("articles/_*.html", "_*.html")


@dataclass(frozen=True)
class Documents:
    """The columns of `Document`, and those of `FullDocument`."""

    public: Mapping[str, Any]
    full: Mapping[str, Any]


def documents_of(article: Article, cited: list[Citation] | None = None) -> Documents:
    """`article` as `with_page` fetches it. Queries for its citations alone, where they are not given, and for remarks
    where there are notices about its papers.
    """
    url, site = ELSEWHERE + article.get_absolute_url(), current_site()
    cited = list(Citation.objects.of(article, in_full=True)) if cited is None else cited
    in_summary = [citation for citation in cited if citation.in_summary]
    papers = 0 if article.paper else len(in_summary)
    context = {
        "SITE": site,
        "SITE_NAME": site_name(),
        "article": article,
        "lead": lead_figure(article.image, article.image_caption_html),
        "citation": format_citation(metadata.as_csl(article, url), site.citation_style),
        "byline": metadata.byline(article),
        "mark": mark_of(article, site, papers),
        "papers": papers,
        "notice": notice_mark(article, in_summary),
        "thumb": thumbnail(article.image),
        "coins": metadata.coins(article, url),
    }
    public = {
        "page": rendered("_page", context),
        "gated": around(context, url, in_summary, in_full=False),
        "row": rendered("_row", context),
        **told_in_results(article, context),
        "teaser": rendered("_teaser", context),
        "entry": entry_of(article, url).replace(ELSEWHERE, slot("origin")),
        "tags": [tag.pk for tag in article.tag_list],
        "categories": [tag.pk for tag in article.category_list],
    }
    full_post = getattr(article, "full_post", None)
    prose = squeezed(told_by([], full_post.html, read=prose_of_html)) if full_post else b""
    return Documents(public, {"parts": around(context, url, cited, in_full=True), "prose": prose})


def told_in_results(article: Article, context: Mapping[str, Any]) -> dict[str, Any]:
    """What search shows of an article: a row, the texts in it that are marked, and what a stretch is taken from."""
    names = article.paper.authors if article.paper else ""
    short = names if len(names) <= AUTHORS else f"{names[:AUTHORS].rpartition(', ')[0]} …"
    return {
        "hit": rendered("_row", {**context, "in_results": True}),
        "told": BETWEEN.join(map(packed, (article.title, article.standfirst, names, short))),
        "prose": squeezed(told_by(article.key_points, article.summary_html, read=prose_of_html)),
    }


def around(context: Mapping[str, Any], url: str, citations: list[Citation], *, in_full: bool) -> dict[str, str]:
    """What stands around the full post, or around the gate and, if there is something behind it, the gate."""
    article: Article = context["article"]
    gated = not in_full and article.has_full_post
    own = {**context, "in_full": in_full, "gated": gated, "citations": citations}
    own["band"] = band_of(article, citations)
    keywords = slot("keywords")
    data = metadata.structured_data(article, url, gated=gated, keywords=keywords)
    return {
        "structured_data": data.replace(ELSEWHERE, slot("origin")).replace(f'"{keywords}"', keywords),
        "citation_meta": rendered("_citation_meta", {**own, "url": url}),
        "card_mark": own_mark(article),
        "cited": "" if article.paper else " ".join(str(citation.reference_id) for citation in citations),
        "notices": rendered("_notices", own) if own["band"] else "",
        "contents": rendered("_contents", own),
        "references": rendered("_references", own) if citations else "",
        **({"gate": rendered("_invitation", own)} if gated else {}),
    }


def rendered(name: str, context: Mapping[str, Any]) -> str:
    return render_to_string(f"articles/{name}.html", {**context, "slot": SLOTS}).replace(ELSEWHERE, slot("origin"))


def version() -> str:
    """Of what documents are made with: templates, site and the time zone of its dates."""
    others = (site_name(), get_current_timezone_name(), templates_digest())
    return _versions.get(others, lambda site: sha256(repr((site, others)).encode()).hexdigest()[:16])


_versions = KeptForSite()


@cache
def templates_digest() -> str:
    root = Path(settings.BASE_DIR) / "templates"
    texts = [path.read_bytes() for pattern in TEMPLATES for path in sorted(root.glob(pattern))]
    return sha256(b"\0".join(texts)).hexdigest()
