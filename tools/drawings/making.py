"""From data files to the drawings of the shipped collection."""

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from articles.images.svg import sanitised
from articles.site.values import DEFAULT, Site
from collection.pictures.image_files import write_image
from collection.pictures.map_file import write_map
from collection.site_file import read_site
from collection.values import ImageFile
from tools.drawings.mapping import drawn
from tools.drawings.parts.boxes import arms, spans, steps
from tools.drawings.parts.brain import brain
from tools.drawings.parts.people import people
from tools.drawings.parts.scales import bars, intervals, slopes
from tools.drawings.parts.synapse import synapse
from tools.drawings.parts.words import heading, note, table
from tools.drawings.sheet import Part, Sheet
from tools.drawings.tables import table as table_of
from tools.steps import ROOT

DATA: Final = ROOT / "collection" / "drawings"
SHIPPED: Final = ROOT / "collection" / "shipped"
CREDIT: Final = "Drawn for CBT Neuro."
OUTLINES: Final = "Drawn for CBT Neuro. Outline after ggseg (MIT)."
KINDS: Final[dict[str, Callable[[Sheet, Part], None]]] = {
    "arms": arms, "bars": bars, "brain": brain, "heading": heading, "intervals": intervals, "note": note,
    "people": people, "slopes": slopes, "spans": spans, "steps": steps, "synapse": synapse, "table": table,
}  # fmt: skip


def drawings() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every data file by the name of its drawing."""
    for path in sorted(DATA.glob("*.yaml")):
        yield path.stem, yaml.safe_load(path.read_text(encoding="utf-8"))


def svg_of(name: str, drawing: dict[str, Any]) -> str:
    sheet = Sheet(name, drawing.get("key", {}))
    for part in copy.deepcopy(drawing["parts"]):
        KINDS[part["kind"]](sheet, part)
    sheet.key()
    return sanitised(sheet.svg(drawing["title"]))


def files_of(name: str, drawing: dict[str, Any]) -> dict[str, bytes]:
    """The two files of a drawing by their names."""
    has_outline = any(part["kind"] == "brain" for part in drawing["parts"])
    credit = drawing.get("credit", OUTLINES if has_outline else CREDIT)
    numbers = table_of(drawing, names())
    image = ImageFile(name, ".svg", drawing["alt"], False, credit, numbers, svg=svg_of(name, drawing))
    return write_image(image, site())


@cache
def names() -> dict[str, str]:
    """What a table calls a study: first author and year, as far as they were seen."""
    records = json.loads((SHIPPED / "references.json").read_text(encoding="utf-8"))
    return {record["id"]: name_of(record) for record in records}


def name_of(record: dict[str, Any]) -> str:
    authors = [author["family"] for author in record.get("author", [])]
    year = record.get("issued", {}).get("date-parts", [["no year seen"]])[0][0]
    first = authors[0] if authors else "authors not seen"
    more = {1: "", 2: f" and {authors[1]}" if len(authors) > 1 else ""}.get(max(len(authors), 1), " et al.")
    return f"{first}{more}, {year}"


@cache
def site() -> Site:
    read = read_site((SHIPPED / "site.yaml").read_text(encoding="utf-8"), "site.yaml", [])
    return read.site if read else DEFAULT


def made() -> dict[Path, bytes]:
    """All files as they should be."""
    images = {
        SHIPPED / "images" / file: data
        for name, drawing in drawings()
        for file, data in files_of(name, drawing).items()
    }
    return images | {SHIPPED / "maps" / file: data for file, data in write_map(drawn()).items()}


def different() -> list[Path]:
    return [path for path, data in made().items() if not path.exists() or path.read_bytes() != data]
