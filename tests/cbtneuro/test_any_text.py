"""Whatever Unicode can hold, by form and by collection: it comes out well formed everywhere, or is refused by place."""

import json
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import pytest
import rdflib
import rispy
from bibtexparser.entrypoint import parse_string
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article
from bibliography.models import Reference
from collection.faults import CollectionRefused
from collection.loading import load
from members.characters import NO_TEXT, UNSTORABLE
from members.models import User
from members.roles import ADMINISTRATOR, EDITOR
from tags.models import Tag
from tests.collection.folders import OVERVIEW, REFERENCES, SMALL, TAXONOMY, write_folder
from tests.databases import undone
from tests.editing import logged_in, posted, saved
from tests.factories import make_article, make_reference, make_tag, make_user
from tests.filled import sent
from tests.page import VOID, Page
from tests.times import NOW
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
# What breaks formats: controls, ends of planes, marks of XML, Markdown, Turtle, YAML, BibTeX and RIS, what nobody sees.
ODD: Final = [
    *"\x01\x02\x08\x0b\x0c\x1b\x1e\x1f\x7f\x85\x9f\u00ad\u200b\u200e\u202e\u2028\u2029\ufdd0\ufeff\ufffe\uffff\U0001fffe",
    *"<>&\"'`\\]{}[](*_#|~^@%$:;,\t\n\r 🧠ſßıİ\u0301\u0430",
    "]]>", "<!--", "-->", "&#0;", "&#1;", "&#xfffe;", "\r\nER  - ", "</script>", "{{ x }}", "%00", "\n---\n",
]  # fmt: skip
parts = st.sampled_from(ODD) | st.characters(exclude_categories=["Cs"]) | st.sampled_from(["word", "Amygdala", "CBT"])
# Most begin with a letter: a text of signs alone is refused, and nothing of it is published.
texts = st.tuples(st.sampled_from([*["A"] * 9, ""]), st.lists(parts, max_size=8).map("".join)).map("".join)
# Only files can spell a NUL or half a character.
in_files = st.tuples(texts, st.sampled_from([*[""] * 90, "\x00", "\ud800"])).map("".join)
FIELDS: Final = ("title", "standfirst", "byline", "point", "summary", "full_post", "label", "name", "reference")
ONCE: Final[dict[str, Any]] = {
    "deadline": None,
    "derandomize": True,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
}


def of_all(one: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(dict.fromkeys(FIELDS, one))


class Balanced(HTMLParser):
    """Ends of elements stand where they have to, and no character is one that HTML does not allow."""

    def __init__(self, html: str) -> None:
        super().__init__()
        assert not NO_TEXT.search(html), ascii(NO_TEXT.findall(html))
        assert not UNSTORABLE.search(html)
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), names
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read_as_it_says(answer: Any) -> None:
    """Whatever reads this kind of file reads it to its end."""
    text = answer.content.decode()
    match answer["Content-Type"].partition(";")[0]:
        case "text/html":
            Balanced(text)
            assert Page(text).title
            assert all(Page(text).structured_data)
        case "application/atom+xml" | "application/xml" | "image/svg+xml":
            ET.fromstring(text)  # noqa: S314  our own answer
        case "application/rdf+xml":
            ET.fromstring(text)  # noqa: S314  our own answer
            assert rdflib.Graph().parse(data=text, format="xml")
        case "text/turtle":
            assert rdflib.Graph().parse(data=text, format="turtle")
        case "application/x-bibtex":
            assert not parse_string(text).failed_blocks
        case "application/x-research-info-systems":
            assert len(rispy.loads(text)) == 1
        case kind:
            assert "json" in kind, kind
            json.loads(text)


def look_everywhere(article: Article, tag: Tag, client: Client) -> None:
    page, topic = article.get_absolute_url(), tag.get_absolute_url()
    addresses = [
        page, topic, f"{topic}feed.atom", "/feeds/latest.atom", "/sitemap.xml", "/tags/taxonomy.ttl",
        "/tags/taxonomy.rdf", "/tags/taxonomy.jsonld", *(f"{page}cite.{kind}" for kind in ("bib", "ris", "json")),
    ]  # fmt: skip
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        read_as_it_says(answer)
    answer = client.get("/search/", {"q": article.title})
    assert answer.status_code == 200
    read_as_it_says(answer)


