"""Where taxonomies and tags stand on the web: addresses for machines, which no renaming and no merge takes away."""

import re
from typing import Final
from urllib.parse import quote, unquote

CONCEPTS: Final = "concepts/"
TAXONOMIES: Final = "taxonomies/"
UUID: Final = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
URN: Final = "urn:uuid:"  # what is said of a tag where nobody says where the site stands (RFC 9562)
CONCEPT: Final = re.compile(rf"(?:https?://[^/?#]+/{CONCEPTS}({UUID})/|{URN}({UUID}))")
TAXONOMY: Final = re.compile(rf"https?://[^/?#]+/{TAXONOMIES}([^/?#]+)/")


def of_concept(origin: str, identity: str) -> str:
    return f"{origin}/{CONCEPTS}{identity}/" if origin else f"{URN}{identity}"


def of_taxonomy(origin: str, slug: str) -> str:
    return f"{origin}/{TAXONOMIES}{quote(slug)}/"


def identity_in(node: str) -> str:
    """The identity of a tag, of this site or another, whose address this is; nothing for any other address."""
    found = CONCEPT.fullmatch(node)
    return found[1] or found[2] if found else ""


def taxonomy_in(node: str) -> str:
    """The slug of a taxonomy, of this site or another, whose address this is; nothing for any other address."""
    found = TAXONOMY.fullmatch(node)
    return unquote(found[1]) if found else ""
