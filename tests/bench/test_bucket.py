"""What an image in a bucket costs the site: signing an address, sending it itself, and django-storages as it comes.

`make bench-parts ARGS=tests/bench/test_bucket.py`. The server is on this machine: a real one is further away, and each
request to it takes longer.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from storages.backends.s3 import S3Storage

from articles.images.media.bucket import Bucket
from tools import postgres
from tools.cluster.processes import listens
from tools.cluster.s3_server import KEYS, bucket_at
from tools.steps import ROOT

pytestmark = pytest.mark.bench
TIMES = 200
NAME = "renditions/beach-960.webp"
BYTES = 150_000


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    port = postgres.free_port()
    with subprocess.Popen([sys.executable, "-m", "tools.cluster.s3_server", str(port)], cwd=ROOT) as server:
        while not listens(port):
            time.sleep(0.1)
        for name, value in KEYS.items():
            monkeypatch.setenv(name, value)
        origin = f"http://127.0.0.1:{port}"
        bucket_at(origin, "images")
        made = Bucket(bucket_name="images", endpoint_url=origin)
        made.put(NAME, os.urandom(BYTES))
        yield made
        server.terminate()


def cost(work: Callable[[], object]) -> str:
    """Milliseconds, of this process and by the clock."""
    work()
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(TIMES):
        work()
    spent, passed = time.process_time() - cpu, time.perf_counter() - wall
    return f"{spent / TIMES * 1000:5.2f} ms of CPU, {passed / TIMES * 1000:5.2f} ms"


def test_what_one_image_costs(bucket: Bucket) -> None:
    plain = S3Storage(bucket_name="images", endpoint_url=bucket.endpoint_url)

    def read(storage: S3Storage) -> None:
        with storage.open(NAME) as file:
            assert len(file.read()) == BYTES

    ways = {
        "a signed address": lambda: bucket.signed(NAME, "image/webp", "GET"),
        "its bytes": lambda: read(bucket),
        "its bytes, by django-storages alone": lambda: read(plain),
    }
    print()
    for name, work in ways.items():
        print(f"  {name:36}{cost(work)}")
