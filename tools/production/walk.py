"""The way through the chapter: each section is typed, then the site is looked at."""

import re
import shlex
import socket
import subprocess
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tools.production.chapter import Section
from tools.production.machine import Machine
from tools.production.visitor import Visitor, reading

REPOSITORY = "https://example.org/cbtneuro.git"
HOST, EMAIL = "cbt.example.org", "you@example.org"
PAGES = ["/", "/latest/", "/tags/", "/lists/", "/search/?q=fear", "/login/", "/about/"]
ARTICLE = re.compile(r'href="(/articles/[^"/]+/)"')
STYLE = re.compile(r'href="(/static/css/base[^"]*\.css)"')
LOGGED_IN, HELD_UP = ("log-in", 200), ("log-in", 503)
ENOUGH = 20  # answers, one after the other, of both workers
SIGN = "<!-- the version after -->"
ONE_FILE = "tests/cbtneuro/outages/test_errors.py"
STARTING = 120  # seconds
DATA_SET = (  # what somebody fetches before
    "Record ID,OriginalPaperDOI,OriginalPaperPubMedID,RetractionDate,RetractionDOI,RetractionNature,Reason",
    "1,10.1000/another,0,5/3/2026 0:00,10.1000/notice,Retraction,+Errors in Data;",
)
CRON = '(cd && env -i HOME="$HOME" PATH=/usr/bin:/bin LANG=C.UTF-8 {own} /bin/sh -c {line})'  # `own`: the machine's


