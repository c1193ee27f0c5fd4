"""The parts of `make bench` that need no server."""

import os
import time
import xml.etree.ElementTree as ET
from pathlib import Path

from tests.bench.http import cpu
from tests.bench.http.driver import Driven
from tests.bench.http.measures import Case
from tests.bench.http.pages import Page, read, write
from tests.bench.http.plot import drawing
from tests.bench.http.sites import Server
from tests.bench.http.table import DJANGO, WSGI, markdown, rows


def case(who: str, a_second: int, cpu_ms: float) -> Case:
    made = Case(who, "sqlite", "home", Server(1, 1), "/", {})
    made.rounds = [(Driven(a_second * factor, 1, 0.001, 0.002, 0), cpu_ms * factor / 1000) for factor in (1, 1, 9)]
    return made


def test_each_page_stands_beside_its_bare_companions() -> None:
    """Medians: one round in which the machine was busy changes nothing."""
    (site, *_) = rows([case("visitor", 2000, 0.05), case(DJANGO, 1000, 0.25), case(WSGI, 4000, 0.04)])
    assert site[3:11] == ["2,000", "1.00", "2.0", "0.050", "0.20", "1.25", "2.00", "0.50"]


def test_a_table_is_as_wide_as_its_widest_cells() -> None:
    assert markdown(["page", "ms"], [["home", "1"], ["latest", "12.5"]], of_words=1).splitlines() == [
        "| page   |   ms |",
        "| ------ | ---: |",
        "| home   |    1 |",
        "| latest | 12.5 |",
    ]


def test_the_drawing_is_svg_with_a_bar_for_each_measure() -> None:
    text = drawing("CPU & more", [("home", [("kept", 0.05), ("made", 20.0)])])
    svg = ET.fromstring(text)  # noqa: S314 - made in the line above
    bars = [rect for rect in svg.iter("{http://www.w3.org/2000/svg}rect") if rect.get("x")]
    short, long = (float(bar.get("width", "0")) for bar in bars)
    assert 0 < short < long


def test_companions_read_what_the_site_sent(tmp_path: Path) -> None:
    page = Page("home", "/", [("Content-Type", "text/html"), ("ETag", '"x"')], b"bytes")
    write([page], tmp_path)
    (found,) = read(tmp_path)
    assert (found.path, found.etag, found.body) == ("/", '"x"', b"bytes")


def test_processor_time_and_memory_of_a_process_are_read() -> None:
    own = os.getpid()
    before = cpu.seconds([own])
    until = time.process_time() + 0.05
    while time.process_time() < until:
        pass
    assert cpu.used_between(before, cpu.seconds([own])) > 0
    rss, pss = cpu.memory(own)
    assert rss >= pss > 0
    assert cpu.family(own)[0] == own
