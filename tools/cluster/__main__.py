"""`make cluster`: the site on several machines, until Ctrl-C."""

import argparse
import signal
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.cluster.machines import Cluster, cluster_in


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="where all of it is kept; else in one that is gone afterwards")
    with ExitStack() as own:
        folder = parser.parse_args().folder or Path(own.enter_context(TemporaryDirectory(prefix="cbtneuro-cluster-")))
        cluster = own.enter_context(cluster_in(folder))
        print("The shipped articles ...", flush=True)
        cluster.manage("load_collection")
        print(table_of(cluster))
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


def table_of(cluster: Cluster) -> str:
    processes = [
        cluster.proxy, *cluster.applications, cluster.redis,
        *(process for server in cluster.databases for process in (server.pooler, server.process)),
    ]  # fmt: skip
    rows = [f"  {one.name:24} 127.0.0.1:{one.port}   {one.log}" for one in processes]
    return "\n".join([f"The site: {cluster.address}/   Ctrl-C ends it.", *rows])


if __name__ == "__main__":
    main()
