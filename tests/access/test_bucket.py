"""Images in a bucket: what only members may see is as closed there as here, and its own address is open for seconds."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import time_machine
from django.test import Client

from articles.images.html import address
from articles.images.media.bucket import Bucket
from articles.models import Image, Rendition
from library.reprints.reprint_page import photograph
from members.roles import MEMBER
from tests.buckets import MakeBucket, bucket, bucket_with, s3_origin
from tests.factories import make_article, make_image, make_user

__all__ = ["bucket", "bucket_with", "s3_origin"]
pytestmark = pytest.mark.django_db


def closed_image() -> Rendition:
    """Shown in a full post, and nowhere else."""
    image = make_image("scan")
    make_article(full_post="## Inside\n\n![A scan.](image:scan)")
    return image.renditions.all()[0]


def member() -> Client:
    client = Client()
    client.force_login(make_user(MEMBER))
    return client


def content_of(rendition: Rendition) -> bytes:
    with rendition.file.open() as file:
        return bytes(file.read())


def test_a_visitor_gets_it_neither_here_nor_there(bucket: Bucket) -> None:
    rendition = closed_image()
    assert Client().get(address(rendition)).status_code == 404
    there = f"{bucket.place()}/{rendition.file.name}"
    unsigned = {
        "the file": there,
        "the list": f"{bucket.endpoint_url}/{bucket.bucket_name}?list-type=2",
        "with an address of one's own": f"{there}?X-Amz-Signature=0&X-Amz-Date=20990101T000000Z&X-Amz-Expires=60"
        "&X-Amz-SignedHeaders=host",
    }
    assert {name: requests.get(url, timeout=5).status_code for name, url in unsigned.items()} == dict.fromkeys(
        unsigned, 403
    )


def test_a_member_is_sent_to_a_signed_address_that_nobody_keeps(bucket: Bucket) -> None:
    rendition = closed_image()
    answer = member().get(address(rendition))
    assert (answer.status_code, answer["Cache-Control"]) == (302, "private, no-store")
    assert answer["Location"].startswith(f"{bucket.place()}/{rendition.file.name}?")
    assert parse_qs(urlsplit(answer["Location"]).query)["X-Amz-Expires"] == ["60"]
    got = requests.get(answer["Location"], timeout=5)
    assert (got.status_code, got.content) == (200, content_of(rendition))
    assert (got.headers["Cache-Control"], got.headers["Content-Type"]) == ("private, no-store", "image/jpeg")


def test_who_only_asks_of_it_is_sent_to_an_address_that_answers_that_and_gives_nothing_else(bucket: Bucket) -> None:
    rendition = closed_image()
    there = member().head(address(rendition))["Location"]
    told = requests.head(there, timeout=5)
    assert (told.status_code, told.headers["Content-Length"]) == (200, str(len(content_of(rendition))))
    assert requests.get(there, timeout=5).status_code == 403


def test_it_is_open_for_its_seconds_and_for_this_file_alone(bucket_with: MakeBucket) -> None:
    bucket_with(60)
    rendition = closed_image()
    other = str(Image.objects.get(name="scan").original.name)
    signed = member().get(address(rendition))["Location"]
    changed = {
        "another file": signed.replace(str(rendition.file.name), other),
        "more seconds": signed.replace("X-Amz-Expires=60&", "X-Amz-Expires=600&"),
        "kept by caches": signed.replace("response-cache-control=private", "response-cache-control=public"),
        "another signature": re.sub(r"(X-Amz-Signature=)\w{4}", r"\g<1>0000", signed),
    }
    assert signed not in changed.values()
    assert {name: requests.get(url, timeout=5).status_code for name, url in changed.items()} == dict.fromkeys(
        changed, 403
    )
    assert requests.get(signed, timeout=5).status_code == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=61)):
        assert requests.get(signed, timeout=5).status_code == 403


def test_what_anybody_may_see_comes_from_the_site_and_may_be_kept_by_caches(bucket: Bucket) -> None:
    image = make_image("beach")
    make_article(image=image)
    rendition = image.renditions.all()[0]
    for client in (Client(), member()):
        answer = client.get(address(rendition))
        assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=3600")
        assert b"".join(answer) == content_of(rendition)


def test_without_signed_addresses_the_site_sends_all_of_it(bucket_with: MakeBucket) -> None:
    bucket_with(0)
    rendition = closed_image()
    assert Client().get(address(rendition)).status_code == 404
    answer = member().get(address(rendition))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert b"".join(answer) == content_of(rendition)


def test_a_pdf_has_the_image_for_who_may_see_it(bucket: Bucket) -> None:
    rendition = closed_image()
    request = member().get("/about/").wsgi_request
    assert photograph(request, address(rendition)) == content_of(rendition)
    with pytest.raises(LookupError):
        photograph(Client().get("/about/").wsgi_request, address(rendition))
