"""What machines read about an article: schema.org data for search engines, CSL-JSON for reference managers."""

import json
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe

from articles.models import Article
from articles.site.snapshot import site_name
from bibliography.models import Reference
from bibliography.notices.told import in_words
from members.models import User

MOST_AUTHORS = 20  # of a paper that a page names to machines
NOT_IN_HTML = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def structured_data(article: Article, url: str, *, gated: bool, keywords: Any) -> SafeString:
    """JSON-LD for the page at `url`. `gated`: the gate stands on this very page, in `.full-post`.

    `keywords`: the names of its tags, or what stands for them.
    """
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": article.title,
        "description": article.standfirst,
        "url": url,
        "inLanguage": "en-GB",
        "isAccessibleForFree": not gated,
        "author": {"@type": "Organization", "name": byline(article)},
        "publisher": {"@type": "Organization", "name": site_name()},
        "keywords": keywords,
    }
    if article.first_published and article.last_updated:
        first, last = article.first_published, article.last_updated
        data |= {"datePublished": first.isoformat(), "dateModified": last.isoformat()}
    if gated:
        data["hasPart"] = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".full-post"}
    if article.paper:
        data["@type"] = ["Article", "Review"]
        data["about"] = data["itemReviewed"] = scholarly_article(article.paper)
    return as_json(data)


def scholarly_article(paper: Reference) -> dict[str, Any]:
    """The paper that a summary is about. What its record does not say is left out."""
    names = (name.get("literal") or f"{name.get('given', '')} {name.get('family', '')}" for name in authors_in(paper))
    said = {
        "author": [{"@type": "Person", "name": name.strip()} for name in names],
        "datePublished": str(paper.year or ""),
        "isPartOf": {"@type": "Periodical", "name": paper.container_title} if paper.container_title else None,
        "identifier": f"doi:{paper.doi}" if paper.doi else "",
    }
    known = {"@type": "ScholarlyArticle", "name": paper.title, "sameAs": paper.url}
    return {**known, **{name: value for name, value in said.items() if value}}


def authors_in(paper: Reference) -> list[dict[str, str]]:
    names: list[dict[str, str]] = paper.csl.get("author", [])
    return names[:MOST_AUTHORS]


def as_json(data: Any) -> SafeString:
    """For a script element: no text in it can end it."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(NOT_IN_HTML))


def as_csl(article: Article, url: str) -> dict[str, Any]:
    """The article itself as a CSL-JSON item. `article` was fetched with its paper, whose notices it tells of."""
    said = (article.slug, article.title, article.standfirst)
    item = web_page(*said, author=byline(article), url=url, day=article.first_published)
    if article.paper and (note := in_words(article.paper)):
        item["note"] = note
    return item


def web_page(key: str, title: str, abstract: str, *, author: str, url: str, day: date | None) -> dict[str, Any]:
    """What stands at `url` as a CSL-JSON item, to be cited as a web page of this site."""
    item: dict[str, Any] = {
        "id": key,
        "type": "webpage",
        "title": title,
        "container-title": site_name(),
        "author": [{"literal": author}],
        "abstract": abstract,
        "URL": url,
    }
    if day:
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    return item


def coins(article: Article, url: str) -> str:
    """As a reference manager reads it from a page of many: an OpenURL for a title, as Zotero knows it."""
    said = {
        "ctx_ver": "Z39.88-2004",
        "rft_val_fmt": "info:ofi/fmt:kev:mtx:dc",
        "rft.type": "webpage",
        "rft.title": article.title,
        "rft.publisher": site_name(),
        "rft.date": f"{article.publish_at:%Y-%m-%d}" if article.publish_at else "",
        "rft.identifier": url,
    }
    return urlencode({name: text for name, text in said.items() if text}, safe=":/")


def byline(article: Article) -> str:
    return article.byline or signed(article.editor)


def signed(editor: User | None) -> str:
    return (editor.name if editor else "") or f"The {site_name()} editors"
