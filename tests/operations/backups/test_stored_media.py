"""Backups of a site whose images lie in a bucket: the same to the last file, or nothing is touched."""

from pathlib import Path

import pytest

from articles.images.media.bucket import Bucket
from articles.images.media.store import files_below
from operations.backups.archive import MEDIA, Writing, proved
from operations.backups.backing_up import add_media
from operations.backups.media_places import media_at
from operations.backups.refusals import Refused
from tags.management.progress import silently
from tests.buckets import MakeBucket, bucket, bucket_with, s3_origin, without_key
from tests.operations.backups.states import files

__all__ = ["bucket", "bucket_with", "s3_origin"]


def held(bucket: Bucket) -> dict[str, bytes]:
    found = {}
    for name in files_below(""):
        with bucket.open(name) as file:
            found[name] = file.read()
    return found


def backup_of(place: Path | Bucket, file: Path) -> Path:
    with file.open("w+b") as output:
        writing = Writing(output)
        add_media(media_at(place), writing, silently)
        writing.end({})
    return file


def restored(file: Path, place: Path | Bucket, *, fails: bool = False) -> None:
    with proved(file) as opened, media_at(place).put_in(opened, silently) as swap:
        swap()
        if fails:
            raise OSError("the database did not take it")


def filled(bucket: Bucket) -> dict[str, bytes]:
    for name in ("originals/one.png", "renditions/one-480.webp", "cards/site/1/0123456789ab.png"):
        bucket.put(name, name.encode())
    return held(bucket)


def test_what_was_added_goes_and_what_was_lost_comes_back(bucket: Bucket, tmp_path: Path) -> None:
    before = filled(bucket)
    file = backup_of(bucket, tmp_path / "backup")
    bucket.delete("originals/one.png")
    bucket.put("originals/two.png", b"two")
    bucket.put("cards/site/1/0123456789ab.png", b"drawn again")
    restored(file, bucket)
    assert held(bucket) == {**before, "cards/site/1/0123456789ab.png": b"drawn again"}


def test_where_a_restore_fails_all_is_as_it_was(bucket: Bucket, tmp_path: Path) -> None:
    filled(bucket)
    file = backup_of(bucket, tmp_path / "backup")
    bucket.delete("originals/one.png")
    bucket.put("originals/two.png", b"two")
    before = held(bucket)
    with pytest.raises(OSError, match="did not take it"):
        restored(file, bucket, fails=True)
    assert held(bucket) == before


def test_another_file_of_the_same_name_is_not_replaced(bucket: Bucket, tmp_path: Path) -> None:
    filled(bucket)
    file = backup_of(bucket, tmp_path / "backup")
    bucket.put("renditions/one-480.webp", b"another")
    bucket.delete("originals/one.png")
    before = held(bucket)
    with pytest.raises(Refused, match=r"renditions/one-480\.webp in http.* is another file"):
        restored(file, bucket)
    assert held(bucket) == before


def test_a_folder_goes_into_a_bucket_and_a_bucket_into_a_folder(
    bucket_with: MakeBucket, media: Path, tmp_path: Path
) -> None:
    there = bucket_with()
    restored(backup_of(media, tmp_path / "first"), there)
    assert held(there) == files(media)
    back = tmp_path / "back"
    restored(backup_of(there, tmp_path / "second"), back)
    assert files(back) == files(media)


def test_one_that_does_not_answer_is_named(bucket: Bucket, tmp_path: Path) -> None:
    file = backup_of(bucket, tmp_path / "backup")
    bucket.bucket_name = "nowhere"
    for attempt in (lambda: media_at(bucket).names(), lambda: restored(file, bucket)):
        with pytest.raises(Refused, match=r"/nowhere/site: .* Nothing was replaced\."):
            attempt()


def test_a_key_that_may_list_nothing_makes_no_backup_without_images(bucket: Bucket) -> None:
    filled(bucket)
    without_key(bucket)
    with pytest.raises(Refused, match=r"AccessDenied.*Nothing was replaced\."):
        media_at(bucket).names()


def test_a_file_that_is_taken_away_meanwhile_is_left_out(bucket: Bucket, tmp_path: Path) -> None:
    filled(bucket)
    media = media_at(bucket)
    names = media.names()
    media.names = lambda: names  # type: ignore[method-assign]
    bucket.delete("originals/one.png")
    with (tmp_path / "backup").open("w+b") as output:
        writing = Writing(output)
        add_media(media, writing, silently)
    assert sorted(writing.members) == [f"{MEDIA}{name}" for name in held(bucket)]
