"""Uploading and describing images in the admin."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.images.stored_files import unnamed_files
from articles.models import Image
from articles.status import Status
from tags.models import Tag
from tests.articles.images.test_colours import TRIALS
from tests.editing import FORM, change, errors_of, messages_of, reread
from tests.factories import GLANCE, make_article, make_drawing, make_image, make_reference, png
from tests.filled import form_of, sent
from tests.page import Page

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
    assert editor.post(page, {**reread(refused, "image_form"), "_continue": ["1"]}).status_code == 302
    assert Image.objects.get().height == 30


@pytest.mark.parametrize(
    ("raw", "fields", "message"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", {}, "not a JPEG, PNG, WebP or GIF"),
        (png()[:200], {}, "damaged"),
        (b"\0" * (5 * 1024 * 1024 + 1), {}, "5 MB is the most"),
        (png(), {"alt": ""}, "Give an alternative text"),
        (png(), {"decorative": "on"}, "Give an alternative text"),
        (png(), {"name": "___"}, "Use letters and digits."),
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


@pytest.mark.parametrize(
    ("typed", "name"),
    [("my_scan", "my-scan"), ("My Scan", "my-scan"), ("__Straße_2__", "strasse-2"), ("", "a-scan")],
)
def test_a_name_is_taken_as_people_write_names_of_files(editor: Client, typed: str, name: str) -> None:
    response = uploaded(editor, png(), name=typed)
    assert response.status_code == 302, errors_of(response)
    assert [image.name for image in Image.objects.all()] == [name]


def test_a_file_stays_with_the_form_that_was_refused(editor: Client) -> None:
    refused = uploaded(editor, png(70, 50), alt="")
    assert "“A Scan.png” is kept." in Page.of(refused).text
    again = editor.post(IMAGE_ADD, reread(refused, "image_form"))
    assert errors_of(again) == ["Give an alternative text, or tick “decorative” and leave it empty."]
    assert editor.post(IMAGE_ADD, {**reread(again, "image_form"), "alt": "A scanner."}).status_code == 302
    image = Image.objects.get()
    assert (image.name, image.width, image.height) == ("a-scan", 70, 50)


def test_another_file_takes_the_place_of_the_one_that_was_kept(editor: Client) -> None:
    fields = reread(uploaded(editor, png(70, 50), alt=""), "image_form")
    refused = editor.post(IMAGE_ADD, {**fields, "upload": SimpleUploadedFile("other.png", png(90, 20), "image/png")})
    assert "“other.png” is kept." in Page.of(refused).text
    editor.post(IMAGE_ADD, {**reread(refused, "image_form"), "decorative": "on"})
    assert [(image.name, image.width) for image in Image.objects.all()] == [("other", 90)]


def test_what_was_refused_itself_is_not_kept_and_nothing_waits_longer_than_a_day(
    editor: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    uploaded(editor, png()[:200])
    assert not list(tmp_path.iterdir())
    ticket = reread(uploaded(editor, png(), alt=""), "image_form")["waiting"]
    (old,) = (tmp_path / "waiting").iterdir()
    long_ago = old.stat().st_mtime - 25 * 3600
    os.utime(old, (long_ago, long_ago))
    uploaded(editor, png(), alt="")
    assert old not in (tmp_path / "waiting").iterdir()
    assert not list(unnamed_files())
    for gone in (ticket, ["made up"]):
        refused = editor.post(IMAGE_ADD, {"name": "", "alt": "A scanner.", "credit": "", "waiting": gone})
        assert errors_of(refused) == ["Choose a file."]


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
