"""`manage.py evaluate_related`: how good the suggestions are, by papers that are cited together.

The work is done by the same command in a process of its own, whose database is a file in a temporary folder. So the
database of the site is never opened, whatever its engine.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Final, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Article
from articles.related.rebuild import rebuild
from tags.management import progress
from tags.models import Tag
from tools.related_quality.measuring import measured, read_gold
from tools.related_quality.reading import Unreadable
from tools.related_quality.records import publish_records, read_records

MOST_NOTES: Final = 5
PATIENCE: Final = 5.0  # seconds that a process gets to end


@contextmanager
def leaving_on_signals() -> Iterator[None]:
    """Turn the signals that end a process into SystemExit, so that what was begun is tidied up."""

    def leave(number: int, _: FrameType | None) -> NoReturn:
        signal.signal(number, signal.SIG_IGN)  # the tidying is not to be ended, too
        raise SystemExit(128 + number)

    heard = threading.current_thread() is threading.main_thread()  # no other may say what signals do
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP) if heard}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:  # as nohup wants it
            signal.signal(number, leave)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end(process: "subprocess.Popen[str]") -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Command(BaseCommand):
    help = (
        "Bring records of papers into an empty temporary database, publish them, and compare their suggestions with "
        "what belongs beside each. Prints P@5, nDCG@10, R@20, the number of queries, and seconds."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=Path, required=True, metavar="FILE.jsonl[.gz]")
        parser.add_argument("--gold", type=Path, required=True, metavar="FILE.tsv", help="query, article, grade")
        parser.add_argument("--no-tags", action="store_true", help="Leave the headings of the records out.")
        parser.add_argument(
            "--here", action="store_true", help="Use the database of the settings, which has to be empty."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        for path in (options["articles"], options["gold"]):
            if not path.is_file():
                raise CommandError(f"There is no file {path}.")
        try:
            if options["here"]:
                self.evaluate(options["articles"], options["gold"], with_tags=not options["no_tags"])
            else:
                with leaving_on_signals():
                    self.apart(options)
        except Unreadable as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            raise CommandError("Stopped.", returncode=130) from None

    def apart(self, options: dict[str, Any]) -> None:
        """The same in a process with a database of its own, which is gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="evaluate-related-") as folder:
            command = [
                sys.executable, "-m", "django", "evaluate_related", "--here",
                "--articles", str(options["articles"].absolute()), "--gold", str(options["gold"].absolute()),
                *(["--no-tags"] if options["no_tags"] else []),
            ]  # fmt: skip
            env = {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": str(settings.SETTINGS_MODULE),
                "PYTHONPATH": os.pathsep.join([str(settings.BASE_DIR), os.environ.get("PYTHONPATH", "")]),
                "DATABASE_URL": f"sqlite:///{folder}/evaluation.sqlite3",
                "DATA_DIR": folder,
            }
            errors = Path(folder) / "errors.txt"
            watched = self.stdout.isatty()
            with errors.open("wb") as sink, subprocess.Popen(
                command, env=env, text=True, errors="replace", stdout=None if watched else subprocess.PIPE, stderr=sink
            ) as process:  # fmt: skip
                try:
                    for line in process.stdout or ():
                        self.stdout.write(line, ending="")
                        self.stdout.flush()
                    process.wait()
                finally:
                    end(process)
            said = errors.read_text("utf-8", "replace").strip()
        if process.returncode:
            message = said.removeprefix("CommandError: ") or f"The evaluation ended with {process.returncode}."
            raise CommandError(message, returncode=process.returncode % 256)
        if said:
            self.stderr.write(said)

    def evaluate(self, articles: Path, gold: Path, *, with_tags: bool) -> None:
        began = time.monotonic()
        read = read_records(articles)
        judgements = read_gold(gold, {record.id for record in read.records})
        self.tell(articles, read.notes)
        self.tell(gold, judgements.notes)
        if not read.records:
            raise CommandError(f"{articles} holds no record. Each line has to be a JSON object with an id, in UTF-8.")
        if not judgements.grades:
            raise CommandError(f"{gold} holds no judgement of two of the articles, so there is nothing to measure.")
        call_command("migrate", verbosity=0, interactive=False)
        if Article.objects.exists() or Tag.objects.exists():
            raise CommandError("The database is not empty. Leave --here away to use a temporary one.")
        keys = publish_records(read.records, with_tags=with_tags)
        self.stdout.write(f"{len(keys):,} articles published, {'with' if with_tags else 'without'} tags.")
        if lacking := read.lacking():
            self.stdout.write(f"Among them are {lacking}.")
        rebuild(progress.on(self.stdout), resume=False)
        found = measured(judgements.grades, keys)
        self.stdout.write(f"P@5      {found.precision:.4f}")
        self.stdout.write(f"nDCG@10  {found.gain:.4f}")
        self.stdout.write(f"R@20     {found.recall:.4f}")
        self.stdout.write(f"queries  {found.queries}")
        self.stdout.write(f"seconds  {time.monotonic() - began:.1f}")

    def tell(self, path: Path, notes: list[str]) -> None:
        for note in notes[:MOST_NOTES]:
            self.stdout.write(note)
        if len(notes) > MOST_NOTES:
            self.stdout.write(f"And {len(notes) - MOST_NOTES:,} more like these in {path.name}.")
