"""What keeps an article from being published, in a document of the desk and in an article as it stands."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.checks import blocking
from articles.checks.found import Found
from articles.checks.preparing import check_document, manuscript_of
from articles.checks.structure import images_without_words
from articles.content import rendered
from articles.models import Image
from articles.revisions.revision_content import RevisionContent, whole
from articles.site.snapshot import current_site, store
from articles.status import Status
from tests.factories import (
    GLANCE,
    make_article,
    make_category,
    make_image,
    make_reference,
    make_tag,
    make_taxonomy,
)

pytestmark = pytest.mark.django_db


def make_document(**changes: Any) -> RevisionContent:
    """A complete overview with three key points, a tag, a category and a related article."""
    tag, category, other = make_tag(), make_category(), make_article(status=Status.DRAFT)
    document: dict[str, Any] = {
        "kind": "overview", "title": "A quieter amygdala", "slug": "", "standfirst": "Two scans, nine weeks apart.",
        "key_points": ["It answered less.", "It was small.", "More is needed."], "paper": None,
        "at_a_glance": {"confidence": GLANCE["confidence"]},
        "image": None, "image_caption": "", "access": "members", "byline": "",
        "categories": [{"id": category.pk, "label": category.name}], "tags": [{"id": tag.pk, "label": tag.name}],
        "related": [{"id": other.pk, "title": other.title, "relation": "supports", "reason": "It agrees."}],
        "references": [], "summary": "A small study.", "full_post": "## What they did\n\nNine weeks of groups.",
    }  # fmt: skip
    return whole({**document, **changes})


def found_in(**changes: Any) -> list[Found]:
    return check_document(make_document(**changes))


def only(**changes: Any) -> Found:
    [found] = found_in(**changes)
    return found


def test_a_complete_document_has_nothing_to_mend() -> None:
    assert found_in() == []


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"title": " "}, "no-title"),
        ({"standfirst": ""}, "no-standfirst"),
        ({"key_points": []}, "no-key-points"),
        ({"categories": []}, "no-categories"),
        ({"tags": []}, "no-tags"),
        ({"summary": "---"}, "no-summary"),
        ({"full_post": ""}, "no-full-post"),
    ],
)
def test_each_part_that_is_missing_blocks(changes: dict[str, Any], check: str) -> None:
    found = only(**changes)
    assert (found.check, found.blocks, found.line) == (check, True, 0)
    assert found.mend


def test_a_paper_summary_needs_its_paper() -> None:
    found = found_in(kind="paper-summary", at_a_glance=GLANCE)
    assert [(one.check, one.field) for one in blocking(found)] == [("no-paper", "paper")]


@pytest.mark.parametrize(
    ("text", "check", "line", "quote"),
    [
        ("Words.\n\n### Too deep\n\nWords.", "heading-skipped", 3, ""),
        ("Words.\n\nIt fell [@nobody2002].", "unknown-reference", 3, "nobody2002"),
        ("See [this](article:nowhere).", "broken-link", 1, "nowhere"),
        ("See [this](tag:nothing).", "broken-link", 1, "nothing"),
        ("See [this](www.example.org).", "broken-link", 1, "www.example.org"),
        ("![A scan](image:gone)", "unknown-image", 1, "gone"),
        ("Words.[^a]", "not-shown", 1, "a"),
    ],
)
@pytest.mark.parametrize("field", ["summary", "full_post"])
def test_what_no_page_would_show_is_told_at_its_line(field: str, text: str, check: str, line: int, quote: str) -> None:
    [found] = blocking(found_in(**{field: text}))
    assert (found.check, found.field, found.line, found.quote) == (check, field, line, quote)


def test_a_caption_is_looked_at_too() -> None:
    found = only(image=make_image().name, image_caption="It fell [@nobody2002].")
    assert (found.check, found.field) == ("unknown-reference", "image_caption")
    assert found.reason == "Caption: No reference has the key “nobody2002”."


def test_a_reference_that_was_chosen_has_to_be_cited() -> None:
    cited, idle = make_reference().key, make_reference().key
    found = only(references=[cited, idle], summary=f"A small study [@{cited}].")
    assert (found.check, found.field, found.quote) == ("reference-without-citation", "references", idle)


@pytest.mark.parametrize(
    ("field", "value", "check"),
    [
        ("tags", [{"id": 0, "label": "Amygdala"}], "tag-gone"),
        ("categories", [{"id": 0, "label": "Astrology"}], "tag-gone"),
        ("related", [{"id": 0, "title": "Gone", "relation": "supports", "reason": "Both."}], "article-gone"),
        ("references", ["nobody2002"], "reference-gone"),
        ("paper", "nobody2002", "reference-gone"),
        ("image", "gone", "image-gone"),
    ],
)
def test_what_was_chosen_and_is_gone_blocks(field: str, value: object, check: str) -> None:
    assert check in [found.check for found in blocking(found_in(**{field: value})) if found.field == field]


@pytest.mark.parametrize(
    ("alt", "decorative", "blocks"),
    [
        ("", False, True),
        ("IMG_2041.jpg", False, True),
        ("", True, False),
        ("A bright room.", False, False),
    ],
)
def test_an_image_needs_words_or_is_decorative(alt: str, decorative: bool, blocks: bool) -> None:
    image = Image(name="scan", alt=alt, decorative=decorative)
    manuscript = replace(manuscript_of(make_document()), images={"scan": image}, shown_in={"scan": "summary"})
    assert [found.field for found in images_without_words(manuscript)] == (["summary"] if blocks else [])


def test_only_a_site_that_names_taxonomies_asks_for_a_tag_in_one_of_them() -> None:
    region, method = make_taxonomy("region", name="Region"), make_taxonomy("method", name="Method")
    tags = {name: [{"id": tag.pk, "label": tag.name}] for name in (region, method) if (tag := make_tag("", name))}
    assert found_in(tags=tags[region]) == []
    store(replace(current_site(), file_under=("method", "gone")))
    assert found_in(tags=tags[method]) == []
    found = only(tags=tags[region])
    assert (found.check, found.field, found.mend) == ("not-filed", "tags", "File it under a tag in Method.")
    store(replace(current_site(), file_under=("gone",)))
    assert found_in(tags=tags[region]) == []


def counted(act: Callable[[], object]) -> int:
    act()  # the vocabulary is read once and kept
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_checking_costs_a_few_queries_however_much_is_named() -> None:
    keys = [make_reference().key for _ in range(4)]
    articles, tags, images = [make_article() for _ in range(3)], [make_tag() for _ in range(3)], make_image().name
    lines = [
        f"Words [@{key}] and [there](article:{other.slug})."
        for key, other in zip(keys, [*articles, articles[0]], strict=False)
    ]
    document = make_document(
        kind="paper-summary", at_a_glance=GLANCE, paper=keys[0], references=keys, image=images,
        tags=[{"id": tag.pk, "label": tag.name} for tag in tags],
        related=[{"id": one.pk, "title": one.title, "relation": "supports", "reason": "Both."} for one in articles],
        full_post="\n\n".join([*lines, f"[A tag](tag:{tags[0].slug})", f"![A scan](image:{images})"]),
    )  # fmt: skip
    assert check_document(document) == []
    assert counted(lambda: check_document(document)) <= 6
    texts = rendered(document["image_caption"], document["summary"], document["full_post"])
    assert counted(lambda: check_document(document, texts)) <= 6


def test_texts_that_were_rendered_already_are_not_rendered_again() -> None:
    document = make_document(summary="See [this](article:nowhere).")
    texts = rendered("", document["summary"], document["full_post"])
    assert check_document(document, texts) == check_document(document)
