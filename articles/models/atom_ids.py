"""What feeds call an article for good (RFC 4287, atom:id): whatever becomes of its address, and of the site's."""

from typing import Final
from uuid import UUID, uuid4, uuid5

ARTICLES: Final = UUID("5b0c2f7e-3d1f-4c2b-9a58-0a6f2f1c7d4e")


def new_atom_id() -> str:
    return uuid4().urn


def atom_id_of_file(slug: str) -> str:
    """For an article that comes as a file which names none: the same wherever it is loaded."""
    return uuid5(ARTICLES, slug).urn
