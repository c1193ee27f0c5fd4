"""A receiver on this machine that keeps what it takes and refuses what it is told to refuse."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """`answers`: the statuses of the next answers, 204 after them. `asked`: every request; `taken`: those it took."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.asked: list[tuple[dict[str, str], str]] = []
        self.taken: list[tuple[dict[str, str], str]] = []
        self.headers: dict[str, str] = {}
        self.drips = 0.0  # seconds between the letters of an answer
        self.address = ""

    def answer(self, headers: dict[str, str], body: str) -> int:
        self.asked.append((headers, body))
        status = self.answers.pop(0) if self.answers else 204
        if status // 100 == 2:
            self.taken.append((headers, body))
        return status

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.taken]


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            while receiver.drips:
                try:
                    self.wfile.write(b"H")
                except OSError:
                    return
                time.sleep(receiver.drips)
            status = receiver.answer({name.lower(): said for name, said in self.headers.items()}, body)
            self.send_response(status)
            for name, said in receiver.headers.items():
                self.send_header(name, said)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    receiver.address = f"http://127.0.0.1:{server.server_port}/hook?from=here"
    try:
        yield receiver
    finally:
        receiver.drips = 0.0
        server.shutdown()
        thread.join()
        server.server_close()
