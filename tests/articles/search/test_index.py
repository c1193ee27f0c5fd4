"""What search knows: published articles, from the moment of the act to the moment of the next."""

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles import publishing
from articles.browse.scope import visible_scope
from articles.content import content_of, write_content
from articles.models import Article, FullPost, FullPostWords, PublicWords, TitleWord
from articles.search.engines.expressions import Side
from articles.search.engines.interface import bitmap_of_matches
from articles.search.index import index
from articles.search.results import hits
from articles.search.service import answer
from tests.articles.search.asking import asked, queries_for, titles
from tests.factories import SCHEDULED, make_article, make_drawing, make_reference, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
WORDS: dict[str, Any] = {
    "title": "Quokka in the title",
    "standfirst": "A numbat in the standfirst.",
    "key_points": ("A bilby in a key point.",),
    "summary": "A potoroo in the *summary*, H<sub>2</sub>O.",
    "full_post": "## Wombat\n\nA dunnart in the full post.",
    "byline": "Kangaroo Jack",
}

QUOKKAS: dict[str, str] = {"first": "", "other": " beside a quokka"}


def test_each_public_part_is_found_and_the_full_post_only_by_those_who_may_read_it() -> None:
    make_article("one", image=make_drawing(), image_caption="A wallaby in the caption.", **WORDS)
    for word in ("quokka", "numbat", "bilby", "wallaby", "potoroo", "kangaroo"):
        assert titles(word) == ["Quokka in the title"], word
    for word in ("wombat", "dunnart"):
        assert titles(word) == [], word
        assert titles(word, make_user()) == ["Quokka in the title"], word
    assert titles("potoroo dunnart", make_user()) == ["Quokka in the title"]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("They gave 10 mg.", "10mg"),
        ("They gave 10mg.", "10 mg"),
        ("At 3 T.", "3T"),
        ("At 3T.", '"3 T"'),
        ("Of 1,000 people.", "1000"),
        ("Of 1000 people.", "1,000"),
        ("Of 12\u202f345 people.", "12 345"),
        ("A 3 × 2 design.", "3x2"),
        ("A 3x2 design.", "3×2"),
        ("It was -0.45.", "-0.45"),
        ("认知行为疗法对焦虑障碍有效。", "焦虑"),
        ("认知行为疗法对焦虑障碍有效。", "认知行为疗法"),
        ("認知行動療法で不安が減少した。", '"行動療法"'),
        ("การบำบัดลดความวิตกกังวล", "วิตกกังวล"),
        ("फोबिया और चिंता", "चिंता"),
    ],
)
def test_one_way_of_writing_finds_the_other(text: str, query: str) -> None:
    make_article("one", title="One", standfirst=text)
    make_article("other", title="Other", standfirst="Nothing of that.")
    assert titles(query) == ["One"]
    found = asked(query)
    [hit] = hits(found, found.sort_keys(0, 1), visible_scope(AnonymousUser()))
    assert any(piece.is_marked for piece in hit.standfirst)


def test_an_overview_is_found_by_its_byline_and_a_paper_summary_by_authors_and_journal() -> None:
    make_article("one", title="One", paper=make_reference())
    for query in ("furmark", "tillfors archives", "psychiatry furmark"):
        assert titles(query) == ["One"], query


@pytest.mark.parametrize("status", ["draft", "in_review", "approved", "withdrawn"])
def test_what_is_not_published_is_not_in_the_index(status: str) -> None:
    make_article("one", status=status, **WORDS)
    assert not PublicWords.objects.exists()
    assert not FullPostWords.objects.exists()
    assert not bitmap_of_matches(Side(("quokka",)))
    assert not bitmap_of_matches(Side(("dunnart",)), full=True)


def test_what_is_scheduled_is_found_from_its_time_on() -> None:
    make_article("one", status=SCHEDULED, **WORDS)
    assert titles("quokka") == []
    later = visible_scope(AnonymousUser(), timezone.now() + timedelta(days=8))
    assert answer("quokka", later).count == 1


def test_acts_take_effect_at_once() -> None:
    article = make_article("one", **WORDS)
    now = timezone.now()
    publishing.withdraw(article, by=None, at=now, reason="error")
    assert titles("quokka") == []
    assert not bitmap_of_matches(Side(("quokka",)))
    publishing.return_to_draft(article, by=None, at=now)
    publishing.publish(article, by=None, at=now)
    assert titles("quokka") == ["Quokka in the title"]


def test_a_change_of_text_replaces_the_words() -> None:
    article = make_article("one", **WORDS)
    write_content(article, replace(content_of(article), title="Echidna", full_post="A puggle."))
    assert titles("quokka") == []
    assert titles("echidna") == ["Echidna"]
    assert titles("dunnart", make_user()) == []
    assert titles("puggle", make_user()) == ["Echidna"]


