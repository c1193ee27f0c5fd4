"""What each verb answers, as XML."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, unquote, urlsplit
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.conf import settings
from django.urls import reverse

from articles.models import Article
from articles.site.snapshot import site_name
from harvesting.asked import SECOND, TOKENS_LAST, Asked, Fault, Place, token_of
from harvesting.formats import DC, FORMS, MODS, OAI_DC, OAI_DC_SCHEMA, XSI, Form, add, located
from harvesting.records import AT_ONCE, chosen, earliest, page_of, record_with
from harvesting.sets import every_set, set_named, specs_of
from tags.cache.snapshot import current_snapshot
from tags.cache.tag_tree import TagTree

OAI: Final = "http://www.openarchives.org/OAI/2.0/"
for prefix, namespace in (("oai_dc", OAI_DC), ("dc", DC), ("mods", MODS), ("xsi", XSI)):
    register_namespace(prefix, namespace)


def document(base: str, asked: Asked | None, at: datetime, fill: Callable[[Element], None]) -> bytes:
    """`base`: the address of the repository. Without `asked` the request is repeated without its arguments."""
    root = Element(f"{{{OAI}}}OAI-PMH", located(OAI, f"{OAI}OAI-PMH.xsd"))
    SubElement(root, f"{{{OAI}}}responseDate").text = stamp(at)
    said = {"verb": asked.verb, **asked.arguments} if asked else {}
    SubElement(root, f"{{{OAI}}}request", said).text = base
    fill(root)
    unprefixed(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def unprefixed(root: Element) -> None:
    """The protocol's own names without a prefix. To register "" would take it from whoever else writes XML here."""
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{OAI}}}")
    root.set("xmlns", OAI)


def refused(root: Element, fault: Fault) -> None:
    SubElement(root, f"{{{OAI}}}error", {"code": fault.code}).text = str(fault)


def answer(root: Element, asked: Asked, base: str, at: datetime) -> None:
    """Raises `Fault` before it writes anything."""
    verbs: Mapping[str, Callable[[Element, Asked, str, datetime], None]] = {
        "Identify": identify,
        "ListMetadataFormats": list_formats,
        "ListSets": list_sets,
        "ListIdentifiers": list_records,
        "ListRecords": list_records,
        "GetRecord": get_record,
    }
    verbs[asked.verb](root, asked, base, at)


def identify(root: Element, asked: Asked, base: str, at: datetime) -> None:
    add(SubElement(root, f"{{{OAI}}}{asked.verb}"), OAI, [
        ("repositoryName", site_name()),
        ("baseURL", base),
        ("protocolVersion", "2.0"),
        ("adminEmail", settings.CONTACT_EMAIL),
        ("earliestDatestamp", stamp(earliest(at))),
        ("deletedRecord", "transient"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
        ("compression", "gzip"),
    ])  # fmt: skip


def list_formats(root: Element, asked: Asked, base: str, at: datetime) -> None:
    if asked.identifier:
        found(asked, base, at)
    listed = SubElement(root, f"{{{OAI}}}{asked.verb}")
    for form in FORMS.values():
        said = [("metadataPrefix", form.prefix), ("schema", form.schema), ("metadataNamespace", form.namespace)]
        add(SubElement(listed, f"{{{OAI}}}metadataFormat"), OAI, said)


def list_sets(root: Element, asked: Asked, base: str, at: datetime) -> None:
    """All at once: a vocabulary is of bounded size."""
    del base, at
    listed = SubElement(root, f"{{{OAI}}}{asked.verb}")
    for one in every_set(current_snapshot().tag_tree):
        element = SubElement(listed, f"{{{OAI}}}set")
        add(element, OAI, [("setSpec", one.spec), ("setName", one.name)])
        if one.note:
            about = SubElement(element, f"{{{OAI}}}setDescription")
            described = SubElement(about, f"{{{OAI_DC}}}dc", located(OAI_DC, OAI_DC_SCHEMA))
            add(described, DC, [("description", one.note)])


def list_records(root: Element, asked: Asked, base: str, at: datetime) -> None:
    form, tag_tree = form_of(asked), current_snapshot().tag_tree
    of_set = set_named(asked.of_set, tag_tree) if asked.of_set else None
    if asked.of_set and of_set is None:
        raise Fault("noRecordsMatch", f"There is no set “{asked.of_set}”.")
    rows = page_of(chosen(asked, of_set, at), asked.place)
    if not rows and not asked.place:
        raise Fault("noRecordsMatch", "No record fits.")
    listed = SubElement(root, f"{{{OAI}}}{asked.verb}")
    shown = rows[:AT_ONCE]
    for article in shown:
        if asked.verb == "ListRecords":
            record(listed, article, form, base, tag_tree)
        else:
            header(listed, article, base, tag_tree)
    number = asked.place.number if asked.place else 0
    if len(rows) > AT_ONCE:
        last = shown[-1]
        place = Place(last.changed, last.pk, number + len(shown))  # type: ignore[attr-defined]  # annotated
        until = {"expirationDate": stamp(at + TOKENS_LAST), "cursor": str(number)}
        SubElement(listed, f"{{{OAI}}}resumptionToken", until).text = token_of(asked, place)
    elif asked.place:
        SubElement(listed, f"{{{OAI}}}resumptionToken", {"cursor": str(number)})


def get_record(root: Element, asked: Asked, base: str, at: datetime) -> None:
    article, form = found(asked, base, at), form_of(asked)
    record(SubElement(root, f"{{{OAI}}}{asked.verb}"), article, form, base, current_snapshot().tag_tree)


def record(parent: Element, article: Article, form: Form, base: str, tag_tree: TagTree) -> None:
    element = SubElement(parent, f"{{{OAI}}}record")
    header(element, article, base, tag_tree)
    if article.is_there:  # type: ignore[attr-defined]  # annotated
        url = origin(base) + article.get_absolute_url()
        SubElement(element, f"{{{OAI}}}metadata").append(form.write(article, url))


def header(parent: Element, article: Article, base: str, tag_tree: TagTree) -> None:
    is_there = article.is_there  # type: ignore[attr-defined]  # annotated
    element = SubElement(parent, f"{{{OAI}}}header", {} if is_there else {"status": "deleted"})
    tags = [item.tag for item in (*article.tagged_items.all(), *article.categorised_items.all())]
    said = [("identifier", identifier_of(article, base)), ("datestamp", stamp(article.changed))]  # type: ignore[attr-defined]
    add(element, OAI, [*said, *(("setSpec", spec) for spec in specs_of(tags, tag_tree))])


def form_of(asked: Asked) -> Form:
    if asked.prefix not in FORMS:
        raise Fault("cannotDisseminateFormat", f"“{asked.prefix}” is none of: {', '.join(FORMS)}.")
    return FORMS[asked.prefix]


def found(asked: Asked, base: str, at: datetime) -> Article:
    begin = identifier_begins(base)
    article = None
    if asked.identifier.startswith(begin) and "\0" not in (atom_id := unquote(asked.identifier.removeprefix(begin))):
        article = record_with(atom_id, at)
    if article is None:
        raise Fault("idDoesNotExist", f"There is no record “{asked.identifier}”.")
    return article


def identifier_of(article: Article, base: str) -> str:
    """What feeds call it, whatever becomes of its address."""
    return identifier_begins(base) + quote(article.atom_id, safe=":-_.~")


def identifier_begins(base: str) -> str:
    return f"oai:{urlsplit(base).hostname}:"


def origin(base: str) -> str:
    """What the address of the repository begins with."""
    return base.removesuffix(reverse("harvest"))


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(SECOND)
