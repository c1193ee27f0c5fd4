"""Addresses for machines: they outlive renaming and merging, and lead to the page or to SKOS, as Accept says."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Literal, URIRef

from tags import curation
from tags.curation import delete_tag, deprecate, merge, rename
from tags.models import Tag, Taxonomy
from tests.factories import make_article, make_tag, make_taxonomy
from tests.times import NOW

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
TURTLE = {"Accept": "text/turtle"}
BY: dict[str, Any] = {"by": None, "at": NOW}


def address(tag: Tag) -> str:
    return f"/concepts/{tag.identity}/"


def where(address: str) -> tuple[int, str]:
    answer = Client().get(address)
    return answer.status_code, answer.headers.get("Location", "")


def graph_at(address: str) -> Graph:
    """What a program reads that follows wherever the address leads."""
    answer: Any = Client().get(address, headers=TURTLE, follow=True)
    assert answer["Content-Type"].startswith("text/turtle"), address
    return Graph().parse(data=answer.content, format="turtle")


def test_the_address_of_a_tag_stays_whatever_the_tag_is_called() -> None:
    tag = make_tag("Fear")
    known = address(tag)
    assert where(known) == (303, "/tags/fear/")
    for label, slug in (("Dread", "dread"), ("Fear", "fear"), ("Angst", "angst")):
        rename(Tag.objects.get(), label, **BY)
        assert where(known) == (303, f"/tags/{slug}/")
        node = URIRef(f"{SITE}{known}")
        for place in (known, "/tags/taxonomy.ttl", f"/tags/{slug}/", "/tags/"):
            assert (node, SKOS.prefLabel, Literal(label, lang="en")) in graph_at(place), place


def test_what_was_merged_leads_to_its_successor_in_one_hop_until_that_is_undone() -> None:
    tags = [make_tag(name) for name in ("Fear", "Dread", "Angst")]
    fear, dread, angst = (address(tag) for tag in tags)
    acts = [merge(tags[0], into=tags[1], **BY), merge(tags[1], into=tags[2], **BY)]
    assert (where(fear), where(dread), where(angst)) == ((301, angst), (301, angst), (303, "/tags/angst/"))
    assert Client().get(fear)["Cache-Control"] == "no-cache"
    for place in (fear, angst, "/tags/taxonomy.ttl"):
        found = graph_at(place)
        for former in (fear, dread):
            assert (URIRef(SITE + former), DCTERMS.isReplacedBy, URIRef(SITE + angst)) in found
            assert (URIRef(SITE + angst), DCTERMS.replaces, URIRef(SITE + former)) in found
            assert (URIRef(SITE + former), OWL.deprecated, None) in found
    for act in reversed(acts):
        curation.undo(act, **BY)
    assert (where(fear), where(dread)) == ((303, "/tags/fear/"), (303, "/tags/dread/"))
    assert (None, DCTERMS.replaces, None) not in graph_at("/tags/")


def test_what_is_deprecated_leads_to_its_replacement_and_stays_where_it_has_none() -> None:
    fear, dread, nerves = make_tag("Fear"), make_tag("Dread"), make_tag("Nerves")
    Tag.objects.filter(pk=nerves.pk).update(is_deprecated=True)
    act = deprecate(fear, replaced_by=dread, **BY)
    assert where(address(fear)) == (301, address(dread))
    assert where(address(nerves)) == (303, "/tags/nerves/")
    for place in (address(fear), "/tags/dread/"):
        assert (URIRef(SITE + address(fear)), DCTERMS.isReplacedBy, URIRef(SITE + address(dread))) in graph_at(place)
    curation.undo(act, **BY)
    assert where(address(fear)) == (303, "/tags/fear/")


def test_what_never_was_or_was_deleted_is_not_there() -> None:
    tag = make_tag("Fear")
    delete_tag(tag, by=None, at=NOW)
    for unknown in (address(tag), f"/concepts/{uuid4()}/", "/concepts/fear/", "/concepts/", "/taxonomies/none/"):
        assert where(unknown) == (404, ""), unknown
    assert Client().post(address(tag)).status_code == 405


def test_a_tag_of_drafts_alone_has_its_address_as_it_has_its_page() -> None:
    tag = make_tag("Secret plans")
    article = make_article(status="draft", tags=[tag])
    assert where(address(tag)) == (303, "/tags/secret-plans/")
    assert article.title not in graph_at(address(tag)).serialize()


def test_a_new_tag_is_another_than_the_one_that_was_renamed() -> None:
    """Also where its address is free again, as no act has noted that it changed."""
    first = make_tag("Fear")
    Tag.objects.filter(pk=first.pk).update(slug="dread")
    second = Tag.objects.create(name="Fear again", slug="fear", taxonomy=first.taxonomy)
    assert (where(address(first)), where(address(second))) == ((303, "/tags/dread/"), (303, "/tags/fear/"))


def test_a_taxonomy_has_an_address_too_and_answers_alone() -> None:
    make_tag("Fear")
    make_tag("fMRI", make_taxonomy("method"))
    assert where("/taxonomies/method/") == (303, "/tags/?taxonomy=method")
    found = graph_at("/taxonomies/method/")
    assert [*found.subjects(RDF.type, SKOS.ConceptScheme)] == [URIRef(f"{SITE}/taxonomies/method/")]
    assert len([*found.subjects(RDF.type, SKOS.Concept)]) == 1
    taxonomy = Taxonomy.objects.get(slug="method")
    Tag.objects.filter(taxonomy=taxonomy).delete()
    taxonomy.delete()
    assert where("/taxonomies/method/") == (404, "")


@pytest.mark.parametrize(("format", "kind"), [("ttl", "text/turtle"), ("rdf", "application/rdf+xml"),
                                              ("jsonld", "application/ld+json")])  # fmt: skip
def test_the_list_of_all_tags_answers_in_the_format_that_is_asked_for(client: Client, format: str, kind: str) -> None:
    make_tag("Fear")
    answer = client.get("/tags/", headers={"Accept": f"{kind}, text/html;q=0.5"})
    assert answer.content == client.get(f"/tags/taxonomy.{format}").content
    assert (answer["Content-Type"], answer["Cache-Control"]) == (f"{kind}; charset=utf-8", "public, max-age=300")
    again = client.get("/tags/", headers={"Accept": kind, "If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["Vary"]) == (304, b"", answer["Vary"])
    make_tag("Dread")
    assert client.get("/tags/", headers={"Accept": kind, "If-None-Match": answer["ETag"]}).status_code == 200
    page = client.get("/tags/")
    assert page["Content-Type"].startswith("text/html")
    assert "Accept" in answer["Vary"]
    assert "Accept" in page["Vary"]


def test_addresses_begin_where_the_site_stands(settings: Any) -> None:
    tag = make_tag("Fear")
    assert "http://testserver/concepts/" in Client().get("/tags/taxonomy.ttl").text
    settings.SITE_URL = "https://cbt.example.org"
    for place in ("/tags/taxonomy.ttl", "/tags/fear/", "/tags/?taxonomy=disorder"):
        text = Client().get(place, headers=TURTLE).text
        assert f"<https://cbt.example.org{address(tag)}>" in text
        assert "testserver" not in text
