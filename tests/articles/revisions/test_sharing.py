"""Links by which others read what is not published yet."""

from datetime import timedelta

import pytest
from django.core.signing import Signer

from articles.models import Event, PreviewLink
from articles.publishing import PublishRefused
from articles.revisions.sharing import end, link_of, share, token_of
from members.roles import CONTRIBUTOR, EDITOR
from tests.factories import make_article, make_user
from tests.times import NOW

pytestmark = pytest.mark.django_db


def test_a_link_is_found_by_its_token_until_it_expires_or_is_ended() -> None:
    editor = make_user(EDITOR)
    link = share(make_article(), seen_as="member", days=7, by=editor, at=NOW)
    assert link_of(token_of(link)) == link
    assert link.is_open(NOW + timedelta(days=6))
    assert not link.is_open(NOW + timedelta(days=7))
    end(link, by=editor, at=NOW)
    end(link, by=make_user(EDITOR), at=NOW)
    found = link_of(token_of(link))
    assert found is not None
    assert (found.is_open(NOW), found.ended_by) == (False, editor)
    assert list(Event.objects.order_by("pk").values_list("act", flat=True))[-2:] == ["preview-shared", "preview-ended"]


def test_no_token_is_made_by_guessing() -> None:
    link = share(make_article(), seen_as="visitor", days=1, by=make_user(EDITOR), at=NOW)
    token = token_of(link)
    forged = [link.key, f"{link.key}.", token[:-1], token + "a", f"{link.pk}", "", "..", "é.ü",
              Signer(sep=".", salt="another").sign(link.key), token.replace(link.key, "0" * 32)]  # fmt: skip
    assert [link_of(wrong) for wrong in forged] == [None] * len(forged)


def test_links_of_one_article_are_never_the_same() -> None:
    editor, article = make_user(EDITOR), make_article()
    links = [share(article, seen_as="visitor", days=1, by=editor, at=NOW) for _ in range(3)]
    assert len({token_of(link) for link in links}) == 3
    assert list(PreviewLink.objects.of(article)) == links[::-1]


def test_who_may_not_write_an_article_neither_shares_it_nor_ends_its_links() -> None:
    other, article = make_user(CONTRIBUTOR), make_article()
    link = share(article, seen_as="visitor", days=1, by=make_user(EDITOR), at=NOW)
    with pytest.raises(PublishRefused):
        share(article, seen_as="visitor", days=1, by=other, at=NOW)
    with pytest.raises(PublishRefused):
        end(link, by=other, at=NOW)
    assert not PreviewLink.objects.get().is_ended


@pytest.mark.parametrize(("seen_as", "days"), [("editor", 7), ("visitor", 3650), ("", 1)])
def test_a_link_is_for_known_people_and_a_known_time(seen_as: str, days: int) -> None:
    with pytest.raises(PublishRefused):
        share(make_article(), seen_as=seen_as, days=days, by=make_user(EDITOR), at=NOW)
