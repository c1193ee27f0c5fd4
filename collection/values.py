"""A collection as plain values: what its files say, whether they were read from a folder or from the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from articles.content import ArticleContent
from articles.site.values import Site
from articles.status import Status
from tags.skos.concepts import Vocabulary

Places = Mapping[str, int]  # the line at which a part of a file stands, by a name such as "paper" or "tags: Peat"


@dataclass(frozen=True)
class State:
    """Where an article or a list stands on its way to readers. A time of publication to come means scheduled.

    `first_published`: where that was another time than `published`.
    """

    status: str = Status.DRAFT
    published: datetime | None = None
    withdrawn: datetime | None = None
    reason: str = ""
    first_published: datetime | None = None

    @property
    def was_published(self) -> bool:
        return self.status in {Status.PUBLISHED, Status.WITHDRAWN}


@dataclass(frozen=True)
class SiteFile:
    site: Site
    places: Places = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class ArticleFile:
    content: ArticleContent
    state: State
    former_slugs: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()  # articles that are suggested first beside it, and in which order
    blocked: tuple[str, ...] = ()  # and never
    updated: datetime | None = None  # the last change of what it says, and the line that tells it
    change_note: str = ""
    atom_id: str = ""  # what feeds call it, where that does not follow from the name of its file
    places: Places = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class ImageFile:
    """A drawing has its sanitised SVG in `svg`, any other image its bytes in `data` and its format in `suffix`."""

    name: str
    suffix: str
    alt: str
    decorative: bool
    credit: str
    numbers: str = ""
    svg: str = ""
    data: bytes = b""
    places: Places = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class WithoutShape:
    """A tag that a map cannot show, and the tags whose shapes stand for it."""

    tag: str
    reason: str
    lights: tuple[str, ...] = ()


@dataclass(frozen=True)
class MapFile:
    """The picture of a taxonomy: sanitised SVG whose shapes have the slugs of tags as their ids."""

    taxonomy: str
    svg: str
    alt: str
    credit: str = ""
    without_shape: tuple[WithoutShape, ...] = ()
    places: Places = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class ListItem:
    article: str
    reason: str


@dataclass(frozen=True)
class ListSection:
    title: str
    intro: str
    items: tuple[ListItem, ...]


@dataclass(frozen=True)
class ListFile:
    slug: str
    title: str
    standfirst: str
    state: State
    sections: tuple[ListSection, ...]
    places: Places = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Collection:
    """The parts that a folder holds; a part that it lacks is None or empty, and loading leaves that part alone.

    `present` names all files that were found, those with faults too: what they hold is not unknown besides.
    """

    site: SiteFile | None = None
    vocabulary: Vocabulary | None = None
    references: tuple[dict[str, Any], ...] = ()
    images: tuple[ImageFile, ...] = ()
    articles: tuple[ArticleFile, ...] = ()
    lists: tuple[ListFile, ...] = ()
    maps: tuple[MapFile, ...] = ()
    reference_lines: Places = field(default_factory=dict, compare=False)
    present: frozenset[str] = field(default_factory=frozenset, compare=False)

    def stems(self, part: str) -> set[str]:
        """The names of all files in articles/, images/ or lists/, without their endings."""
        return {PurePosixPath(name).stem for name in self.present if name.startswith(f"{part}/")}
