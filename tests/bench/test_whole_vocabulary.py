"""A vocabulary of the size of MeSH: what importing it costs, that a stopped import leaves nothing, and /tags/ over it.

`make bench-parts ARGS="tests/bench -k whole_vocabulary"` prints the measurements. The import runs as others run it: in
a process of its own, so that its memory is its own, on a database of its own beside the one of the tests.
"""

import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tags.hierarchy import write_paths
from tags.models import Broader, Tag, Taxonomy
from tags.skos.database import bring_in
from tags.skos.strict import read
from tests.bench.whole_vocabulary import CONCEPTS, mesh_shaped
from tests.queries import queries_of
from tests.synthetic import Vocabulary, add_articles, bulk_tags
from tests.tags.skos.test_writer import SHIPPED

pytestmark = pytest.mark.bench
ROOT: Final = Path(settings.BASE_DIR)
MOST_SECONDS: Final = 300
MOST_MEMORY: Final = 1024  # MB
ARTICLES: Final = 2000
MOST_KILOBYTES, MOST_QUERIES, MOST_RATIO = 100, 20, 3
ROUNDS: Final = 30


# --- Importing --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "mesh-shaped.ttl"
    path.write_text("".join(mesh_shaped()), encoding="utf-8")
    return path


@pytest.fixture
def environment(tmp_path: Path, transactional_db: None) -> Iterator[dict[str, str]]:
    """That of a process which uses an empty database of the engine under test: on PostgreSQL that of the tests."""
    del transactional_db
    named = connection.settings_dict
    url = f"sqlite:///{tmp_path}/own.sqlite3"
    if connection.vendor == "postgresql":
        port = f":{named['PORT']}" if named["PORT"] else ""
        url = f"postgres://{named['USER']}:{named['PASSWORD']}@{named['HOST']}{port}/{named['NAME']}"
    found = {
        **os.environ,
        "DATABASE_URL": url,
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "cbtneuro.settings",
        "DATA_DIR": str(tmp_path),
    }
    manage(found, "migrate", "--verbosity=0").wait()
    yield found
    shutil.rmtree(tmp_path, ignore_errors=True)


def manage(environment: dict[str, str], *words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", *map(str, words)]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **streams)  # type: ignore[call-overload, no-any-return]


def number_of_tags(environment: dict[str, str]) -> int:
    code = "from tags.models import Change, CurationAct, Tag, Taxonomy as T; "
    code += "print(Tag.objects.count() + T.objects.count() + CurationAct.objects.count())"
    return int(manage(environment, "shell", "-v0", "-c", code).communicate()[0].split()[-1])


@pytest.mark.parametrize("options", [[], ["--yes"]], ids=["dry run", "import"])
def test_a_whole_vocabulary_comes_in_within_its_time_and_memory(
    environment: dict[str, str], file: Path, options: list[str]
) -> None:
    began = time.perf_counter()
    process = manage(environment, "import_skos", file, *options)
    out, err = process.communicate()
    seconds, memory = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    steps = list(dict.fromkeys(line.partition(":")[0] for line in err.splitlines()))
    print(f"\n{connection.vendor} {options}: {seconds:.0f} s, {memory} MB at most, steps: {', '.join(steps)}")
    assert process.returncode == 0, err[-500:]
    assert f"{CONCEPTS} new, 0 changed" in out.splitlines()[-1]
    assert len(steps) >= 3
    assert seconds < MOST_SECONDS
    assert memory < MOST_MEMORY


@pytest.mark.parametrize("step", ["Writing tags", "Writing tag labels", "Writing broader links"])
def test_an_import_that_is_killed_leaves_nothing(environment: dict[str, str], file: Path, step: str) -> None:
    before = number_of_tags(environment)
    process = manage(environment, "import_skos", file, "--yes")
    assert process.stderr is not None
    line = next(line for line in process.stderr if line.startswith(step))
    process.kill()
    process.communicate()
    print(f"\n{connection.vendor}: killed at “{line.strip()}”")
    assert number_of_tags(environment) == before


# --- The page of all topics -------------------------------------------------------------------------------------------


def measured(address: str) -> tuple[float, float, int]:
    """Milliseconds of the processor in the median, kilobytes, queries."""
    client, times = Client(), []
    size = len(client.get(address).content) / 1024
    for _ in range(ROUNDS):
        began = time.process_time()
        client.get(address)
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times), size, len(queries_of(address, client))


def add_whole_vocabulary() -> list[Tag]:
    """The rows that importing one makes, without what pages of topics do not read."""
    taxonomy = Taxonomy.objects.create(slug="mesh-shaped", name="MeSH-shaped", position=50)
    tags = bulk_tags(taxonomy, CONCEPTS)
    chance, links = random.Random(1), list[Broader]()
    for number, tag in enumerate(tags[16:], 16):
        parents = {chance.randrange(max(0, number // 9 - 40), number // 4 + 1) for _ in range(chance.choice((1, 1, 2)))}
        links += [Broader(narrower_tag=tag, broader_tag=tags[parent]) for parent in parents]
    Broader.objects.bulk_create(links, batch_size=2000)
    write_paths()
    return tags


@pytest.mark.django_db
def test_the_page_of_all_topics_does_not_grow_with_the_vocabulary() -> None:
    bring_in(read(SHIPPED.read_text(encoding="utf-8")))
    shipped = list(Tag.objects.filter(taxonomy__is_category=False, is_deprecated=False).order_by("pk"))
    categories = list(Tag.objects.filter(taxonomy__is_category=True))
    add_articles(ARTICLES, Vocabulary(shipped, shipped[0], categories), seed=1)
    addresses = ("/tags/", "/tags/?view=az", shipped[0].get_absolute_url(), "/")
    few = {address: measured(address) for address in addresses}
    tags = add_whole_vocabulary()
    random.Random(2).shuffle(tags)
    add_articles(ARTICLES, Vocabulary(tags, tags[0], categories), seed=2)
    few_or_many = " topics: ms    KB  queries"
    print(f"\n{connection.vendor}{'':21} 166{few_or_many}   27,619{few_or_many}   ratio of ms")
    for address, (ms, size, queries) in few.items():
        more, larger, asked = measured(address)
        print(f"{address:30} {ms:9.1f} {size:6.0f} {queries:6} {more:19.1f} {larger:6.0f} {asked:6} {more / ms:14.2f}")
        if address == "/tags/":
            assert larger < MOST_KILOBYTES
            assert asked <= MOST_QUERIES
            assert more / ms < MOST_RATIO
