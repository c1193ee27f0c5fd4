"""DOIs out of whatever they are wrapped in, and addresses that lead to them."""

import pytest
from django.test import Client

from bibliography.doi import bare_doi, doi_address
from tests.factories import make_article, make_reference
from tests.page import Page

SICI = "10.1002/(SICI)1097-0193(1999)8:1<1::AID-HBM1>3.0.CO;2-#"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("10.5555/Abc.1", "10.5555/Abc.1"),
        ("\u200b10.5555/\u00adAbc.1\ufeff", "10.5555/Abc.1"),  # copied from a PDF
        (" https://doi.org/10.5555/Abc.1 ", "10.5555/Abc.1"),
        ("http://dx.doi.org/10.5555/Abc.2", "10.5555/Abc.2"),
        ("doi.org/10.5555/Abc.2", "10.5555/Abc.2"),
        ("doi: 10.5555/Abc.3", "10.5555/Abc.3"),
        ("DOI:10.5555/x", "10.5555/x"),
        ("info:doi/10.5555/x", "10.5555/x"),
        ("https://doi.org/https://doi.org/10.5555/x", "10.5555/x"),
        ("https://doi.org/doi:10.5555/x", "10.5555/x"),
        ("https://doi.org/10.5555/x?utm_source=mail#top", "10.5555/x"),
        ("https://doi-org.proxy.example.edu/10.5555/x/", "10.5555/x"),
        ("https://doi.org/10.5555%2Fx%20y", "10.5555/x"),
        (SICI, SICI),
        (f"https://doi.org/{SICI}", SICI),
        (doi_address(SICI), SICI),
        ("https://example.org/no-doi", "https://example.org/no-doi"),
        ("", ""),
    ],
)
def test_a_doi_is_bare_and_spelled_as_it_was(written: str, expected: str) -> None:
    assert bare_doi(written) == expected


@pytest.mark.parametrize(
    ("doi", "address"),
    [
        (SICI, "10.1002/(SICI)1097-0193(1999)8:1%3C1::AID-HBM1%3E3.0.CO;2-%23"),
        ("10.1007/978-3-531-19121-8_8", "10.1007/978-3-531-19121-8_8"),
        ("10.5555/a?b%c+d[e]|f\\g^h", "10.5555/a%3Fb%25c%2Bd%5Be%5D%7Cf%5Cg%5Eh"),
        ("10.5555/ä", "10.5555/%C3%A4"),
        ("10.5555/a&b", "10.5555/a&b"),
    ],
)
def test_every_character_gets_through_an_address(doi: str, address: str) -> None:
    assert doi_address(doi) == f"https://doi.org/{address}"
    assert bare_doi(doi_address(doi)) == doi


@pytest.mark.django_db
def test_a_doi_with_an_odd_end_links_to_itself_wherever_it_stands(client: Client) -> None:
    paper = make_reference("raichle1999", DOI=f"https://doi.org/{SICI}")
    article = make_article(paper=paper, summary="Quiet [@raichle1999].")
    page = Page.of(client.get(article.get_absolute_url()))
    links = [
        element.attributes["href"] or ""
        for element in page.with_tag("a")
        if "doi.org" in (element.attributes["href"] or "")
    ]
    assert len(links) == 3  # its card, the list of references, the box to cite it
    assert {*links, paper.url, page.structured_data[0]["about"]["sameAs"]} == {doi_address(SICI)}
    for format, line in {"bib": f"doi = {{{SICI}}}", "ris": f"DO  - {SICI}\r\n", "json": f'"DOI": "{SICI}"'}.items():
        assert line in client.get(f"{article.get_absolute_url()}paper.{format}").content.decode()
    found = Page.of(client.get("/search/", {"q": f"https://doi.org/{SICI}"}))
    assert article.get_absolute_url() in "".join(found.links())
