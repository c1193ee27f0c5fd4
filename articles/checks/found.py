"""What a check found: where, what, and how to mend it."""

from dataclasses import dataclass
from typing import Final

PARTS: Final = {"image_caption": "Caption", "summary": "Summary", "full_post": "Full post"}  # the texts of a document


@dataclass(frozen=True)
class Found:
    """`check` names the kind of finding, `field` the key of the document. `line` counts from 1 in that text, or is 0.

    `quote`: words to look for in the text. `message` says what is so, `mend` what to do about it.
    """

    check: str
    blocks: bool
    field: str
    message: str
    mend: str = ""
    line: int = 0
    quote: str = ""

    @property
    def reason(self) -> str:
        """In one sentence or two, for a list without places: what is simply missing is told by what mends it."""
        if self.field in PARTS and self.line:
            place = PARTS[self.field] if self.field == "image_caption" else f"{PARTS[self.field]}, line {self.line}"
            return f"{place}: {self.message}"
        return f"{self.message} {self.mend}".strip() if self.quote else self.mend or self.message
