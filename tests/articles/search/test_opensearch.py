"""The search for browsers and other programs: what it is called, where it stands, and what it suggests."""

import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client

from articles.search.opensearch import LONGEST_LONG_NAME, LONGEST_SHORT_NAME
from tests.factories import make_article, make_list, make_tag

pytestmark = pytest.mark.django_db
NAMES = {"": "http://a9.com/-/spec/opensearch/1.1/"}


def described() -> ET.Element:
    answer = Client().get("/opensearch.xml")
    assert answer["Content-Type"] == "application/opensearchdescription+xml"
    return ET.fromstring(answer.content)  # noqa: S314  our own answer


def template_of(kind: str) -> str:
    [found] = [url for url in described().findall("Url", NAMES) if url.get("type") == kind]
    return str(found.get("template"))


def test_every_page_names_the_description_and_it_leads_to_what_is_found() -> None:
    make_article("spiders", title="Spiders on a screen")
    page = Client().get("/about/").text
    assert 'rel="search"' in page
    assert 'href="/opensearch.xml"' in page
    results = urlsplit(template_of("text/html").replace("{searchTerms}", "spiders%20screen"))
    assert (results.scheme, results.netloc) == ("http", "testserver")
    assert 'href="/articles/spiders/' in Client().get(f"{results.path}?{results.query}").text


def test_suggestions_come_as_browsers_read_them() -> None:
    article = make_article(title="Fear of spiders", tags=[make_tag("Fear & dread")])
    make_article(title="Fear of drafts", status="draft")
    make_list("steps", title="Fear, step by step", articles=[article])
    wished = urlsplit(template_of("application/x-suggestions+json").replace("{searchTerms}", "fear"))
    answer = Client().get(f"{wished.path}?{wished.query}")
    assert answer["Content-Type"] == "application/x-suggestions+json"
    assert answer["Cache-Control"] == "public, max-age=60"
    typed, labels, kinds, addresses = answer.json()
    assert typed == "fear"
    assert labels == ["Fear & dread", "Fear of spiders", "Fear, step by step"]
    assert kinds == ["Disorder", "Summary", "Reading list"]
    assert [unquote(address).startswith("http://testserver/") for address in addresses] == [True] * 3
    for nothing in ("f", "", "zzzz"):
        assert Client().get("/search/suggest/", {"form": "opensearch", "q": nothing}).json() == [nothing, [], [], []]


@pytest.mark.parametrize(
    "name", ["A", "A quiet corner", "A quiet corner of the library, where <b>nobody</b> & his dog speak", "x" * 60]
)
def test_the_description_has_the_shape_that_is_specified(settings: Any, name: str) -> None:
    settings.SITE_NAME, settings.SITE_URL = name, "https://cbt.example.org"
    whole = described()
    assert whole.tag == "{http://a9.com/-/spec/opensearch/1.1/}OpenSearchDescription"
    for element, longest in (("ShortName", LONGEST_SHORT_NAME), ("LongName", LONGEST_LONG_NAME), ("Description", 1024)):
        [text] = [str(found.text) for found in whole.findall(element, NAMES)]
        assert 0 < len(text) <= longest, element
    short = str(whole.findtext("ShortName", namespaces=NAMES))
    assert name.startswith(short)
    places = [str(url.get("template")) for url in whole.findall("Url", NAMES)]
    for place in (*places, str(whole.findtext("Image", "", NAMES))):
        assert place.startswith("https://cbt.example.org/")