# --- By form ------------------------------------------------------------------------------------------------------


@shared
def published() -> tuple[Article, User]:
    editor = make_user(EDITOR, name="Ana Writer")
    make_reference("known")
    return make_article(tags=[make_tag("Fear")], editor=editor, full_post="It is so [@known]."), make_user(
        ADMINISTRATOR
    )


def taken(answer: Any) -> bool:
    """Whether a form was taken; one that was not says why on its page."""
    assert answer.status_code in (200, 302, 409, 422), answer.status_code
    if answer.status_code != 302:
        page = Page.of(answer)
        assert page.with_class("errorlist") or page.with_class("error") or page.with_class("error-summary")
    return bool(answer.status_code == 302)


@settings(max_examples=3, **ONCE)
@given(said=of_all(texts))
def test_by_form_any_text_is_published_well_formed_or_refused_by_its_place(
    said: dict[str, str], published: tuple[Article, User]
) -> None:
    article, administrator = published
    client = logged_in(administrator)
    tag, editor = article.tags.get(), article.editor
    assert editor is not None
    with undone():
        taken(sent(client, f"/admin/members/user/{editor.pk}/change/", "user_form", name=said["name"]))
        if taken(posted(client, "/desk/tags/new/", label=said["label"], taxonomy=tag.taxonomy_id)):
            tag = Tag.objects.latest("pk")
        record = {"type": "book", "title": said["reference"], "publisher": said["reference"], "author": [
            {"family": said["name"], "given": said["label"]}]}  # fmt: skip
        known = Reference.objects.get()
        taken(posted(client, f"/desk/references/{known.pk}/", csl=json.dumps(record)))
        cites = {"full_post": f"{said['full_post']}\n\nSo it is [@known]."}
        written = {"standfirst": said["standfirst"], "byline": said["byline"], "summary": said["summary"]}
        for changes in ({**written, "title": said["title"], "key_points": f"- {said['point']}"}, {}):
            assert saved(client, article, tags=[tag.pk], **cites, **changes).status_code == 302
            if taken(posted(client, f"/desk/articles/{article.pk}/do/publish/", "")):
                break
        else:
            pytest.fail("What is plain was refused.")
        look_everywhere(Article.objects.get(), tag, client)


# --- By collection ------------------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    """For YAML, Turtle: every character by its number, so that a file can spell each."""
    return '"' + "".join(f"\\U{ord(char):08X}" for char in text) + '"'


@settings(max_examples=5, **ONCE)
@given(said=of_all(in_files))
def test_by_collection_any_text_is_published_well_formed_or_refused_by_its_place(
    said: dict[str, str], published: tuple[Article, User], tmp_path: Path
) -> None:
    reader = logged_in(published[1])
    overview = OVERVIEW.replace("'The amygdala: an overview'", quoted(said["title"]))
    overview = overview.replace("What the scans of one small region show.", quoted(said["standfirst"]))
    overview = overview.replace("access: open\n", f"access: open\nbyline: {quoted(said['byline'])}\n")
    overview = overview.replace("It quiets down.", quoted(said["point"])).replace("- Insula\n", "")
    storable = {name: UNSTORABLE.sub("", text) for name, text in said.items()}
    overview += f"\n{storable['full_post']}\n"
    references = json.loads(REFERENCES)
    references[0] |= {"title": said["reference"], "author": [{"family": said["name"], "given": said["label"]}]}
    files = {
        "articles/overview.md": overview,
        "taxonomy.ttl": TAXONOMY.replace('"Insula"', quoted(said["label"])),
        "references.json": json.dumps(references),
    }
    with undone():
        faults = []
        try:
            load(write_folder(tmp_path, files), at=NOW, tell=lambda *_: None)
        except CollectionRefused as refused:
            faults = refused.faults
        assert all(fault.file in SMALL and fault.message for fault in faults)
        if faults:
            return
        look_everywhere(Article.objects.get(slug="overview"), Tag.objects.get(slug="insula"), reader)
        assert Reference.objects.filter(key="furmark2002").exists()
