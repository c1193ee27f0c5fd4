"""A browser that tells, as our scripts do, and what was counted then."""

from django.test import Client
from django.urls import reverse

from insights.models import Count, Measure
from insights.writing import write_all

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ORIGIN = "http://testserver"


def tell(client: Client, path: str = "", what: str = "read", by: str = "visitor", **headers: str) -> int:
    return send(client, f"what={what}&as={by}&path={path}", **headers)


def send(client: Client, body: str, **headers: str) -> int:
    sent = {"User-Agent": FIREFOX, "Origin": ORIGIN, **{name.replace("_", "-"): text for name, text in headers.items()}}
    response = client.post(reverse("insights:count"), body, content_type="text/plain", headers=sent)
    assert not response.content
    assert not response.cookies
    return response.status_code


def counted() -> dict[tuple[Measure, int], int]:
    """Written now, and over all days."""
    write_all()
    found: dict[tuple[Measure, int], int] = {}
    for measure, subject, number in Count.objects.values_list("measure", "subject", "number"):
        key = Measure(measure), subject
        found[key] = found.get(key, 0) + number
    return found
