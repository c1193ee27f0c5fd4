"""Parts of addresses of images: the key and width of a rendition, and its format."""

from django.urls.converters import StringConverter


class ImageFormat(StringConverter):
    regex = "webp|jpeg|png"


class Key:
    """A whole number that fits any database column."""

    regex = "[0-9]{1,9}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
