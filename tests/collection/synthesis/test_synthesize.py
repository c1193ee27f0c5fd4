"""A made-up collection is what the site itself would have made of it, and can be stopped and added to."""

import io
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.content import rendered
from articles.models import Article, FullPost, FullPostWords, PublicWords
from articles.search.index import index, public_words
from articles.status import Status
from bibliography.models import Reference
from bibliography.normalization import normalized
from bibliography.writing import derived
from collection.synthesis import corpus
from collection.synthesis.corpus import synthesize
from collection.synthesis.made_articles import date_of
from collection.synthesis.vocabulary import planned
from collection.synthesis.words import Speech
from lists.models import ReadingList
from tags.curation.integrity import report
from tags.management.progress import silently
from tags.models import Tag
from tests.factories import make_article, make_tag
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
SIZE = 200


@shared
def made() -> int:
    return synthesize(SIZE, silently, abstracts=True)


def told(command: str, *options: str) -> str:
    out = io.StringIO()
    call_command(command, *options, stdout=out)
    return out.getvalue()


def state() -> dict[str, object]:
    """All that says where an article stands, and what it says."""
    return {
        "articles": list(Article.objects.order_by("pk").values_list("pk", "title", "publish_at", "sort_key", "access")),
        "filed": list(Article.objects.order_by("pk", "tagged_items").values_list("pk", "tagged_items__tag__name")),
        "posts": list(FullPost.objects.order_by("pk").values_list("html", flat=True)),
        "papers": list(Reference.objects.order_by("pk").values_list("csl", flat=True)),
    }


def test_checks_of_the_site_find_nothing_to_do(made: int) -> None:
    assert made == Article.objects.count() == SIZE
    assert "Every shelf was right" in told("rebuild_shelves", "--check")
    assert not report().errors
    assert not Article.objects.without_words().exists()


def test_texts_and_words_are_those_that_the_site_makes_of_them(made: int) -> None:
    for article in Article.objects.filter(status=Status.PUBLISHED).select_related("paper")[:5]:
        post = FullPost.objects.get(article=article)
        texts = rendered("", article.summary_markdown, post.markdown)
        assert (texts.summary.html, texts.full.html, texts.problems) == (article.summary_html, post.html, [])
        assert (texts.summary.words, texts.full.words) == (article.summary_words, article.full_words)
        assert texts.full.outline == article.outline
        assert texts.cited == [citation.reference.key for citation in article.citations.all()]
        words = PublicWords.objects.filter(article=article).values(*public_words(article)).get()
        body = FullPostWords.objects.get(article=article).body
        assert public_words(article) == words
        index(article)
        assert FullPostWords.objects.get(article=article).body == body


def test_references_are_those_that_the_site_makes_of_their_records(made: int) -> None:
    for reference in Reference.objects.all()[:12]:
        assert normalized(reference.csl) == reference.csl
        assert {name: getattr(reference, name) for name in derived(reference.csl)} == derived(reference.csl)


def test_its_pages_answer(made: int) -> None:
    article = Article.objects.filter(status=Status.PUBLISHED).latest("sort_key")
    topic = Tag.objects.get(slug="synthetic-tag-1")
    words = "+".join(article.title.split()[3:])
    pages = ["/", "/latest/", "/tags/", f"/search/?q={words}", article.get_absolute_url(), topic.get_absolute_url()]
    pages.append(ReadingList.objects.all()[0].get_absolute_url())
    assert {page: Client().get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    assert article.get_absolute_url() in Client().get(f"/search/?q={words}").text


def test_a_run_that_was_stopped_goes_on_where_it_was(made: int) -> None:
    before = state()
    Article.objects.filter(pk__gt=150).delete()
    Reference.objects.filter(pk__gt=150).delete()
    assert "50 articles were added" in told("synthesize", f"--articles={SIZE}", "--abstracts")
    assert state() == before
    assert "0 articles were added" in told("synthesize", f"--articles={SIZE}", "--abstracts")
    assert state() == before


def test_a_bigger_collection_begins_with_the_smaller_one(made: int, monkeypatch: pytest.MonkeyPatch) -> None:
    before, tags = state(), Tag.objects.count()
    monkeypatch.setattr("collection.synthesis.vocabulary.FEWEST", 60)
    synthesize(SIZE + 10, silently, abstracts=True)
    assert Tag.objects.count() == tags + 20
    assert state()["articles"][:SIZE] == before["articles"]  # type: ignore[index]
    assert "Every shelf was right" in told("rebuild_shelves", "--check")
    assert not report().errors


def test_the_site_counts_on_behind_what_was_made(made: int) -> None:
    article = make_article(tags=[make_tag("Fear")])
    assert article.pk > SIZE
    assert Client().get(article.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("make", [make_tag, make_article])
def test_a_database_with_real_content_is_left_alone(make: object) -> None:
    assert callable(make)
    make()
    with pytest.raises(CommandError, match="that were not made up"):
        told("synthesize", "--articles=5")
    assert Article.objects.filter(slug__startswith="synthetic").count() == 0


@pytest.mark.parametrize(("abstracts", "shortest", "longest"), [(True, 1_100, 2_000), (False, 15_000, 20_000)])
def test_texts_have_the_lengths_of_real_ones(abstracts: bool, shortest: int, longest: int) -> None:
    synthesize(3, silently, abstracts=abstracts)
    lengths = [len(text) for text in FullPost.objects.values_list("markdown", flat=True)]
    assert shortest < min(lengths) <= max(lengths) < longest


def test_the_vocabulary_has_the_shape_of_mesh() -> None:
    tags = planned(10_000, Speech(5_000, 10, seed=1), seed=1)
    depth: dict[int, int] = {}
    for tag in tags:
        depth[tag.number] = 1 + max((depth[parent] for parent in tag.parents), default=0)
    assert set(depth.values()) == {1, 2, 3, 4, 5, 6, 7}
    parents = Counter(len(tag.parents) for tag in tags)
    assert parents[2] > 600
    assert len({tag.taxonomy for tag in tags}) == 8


def test_dates_rise_and_lie_in_the_past() -> None:
    dates = [date_of(number) for number in (1, 2, 200, 100_000, 100_001, 1_000_000)]
    assert dates == sorted(set(dates))
    assert {dates[0].year, dates[-1].year} == {2006, 2021}


def test_batches_cover_every_number() -> None:
    assert [number for batch in corpus.batches(3, 9_203) for number in batch] == list(range(3, 9_204))
