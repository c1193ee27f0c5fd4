"""A file that was lost of the store: readers get 404, and the operator is told which, and how it comes back."""

import io
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.images.html import address
from tests.articles.images.test_uploads import own_media
from tests.factories import make_article, make_drawing, make_image

__all__ = ["own_media"]
pytestmark = pytest.mark.django_db


def remove(path: Path) -> None:
    path.unlink()


def put_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def put_a_file_for_its_folder(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_text("x")


LOSSES: Final[dict[str, Callable[[Path], None]]] = {
    "is missing": remove,
    "is a folder": put_a_folder,
    "is missing, with its folder": put_a_file_for_its_folder,
}


def told() -> tuple[str, str]:
    """What the command prints, and with which words it fails."""
    out = io.StringIO()
    try:
        call_command("check_media", stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.mark.parametrize("loss", LOSSES)
def test_a_lost_rendition_is_404_and_named(own_media: Path, caplog: pytest.LogCaptureFixture, loss: str) -> None:
    image = make_image("beach")
    make_article(image=image)
    rendition = image.renditions.all()[0]
    name = str(rendition.file.name)
    LOSSES[loss](own_media / name)
    for method in (Client().get, Client().head):
        assert method(address(rendition)).status_code == 404
    assert [record.levelno for record in caplog.records if name in record.message] == [logging.ERROR] * 2
    out, failed = told()
    assert f"{name} {loss.partition(',')[0]} (image beach)." in out
    assert failed.startswith("Files that images name and nobody can be sent: ")
    assert "load_collection" in failed


def test_a_lost_original_is_named(own_media: Path) -> None:
    image = make_image("beach")
    remove(own_media / str(image.original.name))
    assert told()[0] == f"{image.original.name} is missing (image beach).\n"


def test_an_empty_file_is_lost_and_a_file_of_no_image_may_go(own_media: Path) -> None:
    image = make_image("beach")
    (own_media / str(image.original.name)).write_bytes(b"")
    (own_media / "originals" / "notes.txt").write_text("x")
    assert told()[0].splitlines()[:2] == [
        f"{image.original.name} is empty (image beach).",
        "originals/notes.txt belongs to no image.",
    ]


def test_a_store_that_is_whole_or_was_never_used_is_in_order(own_media: Path) -> None:
    own_media.rmdir()
    in_order = ("Every file that an image names is there.\n", "")
    make_drawing("boxes")
    assert told() == in_order
    make_image("beach")
    assert told() == in_order
