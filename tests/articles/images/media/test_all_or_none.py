"""Files and rows together: whichever way a block ends, no row names a file that was deleted."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import pytest
from django.db import transaction

from articles.images.media.all_or_none import files_with_their_rows
from articles.images.media.store import files_below
from articles.images.uploads import files_of
from tests.articles.images.test_uploads import own_media
from tests.factories import make_image

__all__ = ["own_media"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]


class Fails(Exception):
    pass


def store_and_fail(*around: AbstractContextManager[object]) -> list[str]:
    """Within these, the outermost first. Returns what was stored."""
    stored: list[str] = []

    def within() -> None:
        with ExitStack() as stack:
            for one in around:
                stack.enter_context(one)
            stored.extend(files_of(make_image("beach")))
            raise Fails

    with pytest.raises(Fails):
        within()
    return sorted(stored)


@contextmanager
def refused() -> Iterator[None]:
    """At its end the database answers no more in this transaction."""
    try:
        yield
    finally:
        transaction.set_rollback(True)


def test_a_block_that_fails_after_the_commit_keeps_the_files_that_rows_name() -> None:
    assert store_and_fail(files_with_their_rows()) == list(files_below(""))


def test_one_that_fails_before_it_keeps_none() -> None:
    assert store_and_fail(files_with_their_rows(), transaction.atomic())
    assert list(files_below("")) == []


def test_a_file_goes_with_the_outer_block_where_the_inner_one_could_not_ask_for_its_rows() -> None:
    assert store_and_fail(files_with_their_rows(), transaction.atomic(), files_with_their_rows(), refused())
    assert list(files_below("")) == []


def test_all_stay_where_the_database_cannot_be_asked() -> None:
    assert store_and_fail(transaction.atomic(), files_with_their_rows(), refused()) == list(files_below(""))
