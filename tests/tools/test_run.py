"""Starting the site: its port, its settings, and what a second start leaves out."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import dj_database_url
import pytest

from tools import run
from tools.steps import ROOT


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind((run.HOST, 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((run.HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_free_port_is_no_problem(free_port: int) -> None:
    assert run.port_problem(str(free_port)) == ""


@pytest.mark.parametrize("port", ["", "http", "0", "-1", "65536", "8000 "])
def test_a_port_that_is_none_is_refused_in_plain_words(port: str) -> None:
    assert run.port_problem(port).startswith(f"PORT={port} is not a port.")


def test_make_run_refuses_a_port_in_use_before_it_touches_anything(taken_port: int, tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = subprocess.run(
        ["make", "run", f"PORT={taken_port}", f"DATA={data}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert f"Port {taken_port} is in use by another program. Choose another one" in done.stderr
    assert not data.exists()


def test_the_secret_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "secret-key"
    first = run.secret_key(file)
    assert len(first) >= 50
    assert file.stat().st_mode & 0o777 == 0o600
    assert run.secret_key(file) == first


def test_everything_is_kept_in_the_chosen_folder_whatever_its_name(tmp_path: Path) -> None:
    data = tmp_path / "my data & 100% more?"
    data.mkdir()
    env = run.environment(data, {})
    assert dj_database_url.parse(env["DATABASE_URL"])["NAME"] == str(data / "cbtneuro.sqlite3")
    assert {Path(env[name]).parent for name in ("MEDIA_ROOT", "MAIL_ROOT", "STATIC_ROOT")} == {data}


def test_a_database_of_another_project_in_the_shell_is_left_alone(tmp_path: Path) -> None:
    env = run.environment(tmp_path, {"DATABASE_URL": "postgres://elsewhere/other", "SITE_NAME": "Kept"})
    assert env["DATABASE_URL"].startswith("sqlite:///")
    assert env["SITE_NAME"] == "Kept"


def test_the_fingerprint_follows_names_and_bytes_of_every_file(tmp_path: Path) -> None:
    folder = tmp_path / "collection"
    (folder / "articles").mkdir(parents=True)
    article = folder / "articles" / "one.md"
    article.write_text("First words")
    seen = {run.fingerprint(folder)}
    article.write_text("Other words")
    seen.add(run.fingerprint(folder))
    renamed = article.rename(folder / "articles" / "two.md")
    seen.add(run.fingerprint(folder))
    (folder / "image.svg").touch()
    seen.add(run.fingerprint(folder))
    assert len(seen) == 4
    renamed.touch()
    assert run.fingerprint(folder) in seen


def test_work_is_left_out_until_its_fingerprint_changes(tmp_path: Path) -> None:
    stamp, done = tmp_path / "done" / "collection", []
    assert run.unless_done(stamp, "one", lambda: done.append("first"))
    assert not run.unless_done(stamp, "one", lambda: done.append("never"))
    assert run.unless_done(stamp, "two", lambda: done.append("second"))
    assert done == ["first", "second"]


def test_work_that_failed_is_done_again_next_time(tmp_path: Path) -> None:
    stamp = tmp_path / "collection"

    def fail() -> None:
        raise SystemExit("The collection has a fault")

    with pytest.raises(SystemExit):
        run.unless_done(stamp, "one", fail)
    assert run.unless_done(stamp, "one", lambda: None)


def test_the_address_is_told_when_the_site_answers_and_sigterm_stops_the_server(free_port: int) -> None:
    site = (
        "import http.server, signal, sys, threading\n"
        f"site = http.server.HTTPServer(('{run.HOST}', {free_port}), http.server.SimpleHTTPRequestHandler)\n"
        "signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=site.shutdown).start())\n"
        "site.serve_forever()\n"
        "print('closed in good order')\n"
    )
    program = (
        "import os, sys, time; from tools import run\n"
        f"sys.exit(run.serve([sys.executable, '-c', {site!r}], {free_port}, os.environ, time.monotonic()))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "\n"
        assert process.stdout.readline().startswith(f"The site is at http://{run.HOST}:{free_port}/ ")
        process.send_signal(signal.SIGTERM)
        assert process.stdout.read() == "closed in good order\n"
    assert process.returncode == 0


def test_a_server_that_stops_at_once_is_not_announced(free_port: int, capfd: pytest.CaptureFixture[str]) -> None:
    program = (
        "import os, sys, time; from tools import run\n"
        f"sys.exit(run.serve([sys.executable, '-c', 'raise SystemExit(3)'], {free_port}, os.environ, time.monotonic()))"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 3
    assert "The site is at" not in capfd.readouterr().out


if sys.platform == "linux":  # no other system offers it

    def test_the_server_does_not_outlive_a_start_that_is_killed_outright(free_port: int) -> None:
        site = ["-m", "http.server", str(free_port), "--bind", run.HOST]
        program = (
            "import os, sys, time; from tools import run\n"
            f"run.serve([sys.executable, *{site!r}], {free_port}, os.environ, time.monotonic())"
        )
        with subprocess.Popen(
            [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            assert process.stdout
            while b"The site is at" not in process.stdout.readline():
                assert process.poll() is None
            process.kill()
        limit = time.monotonic() + 10
        while run.answers(free_port):
            assert time.monotonic() < limit
            time.sleep(0.05)
