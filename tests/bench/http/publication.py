"""What one publication costs while readers ask, and what they notice of it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from tests.bench.http.driver import Driven, drive
from tests.bench.http.sites import Server, Site

SECONDS: Final = 4
PAGE: Final = "/latest/"


@dataclass(frozen=True)
class Publication:
    """Medians for one of some, one after the other. `calm`, `meanwhile`: readers of the newest articles without and
    with them.
    """

    engine: str
    application_ms: float  # of CPU, as all but the last
    database_ms: float
    statements: float
    seconds: float
    calm: Driven
    meanwhile: Driven


def published_under_load(site: Site, server: Server) -> Publication:
    calm = drive(server.port, PAGE, {}, SECONDS)
    with ThreadPoolExecutor(1) as readers:
        reading = readers.submit(drive, server.port, PAGE, {}, SECONDS)
        costs = site.inside("publish")
        meanwhile = reading.result()
    return Publication(site.engine, **costs, calm=calm, meanwhile=meanwhile)
