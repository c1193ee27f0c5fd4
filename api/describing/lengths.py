"""How much is taken at once."""

from typing import Final

LONGEST_TEXT: Final = 400_000  # characters of a summary or a full post; the longest here has a tenth
MOST_ROWS: Final = 200  # of one kind in a draft
MOST_RECORDS: Final = 300  # of an import, which take seconds
