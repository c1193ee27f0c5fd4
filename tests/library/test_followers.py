"""What happens far from those who follow: files are loaded, states of lists go, topics are about to be merged."""

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from collection.loading import load
from library.following.list_states import prune
from library.following.news import ChangedList, news_for
from library.models import DigestSubscription, ListState, Visit
from lists.models import ReadingList
from members.roles import EDITOR
from tags import curation
from tags.models import Tag
from tests.collection.folders import OVERVIEW, SUMMARY, write_folder
from tests.factories import make_article, make_list, make_tag, make_user
from tests.library.following import browser_of, member_following
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def test_what_a_load_changes_or_brings_is_told_to_followers(tmp_path: Path) -> None:
    load(write_folder(tmp_path), at=NOW, tell=lambda *_: None)
    summary, overview = (Article.objects.get(slug=slug) for slug in ("a-quieter-amygdala", "overview"))
    member = member_following(Tag.objects.get(slug="amygdala"), summary, overview, since=timezone.now())
    since = timezone.now()
    assert not news_for(member, since, timezone.now())
    changed = {
        "articles/a-quieter-amygdala.md": SUMMARY.replace("They scanned people.", "They scanned 18 people."),
        "articles/late.md": OVERVIEW,
    }
    load(write_folder(tmp_path, changed), at=NOW, tell=lambda *_: None)
    told = news_for(member, since, timezone.now()).items
    found = {item.article.slug: getattr(item, "names", ()) for item in told if not isinstance(item, ChangedList)}
    assert found == {"late": (), "a-quieter-amygdala": ("Full post",)}
    assert all(since < item.at <= timezone.now() for item in told)
    assert not news_for(member, timezone.now(), timezone.now())
    load(write_folder(tmp_path, changed), at=NOW, tell=lambda *_: None)
    assert news_for(member, since, timezone.now()).items == told


def test_what_lists_held_goes_once_all_who_follow_them_were_told() -> None:
    followed, other = make_list(articles=[make_article()]), make_list(articles=[make_article()])
    member = member_following(followed)
    moments = [NOW - timedelta(days=days) for days in (90, 80, 70, 50, 1)]
    for reading_list in (followed, other):
        ListState.objects.filter(reading_list=reading_list).delete()
        for number, moment in enumerate(moments):
            ListState.objects.create(reading_list=reading_list, at=moment, articles=[number])
    Visit.objects.create(member=member, since=NOW - timedelta(days=75), at=NOW)

    def kept(reading_list: ReadingList) -> list[datetime]:
        return list(ListState.objects.filter(reading_list=reading_list).values_list("at", flat=True))

    told = news_for(member, NOW - timedelta(days=75), NOW).items
    said = io.StringIO()
    for options in (["--dry-run"], [], []):
        call_command("prune_list_states", *options, stdout=said)
    assert said.getvalue().splitlines() == [
        "3 former states of lists to remove.", "3 former states of lists removed.", "0 former states of lists removed.",
    ]  # fmt: skip
    assert (kept(followed), kept(other)) == (moments[1:], moments[2:])
    assert news_for(member, NOW - timedelta(days=75), NOW).items == told
    DigestSubscription.objects.create(member=member, period="weekly", covered_until=NOW - timedelta(days=85))
    assert prune(NOW) == 0
    Visit.objects.update(since=NOW, at=NOW)
    DigestSubscription.objects.update(covered_until=NOW)
    assert prune(NOW) == 1
    assert kept(followed) == moments[2:]
    assert prune(NOW + timedelta(days=365)) == 4
    assert kept(followed) == kept(other) == moments[-1:]


@pytest.mark.parametrize(
    ("act", "query", "said"),
    [
        ("merge", "into", "and will follow the other."),
        ("deprecate", "replaced_by", "and will follow what takes its place."),
    ],
)
def test_before_a_topic_is_merged_or_deprecated_editors_are_told_how_many_follow_it(
    act: str, query: str, said: str
) -> None:
    fear, phobia, dread, quiet = make_tag("Fear"), make_tag("Phobia"), make_tag("Dread"), make_tag("Quiet")
    for things in ((fear,), (fear, phobia), (dread,)):
        member_following(*things)
    curation.merge(fear, into=phobia, by=None, at=NOW)
    editor = browser_of(make_user(EDITOR))

    def asked(tag: Tag, other: Tag) -> str:
        address = reverse("desk:topic-act", args=[tag.pk, act])
        return editor.get(address, {query: other.name}).content.decode()

    assert f"2 members follow it, {said}" in asked(phobia, quiet)
    assert f"1 member follows it, {said}" in asked(dread, quiet)
    nobody = asked(quiet, dread)
    assert "What will change" in nobody
    assert "follow it" not in nobody
