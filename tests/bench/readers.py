"""People who read and log in while something breaks, and what each of them saw.

They come when they come: a slow answer does not make the next reader wait.
"""

import http.client
import itertools
import re
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlencode

RATE: Final = 50  # pages a second
LOG_IN_EVERY: Final = 2  # seconds
# What two cores can answer at that rate, beside a machine's other work; an article takes ten times as long as the rest.
OFTEN: Final = ("/lists/", "/login/", "/about/", "/health/", "/health/")
SELDOM: Final = ("/", "/latest/", "/tags/", "/search/?q=fear", "/feeds/latest.atom")
ARTICLE: Final = re.compile(r'href="(/articles/[^"/]+/)"')
EMAIL: Final = "reader@example.org"
PASSWORD: Final = "for the length of a measurement"
PATIENCE: Final = 60  # seconds
AT_ONCE: Final = 400  # people whom the site may keep waiting
TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    began: float  # by the monotonic clock
    ended: float
    status: int  # 0: the connection broke
    retry_after: bool = False

    @property
    def seconds(self) -> float:
        return self.ended - self.began


def ask(
    port: int, method: str, page: str, body: str = "", headers: Mapping[str, str] | None = None
) -> tuple[Answer, str, str]:
    """The answer, its text and the cookies that it set."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, page, body, dict(headers or {}))
        response = connection.getresponse()
        text = response.read().decode()
        cookies = SimpleCookie("; ".join(response.headers.get_all("Set-Cookie", [])))
        said = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
        answer = Answer(began, time.monotonic(), response.status, "Retry-After" in response.headers)
    except (OSError, http.client.HTTPException):
        return Answer(began, time.monotonic(), 0), "", ""
    finally:
        connection.close()
    return answer, text, said


@dataclass
class Seen:
    pages: list[Answer] = field(default_factory=list)
    log_ins: list[Answer] = field(default_factory=list)  # 302: logged in; the form again, or its refusal, otherwise
    seconds: float = 0.0

    def read(self, port: int, page: str) -> None:
        self.pages.append(ask(port, "GET", page)[0])

    def log_in(self, port: int) -> None:
        """The form, then what it sends. One that does not come is a log-in that fails."""
        answer, text, cookies = ask(port, "GET", "/login/")
        if found := TOKEN.search(text):
            body = urlencode({"csrfmiddlewaretoken": found[1], "login": EMAIL, "password": PASSWORD})
            headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
            answer, text, _ = ask(port, "POST", "/login/", body, headers)
        self.log_ins.append(answer)

    def bad(self, since: float, until: float) -> list[float]:
        """When answers between the two came that were not good."""
        return [answer.ended for answer in self.pages if since <= answer.ended < until and answer.status != 200]


def statuses(answers: list[Answer]) -> dict[int, int]:
    return dict(sorted(Counter(answer.status for answer in answers).items()))


def times(answers: list[Answer]) -> str:
    seconds = sorted(answer.seconds for answer in answers)
    of_hundred = statistics.quantiles(seconds, n=100)
    return f"median {of_hundred[49]:.2f} s, 99 of 100 within {of_hundred[98]:.2f} s, slowest {seconds[-1]:.2f} s"


def addresses(port: int) -> Iterator[str]:
    """What people ask for, one after the other: each second an article, and a page of many."""
    _, text, _ = ask(port, "GET", "/latest/")
    articles, often, seldom = (itertools.cycle(some) for some in (ARTICLE.findall(text), OFTEN, SELDOM))
    while True:
        yield next(articles)
        yield next(seldom)
        yield from itertools.islice(often, RATE - 2)


@contextmanager
def people(port: int, rate: int = RATE) -> Iterator[Seen]:
    """So many readers a second, and who logs in every `LOG_IN_EVERY` seconds, for as long as this holds."""
    seen, over, pages = Seen(), threading.Event(), addresses(port)
    began = time.monotonic()

    def come() -> None:
        number = 0
        while not over.wait(max(0.0, began + number / rate - time.monotonic())):
            crowd.submit(seen.read, port, next(pages))
            if number % (rate * LOG_IN_EVERY) == 0:
                crowd.submit(seen.log_in, port)
            number += 1

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        coming = threading.Thread(target=come)
        coming.start()
        try:
            yield seen
        finally:
            over.set()
            coming.join()
            seen.seconds = time.monotonic() - began
