"""Uploading and describing images in the admin."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Image
from articles.status import Status
from tags.models import Tag
from tests.articles.images.test_colours import TRIALS
from tests.editing import FORM, change, errors_of, messages_of, reread
from tests.factories import GLANCE, make_article, make_drawing, make_image, make_reference, png
from tests.filled import form_of, sent

pytestmark = pytest.mark.django_db


IMAGE_ADD = "/admin/articles/image/add/"


def uploaded(client: Client, raw: bytes, **fields: Any) -> Any:
    typed = {"name": "", "alt": "A scanner.", "credit": "", **fields}
    return client.post(IMAGE_ADD, {**typed, "upload": SimpleUploadedFile("A Scan.png", raw, "image/png")})


def test_an_upload_is_stored_under_its_name_with_all_widths(editor: Client) -> None:
    response = uploaded(editor, png(1000, 500))
    assert response.status_code == 302, errors_of(response)
    image = Image.objects.get()
    assert (image.name, image.alt, image.renditions.count()) == ("a-scan", "A scanner.", 6)
    page = editor.get(f"/admin/articles/image/{image.pk}/change/").content.decode()
    smallest = f"/images/{image.pk}/{image.digest}/480.jpeg"
    assert smallest in page
    assert editor.get(smallest).status_code == 200


@pytest.mark.parametrize(("name", "is_told"), [("anim.gif", True), ("apng.png", True), ("w900.png", False)])
def test_an_animation_that_is_lost_is_told(name: str, is_told: bool, editor: Client) -> None:
    said = messages_of(uploaded(editor, (TRIALS / name).read_bytes()), editor)
    assert ("Only its first frame was kept." in said) is is_told


def test_of_two_files_in_one_place_the_second_is_not_taken_unseen(editor: Client) -> None:
    image = make_image()
    page = f"/admin/articles/image/{image.pk}/change/"
    shown = {**form_of(editor, page, "image_form").fields, "_continue": ["1"]}

    def put(raw: bytes, fields: dict[str, list[str]]) -> Any:
        return editor.post(page, {**fields, "upload": SimpleUploadedFile("x.png", raw, "image/png")})

    assert put(png(50, 40), shown).status_code == 302
    refused = put(png(50, 30), shown)
    assert "Somebody put another file here" in " ".join(errors_of(refused))
    assert Image.objects.get().height == 40
    assert put(png(50, 30), {**reread(refused, "image_form"), "_continue": ["1"]}).status_code == 302
    assert Image.objects.get().height == 30


@pytest.mark.parametrize(
    ("raw", "fields", "message"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", {}, "not a JPEG, PNG, WebP or GIF"),
        (png()[:200], {}, "damaged"),
        (b"\0" * (5 * 1024 * 1024 + 1), {}, "5 MB is the most"),
        (png(), {"alt": ""}, "Give an alternative text"),
        (png(), {"decorative": "on"}, "Give an alternative text"),
        (png(), {"name": "not_a_name"}, "lower-case letters"),
        (png(), {"name": "taken"}, "already exists"),
    ],
)
def test_a_refused_upload_says_why_and_stores_nothing(
    raw: bytes, fields: dict[str, str], message: str, editor: Client
) -> None:
    make_drawing("taken")
    found = errors_of(uploaded(editor, raw, **fields))
    assert any(message in error for error in found), found
    assert Image.objects.count() == 1


def test_a_second_file_of_one_name_is_told_to_choose_another(editor: Client) -> None:
    uploaded(editor, png())
    assert "Another image has the name “a-scan”" in errors_of(uploaded(editor, png()))[0]


def test_a_new_alternative_text_reaches_the_articles_that_show_the_image(editor: Client) -> None:
    image = make_image("scanner", alt="Old words.")
    article = make_article(full_post="## A\n\n![There.](image:scanner)")
    response = sent(editor, f"/admin/articles/image/{image.pk}/change/", "image_form", alt="New words.", name="other")
    assert response.status_code == 302, errors_of(response)
    image.refresh_from_db()
    assert (image.name, image.alt) == ("scanner", "New words.")
    article.full_post.refresh_from_db()
    assert "New words." in article.full_post.html


def test_an_image_that_an_article_shows_is_not_deleted(editor: Client) -> None:
    shown, unused = make_image("shown"), make_image("unused")
    make_article(image=shown)
    for image in (shown, unused):
        editor.post(f"/admin/articles/image/{image.pk}/delete/", {"post": "yes"})
    assert [image.name for image in Image.objects.all()] == ["shown"]


def test_a_drawing_offers_no_upload_and_keeps_its_shapes(editor: Client) -> None:
    drawing = make_drawing("map")
    address = f"/admin/articles/image/{drawing.pk}/change/"
    assert 'name="upload"' not in editor.get(address).content.decode()
    sent(editor, address, "image_form", credit="Drawn for us.")
    stored = Image.objects.get()
    assert (stored.svg, stored.credit) == (drawing.svg, "Drawn for us.")


def test_the_glance_of_a_paper_summary_comes_back_as_it_was(editor: Client) -> None:
    article = make_article(status=Status.DRAFT, paper=make_reference())
    fields = form_of(editor, change(article), FORM).fields
    for name, said in GLANCE.items():
        assert fields[name] == [said.get("level") or said["answer"]]
        assert fields[f"{name}_detail"] == [said.get("reason") or said["detail"]]
    assert Tag.objects.count()
