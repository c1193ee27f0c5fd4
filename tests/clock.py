"""`TEST_CLOCK=2028-02-29T12:00:00Z`: Python's clock begins there and goes on, in every process of the tests.

PostgreSQL's `now()`, servers of their own and the browser keep the clock of the machine.
"""

import os
from datetime import datetime

import time_machine


def set_clock() -> str:
    """Set it when the environment says so, and say what it was set to. Raises ValueError for what is no such time."""
    text = os.environ.get("TEST_CLOCK", "")
    if text:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError(f"TEST_CLOCK={text} does not say how far it is from UTC; write 2028-02-29T12:00:00Z")
        time_machine.travel(moment, tick=True).start()
    return text
