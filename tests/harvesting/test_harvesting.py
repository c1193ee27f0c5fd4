"""OAI-PMH: a harvester of others takes all records over tokens and sees deletions; every fault has its name."""

import gzip
import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone
from sickle import Sickle
from sickle.app import OAIResponse

from articles.models import Article
from articles.publishing import return_to_draft, withdraw
from harvesting import records
from harvesting.answers import OAI
from harvesting.formats import XSI
from tests.factories import make_article, make_reference, make_tag, make_taxonomy, make_user

pytestmark = pytest.mark.django_db
IN = {"oai": OAI, "dc": "http://purl.org/dc/elements/1.1/", "mods": "http://www.loc.gov/mods/v3"}


def ask(client: Client, **arguments: str) -> ET.Element:
    response = client.get("/oai/", arguments)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    return ET.fromstring(response.content)  # noqa: S314  our own


def texts(root: ET.Element, path: str) -> list[str]:
    return [element.text or "" for element in root.findall(path, IN)]


class Asking(Sickle):  # type: ignore[misc]
    """Sickle, which asks this site in place of the network."""

    def __init__(self, client: Client, **options: Any) -> None:
        super().__init__("http://testserver/oai/", **options)
        self.client = client

    def harvest(self, **kwargs: Any) -> OAIResponse:
        answered = self.client.post("/oai/", kwargs) if self.http_method == "POST" else self.client.get("/oai/", kwargs)
        answered.text = answered.content.decode()
        return OAIResponse(answered, kwargs)


@pytest.fixture
def editor() -> Any:
    return make_user(role="editor")


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("prefix", ["oai_dc", "mods"])
def test_a_harvester_takes_all_records_over_tokens_and_sees_deletions(
    client: Client, editor: Any, monkeypatch: pytest.MonkeyPatch, method: str, prefix: str
) -> None:
    monkeypatch.setattr(records, "AT_ONCE", 3)
    monkeypatch.setattr("harvesting.answers.AT_ONCE", 3)
    articles = [make_article(f"article-{n}", paper=make_reference()) for n in range(8)]
    withdraw(articles[2], by=editor, at=timezone.now(), reason=Article.WithdrawalReason.ERROR)
    return_to_draft(articles[5], by=editor, at=timezone.now())
    make_article("never-seen", status="draft")
    make_article("to-come", status="scheduled", publish_at=timezone.now() + timedelta(days=1))
    harvester = Asking(client, http_method=method)
    taken = list(harvester.ListRecords(metadataPrefix=prefix))
    names = [record.header.identifier for record in taken]
    assert sorted(names) == sorted(f"oai:testserver:{article.atom_id}" for article in articles)
    deleted = {record.header.identifier for record in taken if record.header.deleted}
    assert deleted == {f"oai:testserver:{articles[n].atom_id}" for n in (2, 5)}
    for record in taken:
        assert record.header.deleted or articles[0].title.split()[0] in record.raw
    assert [header.identifier for header in harvester.ListIdentifiers(metadataPrefix=prefix)] == names
    kept = list(harvester.ListRecords(metadataPrefix=prefix, ignore_deleted=True))
    assert len(kept) == 6


def test_what_is_scheduled_appears_at_its_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_article("there")
    coming = make_article("to-come", status="scheduled", publish_at=timezone.now() + timedelta(days=1))
    later = timezone.now() + timedelta(days=2)
    begun = (timezone.now() + timedelta(hours=12)).strftime("%Y-%m-%dT%H:%M:%SZ")
    asked = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc", "from": begun}
    assert "noRecordsMatch" in client.get("/oai/", asked).content.decode()
    monkeypatch.setattr("harvesting.views.timezone.now", lambda: later)
    assert coming.atom_id in client.get("/oai/", asked).content.decode()


def test_what_changes_during_a_harvest_comes_again_and_nothing_is_missed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "AT_ONCE", 2)
    monkeypatch.setattr("harvesting.answers.AT_ONCE", 2)
    articles = [make_article(f"article-{n}") for n in range(5)]
    first = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
    Article.objects.filter(pk=articles[0].pk).update(title="Another")
    found = texts(first, ".//oai:identifier")
    [token] = texts(first, ".//oai:resumptionToken")
    while token:
        following = ask(client, verb="ListIdentifiers", resumptionToken=token)
        found += texts(following, ".//oai:identifier")
        [token] = texts(following, ".//oai:resumptionToken")
    assert set(found) == {f"oai:testserver:{article.atom_id}" for article in articles}
    assert found.count(f"oai:testserver:{articles[0].atom_id}") == 2


def test_topics_and_taxonomies_are_sets(client: Client) -> None:
    method = make_taxonomy("method", name="Method")
    survey = make_tag("Survey", method)
    post = make_tag("Survey by post", method, under=[survey])
    inside, outside = make_article("inside", tags=[post]), make_article("outside", tags=[make_tag("Fear")])
    specs = texts(ask(client, verb="ListSets"), ".//oai:setSpec")
    assert {"method", "method:survey", "method:survey-by-post", "disorder:fear"} <= set(specs)
    for spec in ("method", "method:survey", "method:survey-by-post"):
        root = ask(client, verb="ListRecords", metadataPrefix="oai_dc", set=spec)
        assert texts(root, ".//oai:identifier") == [f"oai:testserver:{inside.atom_id}"]
        assert spec in texts(root, ".//oai:header/oai:setSpec")
    assert outside.atom_id not in client.get("/oai/?verb=ListRecords&metadataPrefix=mods&set=method").content.decode()


