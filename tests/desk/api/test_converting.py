"""What was pasted comes back as Markdown, to those who write."""

import pytest
from django.urls import reverse

from members.roles import MEMBER
from tests.desk.desk import at_desk
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_html_comes_back_as_markdown_without_anything_active() -> None:
    client, _ = at_desk()
    html = '<p>The <b>amygdala</b><script>alert(1)</script></p><p onclick="alert(1)">Quieter.</p>'
    said = client.post(reverse("desk:convert"), {"html": html}).json()
    assert said["markdown"].strip() == "The **amygdala**\n\nQuieter."


def test_a_link_to_this_site_is_a_link_within_it() -> None:
    client, _ = at_desk()
    html = '<p>See <a href="http://testserver/articles/a-paper/">it</a>.</p>'
    assert (
        client.post(reverse("desk:convert"), {"html": html}).json()["markdown"].strip() == "See [it](article:a-paper)."
    )


def test_members_convert_nothing() -> None:
    client, _ = at_desk(make_user(MEMBER))
    assert client.post(reverse("desk:convert"), {"html": "<p>a</p>"}).status_code == 403
