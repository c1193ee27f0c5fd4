"""Slugs of tags may hold letters of any script: an editor's vocabulary is not always English."""


class UnicodeSlug:
    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
