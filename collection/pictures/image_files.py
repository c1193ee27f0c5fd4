"""An image as two files: the drawing (SVG) or the photograph, and beside it a YAML file with its alternative text."""

import re
from typing import Final

from django.core.exceptions import ValidationError

from articles.images.numbers import validate_numbers
from articles.images.standalone import standalone
from articles.images.svg import STYLE, DrawingRefused, sanitised
from articles.images.uploads import ImageRefused, opened
from articles.models import Image
from articles.site.values import Site
from collection.faults import Fault
from collection.values import ImageFile
from collection.yaml_blocks import Block, read_block, write_block
from tags.text.lengths import longest

SUFFIXES: Final = (".svg", ".jpg", ".jpeg", ".png", ".webp", ".gif")


def read_image(words: str, data: bytes, file: str, suffix: str, faults: list[Fault]) -> ImageFile | None:
    """`words` is the text of the YAML file; `file` is the path of the image itself."""
    beside = file.removesuffix(suffix) + ".yaml"
    block = read_block(words, beside, 1, faults)
    if block is None:
        return None
    decorative = block.flag("decorative")
    alt = block.text("alt", longest=longest(Image, "alt"))
    credit = block.text("credit", longest=longest(Image, "credit"))
    numbers = _numbers(block)
    block.finish()
    if decorative == bool(alt.strip()):
        block.fault(block.line_of("alt"), "Give an “alt” text, or else write “decorative: true” and leave “alt” out.")
    name = file.rpartition("/")[2].removesuffix(suffix)
    places = {"alt": block.line_of("alt")}
    if suffix == ".svg":
        svg = drawing_of(data, file, faults)
        return ImageFile(name, suffix, alt, decorative, credit, numbers, svg=svg, places=places)
    try:
        opened(data)
    except ImageRefused as error:
        faults.append(Fault(file, 0, str(error)))
    kept = suffix.replace(".jpeg", ".jpg")
    return ImageFile(name, kept, alt, decorative, credit, numbers, data=data, places=places)


def _numbers(block: Block) -> str:
    """The rows of the table, a line each."""
    numbers = "\n".join(row for _, row in block.texts("numbers"))
    try:
        validate_numbers(numbers)
    except ValidationError as error:
        block.fault(block.line_of("numbers"), " ".join(error.messages))
    return numbers


def drawing_of(data: bytes, file: str, faults: list[Fault]) -> str:
    """The sanitised drawing; nothing, and a fault, where it is refused."""
    try:
        source = data.decode()
    except UnicodeDecodeError:
        faults.append(Fault(file, 0, "The file is not UTF-8."))
        return ""
    try:
        return sanitised(source)
    except DrawingRefused as error:
        message = str(error)
        if found := re.match(r"line ([0-9]+): ", message):
            faults.append(Fault(file, int(found[1]), message.removeprefix(found[0])))
        else:
            faults.append(Fault(file, _line_of(source, message), message))
        return ""


def _line_of(source: str, message: str) -> int:
    """Where a refused drawing holds what its refusal names: the attribute, the element, or else the first line."""
    attribute = re.search(r"The attribute (\S+) of", message)
    element = re.search(r"<([\w:.-]+)>", message)
    if attribute:
        pattern = rf"\s{re.escape(attribute[1].rpartition('}')[2])}\s*="
    elif element:
        pattern = rf"<(?:\w+:)?{re.escape(element[1])}[\s/>]"
    else:
        return 1
    found = re.compile(pattern).search(source, max(0, source.find("</style>") if STYLE in source else 0))
    return source.count("\n", 0, found.end() - 1) + 1 if found else 1


def write_image(image: ImageFile, site: Site) -> dict[str, bytes]:
    """The two files by name. A drawing has the colours of the site."""
    words = write_block({
        "alt": image.alt,
        "decorative": image.decorative or None,
        "credit": image.credit,
        "numbers": image.numbers.splitlines(),
    })  # fmt: skip
    return {
        f"{image.name}{image.suffix}": f"{standalone(image.svg, site)}\n".encode() if image.svg else image.data,
        f"{image.name}.yaml": words.encode(),
    }
