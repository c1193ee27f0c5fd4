"""Where the chapter is typed: a home that is empty, on this machine or in a bare Debian of its own."""

import fcntl
import os
import pty
import re
import select
import shlex
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from tools.steps import die_with_parent

PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
NETWORK: Final = re.compile(r"(?i)(pip_|https?_proxy$|no_proxy$|ssl_cert)")  # how this machine reaches its packages
LIMIT: Final = 900  # seconds for one command
ROOT_USER: Final = "root"


def on_terminal(
    argv: list[str], env: Mapping[str, str], answers: Mapping[str, str], how: Mapping[str, Any]
) -> tuple[int, str]:
    """Run it at a terminal of its own, where it may ask; its exit code, and what stood on the screen."""
    ours, theirs = pty.openpty()

    def sit_down() -> None:
        os.setsid()
        fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        argv, env=dict(env), stdin=theirs, stdout=theirs, stderr=theirs, preexec_fn=sit_down, **how
    )
    os.close(theirs)
    screen, answered, until = "", 0, time.monotonic() + LIMIT
    while time.monotonic() < until:
        if not select.select([ours], [], [], 1)[0]:
            continue
        try:
            screen += os.read(ours, 65536).decode(errors="replace").replace("\r\n", "\n")
        except OSError:  # Linux says so when the last program has left the terminal
            break
        for question, answer in answers.items():
            if screen.endswith(question) and len(screen) > answered:
                os.write(ours, answer.encode() + b"\n")
                answered = len(screen)
    else:
        process.kill()
    os.close(ours)
    return process.wait(), screen


class Entry(NamedTuple):
    number: int
    group: int
    home: str


def entry_of(user: str, root: Path) -> Entry:
    """What the machine below `root` knows of `user`."""
    for line in (root / "etc/passwd").read_text().splitlines():
        name, _, number, group, _, home, _ = line.split(":")
        if name == user:
            return Entry(int(number), int(group), home)
    raise KeyError(user)


@dataclass
class Machine:
    """`root` is the folder that holds the whole of it, `home` as it is called in there."""

    root: Path
    home: str
    user: str
    answers: Mapping[str, str]  # what is typed where a command asks
    own: dict[str, str] = field(default_factory=dict)  # variables that the machine, not the chapter, sets
    enter: Sequence[str] = ()  # the words before a command, where the machine is booted

    @property
    def here(self) -> Path:
        """The home, as it is called outside."""
        return self.root / self.home.lstrip("/")

    @property
    def is_bare(self) -> bool:
        """Whether it is a Debian of its own, where everything that is lacking is installed."""
        return self.root != Path("/")

    @property
    def state(self) -> Path:
        return self.here / ".state"

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if NETWORK.match(name)}
        return {"PATH": PATH, "HOME": self.home, "LANG": "C.UTF-8", **kept, **self.own}

    def shell(self, command: str, user: str, folder: str) -> tuple[list[str], dict[str, Any]]:
        """The arguments for `subprocess` that type `command` at a shell of `user`."""
        who = entry_of(user, self.root)
        script = f"cd {shlex.quote(folder)} && {{ {command}\n}}"
        bash = ["bash", "-e", "-c", script]
        if self.is_bare:
            root = "/" if self.enter else str(self.root)
            return [*self.enter, "chroot", f"--userspec={who.number}:{who.group}", root, *bash], {}
        return bash, {"user": who.number, "group": who.group, "extra_groups": []} if os.geteuid() == 0 else {}

    def type(self, command: str) -> str:
        """What `command` prints. The next one finds the folder and the variables that it left. Stops when it fails."""
        user, words = self.user, command
        if as_another := re.match(r"sudo (?:-u (\S+) )?", command):
            user, words = as_another[1] or ROOT_USER, self.with_name_of_user(command[as_another.end() :])
            if user == ROOT_USER and os.geteuid() != 0:
                sys.exit(f"Only root can do this: {command}")
        state = f"{self.home}/.state"
        before = f"test -f {state} && . {state}; " if user == self.user else ""
        after = f"; {{ export -p; printf 'cd %q\\n' \"$PWD\"; }} > {state}" if user == self.user else ""
        wrapped = f"{before}{words}\n{after.removeprefix('; ')}"
        argv, how = self.shell(wrapped, user, self.home if user == self.user else self.folder_of(user))
        began = time.monotonic()
        code, printed = on_terminal(argv, self.environment(), self.answers, how)
        print(f"{'# ' if user == ROOT_USER else '$ '}{command}   ({time.monotonic() - began:.1f} s)", flush=True)
        if code:
            sys.exit(f"{printed}\nThis command of README.md ended with code {code}: {command}")
        return printed

    def folder_of(self, another: str) -> str:
        """Where `sudo` puts somebody else: root where the user is, others, who may not enter there, at the top."""
        if another != ROOT_USER or not self.state.exists():
            return "/"
        return shlex.split(self.state.read_text().splitlines()[-1])[1]

    def with_name_of_user(self, words: str) -> str:
        """Substitutions are the shell's of who types, not of whom `sudo` makes of them."""
        return words.replace("$(id -un)", self.user)

    def start(self, command: str, log: Path) -> subprocess.Popen[bytes]:
        """A command that goes on, in a process group of its own."""
        argv, how = self.shell(f". {self.home}/.state; exec {command}", self.user, self.home)
        with log.open("wb") as output:
            return subprocess.Popen(
                argv, env=self.environment(), stdout=output, stderr=output, stdin=subprocess.DEVNULL,
                start_new_session=True, preexec_fn=die_with_parent, **how,
            )  # fmt: skip
