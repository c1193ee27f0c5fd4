"""What somebody adds while they write: images and tags, by the rules of the pages that add them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Image
from members.roles import CONTRIBUTOR, MEMBER
from tags.models import Tag
from tests.desk.desk import at_desk
from tests.factories import make_image, make_tag, make_taxonomy, make_user, png

pytestmark = pytest.mark.django_db


def add_image(role: str = CONTRIBUTOR, *, file_name: str = "A bright room.png", **said: str) -> Any:
    client, _ = at_desk(make_user(role))
    upload = SimpleUploadedFile(file_name, png(), "image/png")
    return client.post(reverse("desk:add-image"), {"upload": upload, **said})


def add_tag(role: str = "editor", **said: Any) -> Any:
    client, _ = at_desk(make_user(role))
    return client.post(reverse("desk:add-tag"), said)


def test_an_image_is_added_with_what_it_shows() -> None:
    said = add_image(alt="A scanner.", credit="A hospital").json()
    image = Image.objects.get(name="a-bright-room")
    assert (said["name"], image.alt, image.credit) == ("a-bright-room", "A scanner.", "A hospital")


def test_an_image_without_a_word_of_what_it_shows_is_refused() -> None:
    response = add_image()
    assert response.status_code == 422
    assert "alternative text" in response.json()["error"]
    assert add_image(decorative="on").status_code == 200


def test_what_is_no_image_is_refused_in_words() -> None:
    client, _ = at_desk()
    upload = SimpleUploadedFile("a.png", b"<script>", "image/png")
    response = client.post(reverse("desk:add-image"), {"upload": upload, "alt": "A scanner."})
    assert response.json() == {"error": "This is not a JPEG, PNG, WebP or GIF image."}
    assert client.post(reverse("desk:add-image"), {"alt": "A scanner."}).json() == {"error": "Choose a file."}


@pytest.mark.parametrize("file_name", ["image.png", "A bright room.png"])
def test_no_image_takes_the_place_of_another(file_name: str) -> None:
    make_image("a-bright-room", alt="The one before.")
    names = {add_image(alt="A scanner.", file_name=file_name).json()["name"] for _ in range(2)}
    assert len(names) == 2
    assert Image.objects.get(name="a-bright-room").alt == "The one before."


def test_members_add_nothing() -> None:
    assert add_image(MEMBER, alt="A scanner.").status_code == 403
    assert add_tag(MEMBER, word="Fornix").status_code == 403


def test_a_word_becomes_a_tag_in_its_place() -> None:
    region = make_taxonomy("region", name="Brain region")
    above = make_tag("Limbic system", region)
    said = add_tag(word="Fornix", taxonomy=region.pk, broader="limbic system").json()
    tag = Tag.objects.get(name="Fornix")
    assert (said["id"], said["label"], said["taxonomy"]) == (tag.pk, "Fornix", "Brain region")
    assert list(tag.broader.all()) == [above]


def test_a_tag_without_its_place_is_asked_for_it() -> None:
    make_taxonomy("region")
    assert add_tag(word="Fornix").json() == {"error": "Choose the taxonomy in which it shall stand."}
    assert not Tag.objects.filter(name="Fornix").exists()


def test_a_word_that_is_a_tag_already_makes_none() -> None:
    tag = make_tag("Fornix", synonyms=["fornix cerebri"])
    assert add_tag(word="Fornix cerebri", taxonomy=tag.taxonomy_id).json()["id"] == tag.pk


def test_only_those_who_may_add_tags_do() -> None:
    region = make_taxonomy("region")
    assert add_tag(CONTRIBUTOR, word="Fornix", taxonomy=region.pk).status_code == 403
    assert not Tag.objects.filter(name="Fornix").exists()
