"""Two editors, each in a browser of their own."""

import pytest
from django.test import Client

from members.roles import ADMINISTRATOR
from tests.editing import logged_in
from tests.factories import make_user


@pytest.fixture
def first() -> Client:
    return logged_in(make_user(ADMINISTRATOR))


@pytest.fixture
def second() -> Client:
    return logged_in(make_user(ADMINISTRATOR))
