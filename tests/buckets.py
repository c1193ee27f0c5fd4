"""A bucket of S3 in place of the folder of images, for the tests of a module that imports these fixtures."""

import secrets
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, cast

import pytest
from django.conf import LazySettings
from django.core.files.storage import storages

from articles.images.media.bucket import Bucket
from articles.images.media.bucket_address import storage_at
from tools.cluster.s3_server import KEYS, bucket_at, served

MakeBucket = Callable[..., Bucket]


@cache
def clients_of(origin: str) -> dict[str, Any]:
    """To make them takes half a second."""
    any_bucket = Bucket(bucket_name="any", endpoint_url=origin)
    return {"connection": any_bucket.connection, "client": any_bucket.client}


@pytest.fixture(scope="module")
def s3_origin() -> Iterator[str]:
    with served() as origin:
        yield origin


@pytest.fixture
def bucket_with(s3_origin: str, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> MakeBucket:
    """Puts a new one in place; signed addresses hold for so many seconds."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)

    def make(signed_seconds: int = 60) -> Bucket:
        settings.MEDIA_S3 = f"{bucket_at(s3_origin, f'images-{secrets.token_hex(4)}')}/site"
        settings.MEDIA_SIGNED_SECONDS = signed_seconds
        settings.STORAGES = {**settings.STORAGES, "default": storage_at(settings.MEDIA_S3, signed_seconds)}
        bucket = cast(Bucket, storages["default"])
        bucket.__dict__.update(clients_of(s3_origin))
        return bucket

    return make


@pytest.fixture
def bucket(bucket_with: MakeBucket) -> Bucket:
    return bucket_with()


def without_key(bucket: Bucket) -> None:
    """As it answers to who has none, or another."""
    nobody = bucket.unsigned_connection
    bucket.__dict__.update(connection=nobody, client=nobody.meta.client)
