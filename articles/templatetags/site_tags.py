"""How templates say what depends on the site. `site` is `SITE` of the context; an error page may come without one."""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from articles.documents import rows
from articles.documents.facet_values import facets_of
from articles.documents.frames import frame
from articles.documents.notice_marks import NoticeMark, notice_mark
from articles.documents.printed_years import raster, years_chart
from articles.documents.slots import filled, joined, slot
from articles.documents.storing import documents
from articles.models import Article, StoredRow
from articles.site import style_sheet
from articles.site.values import DEFAULT, Fact, Look, Site
from articles.text.key_points import key_point
from bibliography.models import Reference
from bibliography.notices.told import Told, told_of
from members.origin import origin_of
from tags.cache.snapshot import current_snapshot
from tags.models import Tag

register = template.Library()


@register.simple_tag(takes_context=True)
def masthead(context: Context) -> SafeString:
    """The same for every reader but for what it says of their account."""
    request, engine = context.get("request"), context.template.engine  # type: ignore[union-attr]
    if request is None:
        return engine.get_template("_masthead.html").render(context)
    is_frame = bool(context.get("slot"))
    account = slot("account") if is_frame else engine.get_template("_acct.html").render(context)
    return filled(frame("_masthead.html", request), {"account": account})


@register.simple_tag(takes_context=True)
def footer(context: Context) -> SafeString:
    request = context.get("request")
    if request is None:
        return context.template.engine.get_template("_footer.html").render(context)  # type: ignore[union-attr]
    return filled(frame("_footer.html", request), {})


@register.simple_tag(takes_context=True)
def rows_of(context: dict[str, Any], articles: Iterable[Article | StoredRow]) -> SafeString:
    """The rows of articles that were fetched `with_row`. The page's `tag_tree` spares a query."""
    return joined(rows.rows(list(articles), origin_of(context["request"]), context.get("tag_tree")))


register.simple_tag(facets_of)
register.simple_tag(raster)
register.simple_tag(years_chart)


@register.simple_tag(takes_context=True)
def tagline(context: Context, tags: Iterable[Tag], meant: Container[Tag] = ()) -> SafeString:
    """The first of some tags."""
    tag_tree = context.get("tag_tree") or current_snapshot().tag_tree
    return rows.tagline([tag.pk for tag in tags], tag_tree, meant)


@register.simple_tag(takes_context=True)
def tagline_of(context: Context, article: StoredRow) -> SafeString:
    """The same of an article that was fetched with its document."""
    tag_tree = context.get("tag_tree") or current_snapshot().tag_tree
    return rows.tagline(documents([article])[article.pk].tags, tag_tree)


@register.simple_tag
def evidence_of(article: Article | StoredRow) -> SafeString:
    """The evidence mark of an article that was fetched `with_row`."""
    return rows.part_of_row(article, rows.MARK)


@register.simple_tag
def notice_of(article: Article | StoredRow) -> SafeString:
    """The mark of a notice about its papers, if there is one."""
    return rows.part_of_row(article, rows.NOTICE)


@register.filter
def paper_notice(article: Article) -> NoticeMark | None:
    """The mark of a notice about its own paper; `article` was fetched with that."""
    return notice_mark(article, [])


@register.filter
def told_notices(reference: Reference) -> list[Told]:
    return told_of(reference)


@register.simple_tag
def picture_of(article: Article | StoredRow) -> SafeString:
    """Its small picture, a link."""
    return rows.part_of_row(article, rows.PICTURE)


@register.simple_tag(takes_context=True)
def chips(context: Context, counted: Iterable[tuple[Tag, int | None]]) -> SafeString:
    """Tags of the tag tree, each with its number of articles."""
    tag_tree = context.get("tag_tree") or current_snapshot().tag_tree
    return rows.chips(counted, tag_tree)


@register.simple_tag(takes_context=True)
def counted_links(context: Context, counted: Iterable[tuple[Tag, int]]) -> SafeString:
    """Tags of the tag tree as a list, each with its number of articles."""
    return rows.counted_links(counted, context.get("tag_tree") or current_snapshot().tag_tree)


@register.filter
def hue(slug: str, site: Site | str) -> str:
    return style_sheet.hue(slug, site or DEFAULT)  # type: ignore[arg-type]  # what is missing is ""


@register.filter
def shape(slug: str, site: Site | str) -> str:
    return (site.looks.get(slug) or Look()).shape if isinstance(site, Site) else Look().shape


@register.filter
def facts(at_a_glance: Mapping[str, dict[str, str]], site: Site) -> list[tuple[Fact, dict[str, str]]]:
    """What an article gives of what stands at its head, in the order of the site, each with its label."""
    return given(at_a_glance, site, below=False)


register.filter(key_point)


@register.filter
def facts_below(at_a_glance: Mapping[str, dict[str, str]], site: Site) -> list[tuple[Fact, dict[str, str]]]:
    """What an article gives of how it was made."""
    return given(at_a_glance, site, below=True)


def given(at_a_glance: Mapping[str, Any], site: Site, *, below: bool) -> list[tuple[Fact, dict[str, str]]]:
    stands_here = (fact for fact in site.facts if fact.below == below and fact.key in at_a_glance)
    return [(fact, at_a_glance[fact.key]) for fact in stands_here]


@register.filter
def first_fact(article: Article, site: Site) -> str:
    """What a row says of the study: the first of the facts, or that this is an overview."""
    return answer(article, site, 0) or article.get_kind_display()


@register.filter
def second_fact(article: Article, site: Site) -> str:
    return answer(article, site, 1)


def answer(article: Article, site: Site, place: int) -> str:
    asked = [fact.key for fact in site.facts if not fact.is_level][place : place + 1]
    cells: dict[str, dict[str, Any]] = article.at_a_glance
    return next((str(cells[key].get("answer", "")) for key in asked if key in cells), "")
