"""Who may curate, and what is said when an act is not done."""

from typing import Any

from django.contrib.auth.models import AbstractUser

from tags.models import Tag, take_write_lock


class CurationRefused(Exception):
    """Raised with the reasons in words; nothing was changed."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


class Stale(Exception):
    """Raised when what stands there is not what was seen. `stored`: what stands there."""

    def __init__(self, stored: Any) -> None:
        self.stored = stored
        super().__init__("Somebody changed this after you had opened it.")


class UndoRefused(CurationRefused):
    """Raised when what an act changed is no longer as it left it; the reasons say what came in between."""


def may_curate(user: object) -> bool:
    """Whether the role of this person allows to change tags. `None` is the command line."""
    return user is None or (isinstance(user, AbstractUser) and user.is_active and user.has_perm("tags.change_tag"))


def begin(by: AbstractUser | None) -> None:
    """What every act does first: ask whether `by` may, then take the write lock."""
    if not may_curate(by):
        raise CurationRefused(["Your role does not allow this. Ask an editor."])
    take_write_lock()


def live(tag: Tag) -> Tag:
    """The tag as it now stands in the database: another act may have been quicker."""
    found = Tag.objects.select_related("taxonomy").filter(pk=tag.pk).first()
    if found is None:
        raise CurationRefused([f"“{tag}” is no longer there. It may have been merged into another tag."])
    if found.is_deprecated:
        raise CurationRefused([f"“{found}” is deprecated: only its act can be undone."])
    return found


def refuse_other_kind(tag: Tag, other: Tag) -> None:
    if tag.taxonomy.is_category != other.taxonomy.is_category:
        raise CurationRefused([f"“{tag}” and “{other}” are a tag and a category: neither can take the other's place."])


def in_words(names: list[str], most: int = 5) -> str:
    """“A”, “B” and “C”; beyond `most`, how many more there are."""
    shown = [f"“{name}”" for name in names[:most]]
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)
