"""From a folder to plain values. Every file is read, and every fault in it is kept with its line."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

from articles.images.uploads import LARGEST_FILE, MOST_BYTES
from articles.models import Article, Image
from collection.article_files import read_article
from collection.faults import Fault
from collection.list_files import read_list
from collection.pictures.image_files import SUFFIXES, read_image
from collection.pictures.map_file import read_map
from collection.reference_file import read_references
from collection.site_file import read_site
from collection.values import Collection, ImageFile, MapFile, SiteFile
from lists.models import ReadingList
from members.characters import UNSTORABLE
from tags.models import Taxonomy
from tags.skos.concepts import Vocabulary
from tags.skos.parsing import RdfRefused
from tags.skos.strict import read
from tags.slugs import SLUG
from tags.text.lengths import longest

SITE: Final = "site.yaml"
TAXONOMY: Final = "taxonomy.ttl"
REFERENCES: Final = "references.json"
PARTS: Final = (SITE, TAXONOMY, REFERENCES, "articles", "images", "lists", "maps")
SUFFIX_IN: Final = {
    "articles": (".md",),
    "lists": (".yaml",),
    "images": (*SUFFIXES, ".yaml"),
    "maps": (".svg", ".yaml"),
}
Value = TypeVar("Value")
LONGEST_NAME: Final = {
    "articles": longest(Article, "slug"),
    "lists": longest(ReadingList, "slug"),
    "images": longest(Image, "name"),
    "maps": longest(Taxonomy, "slug"),
}


def read_collection(folder: Path) -> tuple[Collection, list[Fault]]:
    """What the folder says, as far as it can be read, and all that is wrong with its files one by one."""
    faults: list[Fault] = []
    files = dict(_files(folder, faults))
    site = _site(files, faults)
    vocabulary = _vocabulary(files, faults)
    references, lines = _references(files, faults)
    collection = Collection(
        site=site,
        vocabulary=vocabulary,
        references=references,
        images=tuple(_images(files, faults)),
        articles=tuple(_texts(files, "articles", read_article, faults)),
        lists=tuple(_texts(files, "lists", read_list, faults)),
        maps=tuple(_maps(files, faults)),
        reference_lines=lines,
        present=frozenset(files),
    )
    return collection, faults


def _files(folder: Path, faults: list[Fault]) -> Iterator[tuple[str, bytes]]:
    """Each file of the collection by its path within the folder. Hidden files and a README are not looked at."""
    if not folder.is_dir():
        faults.append(Fault(str(folder), 0, "There is no such folder."))
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name == "README.md":
            continue
        name = shown(path.name)
        if path.name not in PARTS or path.is_dir() != (path.name in SUFFIX_IN):
            faults.append(Fault(name, 0, f"This is no part of a collection; it has {', '.join(PARTS)}."))
        elif path.name in SUFFIX_IN and not path.is_symlink():
            for inner in sorted(path.iterdir()):
                if not inner.name.startswith("."):
                    yield from _file(inner, f"{path.name}/{shown(inner.name)}", faults)
        else:
            yield from _file(path, name, faults)


def shown(name: str) -> str:
    """A file name that can be printed, whatever bytes it is made of."""
    return name.encode(errors="surrogateescape").decode(errors="replace")


def _file(path: Path, name: str, faults: list[Fault]) -> Iterator[tuple[str, bytes]]:
    part, _, own = name.partition("/")
    stem, suffix = os.path.splitext(own)
    if path.is_symlink() or not path.is_file():
        faults.append(Fault(name, 0, "Only plain files are read here: no links, no folders."))
    elif own and suffix not in SUFFIX_IN[part]:
        faults.append(Fault(name, 0, f"A file in {part}/ ends in {' or '.join(SUFFIX_IN[part])}."))
    elif own and (not SLUG.fullmatch(stem) or len(stem) > LONGEST_NAME[part]):
        message = f"The name is the address: lower-case letters, digits, single hyphens, up to {LONGEST_NAME[part]}."
        faults.append(Fault(name, 0, message))
    elif path.stat().st_size > LARGEST_FILE:  # of any kind: no text comes near
        faults.append(Fault(name, 0, f"The file has more than {MOST_BYTES}."))
    else:
        yield name, path.read_bytes()


def _text(data: bytes, file: str, faults: list[Fault]) -> str | None:
    """UTF-8 with line feeds, whatever line ends and byte order mark an editor left."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        faults.append(Fault(file, line, "The file is not UTF-8; save it in that encoding."))
        return None
    if found := UNSTORABLE.search(text):  # of these UTF-8 can hold a NUL alone
        faults.append(Fault(file, text.count("\n", 0, found.start()) + 1, "There is a NUL character here."))
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _site(files: dict[str, bytes], faults: list[Fault]) -> SiteFile | None:
    text = _text(files[SITE], SITE, faults) if SITE in files else None
    return read_site(text, SITE, faults) if text is not None else None