def expect(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise SystemExit(f"{what}: {found!r} in place of {wanted!r}")
    print(f"    {what}: {found}", flush=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Walk:
    machine: Machine
    chapter: dict[str, Section]
    origin: str
    password: str
    on_postgresql: bool
    typed: set[str] = field(default_factory=set)
    port: int = field(default_factory=free_port)
    server: subprocess.Popen[bytes] | None = None

    def all(self) -> None:
        self.install()
        self.start()
        self.upgrade()
        self.every_day()
        self.back_up_and_restore()
        if self.machine.is_bare and not self.on_postgresql:
            self.move()
        self.stop()
        left = [
            line
            for section in self.chapter.values()
            for block in section.blocks
            for line in block
            if line not in self.typed
        ]
        print("\nNot typed on such a machine:", *left, sep="\n    ")

    # --- typing ---------------------------------------------------------------------------------------------------

    def lines(self, section: str, block: int) -> list[str]:
        return list(self.chapter[section].blocks[block])

    def type(self, lines: Iterable[str]) -> str:
        printed = ""
        for line in lines:
            self.typed.add(line)
            if not self.is_there_already(line):
                printed += self.machine.type(line.replace(REPOSITORY, self.origin))
        return printed

    def is_there_already(self, line: str) -> bool:
        """Whether it installs what this machine has. A bare one has nothing."""
        if self.machine.is_bare or not line.startswith("sudo apt-get"):
            return False
        wanted = line if "install" in line else self.lines("Install", 0)[1]
        packages = wanted.partition("install --yes ")[2].split()
        query = ["/usr/bin/dpkg-query", "--status", *packages]
        return subprocess.run(query, capture_output=True, check=False).returncode == 0

    # --- the server -----------------------------------------------------------------------------------------------

    @property
    def visitor(self) -> Visitor:
        return Visitor(HOST, self.port)

    def serve(self) -> None:
        (line,) = self.lines("Start", 1)
        self.typed.add(line)
        began, log = time.monotonic(), Path(f"{self.machine.here}/log")
        self.server = self.machine.start(line.replace("--port 8000", f"--port {self.port}"), log)
        threading.Thread(target=self.server.wait, daemon=True).start()  # so that it is gone for who waits by its number
        while self.visitor.ask("/health/ready")[0] != 200:
            if self.server.poll() is not None or time.monotonic() - began > STARTING:
                raise SystemExit(f"The server does not answer:\n{log.read_text()}")
            time.sleep(0.1)
        print(f"$ {line}   (answers after {time.monotonic() - began:.1f} s)", flush=True)

    def stop(self) -> None:
        if self.server:
            self.server.terminate()
            self.server.wait()

    # --- the sections ---------------------------------------------------------------------------------------------

    def install(self) -> None:
        self.type(self.lines("Install", 0))
        if self.on_postgresql:
            self.make_postgresql()

    def make_postgresql(self) -> None:
        install, *rest = self.lines("Install", 1)
        self.type([install])
        self.machine.type("sudo service postgresql start")  # which systemd does where there is one
        self.machine.own["PGPORT"] = self.machine.type("sudo pg_lsclusters --no-header").split()[2]
        self.type(rest)

    def start(self) -> None:
        lines = self.lines("Start", 0)
        (load,) = (line for line in lines if "load_collection" in line)
        printed = self.type(line for line in lines if line != load)
        expect("check --deploy warns of nothing", re.findall(r"\(\w+\.[WEC]\d+\)", printed), [])
        self.serve()
        print("  An empty site:")
        self.look(articles=False)
        self.type([load])
        print("  With the collection:")
        self.look()

    def look(self, *, articles: bool = True) -> None:
        """Pages answer; an administrator logs in and may edit; articles and images are there."""
        expect("pages", [self.visitor.ask(page)[0] for page in PAGES], [200] * len(PAGES))
        administrator = self.visitor
        expect("log-in", administrator.log_in(EMAIL, self.password), 302)
        administrator.agree()
        expect("account, editing", [administrator.ask(page)[0] for page in ("/account/", "/desk/")], [200, 200])
        expect("the admin, before a second factor", administrator.ask("/admin/")[0], 302)
        found = ARTICLE.findall(self.visitor.ask("/latest/")[1])
        expect("articles", bool(found), articles)
        expect("three of them", [self.visitor.ask(page)[0] for page in found[:3]], [200] * 3 if articles else [])

    def upgrade(self) -> None:
        old = self.style()
        self.publish_version()
        with reading(HOST, self.port, PAGES, (EMAIL, self.password)) as seen:
            *lines, reload = self.lines("After an upgrade", 0)
            self.type(lines)
            before = len(seen)
            self.type([reload])
            until, new = time.monotonic() + STARTING, 0
            while new < ENOUGH and time.monotonic() < until:
                new = new + 1 if SIGN in self.visitor.ask("/about/")[1] else 0
                time.sleep(0.2)
        failed = [answer for answer in seen if answer[1] != 200]
        print(f"    log-ins meanwhile: {seen.count(LOGGED_IN)}, told to come back: {failed.count(HELD_UP)}", flush=True)
        expect("the version after answers", new >= ENOUGH, True)
        expect(f"failed, of {before} requests before", [answer for answer in failed if answer != HELD_UP], [])
        expect(f"failed, of {len(seen) - before} from there", [one for one in seen[before:] if one[1] != 200], [])
        expect("style sheets of both versions", [self.visitor.ask(page)[0] for page in (old, self.style())], [200, 200])
        expect("they differ", old != self.style(), True)
        self.type(self.lines("After an upgrade", 1))

    def style(self) -> str:
        found = STYLE.search(self.visitor.ask("/about/")[1])
        return found[1] if found else ""

    def publish_version(self) -> None:
        """Another commit in the repository that the site was cloned from."""
        author = "-c user.name=Author -c user.email=author@example.org"
        self.machine.type(
            f"(git clone --quiet {self.origin} ~/author && cd ~/author"
            f" && sed -i 's|</body>|{SIGN}</body>|' templates/base.html"
            " && echo '.after { margin: 0; }' >> static/css/base.css"
            f" && git {author} commit --quiet --all --message After && git push --quiet origin HEAD)"
        )

    def every_day(self) -> None:
        own = shlex.join(f"{name}={value}" for name, value in self.machine.own.items())
        self.machine.type(f"printf '%s\\n' {shlex.join(DATA_SET)} > var/retraction_watch.csv")
        for line in self.lines("Every day", 0):
            self.typed.add(line)
            self.machine.type(CRON.format(own=own, line=shlex.quote(line.split(maxsplit=5)[5])))

    def back_up_and_restore(self) -> None:
        back_up, verify, restore = (self.lines("Back up and restore", block) for block in range(3))
        self.machine.type("echo sent > var/media/image")
        self.type(back_up)
        self.type(verify)
        print("  Everything is lost:")
        self.machine.type(".venv/bin/python manage.py flush --no-input && rm -r var/media && mkdir var/media")
        expect("log-in", self.visitor.log_in(EMAIL, self.password), 200)
        self.type(restore)
        self.serve()
        self.look()
        expect("what was sent", self.machine.type("cat var/media/image"), "sent\n")

    def move(self) -> None:
        self.type(self.lines("From SQLite to PostgreSQL", 0))
        self.make_postgresql()
        self.type(self.lines("From SQLite to PostgreSQL", 1))
        self.serve()
        self.look()


def two_commands(machine: Machine, origin: str, commands: Iterable[str]) -> None:
    """`make run`, until it answers, and `make test`, for one file, in a clone of their own."""
    run, test = (line.partition("#")[0].strip() for line in commands)
    if machine.is_bare:
        machine.type("sudo apt-get update")
        machine.type("sudo apt-get install --yes git make python3 python3-venv")
    machine.type(f"git clone --quiet {origin} newcomer")
    port, log = free_port(), machine.here / "log"
    began = time.monotonic()
    server = machine.start(f"{run} --directory=newcomer PORT={port} DATA=../data", log)
    while (answer := Visitor(f"127.0.0.1:{port}", port).ask("/nothing-here/"))[0] == 0:
        if server.poll() is not None or time.monotonic() - began > 5 * STARTING:
            raise SystemExit(f"`{run}` does not answer:\n{log.read_text()}")
        time.sleep(0.5)
    print(f"$ {run}   (answers after {time.monotonic() - began:.1f} s)", flush=True)
    expect("a page that is not there", (answer[0], "There is no page at this address" in answer[1]), (404, True))
    server.terminate()
    server.wait()
    machine.type(f'{test} --directory=newcomer ARGS="{ONE_FILE}"')
