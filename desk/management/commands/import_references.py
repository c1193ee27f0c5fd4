"""`import_references FILE`: what a file of references would bring; with --yes, all of it or nothing."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bibliography.import_models import TakenOver
from bibliography.importing.batches.receiving import LARGEST_FILE, NotReceived, mapping_for, receive, text_of
from bibliography.importing.batches.row_reading import MOST_RECORDS, NOTHING, TOO_MANY, read_rows
from bibliography.importing.decoding import Decoded
from bibliography.importing.formats.table_columns import FIELDS
from bibliography.importing.reading import headings_in, records_in
from bibliography.importing.storing import Became, Imported, looked_up
from bibliography.models import ImportBatch
from bibliography.rich_text import plain
from desk.curating.imports.bringing_in import BringingInRefused, begin_writing, bring_in
from members.models import User
from tags.management.progress import Progress
from tags.text.plurals import counted

FAULTY: Final = 3  # the exit code where a record was left out that could not be read
WIDTH: Final = 70
WORDS: Final = {Became.NEW: "new", Became.DUPLICATE: "here", Became.PROBLEM: "faulty"}
RULES: Final = {"doi": "same DOI", "pmid": "same PMID", "words": "same title, year and first author"}


class Command(BaseCommand):
    help = (
        "Read references from RIS, BibTeX, PubMed's text or XML, EndNote XML, CSL-JSON, CSV, or a list of DOIs and "
        "PMIDs, and print what is new, what is here already, and what is faulty. With --yes the new ones are written, "
        "all at once. Such an import can be undone at the desk. "
        f"Ends with {FAULTY} where a record could not be read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="write the new ones")
        parser.add_argument("--drafts", action="store_true", help="begin a draft summary for each; needs --by")
        parser.add_argument("--by", default="", metavar="EMAIL", help="who does it, for the log")
        parser.add_argument(
            "--mapping", default="", metavar="COLUMN=FIELD,…", help=f"of a table; fields: {', '.join(FIELDS)}"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        file: Path = options["file"]
        by = person(options["by"])
        if options["drafts"] and by is None:
            raise CommandError("A draft needs somebody who writes it: add --by EMAIL.")
        said = text_in(file)
        mapping = mapping_in(options["mapping"], headings_in(said.text, file.name))
        faulty = self.write(file, said, mapping, options, by) if options["yes"] else self.show(file, said, mapping)
        if faulty:
            told = (
                f"{file}: {counted(faulty, 'record')} could not be read; mend the lines named above, and run it again."
            )
            raise CommandError(told, returncode=FAULTY)

    def show(self, file: Path, said: Decoded, mapping: dict[str, str]) -> int:
        """The table, without writing anything. How many are faulty."""
        fields = {**mapping_for(headings_in(said.text, file.name)), **mapping}
        more, line, reads = self.begin("Reading lines", said.text.count("\n") + 1), 0, []
        for read in islice(records_in(said.text, fields, file.name), MOST_RECORDS + 1):
            more(max(read.line - line, 0))
            line = max(read.line, line)
            reads.append(read)
        if len(reads) > MOST_RECORDS:
            raise CommandError(f"{file}: {TOO_MANY}")
        numbers = dict.fromkeys(Became, 0)
        for one in looked_up(reads):
            numbers[one.became] += 1
            self.stdout.write("  ".join(cells(one)))
        if not reads:
            raise CommandError(f"{file}: {NOTHING}")
        self.stdout.write(
            f"{counted(len(reads), 'record')}: {numbers[Became.NEW]:,} new, "
            f"{numbers[Became.DUPLICATE]:,} already here, {numbers[Became.PROBLEM]:,} faulty. "
            "Nothing was written; add --yes to bring the new ones in."
        )
        return numbers[Became.PROBLEM]

    def write(
        self, file: Path, said: Decoded, mapping: dict[str, str], options: dict[str, Any], by: User | None
    ) -> int:
        """How many were left out as they are faulty."""
        try:
            batch = receive(said, name=file.name, by=by, at=timezone.now(), mapping=mapping)
            read_rows(batch, told(self.begin("Reading lines", batch.total)))
            if batch.state == ImportBatch.State.REFUSED:
                raise CommandError(f"{file}: {batch.failure}")
            begin_writing(batch, with_drafts=options["drafts"], by=by, at=timezone.now())
            rows = bring_in(batch, by=by, at=timezone.now(), tell=told(self.begin("Preparing", batch.total)))
        except (NotReceived, BringingInRefused, TakenOver) as refused:
            raise CommandError(f"{file}: {refused}\nNothing was written.") from refused
        for row in batch.rows.becoming("problem").order_by("place"):
            self.stdout.write(f"line {row.line}  faulty  {' '.join(row.problems)}")
        drafts = f", each with a draft: {file.name}" if options["drafts"] else f": {file.name}"
        self.stdout.write(f"{counted(len(rows), 'reference')} added{drafts}. Undo it at /desk/import/{batch.pk}/undo/.")
        return batch.rows.numbers()["problem"]

    def begin(self, step: str, total: int) -> Callable[[int], None]:
        """Progress stands beside the table, which may go to a file."""
        self.stderr.style_func = None
        return Progress(self.stderr, step, total).more


def told(more: Callable[[int], None]) -> Callable[[int, int], None]:
    """Of how many are done, how many more these are."""
    done = 0

    def tell(now: int, _total: int) -> None:
        nonlocal done
        more(max(now - done, 0))
        done = max(now, done)

    return tell


def cells(one: Imported) -> Iterator[str]:
    """A line of the table: where, what it would become, its title, what is wrong with it."""
    yield f"line {one.read.line}"
    match = one.key or "an earlier line"
    yield WORDS[one.became] if one.became is not Became.DUPLICATE else f"here ({RULES.get(one.rule, '')} as {match})"
    yield plain(str(one.read.csl.get("title") or one.read.csl.get("DOI") or one.read.csl.get("PMID") or "-"))[:WIDTH]
    yield from one.problems


def text_in(file: Path) -> Decoded:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise CommandError(f"{file} is larger than {LARGEST_FILE // 1_000_000} MB. Import it in parts.")
        return text_of(file.read_bytes())
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except NotReceived as refused:
        raise CommandError(f"{file}: {refused}") from refused


def mapping_in(text: str, headings: list[str]) -> dict[str, str]:
    """`Work=container-title,Rating=skip`"""
    found = {}
    for part in filter(None, text.split(",")):
        column, _, field = part.rpartition("=")
        if column.strip() not in headings:
            raise CommandError(f"There is no column “{column.strip()}”. There are: {', '.join(headings) or 'none'}.")
        if field.strip() not in FIELDS:
            raise CommandError(f"“{field.strip()}” is no field. There are: {', '.join(FIELDS)}.")
        found[column.strip()] = field.strip()
    return found


def person(email: str) -> User | None:
    if not email:
        return None
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise CommandError(f"Nobody here has the address {email}.")
    return found