def _vocabulary(files: dict[str, bytes], faults: list[Fault]) -> Vocabulary | None:
    text = _text(files[TAXONOMY], TAXONOMY, faults) if TAXONOMY in files else None
    try:
        return read(text) if text is not None else None
    except RdfRefused as error:
        faults.extend(Fault(TAXONOMY, line, message) for line, message in error.problems)
        return None


def _references(files: dict[str, bytes], faults: list[Fault]) -> tuple[tuple[dict[str, Any], ...], dict[str, int]]:
    text = _text(files[REFERENCES], REFERENCES, faults) if REFERENCES in files else None
    return read_references(text, REFERENCES, faults) if text is not None else ((), {})


def _texts(
    files: dict[str, bytes],
    part: str,
    reader: Callable[[str, str, str, list[Fault]], Value | None],
    faults: list[Fault],
) -> Iterator[Value]:
    for file, data in files.items():
        if file.startswith(f"{part}/"):
            text = _text(data, file, faults)
            stem = os.path.splitext(file)[0].partition("/")[2]
            if text is not None and (value := reader(text, file, stem, faults)) is not None:
                yield value


def _images(files: dict[str, bytes], faults: list[Fault]) -> Iterator[ImageFile]:
    seen: dict[str, str] = {}
    for file, data in files.items():
        stem, suffix = os.path.splitext(file)
        if not file.startswith("images/"):
            continue
        if suffix == ".yaml":
            if not any(stem + other in files for other in SUFFIXES):
                faults.append(
                    Fault(file, 0, "The image itself is missing: a file of the same name that ends in .svg …")
                )
            continue
        if stem in seen:
            faults.append(Fault(file, 0, f"The name is taken by {seen[stem]}; an image is one file."))
            continue
        seen[stem] = file
        if f"{stem}.yaml" not in files:
            faults.append(Fault(file, 0, f"{stem}.yaml is missing; it gives the alternative text (“alt: …”)."))
            continue
        words = _text(files[f"{stem}.yaml"], f"{stem}.yaml", faults)
        if words is not None and (image := read_image(words, data, file, suffix, faults)):
            yield image


def _maps(files: dict[str, bytes], faults: list[Fault]) -> Iterator[MapFile]:
    """Each is two files, the drawing and its words."""
    for stem in dict.fromkeys(os.path.splitext(file)[0] for file in files if file.startswith("maps/")):
        missing = [f"{stem}{suffix}" for suffix in SUFFIX_IN["maps"] if f"{stem}{suffix}" not in files]
        faults += [
            Fault(file, 0, "The file is missing; a map is a drawing (.svg) and its words (.yaml).") for file in missing
        ]
        words = None if missing else _text(files[f"{stem}.yaml"], f"{stem}.yaml", faults)
        if words is not None and (drawn := read_map(words, files[f"{stem}.svg"], f"{stem}.svg", faults)):
            yield drawn
