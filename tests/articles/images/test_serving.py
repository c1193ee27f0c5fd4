"""Who may fetch an image, at which address, and how long a cache may keep it."""

import re

import pytest
from django.test import Client

from articles.images.html import address
from articles.images.uploads import save_image
from articles.models import Image
from members.roles import CONTRIBUTOR, EDITOR, MEMBER
from tests.articles.images.test_uploads import own_media
from tests.factories import make_article, make_image, make_user, png

__all__ = ["own_media"]


@pytest.mark.django_db
def test_who_may_change_images_sees_those_that_no_article_shows() -> None:
    image = make_image()
    for role, expected in ((CONTRIBUTOR, 200), (EDITOR, 200), (MEMBER, 404)):
        client = Client()
        client.force_login(make_user(role))
        assert client.get(rendition_address(image)).status_code == expected, role
    assert Client().get(rendition_address(image)).status_code == 404


@pytest.mark.django_db
def test_an_image_in_two_places_of_an_open_article_is_served_once() -> None:
    image = make_image("both")
    make_article(image=image, access="open", full_post="## A\n\n![There.](image:both)")
    make_article(image=image)
    assert Client().get(rendition_address(image)).status_code == 200


def rendition_address(image: Image) -> str:
    return address(image.renditions.all()[0])


@pytest.mark.django_db
def test_another_picture_has_another_address_and_the_former_ones_lead_to_it() -> None:
    def put(*size: int) -> str:
        return rendition_address(save_image("beach", png(*size), alt="A beach.", decorative=False, credit=""))

    former = [put(500, 300), put(500, 400)]
    make_article(image=Image.objects.get())
    now = put(500, 500)
    assert len({*former, now}) == 3
    undated = re.sub(r"/[0-9a-f]{12}/", "/", now)
    for old in (*former, undated):
        answer = Client().get(old)
        assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (302, now, "no-cache"), old
    assert put(500, 500) == now


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["", MEMBER, EDITOR])
def test_who_is_logged_in_may_keep_what_everybody_may_see_and_nothing_else(role: str) -> None:
    in_summary, in_full = make_image("summary"), make_image("full")
    make_article(image=in_summary, full_post="## A\n\n![There.](image:full)")
    client = Client()
    if role:
        client.force_login(make_user(role))
    assert client.get(rendition_address(in_summary))["Cache-Control"] == "public, max-age=3600"
    if role:
        assert client.get(rendition_address(in_full))["Cache-Control"] == "private, no-store"
