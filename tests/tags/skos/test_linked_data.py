"""The vocabulary over HTTP: whole files that caches can keep, and one tag in the format that is asked for."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef

from tags.models import Tag, TagNote
from tags.skos.concepts import identity_from
from tags.skos.linked_data import MEDIA_TYPES, negotiated, rdf_response
from tests.factories import make_article, make_tag, make_taxonomy
from tests.queries import assert_same_queries_for_any_number

FILES = [("tags:taxonomy", "turtle"), ("tags:taxonomy_rdf", "xml"), ("tags:taxonomy_jsonld", "json-ld")]
SITE = "http://testserver"


def concept(slug: str) -> URIRef:
    """The address for machines of a tag that began with this slug."""
    return URIRef(f"{SITE}/concepts/{identity_from(slug)}/")


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "format"), FILES)
def test_the_whole_vocabulary_is_public_and_can_be_cached(client: Client, name: str, format: str) -> None:
    anxiety = make_tag("Anxiety", synonyms=["Worry"])
    old = make_tag("Nerves")
    old.is_deprecated = True
    old.save()
    article = make_article(tags=[make_tag("Spiders", under=[anxiety])])
    response = client.get(reverse(name))
    assert (response.status_code, response["Content-Type"]) == (200, f"{MEDIA_TYPES[format]}; charset=utf-8")
    assert response["Cache-Control"] == "public, max-age=300"
    graph = Graph().parse(data=response.content, format=format)
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == Tag.objects.count()
    assert (concept("spiders"), SKOS.broader, concept("anxiety")) in graph
    assert (concept("spiders"), SKOS.inScheme, URIRef(f"{SITE}/taxonomies/disorder/")) in graph
    assert [*graph.subjects(OWL.deprecated)] == [concept("nerves")]
    assert article.title not in response.content.decode()
    again = client.get(reverse(name), headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_tag("One more")
    changed = client.get(reverse(name), headers={"If-None-Match": response["ETag"]})
    assert changed.status_code == 200
    assert "One more" in changed.content.decode()


@pytest.mark.django_db
def test_the_whole_vocabulary_costs_the_same_queries_at_any_size() -> None:
    def add(count: int) -> None:
        for _ in range(count):
            make_tag(synonyms=["x"])

    assert_same_queries_for_any_number("/tags/taxonomy.ttl", add)


@pytest.mark.django_db
def test_head_and_post_are_answered_as_for_any_file(client: Client) -> None:
    make_tag("Anxiety")
    head = client.head("/tags/taxonomy.ttl")
    assert (head.status_code, head.content) == (200, b"")
    assert client.post("/tags/taxonomy.ttl").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("format", MEDIA_TYPES)
def test_one_tag_comes_whole_and_its_neighbours_by_name_alone(rf: RequestFactory, format: str) -> None:
    top, other = make_tag("Mind", synonyms=["psyche"]), make_tag("Method", make_taxonomy("method"))
    tag = make_tag("Fear", under=[top], related=[other], synonyms=["fright"], scope_note="What is feared.")
    make_tag("Spiders", under=[tag])
    make_tag("Elsewhere")
    tag = Tag.objects.get(pk=tag.pk)
    response = rdf_response(rf.get("/", headers={"Accept": MEDIA_TYPES[format]}), tag)
    assert response is not None
    assert (response["Content-Type"], response["Vary"]) == (f"{MEDIA_TYPES[format]}; charset=utf-8", "Accept")
    graph = Graph().parse(data=response.content, format=format)
    fear = concept("fear")
    assert set(graph.subjects(RDF.type, SKOS.Concept)) == {fear}
    assert (fear, SKOS.altLabel, Literal("fright", lang="en")) in graph
    assert (fear, SKOS.scopeNote, Literal("What is feared.", lang="en")) in graph
    assert set(graph.objects(fear, SKOS.broader)) == {concept("mind")}
    assert set(graph.objects(fear, SKOS.narrower)) == {concept("spiders")}
    assert set(graph.objects(fear, SKOS.related)) == {concept("method")}
    named = {str(label) for _, label in graph.subject_objects(SKOS.prefLabel)}
    assert named == {"Mind", "Fear", "Spiders", "Method", "Disorder"}
    assert (None, SKOS.altLabel, Literal("psyche", lang="en")) not in graph


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("", None),
        ("*/*", None),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", None),
        ("text/turtle", "turtle"),
        ("TEXT/TURTLE;q=1.0", "turtle"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("application/json", None),
        ("text/turtle;q=0.5, application/ld+json", "json-ld"),
        ("text/turtle, text/html", None),
        ("text/turtle, text/html;q=0.9", "turtle"),
        ("text/turtle;q=0.9, text/html", None),
        ("text/turtle, */*;q=0.1", "turtle"),
        ("application/rdf+xml, */*", "xml"),
        ("text/*", None),
        ("application/*;q=0.9, text/html;q=0.5", None),
        ("text/turtle;q=0", None),
        ("text/html;q=0, text/turtle;q=0.1", "turtle"),
        ("text/turtle;q=nonsense", "turtle"),
        (", ;q=1,,", None),
        ("text/turtle;charset=utf-8;q=0.3,text/html;q=0.2", "turtle"),
    ],
)
def test_the_accept_header_decides_and_a_page_comes_first(rf: RequestFactory, accept: str, format: str | None) -> None:
    assert negotiated(rf.get("/", headers={"Accept": accept})) == format


@pytest.mark.django_db
@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/ld+json"])
def test_the_page_of_a_tag_answers_in_the_format_that_is_asked_for(accept: str) -> None:
    make_tag("Fear", synonyms=["Dread"], scope_note="What one is afraid of.")
    response = Client().get("/tags/fear/", headers={"Accept": accept})
    assert response["Content-Type"].startswith(accept)
    assert "Accept" in response["Vary"]
    for said in ("Dread", "What one is afraid of."):
        assert said in response.content.decode()


@pytest.mark.django_db
def test_a_browser_gets_the_page_of_a_tag_and_caches_are_told_what_it_depends_on() -> None:
    make_tag("Fear")
    for accept in ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "*/*", ""):
        response = Client().get("/tags/fear/", headers={"Accept": accept})
        assert response["Content-Type"].startswith("text/html"), accept
        assert "Accept" in response["Vary"]


@pytest.mark.django_db
def test_what_editors_note_for_each_other_is_not_public() -> None:
    tag = make_tag("Fear")
    TagNote.objects.create(tag=tag, kind=TagNote.Kind.EDITORIAL, text="Ask before merging this.")
    TagNote.objects.create(tag=tag, kind=TagNote.Kind.DEFINITION, text="What one is afraid of.")
    for response in (
        Client().get("/tags/taxonomy.ttl"),
        Client().get("/tags/fear/", headers={"Accept": "text/turtle"}),
    ):
        assert "What one is afraid of." in response.content.decode()
        assert "Ask before" not in response.content.decode()
