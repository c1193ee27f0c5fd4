"""`make cluster`: the site on several machines, until Ctrl-C. With ARGS=--tests, what has to hold there is asked.

Words after `--tests` go to pytest: `make cluster ARGS="--tests tests/access -x"`.
"""

import argparse
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.cluster.machines import Cluster, cluster_in
from tools.cluster.testing import run_tests


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="where all of it is kept; else in one that is gone afterwards")
    parser.add_argument("--tests", nargs=argparse.REMAINDER, help="run the access matrix and the journeys, or these")
    typed = parser.parse_args()
    with ExitStack() as own:
        folder = typed.folder or Path(own.enter_context(TemporaryDirectory(prefix="cbtneuro-cluster-")))
        if typed.tests is not None:
            sys.exit(run_tests(folder, typed.tests))
        serve(own.enter_context(cluster_in(folder)))


def serve(cluster: Cluster) -> None:
    print("The shipped articles ...", flush=True)
    cluster.manage("load_collection")
    print(table_of(cluster))
    signal.sigwait({signal.SIGINT, signal.SIGTERM})


def table_of(cluster: Cluster) -> str:
    processes = [
        cluster.proxy, *cluster.applications, cluster.redis, cluster.s3,
        *(process for server in cluster.databases for process in (server.pooler, server.process)),
    ]  # fmt: skip
    rows = [f"  {one.name:24} 127.0.0.1:{one.port}   {one.log}" for one in processes]
    return "\n".join([f"The site: {cluster.address}/   Ctrl-C ends it.", *rows])


if __name__ == "__main__":
    main()
