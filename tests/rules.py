"""The tables and patterns behind tests/test_conventions.py."""

import re
from typing import Final

# Arrows that run up, with the reason in the README.
UPWARDS: Final = {("articles.search.views", "lists")}
FULL_POST_HOLDERS: Final = (
    "articles/models/", "articles/access.py", "articles/content.py", "articles/publishing.py",
    "articles/text/rendering.py", "articles/related/vectors.py", "articles/search/index.py",
    "articles/documents/reading.py", "articles/revisions/", "collection/",
)  # fmt: skip
# HTML that was made and sanitised when it was stored, a citation as `bibliography.formatting` escapes it, help texts.
PRINTED_AS_IT_IS: Final = {
    "full_post", "article.summary_html", "citation.reference.citation_html", "article.paper.citation_html",
    "citation", "entry.html", "field.help_text",
}  # fmt: skip
MAKES_HTML: Final = {
    "articles/documents/slots.py", "articles/images/html.py", "articles/metadata.py", "articles/text/rendering.py",
}  # fmt: skip
NOT_IN_TEMPLATES: Final = [
    ("a script in the page", r"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)"),
    ("a style in the page", r"<style|\sstyle\s*="),
    ("an event handler in the page", r"\son[a-z]+\s*=\s*[\"']"),
    ("an address that runs a script", r"javascript:"),
    ("text that is not escaped", r"autoescape\s+off|\|\s*safeseq"),
    ("something from another site", r"<(?:script|link|img|iframe|source)[^>]+(?:src|href)=\"(?:https?:)?//"),
]
METHODS: Final = {"require_GET", "require_safe", "require_POST", "require_http_methods", "require_form_methods"}
# Every page and feed that names articles, and the test that counts its queries as rows are added.
COUNTED: Final = {
    "home": "tests/cbtneuro/first_page/test_home.py::test_home_costs_the_same_queries_at_any_size",
    "articles:latest": "tests/articles/test_latest_and_search.py::test_latest_costs_the_same_queries_at_any_size",
    "articles:search": "tests/articles/test_latest_and_search.py::test_search_costs_the_same_queries_at_any_size",
    "articles:suggest": "tests/articles/test_latest_and_search.py::test_suggestions_cost_the_same_queries_at_any_size",
    "articles:feed": "tests/cbtneuro/test_feeds.py::test_feeds_cost_the_same_queries_at_any_size",
    "articles:json-feed": "tests/cbtneuro/test_feeds.py::test_feeds_cost_the_same_queries_at_any_size",
    "tags:index": "tests/articles/browse/test_topics.py::test_all_topics_cost_the_same_queries_at_any_size",
    "tags:detail": "tests/articles/browse/test_views.py::test_a_topic_costs_the_same_queries_at_any_size",
    "tags:narrower": "tests/articles/browse/test_topics.py::test_a_branch_costs_the_same_queries_at_any_size",
    "tags:matrix": "tests/articles/browse/test_matrix_page.py::test_the_matrix_costs_the_same_queries_at_any_size",
    "tags:matrix_csv": "tests/articles/browse/test_matrix_page.py::test_the_matrix_costs_the_same_queries_at_any_size",
    "tags:feed": "tests/cbtneuro/test_feeds.py::test_feeds_cost_the_same_queries_at_any_size",
    "tags:json-feed": "tests/cbtneuro/test_feeds.py::test_feeds_cost_the_same_queries_at_any_size",
    "lists:feed": "tests/cbtneuro/test_feeds.py::test_feeds_cost_the_same_queries_at_any_size",
    "lists:json-feed": "tests/cbtneuro/test_feeds.py::test_feeds_cost_the_same_queries_at_any_size",
    "lists:index": "tests/lists/test_views.py::test_all_lists_cost_the_same_queries_at_any_size",
    "lists:detail": "tests/lists/test_views.py::test_a_list_costs_the_same_queries_at_any_size",
    "lists:cite": "tests/lists/test_views.py::test_records_of_a_list_cost_the_same_queries_at_any_size",
    "lists:cite-list": "tests/lists/test_views.py::test_the_record_of_a_list_costs_the_same_queries_at_any_size",
    "lists:cite-page": "tests/articles/browse/citing/test_citing.py::test_they_cost_the_same_at_any_size",
    "tags:cite-page": "tests/articles/browse/citing/test_citing.py::test_they_cost_the_same_at_any_size",
    "tags:references": "tests/articles/browse/citing/test_citing.py::test_they_cost_the_same_at_any_size",
    "articles:search-cite": "tests/articles/browse/citing/test_citing.py::test_they_cost_the_same_at_any_size",
    "articles:search-references": "tests/articles/browse/citing/test_citing.py::test_they_cost_the_same_at_any_size",
    "sitemap": "tests/cbtneuro/test_sitemap.py::test_the_sitemap_costs_the_same_queries_at_any_size",
    "sitemap-part": "tests/cbtneuro/test_sitemap.py::test_the_sitemap_costs_the_same_queries_at_any_size",
}
PROMISES: Final = re.compile(r"\bTOD[O]\b|\bFIXM[E]\b|\bX{3}\b|coming[ ]soon|lorem[ ]ipsum", re.IGNORECASE)
REGISTRIES: Final = re.compile(r"--(extra-)?inde[x]-url|https?://[^\s\"]*/simpl[e]\b|pypi[.]org/")

# Marks and calls of pytest with which a test does not run, or does not count.
NOT_RUN: Final = ("skip", "skipif", "xfail", "importorskip")
