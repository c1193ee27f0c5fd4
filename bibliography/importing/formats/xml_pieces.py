"""Files of XML taken apart into records, each of which is parsed by itself: one that is broken breaks no other."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.entities import html5
from typing import Final

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

OF_XML: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
NAMED_ENTITY: Final = re.compile(r"&(\w+);")
NO_END: Final = "This record has no end: “</{name}>” is missing."
NO_XML: Final = "This record is no XML: {reason}."
FACES: Final = {"italic": "i", "bold": "b", "superscript": "sup", "subscript": "sub"}
MARKS: Final = {"i": "i", "em": "i", "b": "b", "strong": "b", "sup": "sup", "sub": "sub"}
Piece = tuple[int, str, ET.Element | None, str]  # its line, as it stands, what it says, what is wrong with it


def pieces_of(text: str, at: int, *names: str) -> Iterator[Piece]:
    """Every element of one of these names that lies in none of the others."""
    tag = re.compile(rf"<({'|'.join(names)})(?=[\s/>])[^<>]*?(/?)>|</({'|'.join(names)})\s*>")
    begin, name, line, counted = -1, "", at, 0
    for found in tag.finditer(text):
        opened, closed = found[1], found[3]
        if opened and begin >= 0 and opened == name:
            yield line, text[begin : found.start()].rstrip(), None, NO_END.format(name=name)
            begin = -1
        if opened and begin < 0:
            line, counted = line + text.count("\n", counted, found.start()), found.start()
            begin, name = found.start(), opened
        if begin >= 0 and (closed == name or (found[2] and opened == name)):
            yield line, *parsed(text[begin : found.end()])
            begin = -1
    if begin >= 0:
        yield line, text[begin:].rstrip(), None, NO_END.format(name=name)


def parsed(raw: str) -> tuple[str, ET.Element | None, str]:
    """Nothing but the entities of XML and of HTML: a document that declares others is refused by its parser."""
    try:
        root = fromstring(NAMED_ENTITY.sub(of_html, raw), forbid_dtd=True)
    except ET.ParseError as error:
        return raw, None, NO_XML.format(reason=str(error).partition(":")[0])
    except (DefusedXmlException, ValueError, RecursionError):
        return raw, None, NO_XML.format(reason="it declares what no record needs")
    return raw, root, ""


def of_html(found: re.Match[str]) -> str:
    return found[0] if found[1] in OF_XML else html5.get(f"{found[1]};", found[0])


def rich(element: ET.Element | None) -> str:
    """Its text, with what it raises, lowers or slants as CSL marks that up."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        mark = MARKS.get(child.tag.lower(), "") or FACES.get(child.get("face", ""), "")
        inner = rich(child) if not child.tag.endswith("math") else "".join(child.itertext())
        parts += [f"<{mark}>{inner}</{mark}>" if mark and inner else inner, child.tail or ""]
    return "".join(parts)


def text_at(element: ET.Element, *paths: str) -> str:
    """Of the first of these that says anything."""
    found = (" ".join(rich(one).split()) for path in paths for one in element.findall(path))
    return next((text for text in found if text), "")


def texts_at(element: ET.Element, *paths: str) -> list[str]:
    found = (" ".join(rich(one).split()) for path in paths for one in element.findall(path))
    return [text for text in found if text]
