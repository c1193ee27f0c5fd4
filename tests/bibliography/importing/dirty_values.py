"""More dirty files: pages, dates, DOIs, and whole forms. All are made up."""

from typing import Final

from tests.bibliography.importing.dirty import DIRTY_LINES, Dirty, bib, name, ris

PUBMED_XML: Final = """<?xml version="1.0"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://dtd.example/pubmed.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">12345678</PMID><Article>
<Journal><ISSN>0003-990X</ISSN><JournalIssue><Volume>5</Volume><Issue>2</Issue><PubDate>
<MedlineDate>2004 Jan-Feb</MedlineDate></PubDate></JournalIssue><Title>A journal</Title></Journal>
<ArticleTitle>H<sub>2</sub>O &amp; <i>in vivo</i>.</ArticleTitle><Pagination><MedlinePgn>123-9</MedlinePgn></Pagination>
<ELocationID EIdType="doi">10.1234/abc</ELocationID>
<Abstract><AbstractText Label="AIM">To see.</AbstractText><AbstractText Label="RESULT">Seen.</AbstractText></Abstract>
<AuthorList CompleteYN="N"><Author><LastName>van der Berg</LastName><ForeName>Anna</ForeName></Author>
<Author><CollectiveName>The Group</CollectiveName></Author></AuthorList><Language>eng</Language>
</Article></MedlineCitation></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>2</PMID><Article><ArticleTitle>Broken &nope; one</ArticleTitle></Article>
</MedlineCitation></PubmedArticle></PubmedArticleSet>
"""
ENDNOTE_XML: Final = """<?xml version="1.0" encoding="UTF-8" ?>
<xml><records><record><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal">Doe, Jane</style></author>
<author><style>World Health Organization,</style></author></authors></contributors>
<titles><title>
<style face="normal">Of </style><style face="italic">Homo</style><style face="normal"> sapiens</style></title>
<secondary-title><style>A journal</style></secondary-title></titles><pages><style>123-9</style></pages>
<volume><style>5</style></volume><number><style>2</style></number>
<keywords><keyword><style>one</style></keyword><keyword><style>two</style></keyword></keywords>
<dates><year><style>2004</style></year><pub-dates><date><style>Mar 3</style></date></pub-dates></dates>
<electronic-resource-num><style>https://doi.org/10.1234/abc</style></electronic-resource-num>
<custom1><style>read twice</style></custom1></record></records></xml>
"""
TABLE: Final = """sep=;
Title;Authors;Year;Journal;Pages;DOI;Rating
"A title; with
two lines";Smith, J.; Doe, A.;2004;"A ""quoted"" journal";123-9;10.1234/abc;5
"""

