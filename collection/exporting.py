"""From the database to a folder: the same content is the same bytes, and a folder is never left half-written."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from articles.images.media.store import UNREADABLE
from articles.site.values import DEFAULT
from collection.article_files import write_article
from collection.list_files import write_list
from collection.pictures.image_files import write_image
from collection.pictures.map_file import write_map
from collection.reading import PARTS, REFERENCES, SITE, TAXONOMY
from collection.reference_file import write_references
from collection.site_file import write_site
from collection.stored import stored_collection
from collection.values import Collection
from tags.skos.writer import write


class ExportRefused(Exception):
    """Raised when the folder holds something else; nothing was written."""


def files_of(collection: Collection) -> dict[str, bytes]:
    """The canonical files of a collection by their paths."""
    return dict(_files(collection))


def _files(collection: Collection) -> Iterator[tuple[str, bytes]]:
    site = collection.site.site if collection.site else DEFAULT
    facts = [fact.key for fact in site.facts] if collection.site else []
    if collection.site:
        yield SITE, write_site(collection.site.site).encode()
    if collection.vocabulary is not None:
        yield TAXONOMY, write(collection.vocabulary).encode()
    yield REFERENCES, write_references(collection.references).encode()
    for article in collection.articles:
        yield f"articles/{article.content.slug}.md", write_article(article, facts).encode()
    for image in collection.images:
        yield from ((f"images/{name}", data) for name, data in write_image(image, site).items())
    for reading_list in collection.lists:
        yield f"lists/{reading_list.slug}.yaml", write_list(reading_list).encode()
    for drawn in collection.maps:
        yield from ((f"maps/{name}", data) for name, data in write_map(drawn).items())


def export(folder: Path, *, force: bool = False) -> int:
    """Write everything into `folder` and return the number of files. Raises `ExportRefused`.

    What else stands in the folder (a README, the folder of a version control) is left alone. With `force` a folder
    that is no collection is taken too; what stands in the way there is kept under another name.
    """
    is_collection = (folder / TAXONOMY).is_file() and (folder / REFERENCES).is_file()
    if folder.exists() and not folder.is_dir():
        raise ExportRefused(f"{folder} is a file; name a folder.")
    if folder.is_dir() and any(folder.iterdir()) and not is_collection and not force:
        raise ExportRefused(f"{folder} holds other things and is no collection. Name another folder, or use --force.")
    try:
        files = files_of(stored_collection())
    except UNREADABLE as error:
        raise ExportRefused(f"The file of an image is lost; manage.py check_media names each. {error}") from error
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
        fresh = Path(scratch) / "fresh"
        _write(fresh, files)
        if folder.is_dir():
            _swap(fresh, folder, Path(scratch) / "old", keep=not is_collection)
        else:
            fresh.rename(folder)
    return len(files)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def _swap(fresh: Path, folder: Path, old: Path, *, keep: bool) -> None:
    """Put the new parts in the place of the old ones. When that fails the old ones are put back."""
    old.mkdir()
    moved: list[str] = []
    try:
        for part in PARTS:
            if (folder / part).exists() or (folder / part).is_symlink():
                (folder / part).rename(old / part)
            moved.append(part)
            if (fresh / part).exists():
                (fresh / part).rename(folder / part)
    except OSError:
        _put_back(moved, old, folder)
        raise
    if keep:
        _keep(old.iterdir(), folder)


def _put_back(parts: Iterable[str], old: Path, folder: Path) -> None:
    for part in parts:
        new = folder / part
        if new.is_dir():
            shutil.rmtree(new)
        else:
            new.unlink(missing_ok=True)
        if (old / part).exists():
            (old / part).rename(new)


def _keep(parts: Iterable[Path], folder: Path) -> None:
    for part in parts:
        number = 1
        while (folder / f"{part.name}.before-export-{number}").exists():
            number += 1
        part.rename(folder / f"{part.name}.before-export-{number}")
