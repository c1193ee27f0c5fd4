"""What a password has to be. The same words stand on every form that sets one."""

import gzip
from itertools import islice
from pathlib import Path
from typing import Final

from django.contrib.auth import password_validation
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

RULES: Final = (
    "At least 10 characters. Not one of the 3,000 commonest passwords, and not like your e-mail address. "
    "Three or four words in a row are easy to remember and hard to guess."
)
NUMBER: Final = 3000
# Django's own list: one password a line in lower case, the commonest first.
LIST: Final = Path(password_validation.__file__).with_name("common-passwords.txt.gz")


class CommonestPasswordsValidator:
    """Refuses the `number` commonest passwords, whatever their case."""

    def __init__(self, number: int = NUMBER) -> None:
        self.number = number
        with gzip.open(LIST, "rt", encoding="utf-8") as lines:
            self.passwords = frozenset(line.strip().lower() for line in islice(lines, number))

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        del user
        if password.strip().lower() in self.passwords:
            raise ValidationError(
                f"This is one of the {self.number:,} commonest passwords, which are tried first. Choose another.",
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return f"Your password cannot be one of the {self.number:,} commonest."
