"""Images in a bucket of S3: kept, found, taken away, and what is told where it does not answer."""

import io
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from botocore.awsrequest import AWSPreparedRequest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from articles.cards.social_card import Card
from articles.cards.stored_cards import is_stored, png_for, remove_others
from articles.forms.image_form import ImageForm
from articles.images.html import address
from articles.images.library import delete_image
from articles.images.media.bucket import Bucket
from articles.images.media.bucket_address import storage_at
from articles.images.media.store import StoreAway, files_below
from articles.images.uploads import files_of, save_image
from articles.images.waiting import keep, kept
from articles.models import Article, Image, Rendition
from members.roles import EDITOR
from tests.buckets import bucket, bucket_with, s3_origin, without_key
from tests.collection.folders import write_folder
from tests.factories import make_article, make_image, make_user, png
from tools import postgres
from tools.cluster.s3_server import client

__all__ = ["bucket", "bucket_with", "s3_origin"]
pytestmark = pytest.mark.django_db
CARD = Card("Fear fades", "Overview", "In short.", (("Amygdala", "brain-region"),))


def names() -> list[str]:
    return list(files_below(""))


@contextmanager
def away(settings: LazySettings) -> Iterator[None]:
    address = f"http://127.0.0.1:{postgres.free_port()}/images"
    former = settings.STORAGES
    settings.DATABASE_WAIT = 0.8  # as a server has it
    settings.STORAGES = {**former, "default": storage_at(address, 60)}
    yield
    settings.STORAGES = former


def test_a_file_is_stored_read_listed_and_taken_away(bucket: Bucket) -> None:
    name = bucket.save("originals/one.png", ContentFile(b"one"))
    with bucket.open(name) as file:
        assert file.read() == b"one"
    assert bucket.listdir("originals") == ([], [name.removeprefix("originals/")])
    assert names() == [name]
    bucket.delete(name)
    bucket.delete(name)
    assert not bucket.exists(name)
    with pytest.raises(FileNotFoundError):
        bucket.open(name)


def test_all_names_come_by_one_request_however_many_folders_there_are(bucket: Bucket) -> None:
    stored = [f"cards/articles/{number}/0123456789ab.png" for number in range(3)]
    for name in (*stored, "originals/one.png"):
        bucket.put(name, b"one")
    asked: list[str] = []

    def note(request: AWSPreparedRequest, **_: object) -> None:
        asked.append(request.url)

    events = bucket.connection.meta.client.meta.events
    events.register("before-send.s3", note)
    try:
        assert names() == [*stored, "originals/one.png"]
        assert list(files_below("cards/articles/1")) == [stored[1]]
        assert list(files_below("cards/articles/")) == stored
        assert list(files_below("card")) == []
    finally:
        events.unregister("before-send.s3", note)
    assert len(asked) == 4


def test_two_uploads_of_one_name_never_meet_and_no_name_is_too_long(bucket: Bucket) -> None:
    given = {bucket.get_available_name("originals/one.png", max_length=100) for _ in range(50)}
    assert len(given) == 50
    assert {name[:13] + name[-4:] for name in given} == {"originals/one.png"}
    long = bucket.get_available_name(f"originals/{'x' * 80}.jpeg", max_length=60)
    assert len(long) == 60
    assert long.endswith(".jpeg")


def test_no_name_leads_out_of_the_folder_of_the_site(bucket: Bucket) -> None:
    for name in ("../elsewhere", "/../elsewhere", "originals/../../elsewhere"):
        with pytest.raises(Exception, match=r"denied|outside|[Dd]etected"):
            bucket.open(name)


