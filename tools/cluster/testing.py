"""The access matrix and the journeys on what stands behind the servers of a cluster.

The database through PgBouncer, limits and kept pages in Redis, images in S3, an nginx between browsers and the site.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tools.cluster.machines import machines_in
from tools.cluster.s3_server import KEYS
from tools.steps import ROOT
from tools.testing import split

TESTS: Final = ("tests/access", "tests/journeys")
TAKEN: Final = ("DATABASE_URL", "DATABASE_PREPARE", "CACHE_URL", "MEDIA_S3", *KEYS)  # the rest is that of the tests


def run_tests(folder: Path, words: Sequence[str]) -> int:
    """What pytest ended with. `words`: for it; where they name no tests, all of both."""
    with machines_in(folder) as behind:
        for server in behind.databases:  # a database that is copied must have nobody connected to it, no pooler either
            server.pooler_told("SET server_lifetime = 0")
        env = {**os.environ, **{name: behind.env[name] for name in TAKEN}, "JOURNEYS_BEHIND_NGINX": "1"}
        command = [sys.executable, "-m", "pytest", *words, *(() if split(words)[0] else TESTS)]
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
