"""Parts of addresses of images: the key and digest of an image, the width and format of a rendition."""

from django.urls.converters import StringConverter

from articles.models.image import DIGITS


class Digest(StringConverter):
    regex = f"[0-9a-f]{{{DIGITS}}}"


class ImageFormat(StringConverter):
    regex = "webp|jpeg|png"


class Key:
    """A whole number that fits any database column."""

    regex = "[0-9]{1,9}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
