"""Every date that is shown or exported is that of the site's own clock, on both sides of the date line."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from collection.article_files import read_article, write_article
from collection.stored import stored_article
from lists.models import ReadingList
from members.models import User
from members.roles import ADMINISTRATOR
from tests.editing import logged_in
from tests.factories import make_article, make_list, make_user
from tests.times import NOW

pytestmark = pytest.mark.django_db
YEAR = NOW.year - 1
ZONES = ("Pacific/Auckland", "Pacific/Honolulu", "UTC")


def midnights(zone: str) -> list[datetime]:
    """A minute before the year began there, and a minute after."""
    new_year = datetime(YEAR, 1, 1, tzinfo=ZoneInfo(zone))
    return [(new_year + timedelta(minutes=minutes)).astimezone(UTC) for minutes in (-1, 1)]


MOMENTS = [(zone, moment) for zone in ZONES for moment in midnights(zone)]
# Where a date stands, and how the day of the article's first publication is written there.
PLACES: dict[str, tuple[str, str]] = {
    "page": ("/articles/one/", '<time datetime="{:%Y-%m-%d}">'),
    "structured data": ("/articles/one/", '"datePublished": "{:%Y-%m-%dT%H:%M}'),
    "cite box": ("/articles/one/", "({0:%Y}, {0:%B} {0.day})"),
    "BibTeX": ("/articles/one/cite.bib", "{:%Y}"),
    "RIS": ("/articles/one/cite.ris", "{:%Y}"),
    "CSL-JSON": ("/articles/one/cite.json", '"date-parts": [ [ {0:%Y}, {0.month}, {0.day} ] ]'),
    "latest": ("/latest/", "</small> {:%Y}</b>"),
    "feed": ("/feeds/latest.atom", "<published>{:%Y-%m-%dT%H:%M}"),
    "sitemap": ("/sitemap.xml", "<lastmod>{:%Y-%m-%d}</lastmod>"),
    "list": ("/lists/steps/", '<time datetime="{:%Y-%m-%d}">'),
}


@pytest.mark.parametrize(("zone", "moment"), MOMENTS)
def test_a_date_is_that_of_the_site(zone: str, moment: datetime) -> None:
    article = make_article("one", publish_at=moment)
    reading_list = make_list("steps", articles=[article])
    ReadingList.objects.filter(pk=reading_list.pk).update(publish_at=moment, first_published_at=moment)
    with timezone.override(zone):
        texts = {
            address: re.sub(r"\s+", " ", Client().get(address).text)
            for address in {place[0] for place in PLACES.values()}
        }
    for place, (address, written) in PLACES.items():
        assert written.format(moment.astimezone(ZoneInfo(zone))) in texts[address], place


@pytest.mark.parametrize(("zone", "moment"), MOMENTS)
def test_the_year_of_an_overview_is_that_of_the_site(zone: str, moment: datetime) -> None:
    make_article("one", publish_at=moment)
    with timezone.override(zone):
        assert Article.objects.get().year == moment.astimezone(ZoneInfo(zone)).year


@pytest.mark.parametrize("zone", ZONES)
def test_a_time_in_the_list_of_accounts_says_in_which_zone_it_is(zone: str) -> None:
    owner, moment = make_user(ADMINISTRATOR), midnights(zone)[1]
    User.objects.update(date_joined=moment)
    with timezone.override(zone):
        text = logged_in(owner).get("/admin/members/user/").text
    here = moment.astimezone(ZoneInfo(zone))
    assert f"{here.day} {here:%b %Y, %H:%M %Z}" in text


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_in_a_file_is_that_day_here_and_comes_out_as_it_went_in(zone: str) -> None:
    with timezone.override(zone):
        day = datetime(YEAR, 5, 1, tzinfo=ZoneInfo(zone))
        article = make_article("one", publish_at=day.astimezone(UTC))
        written = write_article(stored_article(article))
        assert f"published: {YEAR}-05-01\n" in written
        read = read_article(written, "articles/one.md", "one", [])
    assert read
    assert read.state.published == day