DIRTY: Final = (
    *DIRTY_LINES,
    # Pages and dates.
    Dirty("pages that are shortened", ris("SP  - 123-9").encode(), {"page": "123-129"}),
    Dirty("pages that are shortened in two tags", ris("SP  - S1123", "EP  - 31").encode(), {"page": "S1123-S1131"}),
    Dirty("pages with a long dash", bib("pages = {pp. 123–9}").encode(), {"page": "123-129"}),
    Dirty("a season", ris("PY  - Spring 2004").encode(), {"issued": [[2004]], "season": 1}),
    Dirty("two months", b"PMID- 12345678\nTI  - A title\nDP  - 2004 Jan-Feb\n", {"issued": [[2004, 1], [2004, 2]]}),
    Dirty(
        "a date that is one of two", ris("PY  - 12/03/2004").encode(), {"issued": [[2004]], "note": "Date: 12/03/2004"}
    ),
    Dirty("a date that can only be one", ris("PY  - 13/03/2004").encode(), {"issued": [[2004, 3, 13]]}),
    Dirty("a date in another language", ris("PY  - 12. März 2004").encode(), {"issued": [[2004, 3, 12]]}),
    Dirty("a date of East Asia", ris("PY  - 2004年3月12日").encode(), {"issued": [[2004, 3, 12]]}),
    Dirty("a range of dates", bib("date = {2004-01/2004-03}").encode(), {"issued": [[2004, 1], [2004, 3]]}),
    Dirty(
        "a date that no calendar has",
        ris("DA  - 2004/13/45").encode(),
        {"issued": [[2004]], "note": "Date: 2004-13-45"},
    ),
    Dirty("a date in words", ris("PY  - in press").encode(), {"issued": "in press"}),
    # DOIs.
    Dirty("a DOI as an address", ris("DO  - http://dx.doi.org/10.1234/ABC%28x%29").encode(), {"DOI": "10.1234/ABC(x)"}),
    Dirty(
        "a DOI behind a library",
        ris("DO  - https://doi-org.proxy.example.edu/10.1234/abc").encode(),
        {"DOI": "10.1234/abc"},
    ),
    Dirty("a DOI with blanks", ris("DO  - 10.1234 / abc. 5").encode(), {"DOI": "10.1234/abc.5"}),
    Dirty("a DOI in brackets", ris("DO  - [doi: 10.1234/abc(05)1].").encode(), {"DOI": "10.1234/abc(05)1"}),
    Dirty(
        "a DOI with entities",
        ris("DO  - 10.1002/(SICI)1097&lt;1::AID-SIM9&gt;3.0.CO;2-2").encode(),
        {"DOI": "10.1002/(SICI)1097<1::AID-SIM9>3.0.CO;2-2"},
    ),
    Dirty(
        "two DOIs", ris("DO  - 10.1234/abc 10.1234/def").encode(), {"DOI": "10.1234/abc", "note": "DOI: 10.1234/def"}
    ),
    Dirty(
        "a DOI among the addresses",
        ris("UR  - https://doi.org/10.1234/abc", "UR  - /local/file").encode(),
        {"DOI": "10.1234/abc", "note": "UR: /local/file"},
    ),
    # Whole forms.
    Dirty(
        "PubMed XML",
        PUBMED_XML.encode(),
        {
            "title": "H<sub>2</sub>O & <i>in vivo</i>",
            "page": "123-129",
            "issued": [[2004, 1], [2004, 2]],
            "PMID": "12345678",
            "DOI": "10.1234/abc",
            "abstract": "AIM: To see.\nRESULT: Seen.",
            "note": "author: and others",
            "author": [name("van der Berg", "Anna"), {"literal": "The Group"}],
        },
        2,
    ),
    Dirty(
        "EndNote XML",
        ENDNOTE_XML.encode(),
        {
            "title": "Of <i>Homo</i> sapiens",
            "page": "123-129",
            "issued": [[2004, 3, 3]],
            "keyword": "one, two",
            "DOI": "10.1234/abc",
            "note": "Custom 1: read twice",
            "author": [name("Doe", "Jane"), {"literal": "World Health Organization"}],
        },
    ),
    Dirty(
        "a table of Excel",
        TABLE.replace("Smith, J.; Doe, A.", '"Smith, J.; Doe, A."').replace("\n", "\r\n").encode("cp1252"),
        {
            "title": "A title; with two lines",
            "container-title": 'A "quoted" journal',
            "page": "123-129",
            "note": "Rating: 5",
            "author": [name("Smith", "J."), name("Doe", "A.")],
        },
    ),
    Dirty(
        "a table with tabs",
        b"\xef\xbb\xbfAuthors\tTitle\tPublication Year\nDoe J, Roe AB\tA title\t2004.0\n",
        {"title": "A title", "issued": [[2004]], "author": [name("Doe", "J."), name("Roe", "A. B.")]},
    ),
    Dirty("a row with a comma too many", b'Title,Year\nOne,2004\nTwo, too,2004\n"Three",2005\n', {"title": "One"}, 3),
    Dirty("a quotation mark that is not closed", b'Title,Year\n"One,2004\nTwo,2005\n', {}, 2),
    Dirty(
        "crossref",
        b"@inproceedings{a, crossref=W, title={Part}}\n@proceedings{w, title={Whole}, subtitle={All}, year=2004}",
        {"title": "Part", "container-title": "Whole: All", "issued": [[2004]]},
        2,
    ),
    Dirty(
        "eprint",
        bib("eprint = {1234.5678}, eprinttype = {arXiv}, eprintclass = {q-bio}").encode(),
        {"note": "arXiv: 1234.5678 [q-bio]"},
    ),
    Dirty("fields of no form", bib("rating = {5}, file = {a.pdf}").encode(), {"note": "rating: 5\nfile: a.pdf"}),
)
