"""A site is installed from one lock, so that of an extra holds all that the site needs anywhere."""

import re

import pytest

from tests.source import ROOT
from tools.lock import EXTRAS


def pinned(name: str) -> set[str]:
    return set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(), re.MULTILINE))


@pytest.mark.parametrize("extra", EXTRAS)
def test_the_lock_of_an_extra_adds_to_that_of_the_site(extra: str) -> None:
    assert pinned("requirements.lock") < pinned(f"requirements-{extra}.lock")
