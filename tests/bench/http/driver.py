"""Eight clients who ask for one address as fast as they are answered, and what they measured.

Fast answers are asked for by `wrk`, where it is installed (`apt-get install wrk`). Slow ones, and all without it, by a
Python loop: it waits for what is under way at the end, which `wrk` does not count although the server worked for it. A
fast server outruns the loop; its requests a second are then those of the clients, while CPU is measured alike.
"""

import json
import shutil
import socket
import statistics
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CLIENTS: Final = 8
FAST: Final = 0.005  # seconds an answer
REPORT: Final = Path(__file__).with_name("report.lua")


@dataclass(frozen=True)
class Driven:
    """`failed`: answers of 400 and above, and connections that broke. `p50`, `p99`: seconds."""

    requests: int
    seconds: float
    p50: float
    p99: float
    failed: int


def drive(port: int, path: str, headers: Mapping[str, str], seconds: int, *, expected: float = 0.0) -> Driven:
    """`expected`: seconds that an answer takes."""
    by = by_wrk if shutil.which("wrk") and expected < FAST else by_python
    return by(port, path, headers, seconds)


def by_wrk(port: int, path: str, headers: Mapping[str, str], seconds: int) -> Driven:
    command = ["wrk", "--threads", "1", "--connections", str(CLIENTS), "--duration", f"{seconds}s", "--timeout", "30s"]
    command += ["--script", str(REPORT)]
    for name, value in headers.items():
        command += ["--header", f"{name}: {value}"]
    done = subprocess.run([*command, f"http://127.0.0.1:{port}{path}"], check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    return Driven(
        told["requests"], told["microseconds"] / 1e6, told["p50"] / 1e6, told["p99"] / 1e6, int(told["failed"])
    )


def by_python(port: int, path: str, headers: Mapping[str, str], seconds: float) -> Driven:
    asked = "".join(f"{name}: {value}\r\n" for name, value in {"Host": f"127.0.0.1:{port}", **headers}.items())
    request = f"GET {path} HTTP/1.1\r\n{asked}\r\n".encode()
    times: list[float] = []
    failed: list[int] = []
    began = time.perf_counter()

    def client() -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as answers:
            while time.perf_counter() - began < seconds:
                asked_at = time.perf_counter()
                connection.sendall(request)
                status, length = int(answers.readline().split()[1]), 0
                while (line := answers.readline()) not in (b"\r\n", b""):
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                answers.read(length)
                times.append(time.perf_counter() - asked_at)
                if status >= 400:
                    failed.append(status)

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    lasted = time.perf_counter() - began
    of_hundred = statistics.quantiles(times, n=100)
    return Driven(len(times), lasted, of_hundred[49], of_hundred[98], len(failed))
