"""`make run` and `make dev`: from a fresh clone to the site in the browser, and in seconds the next time.

It runs under the system's Python before any package is there, so it keeps to the standard library.
"""

import argparse
import errno
import hashlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from tools import venv
from tools.steps import ROOT, aloud, die_with_parent, quietly, step

HOST = "127.0.0.1"
COLLECTION = ROOT / "collection" / "shipped"
ARTICLES = ROOT / "articles"
READING = (
    *ARTICLES.glob("text/*.py"),
    *ARTICLES.glob("search/**/*.py"),
    *ARTICLES.glob("related/*.py"),
)
ASSETS = (ROOT / "static", ROOT / "requirements.lock")  # packages bring style sheets and scripts of their own

# Idle connections and slow request heads cost no thread, but a body that trickles in holds one until it is whole. So a
# worker may have many (with 64, 120 such bodies stopped the site; with 256 it answered in 4 ms); they are made when
# needed and end when idle. Granian warns of so many, hence the log level.
SERVER = (
    *("-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--no-access-log", "--log-level", "error"),
    *("--workers", "2", "--blocking-threads", "256", "--respawn-failed-workers", "--workers-kill-timeout", "5"),
)
# Django's own server, because it restarts on a changed template or module alike and shows the whole traceback in the
# terminal; granian's restart wants one more package and knows neither.
RELOADER = ("manage.py", "runserver")


def port_problem(port: str) -> str:
    """Why the site cannot be served at `port`, and what to do about it; nothing when it can."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return f"PORT={port} is not a port. Choose a number from 1 to 65535, for example: make run PORT=8123"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(port)))
        except OSError as error:
            reason = "is in use by another program" if error.errno == errno.EADDRINUSE else "may not be opened by you"
            return f"Port {port} {reason}. Choose another one, for example: make run PORT=8123"
    return ""


def secret_key(file: Path) -> str:
    """The key kept in `file`, which only its owner may read; made the first time."""
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as new:
            new.write(secrets.token_urlsafe(50))
    return file.read_text()


def environment(data: Path, inherited: Mapping[str, str], *, debug: bool = False) -> dict[str, str]:
    """The settings of a site on this machine that keeps everything in `data`: those of production, without TLS.

    They win over those of the shell: a DATABASE_URL left there by another project must not be migrated.
    """
    return {
        **inherited,
        "DEBUG": str(int(debug)),
        "ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]",
        "SECURE_SSL_REDIRECT": "0",
        "EMAIL_URL": "terminal:",
        "SECRET_KEY": secret_key(data / "secret-key"),
        "DATA_DIR": str(data),
        "DATABASE_URL": f"sqlite:///{quote(str(data / 'cbtneuro.sqlite3'))}",
        "MEDIA_ROOT": str(data / "media"),
        "MEDIA_S3": "",
        "MAIL_ROOT": str(data / "mail"),
        "STATIC_ROOT": str(data / "static"),
        "PYTHONUNBUFFERED": "1",
    }


def fingerprint(*paths: Path) -> str:
    """A digest of the names and bytes of all files below `paths`."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(str(file.relative_to(path.parent)).encode() + b"\0")
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def unless_done(stamp: Path, now: str, work: Callable[[], None]) -> bool:
    """Do `work` unless `stamp` says that it was done for the fingerprint `now`; tell whether it was."""
    if stamp.exists() and stamp.read_text() == now:
        return False
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(now)
    return True


def prepare(data: Path, env: Mapping[str, str]) -> None:
    """Bring database, collection, demo accounts and assets in `data` up to date."""
    python: tuple[str, str] = (str(venv.PYTHON), "manage.py")
    done = data / "done"
    is_new = not (data / "cbtneuro.sqlite3").exists()
    if is_new:
        (done / "collection").unlink(missing_ok=True)
    with step("Preparing the database"):
        quietly([*python, "migrate", "--no-input"], env)

    def load() -> None:
        print("Loading the collection", flush=True)
        aloud([*python, "load_collection"], env)

    def collect() -> None:
        with step("Collecting style sheets, scripts and images"):
            quietly([*python, "collectstatic", "--no-input"], env)

    def read_again() -> None:
        """What loading writes in a new database, of articles that earlier rules read."""
        if not is_new:
            with step("Bringing search and suggestions up to date"):
                quietly([*python, "rebuild_search"], env)
                quietly([*python, "rebuild_related"], env)

    if not unless_done(done / "collection", fingerprint(COLLECTION), load):
        print("The collection is loaded already.", flush=True)
    unless_done(done / "words", fingerprint(*sorted(READING)), read_again)
    unless_done(done / "assets", fingerprint(*ASSETS), collect)
    aloud([*python, "create_demo_accounts"], env)


def answers(port: int) -> bool:
    """Whether the site, and not only the operating system that holds its port, answers a request."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("HEAD", "/health/live")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def serve(command: Sequence[str], port: int, env: Mapping[str, str], started: float, group: int | None = 0) -> int:
    """Run the server until Ctrl-C or SIGTERM, and say where it is once it answers. Returns its exit code.

    It runs in a process group of its own and hears of either from us, once: when Ctrl-C in the terminal reaches
    granian and its workers directly, they miss each other's signals and may hang. `group=None` leaves it in ours.
    """
    server = subprocess.Popen(command, cwd=ROOT, env=env, process_group=group, preexec_fn=die_with_parent)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: server.terminate())
    while server.poll() is None and not answers(port):
        time.sleep(0.1)
    if server.poll() is None:
        seconds = time.monotonic() - started
        print(f"\nThe site is at http://{HOST}:{port}/ (ready after {seconds:.0f} s). Ctrl-C stops it.", flush=True)
    return server.wait()


def main() -> int:
    started = time.monotonic()
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    options.add_argument("--port", default=os.environ.get("PORT", "8000"))
    options.add_argument("--data", default=os.environ.get("DATA", "var"), help="folder of database, media and mail")
    options.add_argument("--reload", action="store_true", help="restart when a file changes")
    chosen = options.parse_args()
    if problem := port_problem(chosen.port):
        sys.exit(problem)
    data = (ROOT / Path(chosen.data).expanduser()).resolve()
    for folder in (data, data / "media", data / "mail", data / "static"):
        folder.mkdir(parents=True, exist_ok=True)
    print(f"Data is kept in {data}", flush=True)
    venv.ensure(venv.RUN)
    env = environment(data, os.environ, debug=chosen.reload)
    prepare(data, env)
    if chosen.reload:  # in the terminal's own group, where breakpoint() can read what is typed
        return serve([str(venv.PYTHON), *RELOADER, f"{HOST}:{chosen.port}"], int(chosen.port), env, started, group=None)
    server = [*SERVER, "--host", HOST, "--port", chosen.port, "cbtneuro.wsgi:application"]
    return serve([str(venv.PYTHON), *server], int(chosen.port), env, started)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
