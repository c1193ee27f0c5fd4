"""What MEDIA_S3 may say, and what becomes of it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from articles.images.media import bucket_address
from articles.images.media.bucket_address import sources_at, storage_at


def test_without_an_address_files_lie_in_a_folder_and_pages_show_no_images_from_elsewhere() -> None:
    assert storage_at("", 60)["BACKEND"] == "articles.images.media.folder.Folder"
    assert sources_at("", 60) == []


@pytest.mark.parametrize(
    ("address", "origin", "bucket", "location"),
    [
        ("https://s3.example.org/images", "https://s3.example.org", "images", ""),
        ("https://s3.example.org/images/", "https://s3.example.org", "images", ""),
        ("http://10.0.0.7:9000/images/a/site", "http://10.0.0.7:9000", "images", "a/site"),
        ("http://[::1]:9000/images", "http://[::1]:9000", "images", ""),
    ],
)
def test_an_address_names_a_server_a_bucket_and_a_folder_in_it(
    address: str, origin: str, bucket: str, location: str
) -> None:
    options = storage_at(address, 60)["OPTIONS"]
    assert (options["endpoint_url"], options["bucket_name"], options["location"]) == (origin, bucket, location)
    assert sources_at(address, 60) == [origin]
    assert sources_at(address, 0) == []  # nobody is sent there


@pytest.mark.parametrize(
    "address",
    ["images", "s3://images", "https://s3.example.org", "https://s3.example.org/", "https:///images",
     "https://key:secret@s3.example.org/images", "https://s3.example.org/images?region=x", "https://[::1/images",
     "https://s3.example.org:port/images"],
)  # fmt: skip
def test_what_is_none_is_refused_without_saying_it_again(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"MEDIA_S3 is no address of a bucket") as refused:
        storage_at(address, 60)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("seconds", [-1, 604801])
def test_addresses_are_signed_for_as_long_as_the_protocol_lets_them(seconds: int) -> None:
    with pytest.raises(ImproperlyConfigured, match="MEDIA_SIGNED_SECONDS"):
        storage_at("https://s3.example.org/images", seconds)


def test_without_the_packages_of_the_extra_it_says_which_lock_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket_address, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements-s3\.lock"):
        storage_at("https://s3.example.org/images", 60)
