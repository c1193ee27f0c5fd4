"""Following topics, lists and articles, what is new in them, and that nobody learns what another follows."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from library.following.followed import follow, followed_by, restore, unfollow
from library.following.list_states import note_all_followed
from library.following.news import ChangedList, NewArticle, news_for
from library.models import DigestSubscription, Follow, Visit
from lists.models import Item
from members.personal_data import erase, everything_about
from members.roles import EDITOR
from tags import curation
from tests.factories import make_article, make_list, make_tag, make_user
from tests.library.following import LONG_AGO, browser_of, member_following, published, rewrite
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
YESTERDAY = NOW - timedelta(days=1)


def test_a_member_follows_and_unfollows_from_the_page_of_a_topic_and_undoes_it() -> None:
    tag = make_tag("Spiders")
    member = make_user()
    client = browser_of(member)
    page = tag.get_absolute_url()
    assert 'value="follow"' in client.get(page).content.decode()
    address = reverse("following:follow-topic", args=[tag.slug])
    assert client.post(address, {"act": "follow", "next": page})["Location"] == page
    assert 'value="unfollow"' in client.get(page).content.decode()
    kept = Follow.objects.values().get()
    client.post(address, {"act": "unfollow", "next": page})
    assert not Follow.objects.exists()
    client.post(reverse("following:undo"))
    restored = Follow.objects.values().get()
    assert {**restored, "id": 0} == {**kept, "id": 0}
    client.post(reverse("following:undo"))
    assert Follow.objects.count() == 1


@pytest.mark.parametrize("kind", ["topic", "list", "article"])
def test_a_visitor_is_led_through_the_log_in_to_a_question_that_changes_nothing(kind: str) -> None:
    article = make_article(tags=[make_tag("Spiders")])
    things = {"topic": article.tags.get(), "list": make_list(articles=[article]), "article": article}
    thing = things[kind]
    address = reverse(f"following:follow-{kind}", args=[thing.slug])
    text = Client().get(thing.get_absolute_url()).content.decode()
    assert f'href="{address}"' in text
    assert "csrf" not in text
    assert Client().get(address)["Location"] == f"{reverse('account_login')}?next={address}"
    client = browser_of(make_user())
    assert f"Follow “{thing}”?" in Page.of(client.get(address)).text
    assert not Follow.objects.exists()
    assert client.post(address)["Location"] == thing.get_absolute_url()
    assert Follow.objects.count() == 1


def test_what_readers_do_not_see_cannot_be_followed_not_even_by_an_editor() -> None:
    draft, hidden = make_article(status="draft"), make_list(status="draft")
    client = browser_of(make_user(EDITOR))
    assert client.post(reverse("following:follow-article", args=[draft.slug])).status_code == 404
    assert client.post(reverse("following:follow-list", args=[hidden.slug])).status_code == 404
    assert "follow-article" not in client.get(draft.get_absolute_url()).content.decode()
    assert client.post(reverse("following:follow-topic", args=["nowhere"])).status_code == 404


def test_new_articles_in_a_topic_and_its_narrower_ones_are_told_once_each() -> None:
    phobia = make_tag("Phobia")
    spiders = make_tag("Spiders", under=[phobia])
    member = member_following(phobia, spiders)
    published(LONG_AGO - timedelta(days=1), title="Before", tags=[spiders])
    below = published(YESTERDAY, title="Below", tags=[spiders])
    published(YESTERDAY, title="Elsewhere", tags=[make_tag("Sleep")])
    make_article(title="Hidden", status="draft", tags=[phobia])
    (item,) = news_for(member, LONG_AGO, NOW).items
    assert isinstance(item, NewArticle)
    assert (item.article.title, {tag.name for tag in item.topics}) == ("Below", {"Phobia", "Spiders"})
    assert not news_for(member, below.publish_at or NOW, NOW)
    assert not news_for(member_following(phobia, since=NOW), LONG_AGO, NOW)


def test_an_article_that_is_published_again_is_not_new_again() -> None:
    tag = make_tag("Spiders")
    member = member_following(tag)
    article = published(LONG_AGO - timedelta(days=5), tags=[tag])
    article.publish_at = YESTERDAY
    article.save(update_fields=["publish_at"])
    assert not news_for(member, LONG_AGO, NOW)


def test_a_list_tells_what_was_put_in_and_taken_out_as_far_as_readers_see_it() -> None:
    first, second, hidden = make_article(title="First"), make_article(title="Second"), make_article(status="draft")
    reading_list = make_list(articles=[first])
    member = member_following(reading_list)
    section = reading_list.sections.get()
    Item.objects.create(section=section, article=second, reason="Next.", position=5)
    Item.objects.create(section=section, article=hidden, reason="Later.", position=6)
    Item.objects.filter(article=first).delete()
    note_all_followed(YESTERDAY)
    note_all_followed(NOW)
    (item,) = news_for(member, LONG_AGO, NOW).items
    assert isinstance(item, ChangedList)
    assert [article.title for article in item.put_in] == ["Second"]
    assert [article.title for article in item.taken_out] == ["First"]
    assert item.at == YESTERDAY
    assert not news_for(member, YESTERDAY, NOW)
    assert not news_for(member_following(reading_list, since=NOW), LONG_AGO, NOW)


def test_a_changed_article_shows_the_parts_that_the_member_may_read() -> None:
    article = published(LONG_AGO - timedelta(days=1), summary="A small trial.", full_post="## One\n\nQuiet here.")
    reader = make_user("reader")
    member = member_following(article)
    follow(reader, article, at=LONG_AGO)
    rewrite(article, YESTERDAY, full_post="## One\n\nzqsecret here.")
    (item,) = news_for(member, LONG_AGO, NOW).items
    assert getattr(item, "names", ()) == ("Full post",)
    assert not news_for(reader, LONG_AGO, NOW)
    address = reverse("following:changed", args=[article.slug])
    assert "zqsecret" in browser_of(member).get(address).content.decode()
    assert "zqsecret" not in browser_of(reader).get(address).content.decode()
    assert browser_of(make_user()).get(address).status_code == 404
    browser_of(member).post(address)
    assert not news_for(member, LONG_AGO, NOW)


def test_a_change_is_told_once_and_what_was_published_before_one_followed_is_none() -> None:
    article = published(NOW - timedelta(days=20), title="Told again")
    rewrite(article, NOW - timedelta(days=15), summary="Read as it was.")
    member = member_following(article, since=NOW - timedelta(days=12))
    Visit.objects.create(member=member, since=LONG_AGO, at=NOW - timedelta(days=3))
    for days in (5, 1):
        rewrite(article, NOW - timedelta(days=days), summary=f"Read {days} days ago.")
    assert not news_for(member, NOW - timedelta(days=30), NOW - timedelta(days=12))
    assert (
        Page.of(browser_of(member).get(reverse("following:new"))).text.count("Told again") == 2
    )  # title, and in a link


def test_the_page_tells_since_the_last_visit_and_the_same_to_one_who_reloads() -> None:
    tag = make_tag("Spiders")
    member = member_following(tag)
    Visit.objects.create(member=member, since=LONG_AGO, at=NOW - timedelta(days=3))
    published(NOW - timedelta(days=5), title="Old news", tags=[tag])
    published(YESTERDAY, title="Fresh news", tags=[tag])
    client = browser_of(member)
    for _ in range(2):
        new, _, earlier = Page.of(client.get(reverse("following:new"))).text.partition("Before that")
        assert "Fresh news" in new
        assert "Old news" not in new
        assert "Old news" in earlier


def test_merging_and_deprecating_move_the_followers_and_undoing_puts_them_back_exactly() -> None:
    fear, phobia, dread = make_tag("Fear"), make_tag("Phobia"), make_tag("Dread")
    member, both = member_following(fear), member_following(fear, phobia)
    rows = list(Follow.objects.order_by("pk").values())
    merged = curation.merge(fear, into=phobia, by=None, at=NOW)
    assert list(followed_by(member, NOW).tags) == [phobia]
    assert list(followed_by(both, NOW).tags) == [phobia]
    deprecated = curation.deprecate(phobia, replaced_by=dread, by=None, at=NOW)
    assert list(followed_by(member, NOW).tags) == [dread]
    for act in (deprecated, merged):
        curation.undo(act, by=None, at=NOW)
    assert list(Follow.objects.order_by("pk").values()) == rows
    assert list(followed_by(member, NOW).tags) == [fear]
    assert list(followed_by(both, NOW).tags) == [fear, phobia]


def test_one_who_unfollows_a_topic_that_was_two_follows_neither_and_may_undo_it() -> None:
    fear, phobia = make_tag("Fear"), make_tag("Phobia")
    member = member_following(fear, phobia)
    curation.merge(fear, into=phobia, by=None, at=NOW)
    taken = unfollow(member, phobia)
    assert not Follow.objects.exists()
    assert restore(member, taken) == 2
    assert list(followed_by(member, NOW).tags) == [phobia]


def test_nobody_reaches_what_another_follows() -> None:
    tag = make_tag("Spiders")
    article = published(YESTERDAY, title="Fresh news", tags=[tag])
    other = member_following(tag, article)
    DigestSubscription.objects.create(member=other, period="daily", covered_until=NOW)
    client = browser_of(make_user())
    for name in ("following:page", "following:new", "following:opml"):
        text = client.get(reverse(name)).content.decode()
        assert "Spiders" not in text
        assert "Fresh news" not in text
    client.post(reverse("following:follow-topic", args=[tag.slug]), {"act": "unfollow"})
    client.post(reverse("following:mail"), {"period": "never"})
    client.post(reverse("following:undo"))
    assert Follow.objects.filter(member=other).count() == 2
    assert DigestSubscription.objects.filter(member=other).count() == 1
    assert Follow.objects.count() == 2


def test_the_copy_of_ones_data_holds_what_one_follows_and_erasure_leaves_nothing() -> None:
    tag, article = make_tag("Spiders"), make_article()
    member = member_following(tag, article, make_list(articles=[article]))
    DigestSubscription.objects.create(member=member, period="daily", covered_until=NOW)
    Visit.objects.create(member=member, since=NOW, at=NOW)
    kept = everything_about(member)
    assert {row["what"] for row in kept["following"]} == {"topic", "reading list", "article"}
    assert [row["period"] for row in kept["digests"]] == ["daily"]
    erase(member)
    for model in (Follow, Visit, DigestSubscription):
        assert not model.objects.exists()


def test_the_file_for_readers_of_feeds_names_topics_and_lists() -> None:
    tag = make_tag("Fear & dread")
    reading_list = make_list(articles=[make_article(tags=[tag])])
    response = browser_of(member_following(tag, reading_list)).get(reverse("following:opml"))
    text = response.content.decode()
    assert 'text="Fear &amp; dread"' in text
    assert f"/lists/{reading_list.slug}/feed.atom" in text
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", ["following:page", "following:new"])
def test_the_pages_cost_the_same_queries_at_any_size(name: str) -> None:
    member = make_user()
    client = browser_of(member)

    def add(rows: int) -> None:
        for _ in range(rows):
            tag = make_tag()
            article = published(YESTERDAY, tags=[tag])
            for thing in (tag, article, make_list(articles=[article])):
                follow(member, thing, at=LONG_AGO)

    assert_same_queries_for_any_number(reverse(name), add, client)
