"""The command: a table, nothing written without --yes, exit codes, and killed in its midst it leaves nothing behind."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Draft
from bibliography.models import ImportBatch, Reference
from members.models import LoggedAct
from members.roles import EDITOR
from tests.factories import make_reference, make_user

pytestmark = [pytest.mark.django_db]

TWO = "@article{one, title={One}, year=2001}\n@article{two, title={Two}, year=2002, doi={10.1000/x}}\n"


def file_of(folder: Path, text: str, name: str = "papers.bib") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def run(file: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("import_references", str(file), *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_without_yes_it_prints_a_table_and_writes_nothing(tmp_path: Path) -> None:
    make_reference("known", DOI="10.1000/x")
    said = run(file_of(tmp_path, TWO))
    assert "line 1  new  One" in said
    assert "line 2  here (same DOI as known)  Two" in said
    assert "2 records: 1 new, 1 already here, 0 faulty. Nothing was written; add --yes" in said
    assert (Reference.objects.count(), ImportBatch.objects.count()) == (1, 0)


def test_with_yes_it_is_written_logged_and_can_be_undone_at_the_desk(tmp_path: Path) -> None:
    by = make_user(EDITOR)
    said = run(file_of(tmp_path, TWO), "--yes", "--drafts", "--by", by.email)
    batch = ImportBatch.objects.get()
    assert f"2 references added, each with a draft: papers.bib. Undo it at /desk/import/{batch.pk}/undo/." in said
    assert (Reference.objects.count(), Draft.objects.count()) == (2, 2)
    assert LoggedAct.objects.get().by == by


def test_a_faulty_record_is_named_by_file_and_line_and_ends_with_its_code(tmp_path: Path) -> None:
    file = file_of(tmp_path, f"{TWO}@book{{b, year=2004}}")
    for options in ([], ["--yes"]):
        with pytest.raises(CommandError, match=r"papers\.bib: 1 record could not be read; mend") as refused:
            run(file, *options)
        assert refused.value.returncode == 3
    assert Reference.objects.count() == 2


def test_columns_are_mapped_on_the_command_line(tmp_path: Path) -> None:
    file = file_of(tmp_path, "Title,Work\nOne,Two\n", "a.csv")
    run(file, "--yes", "--mapping", "Work=container-title")
    assert Reference.objects.get().container_title == "Two"
    for mapping, why in (("Other=title", "There is no column “Other”"), ("Work=nonsense", "“nonsense” is no field")):
        with pytest.raises(CommandError, match=why):
            run(file, "--mapping", mapping)


@pytest.mark.parametrize(
    ("options", "why"),
    [(["--drafts"], "add --by EMAIL"), (["--by", "nobody@example.org"], "Nobody here has the address")],
)
def test_what_is_lacking_is_told(tmp_path: Path, options: list[str], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        run(file_of(tmp_path, TWO), *options)


def test_files_that_are_none_are_told_with_their_name(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.ris cannot be read: No such file"):
        run(tmp_path / "nowhere.ris")
    with pytest.raises(CommandError, match="There is nothing in it"):
        run(file_of(tmp_path, " \n"))
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(CommandError, match="Save it as CSV"):
        run(tmp_path / "a.xlsx")


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_engines
def test_killed_in_its_midst_it_leaves_no_reference_behind(tmp_path: Path) -> None:
    """Killed as soon as the first citations are prepared, and again while it writes, as far as that is hit."""
    file = file_of(tmp_path, "".join(f"@article{{k{n}, title={{Title {n}}}, year=2001}}\n" for n in range(500)))
    url = os.environ.get("DATABASE_URL", "")
    name = str(connection.settings_dict["NAME"])
    url = f"sqlite:///{name}" if connection.vendor == "sqlite" else f"{url.rpartition('/')[0]}/{name}"
    command = [sys.executable, "manage.py", "import_references", str(file), "--yes"]
    for state, counted in (("writing", 50), ("writing", 500)):
        process = subprocess.Popen(
            command, env={**os.environ, "DATABASE_URL": url, "DEBUG": "1"}, stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 60
        while not ImportBatch.objects.filter(state=state, counted__gte=counted).exists():
            assert time.monotonic() < until
            assert process.poll() is None
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert Reference.objects.count() in (0, 1500)
        assert counted == 1500 or not Reference.objects.exists()
        ImportBatch.objects.all().delete()
        Reference.objects.all().delete()
