"""Somebody who visits the site that the chapter set up: as through a proxy that ends TLS before it, or through one."""

import http.client
import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlencode

TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
RATE: Final = 5  # pages a second


@dataclass
class Visitor:
    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    trusts: ssl.SSLContext | None = None  # where a proxy answers at `host`: whose certificates

    def ask(self, page: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """The status of the answer, 0 where the connection broke, and its text."""
        headers = {"Host": self.host}
        if not self.trusts:
            headers |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
        headers |= {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://{self.host}{page}"}
        connection = self.connection()
        try:
            connection.request("GET" if form is None else "POST", page, urlencode(form or {}), headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return response.status, text

    def connection(self) -> http.client.HTTPConnection:
        if self.trusts:
            return http.client.HTTPSConnection(self.host, self.port, timeout=60, context=self.trusts)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def log_in(self, email: str, password: str) -> int:
        """302 when that is somebody's."""
        return self.send("/login/", {"login": email, "password": password})

    def agree(self) -> None:
        """To the terms, which each person is asked for once."""
        self.send("/consent/", {"agree": "on"})

    def send(self, page: str, form: dict[str, str]) -> int:
        found = TOKEN.search(self.ask(page)[1])
        return self.ask(page, {"csrfmiddlewaretoken": found[1] if found else "", **form})[0]


@contextmanager
def reading(host: str, port: int, pages: list[str], account: tuple[str, str]) -> Iterator[list[tuple[str, int]]]:
    """People who read on, and one who logs in every second, while something happens: page and status of each answer."""
    seen: list[tuple[str, int]] = []
    over = threading.Event()

    def read_on(number: int) -> None:
        while not over.wait(len(pages) / RATE):
            page = pages[number % len(pages)]
            seen.append((page, Visitor(host, port).ask(page)[0]))
            number += 1

    def log_in_again() -> None:
        while not over.wait(1):
            status = Visitor(host, port).log_in(*account)
            seen.append(("log-in", 200 if status == 302 else status))

    threads = [threading.Thread(target=read_on, args=(number,)) for number in range(len(pages))]
    threads.append(threading.Thread(target=log_in_again))
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        over.set()
        for thread in threads:
            thread.join()
