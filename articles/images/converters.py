"""Parts of addresses that may be one of a few words."""


class Word:
    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class RecordFormat(Word):
    """Formats of reference managers: BibTeX, RIS, CSL-JSON."""

    regex = "bib|ris|json"


class ImageFormat(Word):
    regex = "webp|jpeg|png"


class Key:
    """A whole number that fits any database column."""

    regex = "[0-9]{1,9}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
