"""5,000 records: read, prepared and written, with the seconds and the memory that it takes; and twice as many."""

import resource
from time import perf_counter, process_time

import pytest
from django.utils import timezone

from bibliography.importing.batches.receiving import receive
from bibliography.importing.batches.row_reading import Tell, read_rows
from bibliography.importing.batches.row_storing import prepare
from bibliography.importing.decoding import Decoded
from bibliography.models import Reference
from desk.curating.imports.bringing_in import begin_writing, write

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

SIZES = (2_500, 5_000)
LONGEST = 60  # seconds of CPU for 5,000: what others do on the machine does not count
WORDS = "Neural responses of a group of people after a number of sessions were compared with those of another group. "


def ris(number: int) -> str:
    return "".join(
        f"TY  - JOUR\nTI  - Study {one} of a response\nAU  - Doe{one % 97}, Jane\nAU  - Roe, Ann B.\nT2  - A journal\n"
        f"PY  - {1980 + one % 40}\nVL  - {one % 60}\nSP  - {one}-{one + 9}\nDO  - 10.1234/bench.{one}\n"
        f"AB  - {WORDS * 12}\nKW  - one\nKW  - two\nAD  - A department, a town\nER  - \n\n"
        for one in range(number)
    )


def told_to(told: list[int]) -> Tell:
    return lambda done, _total: told.append(done)


def test_5000_records_take_less_than_a_minute_and_memory_grows_with_them_alone() -> None:
    figures = []
    for number in SIZES:
        told: list[int] = []
        Reference.objects.all().delete()
        began, worked = perf_counter(), process_time()
        batch = receive(Decoded(ris(number), ""), by=None, at=timezone.now())
        read_rows(batch)
        read_after = perf_counter() - began
        begin_writing(batch, with_drafts=False, by=None, at=timezone.now())
        prepared = prepare(batch, told_to(told))
        prepared_after = perf_counter() - began
        write(batch, prepared, by=None, at=timezone.now())
        seconds, work = perf_counter() - began, process_time() - worked
        del prepared
        assert Reference.objects.count() == number == told[-1] == len(told)
        figures.append((work, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000))
        steps = f"{read_after:.1f} s until read, {prepared_after:.1f} s until prepared, {seconds:.1f} s until written"
        print(f"\n{number:,} records: {steps}, {work:.1f} s of CPU; the process at its peak: {figures[-1][1]:.0f} MB")
        batch.delete()
    (first, small), (second, large) = figures
    print(f"twice as many: {second / first:.1f} times as long, {large - small:.0f} MB more")
    assert second < LONGEST
    assert second / first < 3
    assert large - small < 100
