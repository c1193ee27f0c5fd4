"""What can be the label of a tag, preferred or synonym, wherever it comes from: forms, acts of curators, files."""

from members.characters import printed
from tags.text.normal_form import LONGEST_FORM, LONGEST_LABEL, normal_form
from tags.text.plain_text import is_storable


def as_stored(label: str) -> str:
    """Without line breaks, repeated spaces and what nobody sees; here a no-break space is a space as well."""
    return " ".join(printed(label).split())


def has_letters(label: str) -> bool:
    """Whether there is something to find it by: accents, spaces and emoji alone are nothing."""
    return any(char.isalnum() for char in normal_form(label))


def is_too_long(label: str) -> bool:
    """A few characters, such as ﷺ, are many once they are written out."""
    return len(label) > LONGEST_LABEL or len(normal_form(label)) > LONGEST_FORM


def problem_with(label: str) -> str:
    """Why this cannot be a label, in words for whoever typed it; nothing for one that can."""
    label = as_stored(label)
    if not has_letters(label):
        return "Write at least one letter or digit."
    if len(label) > LONGEST_LABEL:
        return f"A label has {LONGEST_LABEL} characters at most; this has {len(label)}."
    if is_too_long(label):
        return "This label is too long once its characters are written out."
    return "" if is_storable(label) else "This label holds a NUL or half a character, which no database keeps."
