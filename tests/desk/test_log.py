"""The log: every act, filtered and downloaded."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Event
from articles.revisions.saving import note_act
from desk.history.log_rows import A_PAGE
from members.roles import CONTRIBUTOR, EDITOR
from tags.curation.renaming import rename
from tests.desk.desk import at_desk, begun
from tests.factories import make_article, make_tag, make_user
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def acts_on(page: Page) -> list[str]:
    cells = [cell.text for cell in page.with_tag("td")]
    return cells[2::5]


def body_of(response: Any) -> str:
    return b"".join(response.streaming_content).decode()


def test_the_log_tells_who_did_what_when_and_with_which_words() -> None:
    client, ada = at_desk(make_user(EDITOR, name="Ada"))
    article = begun(ada, title="A calm amygdala")
    note_act(article, Event.Act.CHANGES_REQUESTED, by=ada, at=NOW + timedelta(seconds=1), note="Name the sample.")
    page = Page.of(client.get(reverse("desk:log")))
    assert acts_on(page)[:2] == ["Changes requested", "Created"]
    assert {"Ada", "A calm amygdala", "Name the sample."} <= {cell.text for cell in page.with_tag("td")}


def test_acts_on_topics_stand_among_them() -> None:
    client, ada = at_desk(make_user(EDITOR, name="Ada"))
    begun(ada)
    rename(make_tag("Dread"), "Great fear", by=ada, at=NOW + timedelta(seconds=1))
    assert acts_on(Page.of(client.get(reverse("desk:log"))))[:2] == ["Renamed", "Created"]
    only = Page.of(client.get(reverse("desk:log"), {"act": "topics:rename"}))
    assert acts_on(only) == ["Renamed"]


def test_it_is_filtered_by_person_act_article_and_day() -> None:
    client, ada = at_desk(make_user(EDITOR, name="Ada"))
    ben = make_user(EDITOR, name="Ben")
    begun(ada, title="A calm amygdala")
    other = begun(ben, title="A quick hippocampus")
    note_act(other, Event.Act.TAGGED, by=ada, at=NOW - timedelta(days=30))
    day = timezone.localtime(NOW - timedelta(days=30)).date().isoformat()
    asked: list[tuple[dict[str, Any], list[str]]] = [
        ({"by": ben.pk}, ["Created"]),
        ({"act": "tagged"}, ["Tags changed"]),
        ({"article": "hippo quick"}, ["Created", "Tags changed"]),
        ({"until": day}, ["Tags changed"]),
        ({"since": day, "until": day}, ["Tags changed"]),
        ({"by": ada.pk, "act": "created", "article": "calm"}, ["Created"]),
        ({"article": "nothing of this name"}, []),
    ]
    for query, found in asked:
        assert acts_on(Page.of(client.get(reverse("desk:log"), query))) == found, query


def test_a_filter_that_makes_no_sense_is_told_and_narrows_nothing() -> None:
    client, ada = at_desk()
    begun(ada)
    page = Page.of(client.get(reverse("desk:log"), {"since": "yesterday", "act": "no-such", "by": "x", "after": "1-2"}))
    assert acts_on(page) == ["Created"]
    assert page.with_class("field-error")


def test_every_act_is_on_one_page_and_on_one_only() -> None:
    client, ada = at_desk()
    article = begun(ada)
    for number in range(2 * A_PAGE):
        note_act(article, Event.Act.COMMENTED, by=ada, at=NOW - timedelta(seconds=number // 7), note=f"Note {number}")
    seen, address = [], reverse("desk:log")
    while address:
        page = Page.of(client.get(address))
        seen += [cell.text for cell in page.with_tag("td")[4::5]]
        older = [link.attributes["href"] for link in page.with_tag("a") if link.attributes.get("rel") == "next"]
        address = reverse("desk:log") + older[0] if older else ""
    assert sorted(text for text in seen if text.startswith("Note")) == sorted(f"Note {n}" for n in range(2 * A_PAGE))


def test_the_download_holds_what_the_filters_choose_and_no_formula() -> None:
    client, ada = at_desk(make_user(EDITOR, name="=cmd|'/C calc'!A0"))
    article = begun(ada, title="@SUM(A1)")
    note_act(article, Event.Act.COMMENTED, by=ada, at=NOW, note="+1 word")
    response = client.get(reverse("desk:log-csv"), {"act": "commented"})
    head, line = csv.reader(io.StringIO(body_of(response)))
    assert head[:4] == ["When", "Who", "Act", "About"]
    assert (line[1], line[2], line[3], line[5]) == ("'=cmd|'/C calc'!A0", "Commented", "'@SUM(A1)", "'+1 word")
    assert response["Content-Disposition"] == 'attachment; filename="log.csv"'


def test_a_long_log_is_downloaded_whole() -> None:
    client, ada = at_desk()
    article = begun(ada)
    Event.objects.bulk_create(
        Event(article=article, act="commented", by=ada, at=NOW, note=str(number)) for number in range(700)
    )
    response = client.get(reverse("desk:log-csv"), {"act": "commented"})
    lines = list(csv.reader(io.StringIO(body_of(response))))
    assert {line[5] for line in lines[1:]} == {str(number) for number in range(700)}
    assert len(lines) == 701


def test_contributors_see_what_was_done_to_their_own_articles() -> None:
    client, writer = at_desk(make_user(CONTRIBUTOR))
    begun(writer, title="Mine")
    begun(make_user(EDITOR), title="Of others")
    rename(make_tag("Dread"), "Great fear", by=None, at=NOW)
    for address in (reverse("desk:log"), reverse("desk:log-csv")):
        response = client.get(address)
        text = b"".join(response).decode()
        assert "Mine" in text
        assert "Of others" not in text
        assert "Great fear" not in text


def test_the_log_costs_the_same_queries_at_any_size() -> None:
    client, ada = at_desk()

    def add(number: int) -> None:
        for _ in range(number):
            publishing.publish(make_article(status="draft"), by=ada, at=NOW)

    assert_same_queries_for_any_number(reverse("desk:log"), add, client)
