"""Browsers without a screen, of which several send their forms to the live server at the same moment."""

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from threading import Barrier
from typing import Final, NamedTuple
from urllib.parse import urlencode, urlsplit

PATIENCE: Final = 60  # seconds


class Answer(NamedTuple):
    status: int
    location: str
    page: str


class Browser:
    """Keeps its cookies, and speaks to the live server over a connection of its own."""

    def __init__(self, server: str, cookies: str = "") -> None:
        self.server = server
        self.connection = HTTPConnection(urlsplit(server).netloc, timeout=PATIENCE)
        self.headers = {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"{server}/", "Cookie": cookies}

    def again(self) -> "Browser":
        """The same browser, sending once more before the answer is there: what the answer changes is not known yet."""
        return Browser(self.server, self.headers["Cookie"])

    def get(self, address: str) -> Answer:
        return self.ask("GET", address)

    def post(self, address: str, form: Mapping[str, str], at: Barrier | None = None) -> Answer:
        """A page must have been asked for before. `at`: wait for the others there."""
        token = SimpleCookie(self.headers["Cookie"])["csrftoken"].value
        if at:
            at.wait(timeout=PATIENCE)
        return self.ask("POST", address, urlencode({**form, "csrfmiddlewaretoken": token}))

    def ask(self, method: str, address: str, body: str = "") -> Answer:
        self.connection.request(method, address, body, self.headers)
        response = self.connection.getresponse()
        cookies = SimpleCookie(self.headers["Cookie"])
        for line in response.headers.get_all("Set-Cookie") or []:
            cookies.load(line.partition(";")[0])
        self.headers["Cookie"] = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items() if morsel.value)
        return Answer(response.status, response.headers.get("Location", ""), response.read().decode())

    def forget_session(self) -> None:
        self.headers["Cookie"] = re.sub(r"sessionid=\w+(; )?", "", self.headers["Cookie"])


def post_at_once(browsers: list[Browser], address: str, form: Mapping[str, str]) -> list[Answer]:
    start = Barrier(len(browsers))
    with ThreadPoolExecutor(len(browsers)) as threads:
        return list(threads.map(lambda browser: browser.post(address, form, start), browsers))
