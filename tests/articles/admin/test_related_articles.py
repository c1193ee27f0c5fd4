"""The page in the admin on which editors pin, block and order suggestions."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.models import Article, RelatedChoice
from articles.related.pinning import block, choices_of, pin
from articles.status import Status
from members.roles import CONTRIBUTOR
from tests.articles.related.relations import fear, seen, settled, slugs
from tests.editing import LIST, change, errors_of, logged_in, messages_of, saved
from tests.factories import SCHEDULED, bring_to, make_tag, make_user, relate_articles
from tests.page import Page

pytestmark = pytest.mark.django_db


def address(article: Article) -> str:
    """Of the page, when all is done that acts left to be done."""
    settled()
    return f"{LIST}{article.pk}/suggestions/"


def pressed(client: Client, article: Article, button: str, other: Article) -> Any:
    return client.post(address(article), {button: other.pk})


def test_an_editor_finds_the_suggestions_with_their_reasons(editor: Client) -> None:
    make_tag("Recall")
    one, two = fear("one"), fear("two")
    assert address(one) in editor.get(change(one)).content.decode()
    text = Page.of(editor.get(address(one))).text
    assert two.title in text
    assert "Both on Social anxiety disorder; shared terms: recall." in text


def test_buttons_pin_order_block_and_release(editor: Client) -> None:
    one, others = fear("one"), [fear(f"other-{number}") for number in range(4)]
    assert f"Pinned: “{others[2].title}”" in messages_of(pressed(editor, one, "pin", others[2]), editor)
    pressed(editor, one, "pin", others[3])
    pressed(editor, one, "up", others[3])
    pressed(editor, one, "block", others[0])
    assert slugs(seen(one)) == ["other-3", "other-2", "other-1"]
    page = Page.of(editor.get(address(one)))
    labels = [button.attributes.get("aria-label", "") for button in page.with_tag("button")]
    assert f"Move down: {others[3].title}" in labels
    assert f"Unblock: {others[0].title}" in labels
    assert f"Move up: {others[3].title}" not in labels
    pressed(editor, one, "down", others[3])
    pressed(editor, one, "release", others[0])
    assert slugs(seen(one))[:2] == ["other-2", "other-3"]
    assert "other-0" in slugs(seen(one))
    assert "Pinned: “" in editor.get(f"{LIST}{one.pk}/history/").content.decode()


def test_only_what_is_suggested_can_be_chosen(editor: Client) -> None:
    one, draft = fear("one"), fear("draft", status=Status.DRAFT)
    assert "no longer among" in messages_of(pressed(editor, one, "pin", draft), editor)
    assert "no longer among" in messages_of(pressed(editor, one, "pin", one), editor)
    assert editor.post(address(one), {"pin": "x"}).status_code == 404
    assert editor.post(address(one), {"delete": one.pk}).status_code == 404
    assert not RelatedChoice.objects.exists()


def test_who_may_not_change_the_article_may_not_choose() -> None:
    one, two = fear("one"), fear("two")
    writer = logged_in(make_user(CONTRIBUTOR))
    assert pressed(writer, one, "block", two).status_code in (403, 404)
    assert Client().get(address(one)).status_code == 302
    assert logged_in(make_user()).get(address(one)).status_code == 302
    assert not RelatedChoice.objects.exists()


def test_a_draft_is_told_when_suggestions_come(editor: Client) -> None:
    assert (
        "They are found when it is published." in Page.of(editor.get(address(fear("draft", status=Status.DRAFT)))).text
    )
    assert "No other article is near it." in Page.of(editor.get(address(fear("alone")))).text
    assert editor.get(f"{LIST}99999/suggestions/").status_code == 404


# --- What others did in the meantime ------------------------------------------------------------------------------


def hide(article: Article) -> None:
    publishing.return_to_draft(article, by=None, at=timezone.now())


def labels_of(client: Client, article: Article) -> list[str]:
    buttons = Page.of(client.get(address(article))).with_tag("button")
    return [label for button in buttons if (label := button.attributes.get("aria-label"))]


def test_what_is_pinned_and_no_longer_on_the_site_is_shown_ordered_and_released(editor: Client) -> None:
    one, others = fear("one"), [fear(f"other-{number}") for number in range(4)]
    for other in others[:3]:
        pin(one, other)
    publishing.withdraw(others[0], by=None, at=timezone.now(), reason="error")
    hide(others[1])
    text = Page.of(editor.get(address(one))).text
    assert f"{others[0].title} (withdrawn) It is not on the site now; when it comes back, it stands here again." in text
    assert f"{others[1].title} (draft)" in text
    assert "Moved up" in messages_of(pressed(editor, one, "up", others[2]), editor)
    assert choices_of(one)[0] == ("other-0", "other-2", "other-1")
    assert "Moved up" in messages_of(pressed(editor, one, "up", others[2]), editor)
    assert f"Move up: {others[2].title}" not in labels_of(editor, one)
    assert "Released" in messages_of(pressed(editor, one, "release", others[1]), editor)
    assert choices_of(one)[0] == ("other-2", "other-0")


def test_what_is_pinned_beside_a_draft_is_shown(editor: Client) -> None:
    one, two = fear("one"), fear("two")
    pin(one, two)
    hide(one)
    assert f"Unpin: {two.title}" in labels_of(editor, one)
    assert f"{two.title} Chosen by the editors." in Page.of(editor.get(address(one))).text


def test_a_button_that_changes_nothing_says_so_and_leaves_no_trace(editor: Client) -> None:
    one, others = fear("one"), [fear(f"other-{number}") for number in range(5)]
    for other in others[:3]:
        pin(one, other)
    block(one, others[3])
    before = choices_of(one)
    for button, other, said in (
        ("up", others[0], "is not pinned, or stands first"),
        ("down", others[2], "is not pinned, or stands last"),
        ("pin", others[0], "was pinned or blocked already"),
        ("pin", others[3], "was pinned or blocked already"),
        ("block", others[0], "was pinned or blocked already"),
        ("block", others[3], "was pinned or blocked already"),
        ("release", others[4], "was neither pinned nor blocked"),
        ("up", others[4], "is not pinned, or stands first"),
        ("down", others[3], "is not pinned, or stands last"),
    ):
        found = messages_of(pressed(editor, one, button, other), editor)
        assert f"Nothing was changed: “{other.title}” {said}." in found, (button, found)
        assert choices_of(one) == before, button
    history = editor.get(f"{LIST}{one.pk}/history/").content.decode()
    assert not any(word in history for word in ("Moved", "Pinned", "Blocked", "Released", "Nothing"))


def test_a_contributor_neither_reads_nor_releases_nor_passes_what_does_not_exist_for_them() -> None:
    writer = make_user(CONTRIBUTOR)
    one = fear("one", editor=writer)
    others = [fear(f"other-{number}", title=f"Fear fades, secret {number}") for number in range(5)]
    for other in others[:3]:
        pin(one, other)
    block(one, others[3])
    block(one, others[4])
    for article in (one, others[1], others[3]):
        hide(article)
    publishing.withdraw(others[4], by=None, at=timezone.now(), reason="error")
    client = logged_in(writer)
    text = Page.of(client.get(address(one))).text
    assert [number for number in range(5) if f"secret {number}" in text] == [0, 2]
    for button, other in (("release", others[1]), ("release", others[3]), ("release", others[4]), ("up", others[1])):
        assert "no longer among" in messages_of(pressed(client, one, button, other), client)
    assert f"Move down: {others[2].title}" not in labels_of(client, one)
    assert "Moved up" in messages_of(pressed(client, one, "up", others[2]), client)
    assert choices_of(one) == (("other-2", "other-1", "other-0"), ("other-3", "other-4"))


def test_a_contributor_meets_no_hidden_article_among_the_links_of_the_form() -> None:
    writer = make_user(CONTRIBUTOR)
    one = fear("one", editor=writer, status=Status.DRAFT)
    hidden = [fear(f"hidden-{number}", title=f"Fear fades, secret {number}") for number in range(3)]
    shown = fear("shown")
    relate_articles(one, hidden[0])
    relate_articles(one, shown)
    for article in hidden[:2]:
        hide(article)
    hide(hidden[2])
    bring_to(hidden[2], SCHEDULED, publish_at=None, reason="")
    client = logged_in(writer)
    form = client.get(change(one)).content.decode()
    assert "secret" not in form
    assert shown.title in form
    for target in hidden[1:]:
        wrong = saved(client, one, **{
            "related_links-1-target": str(target.pk), "related_links-1-relation": "supports",
            "related_links-1-reason": "So.",
        })  # fmt: skip
        assert errors_of(wrong)
        assert "secret" not in wrong.content.decode()
    saved(client, one, **{"related_links-0-reason": "Read it."})
    assert list(one.related_links.values_list("target__slug", "reason")) == [
        ("hidden-0", "It points the same way."), ("shown", "Read it."),
    ]  # fmt: skip
