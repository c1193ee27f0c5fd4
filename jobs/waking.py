"""How whoever leaves a job wakes the worker of the same process; others look by themselves."""

from threading import Event
from typing import Final

wake: Final = Event()
