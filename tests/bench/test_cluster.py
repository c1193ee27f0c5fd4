"""The site on several machines while one after the other fails: `make bench-parts ARGS=tests/bench/test_cluster.py`.

Readers and who logs in come to nginx, and an editor's program publishes. What was acknowledged has to be there in the
end, and nobody may get what is not theirs.
"""

import time
from collections.abc import Callable, Iterator

import pytest

from tests.bench.conftest import a_folder
from tests.bench.publishing import Published, prepared, publishing
from tests.bench.readers import EMAIL, PASSWORD, Seen, people, statuses
from tools.cluster.machines import Cluster, cluster_in

pytestmark = pytest.mark.bench
CALM = 5.0  # seconds before each failure
AFTER = 12.0  # and after it
OUTAGES = (0, 502, 503, 504)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with a_folder() as folder, cluster_in(folder) as made:
        made.manage("load_collection")
        made.env["ADMINISTRATOR_PASSWORD"] = PASSWORD
        made.manage("create_administrator", EMAIL)
        yield made


def failure(name: str, cluster: Cluster, fail: Callable[[], object], mend: Callable[[], object]) -> Published:
    """Let it fail under load, and print what people saw of it."""
    names = prepared(cluster.env, EMAIL)
    with people(cluster.proxy.port) as seen, publishing(cluster.proxy.port, names) as published:
        time.sleep(CALM)
        began = time.monotonic()
        fail()
        took = time.monotonic() - began
        time.sleep(AFTER)
        mend()
        time.sleep(CALM)
    told(name, seen, published, began, took)
    kept = set(cluster.manage("shell", "--no-imports", "-c", SLUGS).split())
    lost = [slug for slug in published.slugs if slug not in kept]
    assert published.slugs, published.why
    assert not lost
    assert not published.unseen
    assert not published.leaked
    assert {answer.status for answer in seen.pages} <= {200, *OUTAGES}
    return published


SLUGS = "from articles.models import Article; print(*Article.objects.published().values_list('slug', flat=True))"


def told(name: str, seen: Seen, published: Published, began: float, took: float) -> None:
    bad = seen.bad(began, began + took + AFTER + CALM)
    print(f"\n{name}: {len(seen.pages)} pages {statuses(seen.pages)}, log-ins {statuses(seen.log_ins)}")
    print(f"  the last page that was not good: {max(bad, default=began) - began:.1f} s after it failed")
    print(f"  published {len(published.slugs)}, refused {published.refused}, {published.longest:.1f} s without one")


def test_a_server_of_the_site_is_killed(cluster: Cluster) -> None:
    first = cluster.applications[0]
    failure("A server of the site", cluster, first.kill, first.start)


def test_redis_is_killed(cluster: Cluster) -> None:
    failure("Redis", cluster, cluster.redis.kill, cluster.redis.start)


def test_a_standby_is_killed(cluster: Cluster) -> None:
    standby = cluster.databases[1]
    failure("A standby", cluster, standby.kill, standby.start)


def test_the_primary_is_killed_and_a_standby_promoted(cluster: Cluster) -> None:
    def fail() -> None:
        cluster.databases[0].kill()
        cluster.follow()

    failure("The primary", cluster, fail, lambda: None)
