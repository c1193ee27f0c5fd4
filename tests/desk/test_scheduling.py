"""A time to come in the zone of whoever chooses it, also on nights on which clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from articles.models import Article
from articles.revisions.catching_up import catch_up
from articles.revisions.due import let_out_due, schedule_changes
from articles.revisions.revision_content import whole
from articles.revisions.saving import Sent, save
from desk.scheduling import in_words, moment
from members.roles import EDITOR
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_time_that_clocks_jump_over_or_show_twice_is_told() -> None:
    with pytest.raises(ValidationError, match="jump over"):
        moment(datetime(2027, 3, 28, 2, 30), BERLIN)  # noqa: DTZ001
    with pytest.raises(ValidationError, match="twice"):
        moment(datetime(2026, 10, 25, 2, 30), BERLIN)  # noqa: DTZ001
    assert moment(datetime(2026, 10, 25, 3, 0), BERLIN).astimezone(UTC).hour == 2  # noqa: DTZ001
    assert moment(datetime(2027, 3, 28, 3, 0), BERLIN).astimezone(UTC).hour == 1  # noqa: DTZ001


def test_a_time_is_told_with_its_zone() -> None:
    assert in_words(datetime(2026, 11, 24, 8, tzinfo=UTC), BERLIN) == "Tue 24 Nov, 09:00 CET"


def test_changes_come_at_that_moment_whatever_clocks_do_that_night() -> None:
    evening = datetime(2027, 3, 27, 20, tzinfo=BERLIN)
    article, editor = make_article(standfirst="As it was.", publish_at=evening), make_user(EDITOR)
    draft = catch_up(article)
    content = whole({**draft.head.content, "standfirst": "As it will be."})
    revision = save(article, Sent(content, draft.head_id, editor, evening))
    due_at = moment(datetime(2027, 3, 28, 3, 0), BERLIN)  # noqa: DTZ001
    schedule_changes(article, revision, by=editor, at=evening, publish_at=due_at)
    seen = []
    for at in (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)):
        let_out_due(at)
        seen.append(Article.objects.get(pk=article.pk).standfirst)
    assert seen == ["As it was.", "As it will be."]
