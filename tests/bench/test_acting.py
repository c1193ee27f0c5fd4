"""Five hundred random acts of editors and curators: 0 documents outdated, 0 pages of visitors (`make bench-parts`).

The sites of this module are not as they were afterwards.
"""

import json
import sys
from typing import Final

import pytest

from tests.bench.http.sites import Site
from tools.steps import quietly

pytestmark = pytest.mark.bench
ACTS: Final = 500
SEED: Final = 14


def test_five_hundred_acts_leave_nothing_outdated(site: Site) -> None:
    told = json.loads(
        quietly([sys.executable, "-m", "tests.bench.acting", str(ACTS), str(SEED)], site.env).splitlines()[-1]
    )
    print(f"\n{site.engine}: {sum(told['done'].values())} acts in {told['cpu_seconds']} s of CPU with all looks;")
    print(f"  {told['refused']} refused; {told['done']}")
    print(f"  {told['pages']} kept pages compared; wrong: {told['wrong'] or 'none'}")
    assert not told["wrong"]
    print(f"  {quietly([sys.executable, 'manage.py', 'rebuild_pages', '--check'], site.env).splitlines()[-1]}")
