"""Where the PostgreSQL for the tests comes from. These start real servers, each gone within a second."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tools import postgres

NOBODY_THERE = "postgres://postgres@127.0.0.1:1/postgres"
NOWHERE = Path("/nowhere")


@pytest.fixture(scope="module")
def programs() -> Path:
    return postgres.installed(os.environ["PATH"]) or postgres.from_package()


@pytest.fixture(scope="module")
def running(programs: Path) -> Iterator[str]:
    with postgres.cluster(programs) as address:
        yield address


def executable(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).touch(mode=0o755)
    return folder


def test_the_server_that_is_named_comes_before_the_local_one(running: str) -> None:
    with postgres.server(named=running, local=NOBODY_THERE) as server:
        assert server == (running, "the server that TEST_POSTGRES_URL names")


def test_a_named_server_that_is_silent_is_never_replaced(running: str) -> None:
    with (
        pytest.raises(SystemExit, match="TEST_POSTGRES_URL names does not answer"),
        postgres.server(named=NOBODY_THERE, local=running),
    ):
        pass


def test_the_local_server_comes_before_a_throwaway_cluster(running: str, programs: Path) -> None:
    with postgres.server(named="", local=running, path=str(programs)) as server:
        assert server.address == running
        assert server.source.startswith("the server on 127.0.0.1:")


def test_without_a_server_the_installed_programs_make_one_for_the_time_being(programs: Path) -> None:
    with postgres.server(named="", local=NOBODY_THERE, path=str(programs), debian=NOWHERE) as server:
        assert server.source == f"a throwaway cluster from {programs}"
        with psycopg.connect(server.address) as connection:
            assert connection.execute("SELECT upper('é')").fetchone() == ("É",)
    assert not postgres.answers(server.address)


def test_programs_on_the_path_come_before_debians(tmp_path: Path) -> None:
    mine = executable(tmp_path / "mine", "initdb", "postgres")
    executable(tmp_path / "debian" / "15" / "bin", "initdb", "postgres")
    assert postgres.installed(f"/nowhere:{mine}", tmp_path / "debian") == mine


def test_of_debians_versions_the_newest_whole_one_is_taken(tmp_path: Path) -> None:
    for version, names in {"9.6": 2, "15": 2, "16": 1}.items():
        executable(tmp_path / version / "bin", *["initdb", "postgres"][:names])
    assert postgres.installed("", tmp_path) == tmp_path / "15" / "bin"


def test_without_programs_there_is_nothing_to_start(tmp_path: Path) -> None:
    assert postgres.installed(str(tmp_path), tmp_path) is None


def test_programs_below_a_closed_folder_are_copied_for_the_user_who_runs_them(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    programs = closed / "postgresql" / "bin"
    programs.mkdir(parents=True)
    shutil.copy("/bin/echo", programs / "postgres")
    closed.chmod(0o700)
    by = postgres.account()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.chown(folder, by.get("user", -1), by.get("group", -1))
        there = postgres.within_reach(programs, by, folder)
        subprocess.run([there / "postgres"], cwd=folder, check=True, **by)


def test_databases_that_a_run_leaves_behind_are_dropped(running: str) -> None:
    with psycopg.connect(running, autocommit=True) as connection:
        with postgres.database(running) as name:
            connection.execute(f'CREATE DATABASE "{name}_left"')
        assert connection.execute("SELECT 1 FROM pg_database WHERE starts_with(datname, %s)", [name]).fetchall() == []


def test_two_runs_at_once_use_different_names(running: str) -> None:
    with postgres.database(running) as one, postgres.database(running) as other:
        assert one != other
