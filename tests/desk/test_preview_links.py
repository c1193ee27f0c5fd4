"""Preview links: what they open, to whom, until when, and that nothing else does."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Article, PreviewLink
from articles.revisions.sharing import share, token_of
from members.roles import CONTRIBUTOR, EDITOR, MEMBER, assign_role
from tests.desk.desk import at_desk, begun, draft_of, save
from tests.factories import make_image, make_user
from tests.page import Page
from tests.times import NOW

pytestmark = pytest.mark.django_db


def shared(article: Article, by: Any, seen_as: str = "visitor") -> tuple[PreviewLink, str]:
    link = share(article, seen_as=seen_as, days=7, by=by, at=timezone.now())
    return link, reverse("previews:page", args=[token_of(link)])


def images_on(page: Page) -> list[str]:
    return [image.attributes["src"] for image in page.with_tag("img") if "/images/" in image.attributes["src"]]


def test_a_link_is_made_shown_and_ended_at_the_desk() -> None:
    client, editor = at_desk()
    article = begun(editor)
    address = reverse("desk:previews", args=[article.pk])
    client.post(address, {"seen_as": "member", "days": "30"})
    link = PreviewLink.objects.get()
    assert link.expires_at - link.made_at == timedelta(days=30)
    [shown] = [
        e.attributes["value"] for e in Page.of(client.get(address)).with_tag("input") if "readonly" in e.attributes
    ]
    assert shown == "http://testserver" + reverse("previews:page", args=[token_of(link)])
    assert Client().get(shown).status_code == 200
    client.post(reverse("desk:end-preview", args=[article.pk, link.pk]))
    assert Client().get(shown).status_code == 410
    assert client.post(address, {"seen_as": "member", "days": "365"}).status_code == 422


def test_it_opens_what_editors_work_on_exactly_as_readers_would_get_it() -> None:
    client, editor = at_desk()
    article = begun(editor, full_post="The words of members.", standfirst="As it was.")
    _, address = shared(article, editor)
    save(client, article, standfirst="As it is now.")
    page = Page.of(Client().get(address))
    assert "As it is now." in page.text
    assert "The words of members." not in page.text
    assert "A preview, not published" in page.text
    _, whole_address = shared(article, editor, "member")
    assert "The words of members." in Page.of(Client().get(whole_address)).text


@pytest.mark.parametrize("seen_as", ["visitor", "member"])
def test_it_leads_to_no_address_of_an_article_that_is_not_there_for_its_reader(seen_as: str) -> None:
    client, editor = at_desk()
    article = begun(editor, slug="not-there-yet", full_post="## Deeper\n\nThe words of members.")
    publishing.schedule(article, draft_of(article).head, by=editor, at=NOW, publish_at=NOW + timedelta(days=1))
    save(client, article, standfirst="As it is now.")
    _, address = shared(article, editor, seen_as)
    response = Client().get(address)
    assert article.slug == "not-there-yet"
    assert article.slug not in response.content.decode()
    page = Page.of(response)
    assert "Readers see this page from" not in page.text
    assert "Cite" not in [element.text for element in page.with_tag("summary")]
    links = {e.attributes["href"] for e in page.with_tag("a") if e.attributes.get("href", "#").startswith("/")}
    assert {link for link in links if Client().get(link).status_code not in (200, 302)} == set()


def test_nothing_of_it_is_stored_listed_or_told_to_others() -> None:
    _, editor = at_desk()
    _, address = shared(begun(editor), editor)
    response = Client().get(address)
    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert [m for m in Page.of(response).with_tag("meta") if "noindex" in m.attributes.get("content", "")]


def test_an_ended_or_expired_link_says_so_and_no_word_of_the_text() -> None:
    _, editor = at_desk()
    article = begun(editor, title="A secret amygdala")
    link, address = shared(article, editor, "member")
    long_ago = timezone.now() - timedelta(days=8)
    PreviewLink.objects.filter(pk=link.pk).update(made_at=long_ago, expires_at=long_ago + timedelta(days=7))
    response = Client().get(address)
    assert response.status_code == 410
    assert "This preview has ended" in response.content.decode()
    assert "secret" not in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


def test_a_link_ends_with_the_role_of_whoever_made_it() -> None:
    _, writer = at_desk(make_user(CONTRIBUTOR))
    _, address = shared(begun(writer), writer)
    assert Client().get(address).status_code == 200
    assign_role(writer, MEMBER)
    assert Client().get(address).status_code == 410
    writer.delete()
    assert Client().get(address).status_code == 410


def test_its_images_open_by_the_link_and_by_nothing_else() -> None:
    _, editor = at_desk()
    summary, full, strange = make_image("in-summary"), make_image("in-full"), make_image("elsewhere")
    article = begun(editor, summary="![A](image:in-summary)", full_post="![B](image:in-full)")
    link, address = shared(article, editor)
    [source] = images_on(Page.of(Client().get(address)))
    response = Client().get(source)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    plain = source.replace(address, "/")
    assert Client().get(plain).status_code == 404
    for other in (full, strange):
        hidden = source.replace(f"/images/{summary.pk}/{summary.digest}/", f"/images/{other.pk}/{other.digest}/")
        assert Client().get(hidden).status_code == 404
    _, whole_address = shared(article, editor, "member")
    assert [Client().get(one).status_code for one in images_on(Page.of(Client().get(whole_address)))] == [200, 200]
    PreviewLink.objects.filter(pk=link.pk).update(ended_at=timezone.now())
    assert Client().get(source).status_code == 404


def test_the_words_of_an_article_are_not_taken_for_addresses() -> None:
    _, editor = at_desk()
    article = begun(editor, summary='Type `src="/images/1/x"` there.')
    _, address = shared(article, editor)
    assert 'src="/images/1/x"' in Page.of(Client().get(address)).text


def test_a_link_that_was_never_made_is_not_there() -> None:
    _, editor = at_desk()
    link, address = shared(begun(editor), editor)
    for wrong in (link.key, "x" * 300, token_of(link)[:-1], str(link.pk)):
        assert Client().get(reverse("previews:page", args=[wrong])).status_code == 404
    assert Client().post(address).status_code == 405


def test_a_link_of_another_article_is_not_ended_through_this_one() -> None:
    client, editor = at_desk(make_user(CONTRIBUTOR))
    own, other = begun(editor), begun(make_user(EDITOR))
    link, _ = shared(other, make_user(EDITOR))
    assert client.post(reverse("desk:end-preview", args=[own.pk, link.pk])).status_code == 404
    assert client.post(reverse("desk:end-preview", args=[other.pk, link.pk])).status_code == 404
    assert not PreviewLink.objects.get(pk=link.pk).is_ended
