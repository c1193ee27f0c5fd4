"""PubMed's XML: `PubmedArticle` and `PubmedBookArticle`, in a set or alone."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any, Final

from bibliography.dates import MONTHS
from bibliography.importing.formats.xml_pieces import pieces_of, rich, text_at, texts_at
from bibliography.importing.pages_read import pages
from bibliography.importing.read import Form, Read, read_record

ELEMENTS: Final = ("PubmedArticle", "PubmedBookArticle")
ISSUE: Final = ".//Journal/JournalIssue"
DATES: Final = (f"{ISSUE}/PubDate", ".//Book/PubDate", ".//ArticleDate")
KINDS: Final = {"Preprint": "article", "Dataset": "dataset"}
KEPT: Final = {  # for the note: what it is called there, and where it stands
    "MeSH": ".//MeshHeading/DescriptorName", "Grant": ".//Grant/GrantID", "Substance": ".//Chemical/NameOfSubstance",
    "Author address": ".//AffiliationInfo/Affiliation", "Conflict of interest": ".//CoiStatement",
    "Copyright": ".//Abstract/CopyrightInformation", "Other abstract": ".//OtherAbstract/AbstractText",
    "Data set": ".//DataBank/AccessionNumberList/AccessionNumber",
    "Comments and corrections": ".//CommentsCorrections/RefSource",
}  # fmt: skip


def of_pubmed_xml(lines: list[str], at: int) -> Iterator[Read]:
    for line, raw, element, problem in pieces_of("\n".join(lines), at, *ELEMENTS):
        yield Read(line, Form.PUBMED_XML, {}, (problem,), raw) if element is None else record(line, element, raw)


def record(line: int, element: ET.Element, raw: str) -> Read:
    kinds = texts_at(element, ".//PublicationTypeList/PublicationType", ".//BookDocument/PublicationType")
    is_book = element.tag == "PubmedBookArticle"
    is_chapter = is_book and bool(text_at(element, ".//BookDocument/ArticleTitle"))
    title = text_at(element, ".//Article/ArticleTitle", ".//BookDocument/ArticleTitle", ".//Book/BookTitle")
    title = title or text_at(element, ".//VernacularTitle")
    whole, short = (
        text_at(element, ".//Journal/Title", ".//MedlineJournalInfo/MedlineTA"),
        text_at(element, ".//Journal/ISOAbbreviation", ".//MedlineJournalInfo/MedlineTA"),
    )
    authors, is_short = people(element, ".//AuthorList[@Type='authors']/Author", ".//AuthorList/Author")
    issued, words = date_of(element)
    csl: dict[str, Any] = {
        "type": "chapter" if is_chapter else "book" if is_book else next(
            (KINDS[kind] for kind in kinds if kind in KINDS), "article-journal"
        ),
        "title": title.removesuffix("."),
        "container-title": text_at(element, ".//Book/BookTitle") if is_chapter else whole,
        "container-title-short": short if short != whole else "",
        "volume": text_at(element, f"{ISSUE}/Volume", ".//Book/Volume"),
        "issue": text_at(element, f"{ISSUE}/Issue"),
        "page": pages_of(element),
        "abstract": abstract_of(element),
        "language": text_at(element, ".//Article/Language", ".//BookDocument/Language"),
        "publisher": text_at(element, ".//Book/Publisher/PublisherName"),
        "publisher-place": text_at(element, ".//Book/Publisher/PublisherLocation"),
        "author": authors,
        "editor": people(element, ".//AuthorList[@Type='editors']/Author")[0],
        "issued": issued,
        "ISSN": ", ".join(dict.fromkeys(texts_at(element, ".//Journal/ISSN", ".//MedlineJournalInfo/ISSNLinking"))),
        "ISBN": ", ".join(texts_at(element, ".//Book/Isbn")),
        "PMID": text_at(element, "./MedlineCitation/PMID", "./BookDocument/PMID", ".//PMID"),
        "PMCID": article_id(element, "pmc"),
        "DOI": article_id(element, "doi") or text_at(element, ".//ELocationID[@EIdType='doi']"),
        "keyword": ", ".join(texts_at(element, ".//KeywordList/Keyword")),
    }  # fmt: skip
    left = [(name, "; ".join(texts_at(element, path))) for name, path in KEPT.items()]
    left += [("Date", words), ("author", "and others" if is_short else "")]
    left.append(("Publication type", "; ".join(kind for kind in kinds if kind not in {"Journal Article", *KINDS})))
    return read_record(line, Form.PUBMED_XML, csl, raw=raw, left=left)


def people(element: ET.Element, *paths: str) -> tuple[list[dict[str, Any]], bool]:
    """Of the first list that names anybody; and whether it is shortened."""
    found = next((listed for path in paths if (listed := element.findall(path))), [])
    names: list[dict[str, Any]] = []
    for one in found:
        if group := text_at(one, "CollectiveName"):
            names.append({"literal": group})
            continue
        parts = {"family": text_at(one, "LastName"), "given": text_at(one, "ForeName", "Initials"),
                 "suffix": text_at(one, "Suffix")}  # fmt: skip
        names.append({part: said for part, said in parts.items() if said})
    is_short = any(one.get("CompleteYN") == "N" for one in element.findall(".//AuthorList"))
    return [name for name in names if name.keys() & {"family", "literal"}], is_short


def date_of(element: ET.Element) -> tuple[dict[str, Any] | str, str]:
    """In parts, or in PubMed's words: “2004 Jan-Feb”, “1998 Dec-1999 Jan”."""
    date = next((found for path in DATES for found in element.findall(path)), None)
    if date is None:
        return "", ""
    if words := text_at(date, "MedlineDate"):
        return words, ""
    year, month, day, season = (text_at(date, name) for name in ("Year", "Month", "Day", "Season"))
    if season or not year.isdecimal():
        return f"{season} {year}".strip(), ""
    number = (
        month if month.isdecimal() else str(MONTHS.index(month[:3].lower()) + 1) if month[:3].lower() in MONTHS else ""
    )
    numbers = [year, *([number, *([day] if day.isdecimal() else [])] if number else [])]
    return {"date-parts": [[int(part) for part in numbers]]}, "" if number or not month else f"{year} {month}"


def pages_of(element: ET.Element) -> str:
    start, end = text_at(element, ".//Pagination/StartPage"), text_at(element, ".//Pagination/EndPage")
    return pages(text_at(element, ".//Pagination/MedlinePgn")) or pages(start, end)


def abstract_of(element: ET.Element) -> str:
    """Each part after its label."""
    parts = element.findall(".//Article/Abstract/AbstractText") or element.findall(
        ".//BookDocument/Abstract/AbstractText"
    )
    said = ((part.get("Label", ""), " ".join(rich(part).split())) for part in parts)
    return "\n".join(f"{label}: {text}" if label else text for label, text in said if text)


def article_id(element: ET.Element, kind: str) -> str:
    return text_at(
        element, f"./PubmedData/ArticleIdList/ArticleId[@IdType='{kind}']",
        f".//BookDocument/ArticleIdList/ArticleId[@IdType='{kind}']",
        f"./PubmedBookData/ArticleIdList/ArticleId[@IdType='{kind}']",
    )  # fmt: skip
