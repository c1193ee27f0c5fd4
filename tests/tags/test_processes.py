"""Work in several processes: all parts in their order, a fault told where it is waited for, and nobody left behind."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tags.management.processes import in_processes
from tests.source import ROOT

WAITING = """
import os, time
from tags.management.processes import in_processes
def make(part):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(600)
list(in_processes(make, range(2), 2))
"""


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


@pytest.mark.parametrize("processes", [1, 2])
def test_each_part_comes_with_what_was_made_of_it_in_their_order(processes: int) -> None:
    found = list(in_processes(square, range(20), processes))
    assert [(part, made) for part, (made, _) in found] == [(number, number * number) for number in range(20)]
    assert (os.getpid() in {by for _, (_, by) in found}) == (processes == 1)


def test_parts_are_read_only_a_little_ahead() -> None:
    read: list[int] = []

    def parts() -> Iterator[int]:
        for number in range(100):
            read.append(number)
            yield number

    made = in_processes(square, parts(), 2)
    next(made)
    assert len(read) < 10
    del made


def test_a_fault_is_raised_where_the_part_was_asked_for() -> None:
    def make(number: int) -> float:
        return 1 / number

    made = in_processes(make, [1, 0], 2)
    assert next(made) == (1, 1.0)
    with pytest.raises(ZeroDivisionError):
        next(made)


def test_who_kills_the_parent_kills_the_children() -> None:
    """They write to the same pipe, which ends with the last of them."""
    with subprocess.Popen([sys.executable, "-c", WAITING], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        said = [parent.stdout.readline() for _ in range(2)]
        parent.kill()
        rest, _ = parent.communicate(timeout=30)
    assert len({*map(int, said)} - {parent.pid}) == 2
    assert rest == ""
