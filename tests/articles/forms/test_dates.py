"""The dates that editors correct in the form of an article, and the change that they tell of."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.models import Article
from articles.status import Status
from members.roles import CONTRIBUTOR
from tests.editing import change, editor, errors_of, logged_in, saved
from tests.factories import SCHEDULED, make_article, make_user
from tests.filled import FormReader
from tests.times import NOW, printed

__all__ = ["editor"]
pytestmark = pytest.mark.django_db
EARLIER = (NOW - timedelta(days=900)).replace(microsecond=0)
TYPED = printed(EARLIER)[:19]


def dates(article: Article) -> tuple[datetime | None, datetime | None]:
    row = Article.objects.get(pk=article.pk)
    return row.first_published_at, row.publish_at


# What stands in the database, what is typed as the first publication, and then: the first date and that of lists.
CORRECTED: dict[str, tuple[str, str, tuple[datetime | None, datetime | None]]] = {
    "published": (Status.PUBLISHED, TYPED, (EARLIER, EARLIER)),
    "withdrawn": (Status.WITHDRAWN, TYPED, (EARLIER, EARLIER)),
    "draft": (Status.DRAFT, TYPED, (EARLIER, None)),
    "draft, nothing": (Status.DRAFT, "", (None, None)),
}


@pytest.mark.parametrize("case", CORRECTED)
def test_an_editor_corrects_the_first_publication_and_lists_follow(editor: Client, case: str) -> None:
    status, typed, expected = CORRECTED[case]
    article = make_article(status=status)
    saved(editor, article, first_published_at=typed)
    assert dates(article) == expected


def test_a_draft_with_a_date_is_published_under_it(editor: Client) -> None:
    article = make_article(status=Status.DRAFT)
    saved(editor, article, first_published_at=TYPED)
    publishing.publish(article, by=None, at=NOW)
    assert dates(article) == (EARLIER, EARLIER)


@pytest.mark.parametrize("status", [Status.PUBLISHED, SCHEDULED, Status.WITHDRAWN, Status.DRAFT])
def test_a_date_that_nobody_touched_stays_to_the_microsecond(editor: Client, status: str) -> None:
    article = make_article(status=status)
    before = dates(article)
    assert saved(editor, article, byline="Ana Writer").status_code == 302
    assert dates(article) == before


@pytest.mark.parametrize(
    ("status", "typed", "told"),
    [
        (Status.PUBLISHED, "", "give one"),
        (Status.WITHDRAWN, "", "give one"),
        (Status.DRAFT, f"{NOW + timedelta(days=2):%Y-%m-%dT%H:%M}", "use “Schedule”"),
        (Status.PUBLISHED, f"{NOW + timedelta(days=2):%Y-%m-%dT%H:%M}", "use “Schedule”"),
        (Status.PUBLISHED, "yesterday", "Enter a valid date/time"),
    ],
)
def test_a_date_that_cannot_be_is_refused(editor: Client, status: str, typed: str, told: str) -> None:
    article = make_article(status=status)
    before = dates(article)
    assert told in " ".join(errors_of(saved(editor, article, first_published_at=typed)))
    assert dates(article) == before


def test_dates_are_for_those_who_may_publish() -> None:
    writer = make_user(CONTRIBUTOR)
    client, article = logged_in(writer), make_article(status=Status.DRAFT, editor=writer)
    fields = FormReader(client.get(change(article)).content.decode(), "article_form").fields
    assert not {"first_published_at", "change_note"} & {*fields}
    assert saved(client, article, first_published_at=TYPED, change_note="New.").status_code == 302
    article.refresh_from_db()
    assert (article.first_published_at, article.change_note) == (None, "")


def test_a_change_is_told_with_its_day_on_the_page_and_to_machines(editor: Client) -> None:
    article = make_article("told")
    saved(editor, article, change_note="A second trial is in.")
    article.refresh_from_db()
    assert article.public_updated_at
    assert article.public_updated_at > NOW
    page = Client().get("/articles/told/").text
    assert printed(article.public_updated_at)[:10] in page
    assert "A second trial is in." in page
    assert printed(article.public_updated_at) in page
    told = article.public_updated_at
    saved(editor, article, byline="Ana Writer")
    article.refresh_from_db()
    assert article.public_updated_at == told
    saved(editor, article, change_note="")
    article.refresh_from_db()
    assert article.public_updated_at is None
    assert article.last_updated == article.first_published_at


@pytest.mark.parametrize("status", [Status.DRAFT, SCHEDULED])
def test_there_is_no_change_to_tell_of_what_nobody_has_read(editor: Client, status: str) -> None:
    article = make_article(status=status)
    assert "No reader has seen" in errors_of(saved(editor, article, change_note="New."))[0]


def test_what_returned_to_draft_may_tell_of_a_change(editor: Client) -> None:
    article = make_article()
    publishing.return_to_draft(article, by=None, at=timezone.now())
    assert saved(editor, article, change_note="A table is gone.").status_code == 302
