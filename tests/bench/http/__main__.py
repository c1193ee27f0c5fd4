"""`make bench`: every page over HTTP, beside a bare Django view and a bare WSGI callable under the same server.

    python -m tests.bench.http [--articles 0 2000] [--rounds 3] [--seconds 1] [--engines sqlite postgresql]

The site runs as in production, on each engine with its page cache and without. Sites are kept in --data, and in
databases `cbtneuro_bench_…`, so that a second run begins at once.
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from tests.bench.http import performance
from tests.bench.http.measures import Case, measure_all
from tests.bench.http.pages import as_page, fetch, write
from tests.bench.http.publication import published_under_load
from tests.bench.http.sites import Server, Site, prepared, served
from tests.bench.http.table import DJANGO, WSGI
from tests.source import ROOT
from tools import postgres

ENCODINGS: Final = {"Accept-Encoding": "gzip, br"}
KEPT, MADE, MEMBER = "visitor, kept", "visitor, made", "member"
REBUILDS: Final = ("rebuild_shelves", "rebuild_related")
NOTHING_CHANGED: Final = " (304)"


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[0], help="0: the shipped collection alone")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=1, help="of each case in a round")
    parser.add_argument("--engines", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--write", type=Path, help="a folder for performance.md and its drawing: docs")
    return parser.parse_args()


def cases_of(site: Site, kept: Server, made: Server) -> Iterator[Case]:
    """Each page for a visitor with the cache and without, and for a member; and one that the client has already."""
    survey = site.inside("survey")
    cookie = {"Cookie": survey["session"]}
    for name, path in survey["addresses"].items():
        queries = survey["queries"]["visitor"][name]
        is_kept = "cache-status" in fetch(kept.port, path, ENCODINGS).headers
        for who, server, headers, cost in (
            (KEPT, kept, ENCODINGS, 0 if is_kept else queries),
            (MADE, made, ENCODINGS, queries),
            (MEMBER, kept, {**ENCODINGS, **cookie}, survey["queries"]["member"][name]),
        ):
            if who != KEPT or is_kept:
                yield Case(who, site.engine, name, server, path, headers, site.database, cost)
        if name in ("article", "topic"):
            yield from unchanged(name, path, queries, site, kept, made)


def unchanged(name: str, path: str, queries: int, site: Site, kept: Server, made: Server) -> Iterator[Case]:
    for who, server, cost in ((KEPT, kept, 0), (MADE, made, queries)):
        tag = fetch(server.port, path, ENCODINGS).headers.get("etag")
        if tag:
            headers = {**ENCODINGS, "If-None-Match": tag}
            yield Case(who, site.engine, name + NOTHING_CHANGED, server, path, headers, site.database, cost)


def companions(cases: list[Case], folder: Path, running: ExitStack) -> Iterator[Case]:
    """The same pages with the same bytes from a bare Django view and from a bare WSGI callable."""
    first: dict[str, Case] = {}
    for case in cases:
        first.setdefault(case.page, case)
    write(
        [
            as_page(page, case.path, fetch(case.server.port, case.path, ENCODINGS))
            for page, case in first.items()
            if not page.endswith(NOTHING_CHANGED)
        ],
        folder,
    )
    env = {**os.environ, "BENCH_PAGES": str(folder)}
    for who, module in ((DJANGO, "bare_django"), (WSGI, "bare_wsgi")):
        server = running.enter_context(served(f"tests.bench.http.{module}:application", env, folder / f"{module}.log"))
        for page, case in first.items():
            yield Case(who, "", page, server, case.path, case.headers)


def measured(articles: int, chosen: argparse.Namespace, address: str) -> performance.Measured:
    """All cases over a collection of this size."""
    folder: Path = chosen.data / (str(articles) if articles else "shipped")
    cases: list[Case] = []
    rebuilds: list[tuple[str, str, float]] = []
    with ExitStack() as running:
        sites = []
        for engine in chosen.engines:
            site = prepared(engine, folder / engine, articles, address if engine == "postgresql" else "")
            rebuilds += [(engine, command, site.rebuilt(command)) for command in REBUILDS]
            kept, made = (
                running.enter_context(
                    served("cbtneuro.wsgi:application", {**site.env, **own}, site.folder / f"server-{name}.log")
                )
                for name, own in (("kept", {}), ("made", {"PAGE_CACHE_MEGABYTES": "0"}))
            )
            sites.append((site, kept))
            cases += cases_of(site, kept, made)
        cases += companions(cases, folder / "pages", running)
        measure_all(cases, chosen.rounds, chosen.seconds)
        workers = {site.engine: performance.workers_memory(kept.pid) for site, kept in sites}
        publications = [published_under_load(site, kept) for site, kept in sites]
    return performance.Measured(articles, cases, publications, workers, rebuilds)


def main() -> None:
    chosen = options()
    with ExitStack() as running:
        address = ""
        if "postgresql" in chosen.engines:
            named = os.environ.get("TEST_POSTGRES_URL", "")
            address = running.enter_context(postgres.server(named, path=os.environ["PATH"])).address
        results = [measured(articles, chosen, address) for articles in chosen.articles]
    print(performance.text(results, chosen.rounds, chosen.seconds))
    if chosen.write:
        performance.write(results, chosen.rounds, chosen.seconds, chosen.write)


if __name__ == "__main__":
    main()
