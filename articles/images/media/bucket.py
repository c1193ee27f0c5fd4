"""A bucket of S3, or of any server that speaks its protocol, by django-storages.

Keys, region and the like come from where boto3 looks for them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the role
of the machine.
"""

import os
import posixpath
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from http import HTTPStatus
from typing import Any, Final

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage

from articles.images.media.store import StoreAway

REGION: Final = "us-east-1"  # where no other is named; servers that have no regions take it
SHORT: Final = 2.0  # seconds; who waits no longer than this is a request
LARGEST_PUT: Final = 256 * 1024 * 1024  # bytes; in one request, which is stored as a whole or not at all
ANYBODY: Final = "anybody can read it without a key: block public access to the bucket"


def client_config() -> Config:
    """For what is written, and for lists; checksums only where a server must have them."""
    return Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        connect_timeout=2,
        read_timeout=10,
        retries={"mode": "standard", "total_max_attempts": 2},
        max_pool_connections=64,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


def to_read(wait: float) -> Config:
    """For who asks for a file: `wait` seconds to connect, and as many for the answer.

    Requests have one try, so that readers hear within two seconds; commands, which have time, ask again.
    """
    tries = {"mode": "standard", "total_max_attempts": 1 if wait < SHORT else 3}
    return client_config().merge(Config(connect_timeout=wait, read_timeout=wait, retries=tries))


@contextmanager
def as_files(name: str) -> Iterator[None]:
    """`FileNotFoundError` for what is not there, and `StoreAway` for all other faults.

    A key that does not open the bucket says nothing of a file in it, so that is one of them.
    """
    try:
        yield
    except ClientError as error:
        told = error.response.get("Error", {}).get("Code", "")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if status == HTTPStatus.NOT_FOUND and told != "NoSuchBucket":
            raise FileNotFoundError(f"{name} is not in the bucket") from error
        if status == HTTPStatus.FORBIDDEN:
            raise StoreAway(f"the bucket does not give {name} ({told})") from error
        raise StoreAway(f"the bucket answered {status} ({told})") from error
    except (BotoCoreError, Boto3Error) as error:
        raise StoreAway(f"the bucket does not answer ({error})") from error


class Bucket(S3Storage):  # type: ignore[misc]
    def get_default_settings(self) -> dict[str, Any]:
        return {
            **super().get_default_settings(),
            "region_name": os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or REGION,
            "client_config": client_config(),
            "transfer_config": TransferConfig(use_threads=False, multipart_threshold=LARGEST_PUT),
        }

    @cached_property
    def connection(self) -> Any:
        """One for all threads of a process, in place of one a thread: clients may be shared, and take megabytes."""
        return S3Storage.connection.fget(self)

    @cached_property
    def client(self) -> Any:
        """Of who reads: it waits no longer than for the database."""
        session, config = self._create_session(), to_read(settings.DATABASE_WAIT)
        return session.client(
            "s3", region_name=self.region_name, endpoint_url=self.endpoint_url, verify=self.verify, config=config
        )

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Always one that nobody else has or will have: nobody asks the bucket, and two uploads never meet in it."""
        folder, file = posixpath.split(name)
        root, ending = posixpath.splitext(file)
        own = self.get_alternative_name("", ending)
        room = None if max_length is None else max(max_length - len(posixpath.join(folder, own)), 0)
        return posixpath.join(folder, f"{root[:room]}{own}")

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        """All of it, by one request: an image is some hundred kilobytes."""
        del mode
        with as_files(name):
            answer = self.client.get_object(Bucket=self.bucket_name, Key=self._normalize_name(name))
            return ContentFile(answer["Body"].read(), name)

    def _save(self, name: str, content: File[bytes]) -> str:
        with as_files(name):
            return str(super()._save(name, content))

    def put(self, name: str, content: bytes) -> None:
        self._save(name, ContentFile(content))

    def delete(self, name: str) -> None:
        with as_files(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with as_files(name):
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with as_files(path):
            folders, files = super().listdir(path)
        return folders, files

    def below(self, folder: str) -> Iterator[str]:
        """A thousand names a request; folder by folder there would be one for each article that has a card."""
        asking = self.connection.meta.client.get_paginator("list_objects_v2")
        with as_files(folder):
            pages = asking.paginate(Bucket=self.bucket_name, Prefix=self.start_of(folder))
            keys = [entry["Key"] for page in pages for entry in page.get("Contents", ())]
        yield from (key.removeprefix(self.start_of("")) for key in keys if not key.endswith("/"))

    def start_of(self, folder: str) -> str:
        """Of the keys of all that is in it."""
        path = posixpath.join(self.location.strip("/"), folder)
        return posixpath.join(path, "") if path else ""

    def get_modified_time(self, name: str) -> Any:
        with as_files(name):
            return super().get_modified_time(name)

    def signed(self, name: str, content_type: str, method: str) -> str:
        """Signed without asking anybody: what is not there is missed by who comes to the address."""
        if not self.querystring_expire:
            return ""
        told = {"ResponseContentType": content_type, "ResponseCacheControl": "private, no-store"}
        return str(self.url(name, parameters=told, http_method=method))

    def place(self) -> str:
        return posixpath.join(self.endpoint_url, self.bucket_name, self.location)

    def fault(self) -> str:
        """Two to four requests: it is asked with the key, then without one."""
        try:
            with as_files(self.place()):
                names = self.names_by(self.client)
                open_to_all = self.is_open(names)
        except OSError as error:
            return str(error)
        return ANYBODY if open_to_all else ""

    def names_by(self, client: Any) -> list[str]:
        """One, if there is any."""
        answer = client.list_objects_v2(Bucket=self.bucket_name, Prefix=self.location, MaxKeys=1)
        return [entry["Key"] for entry in answer.get("Contents", ())]

    def is_open(self, names: list[str]) -> bool:
        """Whether who has no key gets a list of the files, or one of them."""
        without_key = self.unsigned_connection.meta.client
        return is_given(lambda: self.names_by(without_key)) or any(
            is_given(partial(without_key.head_object, Bucket=self.bucket_name, Key=name)) for name in names
        )


def is_given(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] in (HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED):
            return False
        raise
    return True
