"""What the form of an article says of its texts: faults at their field and line, and what may be meant just so."""

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article, FormerSlug
from articles.publishing import PublishRefused, missing, publish
from articles.status import Status
from tags.curation.renaming import rename
from tests.editing import change, errors_of, messages_of, saved
from tests.factories import make_article, make_drawing, make_tag
from tests.page import Page
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

# The field, what is written in it, and what the form says there.
REFUSED = {
    "a dead link": ("summary", "A\n[b](article:nowhere).", "Line 2: No article has the address “nowhere”."),
    "a dead tag": ("full_post", "## A\n\n[b](tag:nowhere)", "Line 3: No tag has the address “nowhere”."),
    "a dead link in a note": ("full_post", "A[^n]\n\n[^n]: <tag:x>", "Line 3: No tag has the address “x”."),
    "a lost note": ("full_post", "A.\n\n[^n]: B.", "Line 3: Nothing refers to the note “n”."),
    "a lost cell": ("summary", "| A |\n|---|\n| 1 | 2 |", "Line 3: The table has 1 columns, so “2”"),
}
TOLD = {
    "HTML in a text": ("full_post", "## A\n\nB <i>c", "Full post, line 3: “<i>” is shown as it stands"),
    "HTML in a title": ("title", "Changes <i>in vivo</i>", "Title: “<i>” is shown as it stands"),
    "HTML in a key point": ("key_points", "One.\nTwo<br>.", "Key points: “<br>” is shown as it stands"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_be_lost_is_refused_at_its_field_and_line(editor: Client, case: str) -> None:
    field, text, message = REFUSED[case]
    article = make_article()
    assert [told.startswith(message) for told in errors_of(saved(editor, article, **{field: text}))] == [True]
    preview = Page.of(editor.post(f"{change(article)[:-7]}preview/", {"title": "A", field: text})).text
    assert message in preview


@pytest.mark.parametrize("case", TOLD)
def test_what_may_be_meant_just_so_is_told_and_saved(editor: Client, case: str) -> None:
    field, text, message = TOLD[case]
    article = make_article()
    assert message in messages_of(saved(editor, article, **{field: text}), editor)


def test_links_of_the_form_lead_through_former_addresses(editor: Client) -> None:
    target, tag, article = make_article("present"), make_tag("Fear"), make_article()
    FormerSlug.objects.create(slug="former", article=target)
    rename(tag, "Dread", by=None, at=NOW)
    response = saved(editor, article, summary="See [one](article:former) and [two](tag:fear).")
    assert response.status_code == 302, errors_of(response)
    html = Article.objects.get(pk=article.pk).summary_html
    assert list(Page(html).links()) == ["/articles/present/", "/tags/dread/"]


def test_a_draft_whose_link_has_died_meanwhile_is_not_published_and_can_be_rendered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    target = make_article("target", status=Status.DRAFT)
    drawing = make_drawing("map")
    linking = make_article("linking", status=Status.DRAFT, summary="A\n[b](article:target)\n\n![c](image:map)")
    target.delete()
    message = "Summary, line 2: No article has the address “target”."
    assert missing(linking) == [message]
    with pytest.raises(PublishRefused, match="No article has the address"):
        publish(linking, by=None, at=NOW)
    drawing.alt = "Another"
    drawing.save()
    call_command("render_articles")
    told = capsys.readouterr()
    assert "linking: summary, line 2: No article has the address “target”." in told.err
    assert 'aria-label="Another"' in Article.objects.get(pk=linking.pk).summary_html
