"""Topics at the desk: found, described, and each act asked about, done and undone."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from members.roles import CONTRIBUTOR
from tags.models import CurationAct, Tag, TagLabel
from tests.desk.desk import at_desk
from tests.factories import make_article, make_tag, make_taxonomy, make_user
from tests.filled import FormReader
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number

pytestmark = pytest.mark.django_db


def page_of(tag: Tag) -> str:
    return reverse("desk:topic", args=[tag.pk])


def act_of(tag: Tag, name: str) -> str:
    return reverse("desk:topic-act", args=[tag.pk, name])


def form_on(answer: Any) -> dict[str, list[str]]:
    return FormReader(answer.content.decode(), "main-form").fields


def asked(client: Client, tag: Tag, name: str, **said: Any) -> Page:
    return Page.of(client.get(act_of(tag, name), said))


def done(client: Client, tag: Tag, name: str, **said: Any) -> Any:
    """The act, after the page that says what will change."""
    return client.post(act_of(tag, name), form_on(client.get(act_of(tag, name), said)))


def test_the_outline_shows_every_topic_with_its_articles() -> None:
    client, _ = at_desk()
    anxiety = make_tag("Anxiety")
    phobia = make_tag("Phobia", under=[anxiety], synonyms=["Dread"])
    make_tag("Nothing filed here")
    make_article(tags=[phobia])
    page = Page.of(client.get(reverse("desk:topics")))
    rows = [row.text.replace("⠿", "").split() for row in page.with_class("row")]
    assert ["Anxiety", "1"] in rows
    assert ["Phobia", "1"] in rows
    assert ["Nothing", "filed", "here", "0"] in rows
    found = client.get(reverse("desk:topics"), {"q": "dread"}).content.decode()
    assert page_of(phobia) in found
    assert "also “Dread”" in found


def test_a_taxonomy_has_a_page_of_its_own() -> None:
    client, _ = at_desk()
    make_tag("Anxiety")
    other = make_tag("Amygdala", make_taxonomy("region"))
    text = client.get(reverse("desk:topics"), {"taxonomy": "region"}).content.decode()
    assert page_of(other) in text
    assert "Anxiety" not in text


def test_an_act_says_first_what_will_change_then_is_done_and_undone() -> None:
    client, _ = at_desk()
    dread, phobia = make_tag("Dread"), make_tag("Phobia")
    article = make_article(tags=[dread])
    page = asked(client, dread, "merge", into="Phobia")
    assert "1 article moves to “Phobia”." in page.text
    assert "leads to /tags/phobia/ for good." in page.text
    assert list(article.tags.all()) == [dread]
    answer = done(client, dread, "merge", into="Phobia")
    assert answer["Location"] == page_of(phobia)
    assert list(article.tags.all()) == [phobia]
    act = CurationAct.objects.get()
    undo = reverse("desk:undo-topic-act", args=[act.pk])
    assert undo in client.get(answer["Location"]).content.decode()
    assert client.post(undo, form_on(client.get(undo))).status_code == 302
    assert [tag.name for tag in article.tags.all()] == ["Dread"]
    assert "cannot be undone" in client.get(undo).content.decode()


@pytest.mark.parametrize(
    ("name", "said", "foreseen"),
    [
        ("rename", {"label": "Great fear"}, "“Fear” becomes a synonym of “Great fear”."),
        ("move", {"under": "Other"}, "“Fear” stands under “Other”, and no longer under “Top”."),
        ("add-parent", {"parent": "Other"}, "“Fear” stands under “Other” too."),
        ("deprecate", {"replaced_by": "Other"}, "nothing new can be filed under it."),
    ],
)
def test_each_act_is_foreseen_and_done(name: str, said: dict[str, str], foreseen: str) -> None:
    client, _ = at_desk()
    fear = make_tag("Fear", under=[make_tag("Top")])
    make_tag("Other")
    assert foreseen in asked(client, fear, name, **said).text
    assert done(client, fear, name, **said).status_code == 302
    assert CurationAct.objects.get().verb == name


def test_a_tag_is_split_by_articles() -> None:
    client, _ = at_desk()
    fear = make_tag("Fear")
    article = make_article(tags=[fear])
    form = form_on(client.get(act_of(fear, "split"), {"labels": "Fear of heights\nFear of spiders"}))
    assert client.post(act_of(fear, "split"), {**form, "articles_1": str(article.pk)}).status_code == 302
    assert [tag.name for tag in article.tags.all()] == ["Fear of spiders"]


def test_what_an_act_refuses_is_told() -> None:
    client, _ = at_desk()
    top = make_tag("Top")
    make_tag("Fear", under=[top])
    answer = client.get(act_of(top, "move"), {"under": "Fear"})
    assert answer.status_code == 409
    assert "This cannot be done:" in answer.content.decode()
    assert "No tag that fits here is called “Nowhere”." in asked(client, top, "move", under="Nowhere").text
    assert client.get(act_of(top, "burn")).status_code == 404


def describe(client: Client, tag: Tag, form: dict[str, list[str]], **said: str) -> Any:
    return client.post(page_of(tag), {**form, **said})


def test_scope_note_and_synonyms_are_stored_and_others_are_left_alone() -> None:
    client, _ = at_desk()
    fear = make_tag("Fear", synonyms=["Dread", "Fright"])
    TagLabel.objects.create(tag=fear, name="Angst", language="de")
    TagLabel.objects.create(tag=fear, name="feer", kind=TagLabel.Kind.HIDDEN)
    form = form_on(client.get(page_of(fear)))
    assert describe(client, fear, form, note="Of what is there.", synonyms="Dread\r\nScare\r\n").status_code == 302
    assert set(fear.labels.values_list("name", flat=True)) == {"Dread", "Scare", "Angst", "feer"}
    assert Tag.objects.get().scope_note == "Of what is there."


def test_whoever_describes_second_sees_both_and_overwrites_nothing_unseen() -> None:
    client, _ = at_desk()
    fear = make_tag("Fear", synonyms=["Dread"])
    form = form_on(client.get(page_of(fear)))
    assert describe(client, fear, form, note="By the first.").status_code == 302
    assert describe(client, fear, form, note="By the first.").status_code == 302
    stale = describe(client, fear, form, note="By the second.", synonyms="Scare")
    assert stale.status_code == 409
    text = stale.content.decode()
    assert "By the first." in text
    assert "By the second." in text
    assert Tag.objects.get().scope_note == "By the first."
    assert describe(client, fear, form_on(stale)).status_code == 302
    assert (Tag.objects.get().scope_note, fear.labels.get().name) == ("By the second.", "Scare")


def test_synonyms_that_cannot_be_are_told() -> None:
    client, _ = at_desk()
    fear = make_tag("Fear", synonyms=["Dread"])
    form = form_on(client.get(page_of(fear)))
    refused = describe(client, fear, form, synonyms="fear\ndread\n...\nDread")
    assert refused.status_code == 422
    text = Page.of(refused).text
    for told in ("“fear” is its label.", "“dread” stands there already.", "“...”: Write at least one letter"):
        assert told in text
    assert fear.labels.get().name == "Dread"


def test_contributors_look_at_topics_and_change_none() -> None:
    client, _ = at_desk(make_user(CONTRIBUTOR))
    fear = make_tag("Fear", scope_note="As it was.")
    page = Page.of(client.get(page_of(fear)))
    assert "As it was." in page.text
    assert not page.with_id("main-form")
    assert client.get(reverse("desk:topics")).status_code == 200
    assert client.post(page_of(fear), {"note": "Mine."}).status_code == 403
    assert client.post(act_of(fear, "rename"), {"label": "Mine"}).status_code == 403
    assert client.get(act_of(fear, "rename")).status_code == 403
    assert client.get(reverse("desk:undo-topic-act", args=[1])).status_code == 403
    assert Tag.objects.get().name == "Fear"


def test_the_pages_of_topics_cost_the_same_queries_at_any_size() -> None:
    client, _ = at_desk()
    top = make_tag("Top")

    def add(number: int) -> None:
        for _ in range(number):
            make_tag(under=[top], synonyms=[f"Word {Tag.objects.count()}"])

    assert_same_queries_for_any_number(reverse("desk:topics"), add, client)
    assert_same_queries_for_any_number(page_of(top), add, client)
