"""What tests of the page cache begin with."""

import pytest

from tests.cbtneuro.page_cache.visitors import Content


@pytest.fixture
def content() -> Content:
    return Content()