def test_words_that_were_read_serve_the_next_query_until_an_act_writes_others() -> None:
    first, other = (make_article(slug, title=slug, summary=f"A quokka{more}.") for slug, more in QUOKKAS.items())
    reading, again = queries_for("quokka"), queries_for("quokka")
    assert len(again) == len(reading) - 1
    assert titles("quokka") == ["other", "first"]
    with transaction.atomic():
        write_content(first, replace(content_of(first), standfirst="Quokka."))
        assert titles("quokka") == ["first", "other"]
        transaction.set_rollback(True)
    assert titles("quokka") == ["other", "first"]
    write_content(other, replace(content_of(other), summary="No quokka but one."))
    write_content(first, replace(content_of(first), summary="A quokka, a quokka."))
    assert titles("quokka") == ["first", "other"]
    assert len(queries_for("quokka")) == len(again)


def test_a_rollback_leaves_the_index_as_it_was() -> None:
    article = make_article("one", **WORDS)
    with transaction.atomic():
        publishing.withdraw(article, by=None, at=timezone.now(), reason="error")
        make_article("two", title="Echidna")
        assert titles("echidna") == ["Echidna"]
        transaction.set_rollback(True)
    assert titles("quokka") == ["Quokka in the title"]
    assert titles("echidna") == []


def test_a_deleted_article_takes_its_words_with_it() -> None:
    article = make_article("one", **WORDS)
    Article.objects.filter(pk=article.pk).delete()
    assert not PublicWords.objects.exists()
    assert not bitmap_of_matches(Side(("quokka",)))
    other = make_article("two", title="Two")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_publicwords SET title = 'echidna' WHERE article_id = %s", [other.pk])
    assert len(bitmap_of_matches(Side(("echidna",)))) == 1


def test_rebuilding_mends_what_is_missing_or_stale() -> None:
    missing, stale, gone = (make_article(title=title) for title in ("Quokka", "Numbat", "Bilby"))
    PublicWords.objects.filter(article=missing).delete()
    PublicWords.objects.filter(article=stale).update(title="wrong", title_key="wrong")
    Article.objects.filter(pk=gone.pk).update(status="draft", publish_at=None)
    assert titles("quokka") == titles("numbat") == []
    out = io.StringIO()
    call_command("rebuild_search", "--missing", stdout=out)
    assert out.getvalue() == "1 articles were read for search.\n"
    assert titles("quokka") == ["Quokka"]
    assert titles("numbat") == []
    call_command("rebuild_search", stdout=out)
    assert titles("numbat") == ["Numbat"]
    assert not PublicWords.objects.filter(article=gone).exists()
    before = list(PublicWords.objects.order_by("pk").values())
    call_command("rebuild_search", stdout=out)
    assert list(PublicWords.objects.order_by("pk").values()) == before


def test_a_full_post_that_changed_alone_is_read_again() -> None:
    article = make_article("one", **WORDS)
    FullPost.objects.filter(article=article).update(html="<p>A puggle.</p>")
    index(article)
    assert titles("puggle", make_user()) == ["Quokka in the title"]
    assert titles("dunnart", make_user()) == []


def test_words_of_titles_are_remembered_as_they_are_written() -> None:
    make_article("one", title="Behaviours of a naïve quokka, 3 of 5-HT2A")
    assert set(TitleWord.objects.values_list("word", flat=True)) == {"behaviours", "naive", "quokka"}


def test_references_and_markup_are_no_words() -> None:
    make_article("one", title="One", summary="A *very* **quo**kka [link](https://wombat.example/).")
    assert titles("quokka") == ["One"]
    assert titles("wombat") == titles("https") == titles("em") == []


def test_the_letter_of_a_note_and_the_credit_of_an_image_are_no_words() -> None:
    image = make_drawing("boxes", credit="Drawn by a bandicoot")
    full_post = f"## Part\n\nA trial[^n] of sleep.\n\n![Two boxes.](image:{image.name})\n\n[^n]: Explaining numbats."
    make_article("one", title="One", full_post=full_post)
    member = make_user()
    assert titles("explaining", member) == titles('"explaining numbats"', member) == titles("boxes", member) == ["One"]
    assert titles("aexplaining", member) == titles("bandicoot", member) == []
    (found,) = hits(asked("explaining", member), asked("explaining", member).sort_keys(0, 1), visible_scope(member))
    assert "Explaining numbats" in "".join(piece.text for piece in found.found)
    assert "aExplaining" not in "".join(piece.text for piece in found.found)
