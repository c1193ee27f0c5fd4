"""The log: every act, filtered and downloaded."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

import lists.publishing
from articles import publishing
from articles.forms.image_form import mark_of
from articles.models import Event
from articles.revisions.saving import note_act
from bibliography.importing.read import Form, read_record
from bibliography.importing.storing import import_records
from bibliography.writing import save_reference
from desk.history.log_rows import A_PAGE
from lists import arranging
from lists.arrangement import Arrangement, Part, Row, arrangement_of
from lists.models import Section
from members.models import LoggedAct
from members.roles import CONTRIBUTOR, EDITOR
from tags.curation.renaming import rename
from tests.desk.desk import at_desk, begun, show_once_more
from tests.factories import make_article, make_image, make_reference, make_tag, make_user
from tests.filled import FormReader
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number
from tests.times import NOW

pytestmark = pytest.mark.django_db


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


def test_acts_on_images_lists_and_references_tell_what_they_changed() -> None:
    client, ada = at_desk(make_user(EDITOR, name="Ada"))
    image, reference = make_image("scanner", alt="A scanner."), make_reference("fear2002", title="Fear less")
    article = make_article(title="About fear")
    client.post(reverse("desk:image", args=[image.pk]), {"seen": mark_of(image), "alt": "A bright room."})
    form = FormReader(client.get(reverse("desk:record", args=[reference.pk])).content.decode(), "main-form").fields
    record = {**json.loads(form["csl"][0]), "title": "Fear no more"}
    client.post(reverse("desk:record", args=[reference.pk]), {**form, "csl": json.dumps(record)})
    made = arranging.begin_list("Fear, step by step", by=ada)
    wanted = Arrangement("Fear", made.slug, "For all.", (Part("First", rows=(Row(article.pk, "It is short."),)),))
    arranging.rearrange(made, wanted, seen=arrangement_of(made).mark, by=ada)
    lists.publishing.publish(made, by=ada, at=timezone.now())
    lists.publishing.withdraw(made, by=ada, at=timezone.now())
    arranging.delete_list(made, seen=arrangement_of(made).mark, by=ada)
    show_once_more(client)
    client.post(reverse("desk:delete-image", args=[image.pk]))
    page = Page.of(client.get(reverse("desk:log"), {"by": ada.pk}))
    assert acts_on(page) == [
        "Image deleted", "Reading list deleted", "Reading list withdrawn", "Reading list published",
        "Reading list changed", "Reading list added", "Reference changed", "Image changed",
    ]  # fmt: skip
    cells = [cell.text for cell in page.with_tag("td")]
    assert {"Ada", "scanner", "Fear", "fear2002: Fear no more"} <= set(cells)
    for told in ("text: A scanner.", "text: A bright room.", "title: Fear less", "title: Fear no more",
                 "section 1: First About fear: It is short.", "state: draft", "state: published"):  # fmt: skip
        assert any(told in " ".join(cell.split()) for cell in cells), told
    asked: list[tuple[dict[str, str], int]] = [
        ({"act": "image:changed"}, 1), ({"act": "reading-list:published"}, 1), ({"act": "reference:deleted"}, 0),
        ({"article": "fear step"}, 1), ({"act": "topics:rename"}, 0), ({"act": "published"}, 1),
    ]  # fmt: skip
    for query, found in asked:
        assert len(acts_on(Page.of(client.get(reverse("desk:log"), query)))) == found, query
        response = client.get(reverse("desk:log-csv"), query)
        assert len(list(csv.reader(io.StringIO(body_of(response))))) == found + 1


def test_what_is_saved_as_it_was_is_no_act() -> None:
    _, ada = at_desk()
    made = arranging.begin_list("Fear", by=ada)
    stored = arrangement_of(made)
    arranging.rearrange(made, stored, seen=stored.mark, by=ada)
    reference = make_reference()
    save_reference(reference.key, reference.csl, by=ada)
    assert [act.done for act in LoggedAct.objects.all()] == ["added"]


def test_where_an_article_stands_and_what_is_pasted_is_told_too() -> None:
    _, ada = at_desk()
    made, article = arranging.begin_list("Fear", by=ada), make_article(title="About fear")
    section = Section.objects.create(reading_list=made, title="First", position=0)
    item = arranging.place(article, section, "It is short.", by=ada, at=NOW)
    arranging.take_out(item, by=ada)
    csl = {"type": "book", "title": "Fear less", "author": [{"family": "Furmark"}]}
    import_records([read_record(1, Form.CSL, csl)], by=ada)
    told = {"section": "First", "article": "About fear: It is short."}
    acts = LoggedAct.objects.order_by("pk").values_list("kind", "done", "before", "after")
    assert list(acts)[1:] == [
        ("reading-list", "changed", None, told),
        ("reading-list", "changed", told, None),
        ("reference", "added", None, None),
    ]


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
    arranging.begin_list("List of others", by=make_user(EDITOR))
    csl = {"type": "book", "title": "Book of mine", "author": [{"family": "Furmark"}]}
    import_records([read_record(1, Form.CSL, csl)], by=writer)
    rename(make_tag("Dread"), "Great fear", by=None, at=NOW)
    for address in (reverse("desk:log"), reverse("desk:log-csv")):
        response = client.get(address)
        text = b"".join(response).decode()
        assert "Mine" in text
        assert "Book of mine" in text
        assert "of others" not in text.lower()
        assert "Great fear" not in text


def test_the_log_costs_the_same_queries_at_any_size() -> None:
    client, ada = at_desk()

    def add(number: int) -> None:
        for _ in range(number):
            publishing.publish(make_article(status="draft"), by=ada, at=NOW)

    assert_same_queries_for_any_number(reverse("desk:log"), add, client)
