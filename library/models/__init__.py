"""The tables of a member's library."""

from library.models.entry import Entry
from library.models.highlight import Highlight

__all__ = ["Entry", "Highlight"]
