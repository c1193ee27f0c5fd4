"""What a password has to be, and its one spelling. The same words stand on every form that sets one."""

import unicodedata
from typing import Any, Final

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from members.characters import printed

RULES: Final = (
    "At least 10 characters. Not one of the 20,000 commonest passwords, and not like your e-mail address. "
    "Three or four words in a row are easy to remember and hard to guess."
)

UNTYPABLE: Final = frozenset({"Cc", "Cn", "Cs"})


class CommonPasswordValidator(password_validation.CommonPasswordValidator):
    """Refuses what is on Django's list, whatever its case, and says why in our words."""

    def get_error_message(self) -> str:
        return "This is one of the 20,000 commonest passwords, which are tried first. Choose another."


class TypableValidator:
    """Refuses what nobody can type a second time: a control character, one that is not assigned, one that is unseen."""

    def validate(self, password: str, user: Any = None) -> None:
        del user
        if printed(password) != password or any(unicodedata.category(char) in UNTYPABLE for char in password):
            raise ValidationError("This holds a character that cannot be seen. Type it instead of pasting it.")

    def get_help_text(self) -> str:
        return ""


def opaque_string(password: str) -> str:
    """The profile OpaqueString of RFC 8265 (4.2.2): every space is one of ASCII, letters and accents are composed.

    One thing more: full-width letters are plain ones, as an input method writes either.
    """
    plain = "".join(map(_plain, password))
    return unicodedata.normalize("NFC", plain)


def _plain(char: str) -> str:
    if unicodedata.category(char) == "Zs":
        return " "
    is_width = unicodedata.decomposition(char).startswith(("<wide>", "<narrow>"))
    return unicodedata.normalize("NFKC", char) if is_width else char


def spellings_of(password: str) -> list[str]:
    """The one spelling, and the password as it was typed where that is another."""
    return list(dict.fromkeys([opaque_string(password), password]))
