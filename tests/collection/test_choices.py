"""What editors pinned and blocked among suggestions belongs to the collection, and comes through it unchanged."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone

from articles.content import content_of, write_content
from articles.models import Article
from articles.related.pinning import choices_of
from collection.exporting import export
from collection.faults import CollectionRefused
from collection.loading import load
from tests.articles.related.relations import seen, slugs
from tests.collection.folders import OVERVIEW, contents, write_folder

pytestmark = pytest.mark.django_db

LINKS = """\
related:
- article: a-quieter-amygdala
  relation: background
  reason: One gives the map, the other a street.
"""


def copy(title: str, choices: str = "") -> str:
    return OVERVIEW.replace("title: 'The amygdala: an overview'", f"title: {title}").replace(LINKS, choices)


def folder_with(tmp_path: Path, choices: str) -> Path:
    files = {
        "articles/one.md": copy("The amygdala once", choices),
        "articles/three.md": copy("The amygdala three times"),
        "articles/two.md": copy("The amygdala twice"),
    }
    return write_folder(tmp_path, files)


def bring(folder: Path) -> object:
    return load(folder, at=timezone.now(), tell=lambda *_: None).counts["Links"]


def test_choices_round_trip_and_take_effect(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "in", "pinned:\n- two\n- a-quieter-amygdala\nblocked:\n- overview\n- three\n")
    bring(folder)
    one = Article.objects.get(slug="one")
    assert choices_of(one) == (("two", "a-quieter-amygdala"), ("overview", "three"))
    assert not {"three", "overview"} & set(slugs(seen(one)))
    export(tmp_path / "out")
    assert contents(tmp_path / "out") == contents(folder)
    assert bring(folder) == {"same": 5}
    (folder / "articles/one.md").write_text(copy("The amygdala once"), encoding="utf-8")
    assert bring(folder) == {"same": 4, "changed": 1}
    assert choices_of(one) == ((), ())


@pytest.mark.parametrize(
    ("choices", "fault"),
    [
        ("pinned:\n- nowhere\n", "articles/one.md:15: No other article is called “nowhere”"),
        ("blocked:\n- one\n", "articles/one.md:15: No other article is called “one”."),
        ("pinned:\n- two\nblocked:\n- two\n", "articles/one.md:17: “two” is pinned and blocked."),
        ("pinned:\n- two\n- two\n", "articles/one.md:16: “two” stands here twice."),
    ],
)
def test_choices_that_cannot_be_are_named_with_their_line(tmp_path: Path, choices: str, fault: str) -> None:
    with pytest.raises(CollectionRefused) as refused:
        bring(folder_with(tmp_path, choices))
    assert any(str(found).startswith(fault) for found in refused.value.faults), refused.value.faults


def test_choices_follow_an_article_that_the_same_load_takes_back(tmp_path: Path) -> None:
    bring(folder_with(tmp_path, ""))
    two = Article.objects.get(slug="two")
    write_content(two, replace(content_of(two), slug="moved-now"))
    bring(folder_with(tmp_path, "pinned:\n- moved-now\n"))
    assert choices_of(Article.objects.get(slug="one")) == (("two",), ())
    assert not Article.objects.filter(slug="moved-now").exists()
