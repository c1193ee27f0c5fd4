"""Telling how far long work has come: a line that is written over in a terminal, else a line every few seconds."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Final, Protocol

EVERY: Final = 5.0  # seconds between lines in a log
IN_TERMINAL: Final = 0.2

Begin = Callable[[str, int], Callable[[int], None]]  # begins a step of so many parts; what it gives is told of more
Tell = Callable[[str, int, int], None]  # the step, how many are done, how many there are


class Output(Protocol):
    """The `stdout` of a management command."""

    def write(self, msg: str, *, ending: str | None = None) -> object: ...

    def flush(self) -> object: ...

    def isatty(self) -> bool: ...


@dataclass
class Progress:
    """One kind of work. `total`: how many there are to do from now on."""

    out: Output
    step: str
    total: int
    done: int = 0
    began: float = field(default_factory=time.monotonic)
    told: float = field(default_factory=time.monotonic)

    def more(self, number: int) -> None:
        """So many more are done."""
        self.done += number
        now = time.monotonic()
        if self.total and (self.done >= self.total or now - self.told >= (IN_TERMINAL if self.is_live else EVERY)):
            self.told = now
            self.tell(now)

    @property
    def is_live(self) -> bool:
        return self.out.isatty()

    def tell(self, now: float) -> None:
        rate = self.done / max(now - self.began, 0.001)
        is_over = self.done >= self.total
        left = f", {clock(now - self.began)}" if is_over else f", {clock((self.total - self.done) / rate)} left"
        text = f"{self.step}: {100 * self.done // self.total}%, {self.done:,} of {self.total:,}, {rate:,.0f} a second"
        rest = "    " if self.is_live else ""  # of a longer line that stood here
        write_over(self.out, text + left + rest, is_over=is_over or not self.is_live)


def on(out: Output) -> Begin:
    """A `Begin` that tells each step of a command there."""
    return lambda step, total: Progress(out, step, total).more


def silently(_step: str, _total: int) -> Callable[[int], None]:
    """For work that nobody waits for: a `Begin` that tells nothing."""
    return lambda _number: None


def begin_by(tell: Tell) -> Begin:
    """For whoever is told how many are done."""

    def begin(step: str, total: int) -> Callable[[int], None]:
        done = count(1)

        def more(number: int) -> None:
            for place in islice(done, number):
                tell(step, place, total)

        return more

    return begin


def write_over(out: Output, text: str, *, is_over: bool = False) -> None:
    """In a terminal `text` takes the place of the last such text, until one `is_over`. A log gets that one alone."""
    if out.isatty():
        out.write(f"\r{text}", ending="\n" if is_over else "")
    elif is_over:
        out.write(text)
    out.flush()


def clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{rest} s"
