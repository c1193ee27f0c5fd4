"""How long a search may take."""

from typing import Final

SECONDS: Final = 3.0  # of one statement


class SearchTookTooLong(Exception):
    """Raised when the database was not done in time; the reader is asked for rarer words."""