def test_an_image_has_all_its_files_and_none_once_it_is_deleted(
    bucket: Bucket, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    image = make_image("beach")
    assert sorted(names()) == sorted(files_of(image))
    call_command("check_media", stdout=(told := io.StringIO()))
    assert told.getvalue() == "Every file that an image names is there.\n"
    bucket.delete(str(image.original.name))
    with pytest.raises(CommandError):
        call_command("check_media", stdout=(told := io.StringIO()))
    assert f"{image.original.name} is missing (image beach)." in told.getvalue()
    with django_capture_on_commit_callbacks(execute=True):
        delete_image(image)
    assert names() == []


@pytest.mark.parametrize("saved", range(4))
def test_an_upload_that_fails_half_way_leaves_nothing(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch, saved: int
) -> None:
    """After so many renditions; whether the bucket fails or the database does not matter."""
    number, save = iter(range(99)), Rendition.save

    def fail_at_last(self: Rendition, *args: object, **options: object) -> None:
        if next(number) == saved:
            raise StoreAway("it is away")
        save(self)

    monkeypatch.setattr(Rendition, "save", fail_at_last)
    with pytest.raises(StoreAway):
        save_image("beach", png(1000, 800), alt="A beach.", decorative=False, credit="")
    assert names() == []
    assert not Image.objects.exists()


def test_nor_does_one_of_which_the_texts_around_it_cannot_be_written(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(image: Image) -> None:
        raise RuntimeError

    monkeypatch.setattr("articles.forms.image_form.render_again", fail)
    form = ImageForm({"name": "beach", "alt": "A beach.", "credit": "", "numbers": ""}, {"upload": upload()})
    assert form.is_valid(), form.errors
    with pytest.raises(RuntimeError):
        form.write()
    assert names() == []


def upload() -> ContentFile[bytes]:
    return ContentFile(png(), "beach.png")


def test_a_form_that_was_refused_finds_its_file_again(bucket: Bucket) -> None:
    ticket = keep("beach.png", b"a picture")
    assert kept(ticket) == ("beach.png", b"a picture")
    keep("other.png", b"another")
    assert len(names()) == 2


def test_a_card_is_drawn_once_and_takes_the_place_of_the_former_one(bucket: Bucket) -> None:
    drawn: list[str] = []

    def draw(svg: str) -> bytes:
        drawn.append(svg)
        return b"a picture"

    for _ in range(2):
        assert png_for("articles", 7, CARD, draw) == b"a picture"
    assert len(drawn) == 1
    png_for("articles", 7, replace(CARD, title="Fear stays"), draw)
    png_for("articles", 8, CARD, draw)
    assert remove_others("articles", {7}) == 1
    assert not is_stored("articles", 8, CARD)
    assert len(names()) == 1


def test_while_it_is_away_readers_and_editors_are_told_to_come_back(bucket: Bucket, settings: LazySettings) -> None:
    image = make_image("beach")
    make_article(image=image)
    reader, editor = Client(raise_request_exception=False), Client(raise_request_exception=False)
    editor.force_login(make_user(EDITOR))
    with away(settings):
        shown = reader.get(address(image.renditions.all()[0]))
        sent = editor.post("/desk/images/new/", {"name": "other", "alt": "Other.", "upload": upload()})
    for answer in (shown, sent):
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert not Image.objects.filter(name="other").exists()


def test_a_collection_that_is_loaded_while_it_is_away_is_not_there_at_all(
    bucket: Bucket, settings: LazySettings, tmp_path: Path
) -> None:
    write_folder(tmp_path, {"images/photo.png": png(), "images/photo.yaml": "decorative: true\n"})
    with away(settings), pytest.raises(CommandError, match="cannot be stored: the bucket does not answer"):
        call_command("load_collection", tmp_path, stdout=io.StringIO())
    assert not Article.objects.exists()
    assert not Image.objects.exists()


def test_one_that_takes_no_key_is_away_and_has_lost_nothing(bucket: Bucket) -> None:
    image = make_image("beach")
    make_article(image=image)
    without_key(bucket)
    shown = Client(raise_request_exception=False).get(address(image.renditions.all()[0]))
    assert (shown.status_code, shown["Retry-After"]) == (503, "5")
    with pytest.raises(CommandError, match=r"cannot be looked at: the bucket does not give .* \(403\)"):
        call_command("check_media")


def test_a_reader_waits_for_one_that_is_silent_no_longer_than_for_the_database(
    bucket: Bucket, settings: LazySettings
) -> None:
    image = make_image("beach")
    make_article(image=image)
    settings.DATABASE_WAIT = 0.2
    with socket.create_server(("127.0.0.1", 0)) as silent:
        origin = f"http://127.0.0.1:{silent.getsockname()[1]}"
        bucket.__dict__.pop("client")
        bucket.endpoint_url = origin
        assert bucket.client  # to make it takes longer than the answer
        came_at = time.monotonic()
        shown = Client(raise_request_exception=False).get(address(image.renditions.all()[0]))
    assert shown.status_code == 503
    assert time.monotonic() - came_at < 1


def test_what_is_wrong_with_a_bucket_is_said(bucket: Bucket, monkeypatch: pytest.MonkeyPatch, s3_origin: str) -> None:
    assert bucket.fault() == ""
    name = bucket.save("originals/one.png", ContentFile(b"one"))
    assert bucket.fault() == ""
    s3 = client(s3_origin)
    s3.put_object_acl(Bucket=bucket.bucket_name, Key=f"site/{name}", ACL="public-read")
    assert "anybody can read it" in bucket.fault()
    s3.put_object_acl(Bucket=bucket.bucket_name, Key=f"site/{name}", ACL="private")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    assert "AccessDenied" in Bucket(bucket_name=bucket.bucket_name, endpoint_url=s3_origin).fault()
    nowhere = Bucket(bucket_name="images", endpoint_url=f"http://127.0.0.1:{postgres.free_port()}")
    assert "does not answer" in nowhere.fault()
