"""What can be the label of a tag, preferred or synonym, wherever it comes from: forms, acts of curators, files."""

from members.characters import printed
from tags.text.normal_form import LONGEST_LABEL, normal_form
from tags.text.plain_text import is_storable


def as_stored(label: str) -> str:
    """Without line breaks, repeated spaces and what nobody sees; here a no-break space is a space as well."""
    return " ".join(printed(label).split())


def has_letters(label: str) -> bool:
    """Whether there is something to find it by: accents, spaces and emoji alone are nothing."""
    return any(char.isalnum() for char in normal_form(label))


def parts_of(label: str) -> tuple[str, str]:
    """What pages show of a label, and the rest of it, which a few in files have; together they are the label."""
    shown = label[:LONGEST_LABEL].rstrip()
    return shown, label[len(shown) :]


def problem_with(label: str) -> str:
    """Why this cannot be a label, in words for whoever typed it; nothing for one that can."""
    label = as_stored(label)
    if not has_letters(label):
        return "Write at least one letter or digit."
    if len(label) > LONGEST_LABEL:
        return f"A label has {LONGEST_LABEL} characters at most; this has {len(label)}."
    return "" if is_storable(label) else "This label holds a NUL or half a character, which no database keeps."
