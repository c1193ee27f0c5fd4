"""`pytest --clock=2028-02-29T12:00:00Z`: Python's clock begins there and goes on, in every process of the session.

PostgreSQL's `now()`, servers of their own and the browser keep the clock of the machine.
"""

from datetime import datetime

import pytest
import time_machine


def moment(text: str) -> datetime:
    """Raises ValueError for what is no time, or one without its distance from UTC."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"{text} does not say how far it is from UTC; write 2028-02-29T12:00:00Z")
    return found


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--clock", type=moment, default=None, help="when the tests believe it is: 2028-02-29T12:00:00Z")


def pytest_configure(config: pytest.Config) -> None:
    """Before any test is collected: tests/times.py reads the clock when it is imported."""
    if config.getoption("--clock"):
        travel = time_machine.travel(config.getoption("--clock"), tick=True)
        travel.start()
        config.add_cleanup(travel.stop)


def pytest_report_header(config: pytest.Config) -> str:
    return f"The clock began at {config.getoption('--clock')}." if config.getoption("--clock") else ""
