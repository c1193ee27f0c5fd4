"""A text whose links have died since it was written."""

import pytest
from django.core.management import call_command

from articles.models import Article
from articles.publishing import PublishRefused, missing, publish
from articles.status import Status
from tests.factories import make_article, make_drawing
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


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
