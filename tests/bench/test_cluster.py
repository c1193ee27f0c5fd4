"""The site on several machines while one after the other fails: `make bench-parts ARGS=tests/bench/test_cluster.py`.

Readers and who logs in come to nginx, and an editor's program publishes. What was acknowledged has to be there in the
end, and nobody may get what is not theirs.
"""

import time
from collections.abc import Callable, Iterator

import pytest

from tests.bench.conftest import a_folder
from tests.bench.publishing import Published, ask, prepared, publishing
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
        time.sleep(AFTER)
        mended = time.monotonic()
        mend()
        time.sleep(CALM)
    told(name, seen, published, began, mended)
    kept = set(cluster.manage("shell", "--no-imports", "-c", SLUGS).split())
    lost = [slug for slug in published.slugs if slug not in kept]
    assert published.slugs, published.why
    assert not lost
    assert not published.unseen
    assert not published.leaked
    assert {answer.status for answer in seen.pages} <= {200, *OUTAGES}
    assert_nothing_is_outdated(cluster, published)
    return published


def assert_nothing_is_outdated(cluster: Cluster, published: Published) -> None:
    """What each server of the site keeps for visitors names the last article that was published."""
    for site in cluster.applications:
        status, _, page = ask(site.port, "GET", "/latest/")
        assert status == 200
        assert f"/articles/{published.slugs[-1]}/" in page, site.name


SLUGS = "from articles.models import Article; print(*Article.objects.published().values_list('slug', flat=True))"


def told(name: str, seen: Seen, published: Published, began: float, mended: float) -> None:
    """What came while it was mended is told apart: on one machine, a program that starts takes from all others."""
    away, after = seen.bad(began, mended), seen.bad(mended, time.monotonic())
    print(f"\n{name}: {len(seen.pages)} pages {statuses(seen.pages)}, log-ins {statuses(seen.log_ins)}")
    print(f"  not good while it was away: {len(away)}, the last after {max(away, default=began) - began:.1f} s")
    print(f"  not good from its mending on: {len(after)}")
    print(f"  published {len(published.slugs)}, refused {published.refused}, {published.longest:.1f} s without one")


def test_standbys_make_pages_and_none_is_outdated(cluster: Cluster) -> None:
    """Each publication outdates every page, and those who read meanwhile have them made again."""
    names, before = prepared(cluster.env, EMAIL), transactions(cluster)
    with people(cluster.proxy.port) as seen, publishing(cluster.proxy.port, names) as published:
        time.sleep(AFTER)
    time.sleep(CALM)
    print(f"\n{len(seen.pages)} pages {statuses(seen.pages)}, published {len(published.slugs)}")
    print(f"  transactions on standbys: {transactions(cluster) - before}")
    assert transactions(cluster) > before
    assert published.slugs, published.why
    assert not published.unseen
    assert not published.leaked
    assert_nothing_is_outdated(cluster, published)


def transactions(cluster: Cluster) -> int:
    """Of readers: a standby has no others."""
    return sum(int(standby.said(COMMITTED)) for standby in cluster.databases[1:])


COMMITTED = "SELECT sum(xact_commit) FROM pg_stat_database WHERE datname = 'cbtneuro'"


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
