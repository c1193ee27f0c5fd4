"""A server of the test that stands for Crossref and PubMed."""

import json
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from typing import Any

import pytest

from tests.bibliography.importing.registry_answers import SUMMARY, WORK, Registry


@pytest.fixture
def registry(settings: Any) -> Iterator[type[Registry]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Registry.asked.clear()
    Registry.answers = {
        "10.1234%2Fabc": (200, json.dumps(WORK).encode()), "esummary": (200, json.dumps(SUMMARY).encode())
    }  # fmt: skip
    address = f"http://127.0.0.1:{server.server_port}"
    settings.METADATA_SERVERS = {"crossref": address, "pubmed": address}
    settings.METADATA_LOOKUP = True
    yield Registry
    server.shutdown()
    server.server_close()
