"""What deploy/ says of the site is so: its commands, variables, ports and names exist."""

import configparser
import json
import re
import shlex
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from django.core.management import get_commands

from tests.source import ROOMS, ROOT
from tools.production import chapter

DEPLOY: Final = ROOT / "deploy"
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: Final[dict[str, dict[str, Any]]] = COMPOSE["services"]
UNITS: Final = sorted(path for path in (DEPLOY / "systemd").iterdir() if path.is_file())
IMAGE: Final = (DEPLOY / "Containerfile").read_text()
OPERATING: Final = (ROOT / "docs" / "operating.md").read_text()
README: Final = (ROOT / "README.md").read_text()
HOME: Final = "/srv/cbt/site/"


def server_line() -> list[str]:
    """The words of README.md that start the server."""
    return words(chapter.read()["Start"].blocks[1][0])


def words(line: str) -> list[str]:
    return shlex.split(line.replace("\\\n", " "))


def unit(path: Path) -> str:
    return path.read_text().replace("\\\n", " ")


def test_the_unit_starts_the_server_as_the_readme_does() -> None:
    (started,) = re.findall(r"^ExecStart=(.+)$", unit(DEPLOY / "systemd" / "cbtneuro-site.service"), re.MULTILINE)
    assert words(started.removeprefix(HOME)) == server_line()


def test_the_image_starts_the_server_as_the_readme_does() -> None:
    (started,) = re.findall(r"^CMD (\[.+\])$", IMAGE.replace("\\\n", " "), re.MULTILINE)
    line = " ".join(server_line()).replace("--host 127.0.0.1", "--host 0.0.0.0").partition(" --pid-file")[0]
    assert " ".join(json.loads(started)) == line.removeprefix(".venv/bin/")


def test_all_ask_the_server_at_its_port() -> None:
    port = server_line()[server_line().index("--port") + 1]
    servers = [
        address
        for file in ("nginx/upstream.conf", "containers/upstream.conf")
        for address in re.findall(r"^ +server (\S+?);? ?(?:max|$)", (DEPLOY / file).read_text(), re.MULTILINE)
    ]
    assert servers == [f"{host}:{port}" for host in ("127.0.0.1", "site1", "site2")]
    assert f"EXPOSE {port}" in IMAGE
    assert f"http://127.0.0.1:{port}/health/ready" in IMAGE


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_calls_commands_that_there_are(path: Path) -> None:
    called = re.findall(r"manage\.py (\w+)", unit(path))
    assert set(called) <= set(get_commands())
    if path.suffix == ".timer":
        assert path.with_suffix(".service") in UNITS
    else:
        assert called or "granian" in unit(path)


def test_containers_call_commands_that_there_are() -> None:
    lines = [" ".join(service.get("command", [])) for service in SERVICES.values()]
    called = re.findall(r"manage\.py (\w+)", "\n".join([*lines, OPERATING]))
    assert set(called) <= set(get_commands())


def test_files_and_hosts_of_the_containers_exist() -> None:
    mounted = [
        volume.partition(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if volume.startswith("./") and not volume.startswith("./certificates")
    ]
    assert all((DEPLOY / path).is_file() for path in mounted)
    hosts = re.findall(r"(\w+):(?:6432|6379|7070)\b", section("In containers"))
    for pooler in ("pooler1", "pooler2"):
        lines = configparser.ConfigParser()
        lines.read(DEPLOY / "containers" / f"{pooler}.ini")
        hosts += re.findall(r"host=(\w+)", lines["databases"]["cbtneuro"])
    assert set(hosts) <= {*SERVICES, "127"}
    assert {"pooler1", "pooler2", "cache", "database", "standby"} <= set(hosts)


def test_variables_of_the_containers_stand_in_the_readme() -> None:
    (lines,) = re.findall(r"^cat > site\.env <<END\n(.+?)^END$", section("In containers"), re.MULTILINE | re.DOTALL)
    image = re.findall(r"(\w+)=\S+", "".join(re.findall(r"^ENV (.+)$", IMAGE, re.MULTILINE)))
    told = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| `.+", README, re.MULTILINE))))
    ours = {name for name in re.findall(r"^(\w+)=", lines, re.MULTILINE) if not name.startswith("AWS_")}  # boto3's
    assert {*ours, *image} - {"PATH", "PYTHONUNBUFFERED"} <= told


def test_the_image_holds_every_room_and_no_more() -> None:
    taken = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    rooms = {room for rooms in ROOMS for room in rooms}
    beside = {
        "templates",
        "static",
        "manage.py",
        "pyproject.toml",
        "requirements*.lock",
        "tools/__init__.py",
        "tools/related_quality",
    }
    assert taken == rooms | beside


def section(name: str) -> str:
    return OPERATING.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
