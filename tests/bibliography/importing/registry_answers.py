"""What Crossref and PubMed answer, in their shapes. The papers are made up."""

from http.server import BaseHTTPRequestHandler
from typing import Any, Final

WORK: Final[dict[str, Any]] = {
    "status": "ok", "message-type": "work", "message-version": "1.0.0",
    "message": {
        "DOI": "10.1234/abc", "type": "journal-article", "title": ["Of <i>E. coli</i> &amp; others"], "subtitle": [],
        "container-title": ["A Journal"], "short-container-title": ["A J"], "volume": "5",
        "issue": "2", "page": "123-129",
        "author": [{"given": "Jane", "family": "Doe", "sequence": "first", "affiliation": []}, {"name": "The Group"}],
        "issued": {"date-parts": [[2004, 3]]}, "published-print": {"date-parts": [[2004, 3]]}, "ISSN": ["0003-990X"],
        "reference-count": 12, "is-referenced-by-count": 3, "license": [{"URL": "https://example.org/"}],
        "URL": "https://doi.org/10.1234/abc", "score": 1.0,
    },
}  # fmt: skip
SUMMARY: Final[dict[str, Any]] = {
    "header": {"type": "esummary", "version": "0.3"},
    "result": {
        "uids": ["12345678", "87654321"],
        "12345678": {
            "uid": "12345678", "pubdate": "2004 Jan-Feb", "source": "A J", "title": "Of H2O.",
            "authors": [{"name": "Doe J", "authtype": "Author"}, {"name": "van der Berg AB", "authtype": "Author"},
                        {"name": "The Group", "authtype": "CollectiveName"}],
            "volume": "5", "issue": "2", "pages": "123-9", "lang": ["eng"], "issn": "0003-990X", "essn": "",
            "pubtype": ["Journal Article", "Review"], "fulljournalname": "A journal",
            "articleids": [{"idtype": "pubmed", "value": "12345678"}, {"idtype": "doi", "value": "10.1234/def"},
                           {"idtype": "pmc", "value": "PMC1"}],
        },
        "87654321": {"uid": "87654321", "error": "cannot get document summary"},
    },
}  # fmt: skip


class Registry(BaseHTTPRequestHandler):
    asked: list[str] = []
    answers: dict[str, tuple[int, bytes]] = {}

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, body = next((held for name, held in self.answers.items() if name in self.path), (404, b"Not found"))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        return
