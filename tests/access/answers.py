"""The answers that the matrix expects: what GET says to each person for an article in each state."""

from typing import Final

import requests
from django.conf import settings
from django.test import Client

from articles.images.media.bucket_address import sources_at
from tests.access.world import STATES, World

PEOPLE: Final = ("visitor", "reader", "inactive member", "member", "contributor", "writer", "editor", "administrator")
# The answer to GET for an article in each state. `writer` wrote them all; `contributor` none of them.
AS_ANYONE: Final = dict(zip(STATES, (404, 404, 404, 404, 200, 410, 200), strict=True))
AS_STAFF: Final = dict.fromkeys(STATES, 200)
ANSWER: Final = {
    "visitor": AS_ANYONE,
    "reader": AS_ANYONE,
    "inactive member": AS_ANYONE,
    "member": AS_ANYONE,
    "contributor": AS_ANYONE,
    "writer": AS_STAFF,
    "editor": AS_STAFF,
    "administrator": AS_STAFF,
}
READS_FULL_POSTS: Final = ("member", "contributor", "writer", "editor", "administrator")


def page_of(world: World, state: str, query: str = "") -> str:
    return world.articles[state].get_absolute_url() + query


def is_read_in_full(person: str, state: str) -> bool:
    return ANSWER[person][state] == 200 and (person in READS_FULL_POSTS or state == "open")


def image_at(client: Client, address: str) -> tuple[int, str]:
    """Status and Cache-Control; of an image that lies in a bucket, what its signed address answers."""
    answer = client.get(address)
    there = answer.get("Location", "")
    if there.startswith(tuple(sources_at(settings.MEDIA_S3, settings.MEDIA_SIGNED_SECONDS))):
        assert answer["Cache-Control"] == "private, no-store", address
        got = requests.get(there, timeout=5)
        return got.status_code, got.headers["Cache-Control"]
    return answer.status_code, answer.get("Cache-Control", "")
