"""Type README.md's chapter "In production", line by line, on a machine that has nothing, and look at the site it makes.

    python -m tools.production                   in an empty home on this machine, not as root, on SQLite
    python -m tools.production --debian FOLDER   in a copy of that bare Debian, which debootstrap makes first
    … --as-root, --postgresql, --two-commands    as root; on PostgreSQL (in a Debian); `make run` and `make test`, too
    python -m tools.production --debian FOLDER --tls    docs/operating.md's chapter "From a bare machine" with it, in a
                                                        Debian that is booted in namespaces and a network of its own

It runs under the system's Python. Root becomes somebody else for it; only root can use a Debian.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tools.production import booted, chapter
from tools.production.machine import Machine, entry_of
from tools.production.stranger import Stranger, authority
from tools.production.walk import HOST, Walk, two_commands
from tools.steps import ROOT, quietly, step

MIRROR = "http://deb.debian.org/debian"
RELEASE = "bookworm"
PASSWORD = "typed by nobody but this program"  # noqa: S105  (of an account that lives for a minute)
ANSWERS = {"Password: ": PASSWORD, "The same again: ": PASSWORD}
ORIGIN = "cbtneuro.git"
CERTIFICATES = "srv/certificates.pem"


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--debian", type=Path, help="folder of a bare Debian")
    parser.add_argument("--as-root", action="store_true")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--two-commands", action="store_true")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def bare_debian(folder: Path, *, boots: bool) -> None:
    if not folder.exists():
        first = ["--include=systemd-sysv,dbus"] if boots else []
        with step(f"Making a bare Debian in {folder}"):
            quietly(["debootstrap", "--variant=minbase", *first, RELEASE, folder, MIRROR])


def certificates() -> Path:
    """Those by which pip knows where this machine takes its packages from, where they are not the usual ones."""
    return Path(os.environ.get("PIP_CERT", "/none"))


@contextmanager
def copy_of(folder: Path) -> Iterator[Path]:
    """A Debian that is used up. What is mounted in it is so only for those inside, and gone before it is removed."""
    with tempfile.TemporaryDirectory(prefix="cbt-debian-") as name:
        copy = Path(name) / "root"
        quietly(["cp", "--archive", folder, copy])
        for source, target in ((Path("/etc/resolv.conf"), "etc/resolv.conf"), (certificates(), CERTIFICATES)):
            if source.is_file():
                shutil.copy(source, copy / target)
        yield copy


def go_inside(copy: Path, *, own_network: bool) -> int:
    """Run this program again where processes and mounts end with it."""
    namespace = ["unshare", "--mount", "--pid", "--fork", "--kill-child", *(["--net"] if own_network else [])]
    program = subprocess.Popen(
        [*namespace, sys.executable, "-m", "tools.production", *sys.argv[1:], "--inside", copy], cwd=ROOT
    )
    with booted.network(program.pid) if own_network else nullcontext():
        return program.wait()


def origin(machine: Machine, folder: Path) -> None:
    """A repository to clone from: what is committed here."""
    quietly(["git", "clone", "--quiet", "--bare", ROOT, folder])
    if os.geteuid() == 0:
        owner = entry_of(machine.user, machine.root)
        quietly(["chown", "--recursive", f"{owner.number}:{owner.group}", folder])


@contextmanager
def machine_inside(copy: Path, user: str) -> Iterator[Machine]:
    quietly(["mount", "-t", "proc", "proc", copy / "proc"])
    (copy / "dev/shm").mkdir(exist_ok=True)
    quietly(["mount", "-t", "tmpfs", "tmpfs", copy / "dev/shm"])
    if user != "root":
        quietly(["chroot", copy, "useradd", "--create-home", "--shell", "/bin/bash", user])
    own = {"PIP_CERT": f"/{CERTIFICATES}"} if (copy / CERTIFICATES).exists() else {}
    yield Machine(copy, entry_of(user, copy).home, user, ANSWERS, own)


@contextmanager
def empty_home(user: str) -> Iterator[Machine]:
    with tempfile.TemporaryDirectory(prefix="cbt-home-") as name:
        machine = Machine(Path("/"), name, user, ANSWERS)
        if os.geteuid() == 0:
            owner = entry_of(user, machine.root)
            os.chown(name, owner.number, owner.group)
        yield machine


def stranger(copy: Path) -> None:
    """A machine that is booted, with an account and an address of its own, and somebody who reads docs/operating.md."""
    (copy / "etc/resolv.conf").write_text(booted.NAMESERVER)
    (copy / "etc/hosts").write_text(f"127.0.0.1 localhost {HOST}\n")
    quietly(["mount", "--bind", copy / "etc/hosts", "/etc/hosts"])
    quietly(["mount", "-t", "proc", "proc", "/proc"])
    own = {"PIP_CERT": f"/{CERTIFICATES}"} if (copy / CERTIFICATES).exists() else {}
    first, sections = chapter.from_a_bare_machine()
    with tempfile.TemporaryDirectory(prefix="cbt-authority-") as name, booted.booted(copy, Path(name) / "log") as enter:
        for line in first:
            Machine(copy, entry_of("root", copy).home, "root", ANSWERS, own, enter).type(line)
        machine = Machine(copy, entry_of("cbt", copy).home, "cbt", ANSWERS, own, enter)
        origin(machine, machine.here / ORIGIN)
        Stranger(
            machine, {**chapter.read(), **sections}, f"{machine.home}/{ORIGIN}", PASSWORD, on_postgresql=True,
            authority=authority(Path(name)),
        ).all()  # fmt: skip


def walk(machine: Machine, chosen: argparse.Namespace) -> None:
    origin(machine, machine.here / ORIGIN)
    if chosen.two_commands:
        two_commands(machine, f"{machine.home}/{ORIGIN}", chapter.two_commands())
    Walk(machine, chapter.read(), f"{machine.home}/{ORIGIN}", PASSWORD, on_postgresql=chosen.postgresql).all()


def main() -> int:
    began, chosen = time.monotonic(), options()
    if chosen.tls and not chosen.inside:
        booted.refuse_without_programs()
    if chosen.debian and not chosen.inside:
        bare_debian(chosen.debian, boots=chosen.tls)
        with copy_of(chosen.debian) as copy:
            return go_inside(copy, own_network=chosen.tls)
    if chosen.tls:
        stranger(chosen.inside)
        return told(began)
    if chosen.inside:
        machine = machine_inside(chosen.inside, "root" if chosen.as_root else "site")
    else:
        nobody = "root" if chosen.as_root else "nobody"
        machine = empty_home(nobody if os.geteuid() == 0 else os.environ.get("USER", "nobody"))
    with machine as inside:
        walk(inside, chosen)
    return told(began)


def told(began: float) -> int:
    print(f"The chapter holds. {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
