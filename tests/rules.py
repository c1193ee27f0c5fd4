"""The tables and patterns behind tests/test_conventions.py."""

import re
from typing import Final

COMPOSING: Final = {"views", "urls", "feeds", "admin"}  # these may know every room below the site itself
FULL_POST_HOLDERS: Final = (
    "articles/models/", "articles/access.py", "articles/content.py", "articles/publishing.py", "articles/rendering.py",
    "articles/revisions.py", "collection/", "desk/",
)  # fmt: skip
# HTML that was rendered and sanitised when it was stored, and Django's own help texts.
PRINTED_AS_IT_IS: Final = {
    "full_post.html", "article.summary_html", "citation.reference.citation_html", "article.paper.citation_html",
    "field.help_text",
}  # fmt: skip
MAKES_HTML: Final = {"articles/figures.py", "articles/metadata.py", "articles/rendering.py"}
METHODS: Final = {"require_GET", "require_safe", "require_POST", "require_http_methods", "require_form_methods"}
# Every page and feed that names articles, and the test that counts its queries as rows are added.
COUNTED: Final = {
    "home": "tests/cbtneuro/test_home.py::test_home_costs_the_same_queries_for_any_number_of_articles",
    "articles:latest": "tests/articles/test_views.py::test_latest_costs_the_same_queries_for_any_number_of_articles",
    "articles:search": "tests/articles/test_views.py::test_search_costs_the_same_queries_for_any_number_of_articles",
    "articles:feed": "tests/cbtneuro/test_feeds.py::test_feeds_cost_the_same_queries_for_any_number_of_articles",
    "tags:index": "tests/tags/test_views.py::test_all_topics_cost_the_same_queries_for_any_number_of_tags",
    "tags:detail": "tests/tags/test_views.py::test_a_topic_costs_the_same_queries_for_any_number_of_articles",
    "tags:feed": "tests/cbtneuro/test_feeds.py::test_feeds_cost_the_same_queries_for_any_number_of_articles",
    "lists:index": "tests/lists/test_views.py::test_all_lists_cost_the_same_queries_for_any_number_of_lists",
    "lists:detail": "tests/lists/test_views.py::test_a_list_costs_the_same_queries_for_any_number_of_articles",
    "lists:cite": "tests/lists/test_views.py::test_records_of_a_list_cost_the_same_queries_for_any_number",
    "sitemap": "tests/cbtneuro/test_sitemap.py::test_the_sitemap_costs_the_same_queries_for_any_number_of_articles",
}


PROMISES: Final = re.compile(r"\bTOD[O]\b|\bFIXM[E]\b|\bX{3}\b|coming[ ]soon|lorem[ ]ipsum", re.IGNORECASE)
REGISTRIES: Final = re.compile(r"--(extra-)?inde[x]-url|https?://[^\s\"]*/simpl[e]\b|pypi[.]org/")
SKIPPED: Final = re.compile(r"mark\.(skip|xfail)|pytest\.(skip|xfail|importorskip)\(")
TEXT: Final = {
    "", ".py", ".html", ".txt", ".md", ".css", ".js", ".toml", ".yaml", ".yml", ".lock", ".cfg", ".sh", ".ttl", ".svg",
}  # fmt: skip