def test_a_record_says_of_which_paper_it_is_a_review(client: Client) -> None:
    paper = make_reference(DOI="10.1000/reviewed")
    article = make_article("an-article", paper=paper, title="A <b> & c", full_post="zqsecret")
    name = f"oai:testserver:{article.atom_id}"
    core = ask(client, verb="GetRecord", identifier=name, metadataPrefix="oai_dc")
    assert texts(core, ".//dc:title") == ["A <b> & c"]
    assert texts(core, ".//dc:identifier") == ["http://testserver/articles/an-article/"]
    assert texts(core, ".//dc:relation") == ["https://doi.org/10.1000/reviewed"]
    rich = ask(client, verb="GetRecord", identifier=name, metadataPrefix="mods")
    assert texts(rich, ".//mods:relatedItem[@type='reviewOf']/mods:identifier[@type='doi']") == ["10.1000/reviewed"]
    assert texts(rich, ".//mods:relatedItem/mods:titleInfo/mods:title") == [paper.title]
    assert b"zqsecret" not in ET.tostring(core) + ET.tostring(rich)


def test_the_repository_tells_of_itself(client: Client) -> None:
    make_article("an-article")
    root = ask(client, verb="Identify")
    assert texts(root, ".//oai:protocolVersion") == ["2.0"]
    assert texts(root, ".//oai:deletedRecord") == ["transient"]
    assert texts(root, ".//oai:baseURL") == ["http://testserver/oai/"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", texts(root, ".//oai:earliestDatestamp")[0])
    assert texts(ask(client, verb="ListMetadataFormats"), ".//oai:metadataPrefix") == ["oai_dc", "mods"]


def order(element: ET.Element) -> list[str]:
    return [child.tag.rpartition("}")[2] for child in element]


def located_in(root: ET.Element) -> dict[str, str]:
    """By namespace: where each part says that its schema is."""
    said = [element.get(f"{{{XSI}}}schemaLocation", "").split() for element in root.iter()]
    return {pair[0]: pair[1] for pair in said if pair}


def test_answers_are_put_together_as_the_schema_of_the_protocol_wants(client: Client) -> None:
    tag = make_tag("Fear", scope_note="Of all kinds.")
    make_article("an-article", paper=make_reference(), tags=[tag])
    root = ask(client, verb="Identify")
    assert order(root) == ["responseDate", "request", "Identify"]
    assert order(root[2]) == [
        "repositoryName", "baseURL", "protocolVersion", "adminEmail", "earliestDatestamp", "deletedRecord",
        "granularity", "compression",
    ]  # fmt: skip
    dublin = {OAI: f"{OAI}OAI-PMH.xsd", "http://www.openarchives.org/OAI/2.0/oai_dc/": f"{OAI}oai_dc.xsd"}
    sets = ask(client, verb="ListSets")
    assert ["setSpec", "setName", "setDescription"] in [order(one) for one in sets[2]]
    assert located_in(sets) == dublin
    listed = {form[2].text: form[1].text for form in ask(client, verb="ListMetadataFormats")[2]}
    for prefix in ("oai_dc", "mods"):
        records_of = ask(client, verb="ListRecords", metadataPrefix=prefix)
        assert order(records_of[2][0]) == ["header", "metadata"]
        assert order(records_of[2][0][0])[:3] == ["identifier", "datestamp", "setSpec"]
        told = located_in(records_of)
        assert told.pop(OAI)
        assert told.items() <= listed.items()
        assert len(told) == 1
    assert located_in(ask(client, verb="ListRecords", metadataPrefix="oai_dc")) == dublin


def test_answers_are_compressed_as_the_repository_announces(client: Client) -> None:
    make_article("an-article")
    assert texts(ask(client, verb="Identify"), ".//oai:compression") == ["gzip"]
    asked = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    sent = client.get("/oai/", asked, headers={"Accept-Encoding": "gzip"})
    assert sent["Content-Encoding"] == "gzip"
    assert b"an-article" in gzip.decompress(sent.content)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nonsense", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&until=2000-01-01", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=no", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai%20dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=a::b", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=x", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2020-1-1", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-01&until=2020-01-02T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-02&until=2020-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=2000-01-01", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=9999-12-31&until=9999-12-31", "noRecordsMatch"),
        ("verb=%01", "badVerb"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=%EF%BF%BF", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:%2500", "idDoesNotExist"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=no", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=mods", "badArgument"),
        ("verb=ListRecords&resumptionToken=no", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=no&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListSets&resumptionToken=no", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:no", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%F0%9F%92%A9", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=no", "idDoesNotExist"),
    ],
)
def test_a_fault_has_the_name_that_the_protocol_gives_it(client: Client, query: str, code: str) -> None:
    make_article("an-article")
    response = client.get(f"/oai/?{query}")
    root = ET.fromstring(response.content)  # noqa: S314
    assert response.status_code == 200
    assert [error.get("code") for error in root.findall("oai:error", IN)] == [code]


def test_a_token_ends_after_a_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "AT_ONCE", 1)
    monkeypatch.setattr("harvesting.answers.AT_ONCE", 1)
    for n in range(2):
        make_article(f"article-{n}")
    [token] = texts(ask(client, verb="ListIdentifiers", metadataPrefix="mods"), ".//oai:resumptionToken")
    monkeypatch.setattr("harvesting.asked.TOKENS_LAST", timedelta(seconds=-1))
    assert "badResumptionToken" in client.get(f"/oai/?verb=ListIdentifiers&resumptionToken={token}").content.decode()


def test_other_xml_of_the_same_process_leaves_names_as_they_are(client: Client) -> None:
    ET.register_namespace("", "http://www.w3.org/2000/svg")  # as whoever reads a drawing does
    text = client.get("/oai/?verb=Identify").content.decode()
    assert re.search(r"<OAI-PMH [^>]*xmlns=\"http://www.openarchives.org/OAI/2.0/\"", text)
    assert "<responseDate>" in text
    assert "ns0" not in text
