"""The two forms of a record: Dublin Core, which all harvesters read, and MODS, which says what it is a review of."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from articles import metadata
from articles.models import Article
from articles.site.snapshot import site_name
from bibliography.citation_styles.typography import as_plain_text
from tags.models import Tag

OAI_DC: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
OAI_DC_SCHEMA: Final = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC: Final = "http://purl.org/dc/elements/1.1/"
MODS: Final = "http://www.loc.gov/mods/v3"
MODS_SCHEMA: Final = "http://www.loc.gov/standards/mods/v3/mods-3-8.xsd"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True)
class Form:
    prefix: str
    schema: str
    namespace: str
    write: Callable[[Article, str], Element]


def dublin_core(article: Article, url: str) -> Element:
    root = Element(f"{{{OAI_DC}}}dc", located(OAI_DC, OAI_DC_SCHEMA))
    said: list[tuple[str, str]] = [
        ("title", article.title),
        ("creator", metadata.byline(article)),
        *(("subject", tag.name) for tag in tags_of(article)),
        ("description", article.standfirst),
        ("publisher", site_name()),
        ("date", day_of(article)),
        ("type", "Text"),
        ("format", "text/html"),
        ("identifier", url),
        ("language", "en"),
    ]
    if article.paper:
        said += [("relation", article.paper.url), ("source", as_plain_text(article.paper.citation_html))]
    add(root, DC, said)
    return root


def mods(article: Article, url: str) -> Element:
    root = Element(f"{{{MODS}}}mods", {**located(MODS, MODS_SCHEMA), "version": "3.8"})
    title_of(root, article.title)
    name_of(root, metadata.byline(article), "author", "corporate" if not article.byline else "")
    add(root, MODS, [("typeOfResource", "text"), ("genre", "review" if article.paper else "overview")])
    origin = SubElement(root, f"{{{MODS}}}originInfo")
    add(origin, MODS, [("publisher", site_name()), ("dateIssued", day_of(article))])
    origin.find(f"{{{MODS}}}dateIssued").set("encoding", "w3cdtf")  # type: ignore[union-attr]  # made above
    add(root, MODS, [("abstract", article.standfirst)])
    for tag in tags_of(article):
        add(SubElement(root, f"{{{MODS}}}subject"), MODS, [("topic", tag.name)])
    add(SubElement(root, f"{{{MODS}}}location"), MODS, [("url", url)])
    SubElement(root, f"{{{MODS}}}identifier", {"type": "uri"}).text = article.atom_id
    if article.paper:
        reviewed(root, article)
    return root


def reviewed(root: Element, article: Article) -> None:
    """The paper that a summary is about."""
    paper = article.paper
    assert paper is not None  # noqa: S101  the caller has looked
    item = SubElement(root, f"{{{MODS}}}relatedItem", {"type": "reviewOf"})
    title_of(item, paper.title)
    for name in paper.csl.get("author", ())[:50]:
        name_of(item, name.get("literal") or ", ".join(filter(None, [name.get("family"), name.get("given")])), "author")
    add(SubElement(item, f"{{{MODS}}}originInfo"), MODS, [("dateIssued", str(paper.year or ""))])
    for kind, value in (("doi", paper.doi), ("pmid", paper.pmid)):
        if value:
            SubElement(item, f"{{{MODS}}}identifier", {"type": kind}).text = value


FORMS: Final[Mapping[str, Form]] = {
    form.prefix: form
    for form in (
        Form("oai_dc", OAI_DC_SCHEMA, OAI_DC, dublin_core),
        Form("mods", MODS_SCHEMA, MODS, mods),
    )
}


def tags_of(article: Article) -> list[Tag]:
    """As they were fetched."""
    return [item.tag for item in article.tagged_items.all()]


def located(namespace: str, schema: str) -> dict[str, str]:
    return {f"{{{XSI}}}schemaLocation": f"{namespace} {schema}"}


def title_of(parent: Element, title: str) -> None:
    add(SubElement(parent, f"{{{MODS}}}titleInfo"), MODS, [("title", title)])


def name_of(parent: Element, name: str, role: str, kind: str = "personal") -> None:
    if not name:
        return
    element = SubElement(parent, f"{{{MODS}}}name", {"type": kind} if kind else {})
    add(element, MODS, [("namePart", name)])
    term = SubElement(SubElement(element, f"{{{MODS}}}role"), f"{{{MODS}}}roleTerm", {"type": "text"})
    term.text = role


def add(parent: Element, namespace: str, said: Iterable[tuple[str, str]]) -> None:
    """What is empty is left out."""
    for name, text in said:
        if text:
            SubElement(parent, f"{{{namespace}}}{name}").text = text


def day_of(article: Article) -> str:
    moment = article.first_published or article.last_updated
    return moment.date().isoformat() if moment else ""
