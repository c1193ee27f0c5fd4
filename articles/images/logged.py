"""Acts on images in the log: what was said of one, before and after."""

from typing import Any

from articles.models import Image
from members.models import LoggedAct, User


def said_of(image: Image | None) -> dict[str, Any] | None:
    """`file`: the digest of the picture."""
    if image is None:
        return None
    told = {
        "text": image.alt, "decorative": image.decorative, "credit": image.credit, "numbers": image.numbers,
        "file": image.digest,
    }  # fmt: skip
    return {name: said for name, said in told.items() if said}


def note_image(done: str, image: Image, *, by: User, before: dict[str, Any] | None) -> None:
    after = None if done == LoggedAct.Done.DELETED else said_of(image)
    LoggedAct.objects.note(done, LoggedAct.Kind.IMAGE, image, by=by, name=image.name, before=before, after=after)
