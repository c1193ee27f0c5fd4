"""Related articles on the page of an article: who stands there, in which order, and for which reason."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.content import content_of, write_content
from articles.models import Article, RelatedArticle, RelatedChoice, Suggestion
from articles.related.display import related_to
from articles.related.neighbours import LENGTH
from articles.related.pinning import block, move_down, move_up, pin, release
from articles.related.update import list_anew
from articles.status import Status
from members.roles import CONTRIBUTOR, EDITOR, MEMBER
from tests.articles.related.relations import fear, listed, seen, settled, sleep, slugs
from tests.factories import SCHEDULED, make_article, make_tag, make_user, relate_articles
from tests.page import Page

pytestmark = pytest.mark.django_db


def bring_forward(articles: QuerySet[Article]) -> None:
    """As if the time for which they were scheduled had come."""
    come = timezone.now() - timedelta(minutes=1)
    articles.update(publish_at=come, first_published_at=come)


def test_a_suggestion_says_what_both_are_about_and_which_labels_they_share() -> None:
    extinction, amygdala = make_tag("Extinction learning"), make_tag("Amygdala")
    make_tag("Memory", synonyms=["recall"])
    one = fear("one", tags=[extinction, amygdala], standfirst="A safety signal and the recall of it.")
    fear("two", tags=[amygdala, extinction], standfirst="After recall the safety signals kept their meaning.")
    for number in range(6):
        sleep(f"night-{number}", tags=[make_tag()])
    first = seen(one)[0]
    assert first.how == "Suggested"
    assert first.article.slug == "two"
    assert first.reason == "Both on Extinction learning and Amygdala; shared terms: recall."


def test_words_are_written_as_the_page_writes_them() -> None:
    make_tag("Behavioral", synonyms=["Rehearsal"])
    here = fear("here", title="Behavioural rehearsal", tags=[make_tag()])
    there = fear("there", title="Behavioral rehearsals", tags=[make_tag()])
    for number in range(6):
        sleep(f"night-{number}", tags=[make_tag()])
    settled()
    words = {article.slug: dict(Suggestion.objects.get(article=article, other=other).terms)
             for article, other in ((here, there), (there, here))}  # fmt: skip
    assert "Behavioural" not in words["here"]
    assert [set(words[slug]) & {"behavioural", "behavioral", "rehearsal", "rehearsals"} for slug in words] == [
        {"behavioural", "rehearsal"}, {"behavioral", "rehearsals"},
    ]  # fmt: skip


def test_the_nearer_article_comes_first_and_what_is_far_stays_away() -> None:
    one, two, night = fear("one", tags=[make_tag()]), fear("two", tags=[make_tag()]), sleep("night", tags=[make_tag()])
    assert listed(one)[0] == "two"
    assert listed(two)[0] == "one"
    scores = dict(Suggestion.objects.filter(article=one).values_list("other__slug", "score"))
    assert scores["two"] > 3 * scores.get(night.slug, 0)


def test_curated_links_come_first_and_no_article_stands_there_twice() -> None:
    one, others = fear("one"), [fear(f"other-{number}") for number in range(8)]
    relate_articles(one, others[5], reason="An editor says so.")
    relate_articles(others[6], one, relation="extends")
    found = seen(one)
    assert slugs(found)[:2] == ["other-5", "other-6"]
    assert [link.how for link in found] == ["Points the same way", "Takes this further", *["Suggested"] * 4]
    assert len(set(slugs(found))) == 6
    assert "one" not in slugs(found)


def test_six_curated_links_leave_no_room() -> None:
    one, others = fear("one"), [fear(f"other-{number}") for number in range(8)]
    for other in others[2:]:
        relate_articles(one, other)
    assert slugs(seen(one)) == [other.slug for other in others[2:]]


def test_all_curated_links_are_shown_from_either_end() -> None:
    one, others = fear("one"), [fear(f"other-{number}") for number in range(10)]
    for other in others[:5]:
        relate_articles(one, other)
    for other in others[5:9]:
        relate_articles(other, one)
    assert slugs(seen(one)) == [other.slug for other in others[:9]]
    assert len(seen(others[0])) == 6
    page = Page.of(Client().get(one.get_absolute_url()))
    assert len(page.with_class("rel")) == 6
    more = page.with_class("rel-more")[0].text
    assert [other.title in more for other in others] == [False] * 6 + [True] * 3 + [False]
    assert f"Points the same way: {others[6].title} · It points the same way." in more
    assert not Page.of(Client().get(others[0].get_absolute_url())).with_class("rel-more")


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.APPROVED, Status.WITHDRAWN])
def test_what_is_not_published_is_suggested_to_nobody(status: str) -> None:
    one = fear("one")
    fear("hidden", status=status, reason=Article.WithdrawalReason.PAPER_RETRACTED)
    for user in (None, make_user(MEMBER), make_user(CONTRIBUTOR), make_user(EDITOR)):
        assert seen(one, user) == []
    assert not Suggestion.objects.exists()


def test_a_scheduled_article_is_suggested_from_its_time_on() -> None:
    one, later = fear("one"), fear("later", status=SCHEDULED)
    assert seen(one) == []
    assert slugs(seen(one, make_user(EDITOR))) == ["later"]
    bring_forward(Article.objects.filter(pk=later.pk))
    assert slugs(seen(one)) == ["later"]


def test_what_is_scheduled_takes_no_place_from_what_readers_see_today() -> None:
    one = fear("one")
    for number in range(7):
        fear(f"today-{number}", title="Fear at night", summary="Nights were slept through.", tags=[make_tag()])
    before = slugs(seen(one))
    assert len(before) == 6
    later = [fear(f"later-{number}", status=SCHEDULED) for number in range(LENGTH + 3)]
    write_content(later[0], content_of(later[0]))
    for _ in range(2):
        assert slugs(seen(one)) == before
        assert sum(slug.startswith("later") for slug in listed(one)) == LENGTH
        assert len(listed(one)) == LENGTH + 7
        list_anew([one.pk])
    bring_forward(Article.objects.filter(slug__startswith="later"))
    write_content(one, content_of(one))
    assert len(listed(one)) == LENGTH
    assert not any(slug.startswith("today") for slug in slugs(seen(one)))


def test_a_list_is_filled_again_when_too_few_are_left_that_readers_see_today() -> None:
    one, today = fear("one"), {f"today-{number}": fear(f"today-{number}") for number in range(LENGTH + 2)}
    for number in range(10):
        fear(f"later-{number}", status=SCHEDULED)
    near = today.keys() & set(listed(one))
    assert len(near) == LENGTH
    for slug in sorted(near)[:14]:
        publishing.withdraw(today[slug], by=None, at=timezone.now(), reason="error")
    assert today.keys() - near <= set(listed(one))


def test_a_site_with_one_article_shows_a_clean_page() -> None:
    fear("alone")
    page = Page.of(Client().get("/articles/alone/"))
    assert not page.with_class("related")
    assert "Read next" not in page.text


def test_the_page_marks_suggestions_by_a_word() -> None:
    one = fear("one")
    fear("two")
    settled()
    card = Page.of(Client().get(one.get_absolute_url())).with_class("rel")[0]
    assert card.text.startswith("Suggested")
    assert "Both on Social anxiety disorder" in card.text


def test_ties_are_always_broken_in_the_same_way() -> None:
    one = fear("one")
    same = [fear(f"copy-{number}", title="Fear fades by extinction in study one") for number in range(5)]
    settled()
    scores = Suggestion.objects.filter(article=one).values_list("score", flat=True)
    assert len(set(scores)) == 1
    assert slugs(seen(one)) == [article.slug for article in same]
    write_content(same[0], content_of(same[0]))
    assert slugs(seen(one)) == [article.slug for article in same]


def test_reading_takes_two_queries_however_many_there_are() -> None:
    one = fear("one")
    seen(one)  # reads the vocabulary, which a process keeps
    others = [fear(f"other-{number}") for number in range(4)]
    relate_articles(one, others[0])
    for added in (8, 0):
        settled()
        with CaptureQueriesContext(connection) as queries:
            related = related_to(one.pk, AnonymousUser(), timezone.now(), tags=[])
            cards = [(link.article.title, link.article.teaser, link.reason) for link in related]
        assert len(queries) == 2
        assert len(cards) > 3
        for _ in range(added):
            make_article()


# --- What editors chose -------------------------------------------------------------------------------------------


def near(number: int = 8) -> tuple[Article, list[Article]]:
    return fear("one"), [fear(f"other-{place}") for place in range(number)]


def test_pinned_articles_come_after_curated_ones_in_the_order_that_an_editor_gave() -> None:
    one, others = near()
    relate_articles(one, others[0])
    for other in (others[7], others[3], others[5]):
        pin(one, other)
    move_up(one, others[5])
    move_down(one, others[7])
    move_up(one, others[5])
    assert slugs(seen(one))[:4] == ["other-0", "other-5", "other-7", "other-3"]
    assert all(link.reason for link in seen(one))


def test_a_blocked_article_is_gone_from_this_page_alone_until_it_is_released() -> None:
    one, others = near(3)
    block(one, others[1])
    assert "other-1" not in slugs(seen(one))
    assert "one" in slugs(seen(others[1]))
    release(one, others[1])
    assert "other-1" in slugs(seen(one))


def test_what_was_blocked_is_left_out_whatever_the_stored_list_says() -> None:
    one, others = near(3)
    assert len(seen(one)) == 3
    RelatedChoice.objects.create(article=one, other=others[1], choice=RelatedChoice.Choice.BLOCKED, position=0)
    assert set(slugs(seen(one))) == {"other-0", "other-2"}


def test_choices_outlast_edits_withdrawal_and_new_lists() -> None:
    one, others = near(4)
    pin(one, others[3])
    block(one, others[0])
    for article in (one, others[3], others[0]):
        write_content(article, content_of(article))
    assert slugs(seen(one)) == ["other-3", "other-1", "other-2"]
    publishing.withdraw(others[3], by=None, at=timezone.now(), reason="error")
    assert slugs(seen(one)) == ["other-1", "other-2"]
    publishing.publish(others[3], by=None, at=timezone.now())
    assert slugs(seen(one)) == ["other-3", "other-1", "other-2"]


def test_a_curated_link_to_an_article_hides_its_suggestion_only_where_it_is_seen() -> None:
    one, two = fear("one"), fear("two")
    RelatedArticle.objects.create(source=one, target=two, relation="supports", reason="Read it.")
    assert [link.how for link in seen(one)] == ["Points the same way"]
