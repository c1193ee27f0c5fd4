"""The picture of a taxonomy as two files: the drawing, and beside it a YAML file with its words."""

import re
from typing import Final

from articles.images.svg import with_namespace
from articles.images.taxonomy_shapes import problems_of
from collection.faults import Fault
from collection.pictures.image_files import drawing_of
from collection.values import MapFile, Places, WithoutShape
from collection.yaml_blocks import Block, read_block, write_block
from tags.models import TaxonomyMap
from tags.text.lengths import longest

LONGEST_REASON: Final = 200  # characters


def read_map(words: str, data: bytes, file: str, faults: list[Fault]) -> MapFile | None:
    """`words` is the text of the YAML file; `file` is the path of the drawing."""
    beside = file.removesuffix(".svg") + ".yaml"
    block = read_block(words, beside, 1, faults)
    if block is None:
        return None
    alt = block.text("alt", needed=True, longest=longest(TaxonomyMap, "alt"))
    credit = block.text("credit", longest=longest(TaxonomyMap, "credit"))
    places: dict[str, int] = {}
    without = tuple(_without_shape(entry, places) for entry in block.blocks("without_shape"))
    block.finish()
    svg = drawing_of(data, file, faults)
    if not svg:
        return None
    places |= lines_of_ids(data.decode())
    faults += [Fault(file, places.get(slug, 1), message) for slug, message in problems_of(svg)]
    return MapFile(file.rpartition("/")[2].removesuffix(".svg"), svg, alt, credit, without, places)


def _without_shape(block: Block, places: dict[str, int]) -> WithoutShape:
    tag = block.text("tag", needed=True)
    found = WithoutShape(
        tag,
        block.text("reason", needed=True, longest=LONGEST_REASON),
        tuple(word for _, word in block.texts("lights")),
    )
    block.finish()
    if f"without_shape: {tag}" in places:
        block.fault(block.line, f"“{tag}” stands here twice.")
    places[f"without_shape: {tag}"] = block.line
    return found


def lines_of_ids(source: str) -> Places:
    """The line of each id, of the last one where it stands twice."""
    found = re.finditer(r"\sid\s*=\s*[\"']([^\"']*)[\"']", source)
    return {match[1]: source.count("\n", 0, match.start(1)) + 1 for match in found}


def write_map(drawn: MapFile) -> dict[str, bytes]:
    """The two files by name."""
    words = write_block({
        "alt": drawn.alt,
        "credit": drawn.credit,
        "without_shape": [
            {"tag": row.tag, "reason": row.reason, **({"lights": list(row.lights)} if row.lights else {})}
            for row in drawn.without_shape
        ],
    })  # fmt: skip
    return {
        f"{drawn.taxonomy}.svg": f"{with_namespace(drawn.svg)}\n".encode(),
        f"{drawn.taxonomy}.yaml": words.encode(),
    }
