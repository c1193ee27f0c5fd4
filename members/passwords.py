"""What a password has to be. The same words stand on every form that sets one."""

from typing import Final

from django.contrib.auth import password_validation

RULES: Final = (
    "At least 10 characters. Not one of the 20,000 commonest passwords, and not like your e-mail address. "
    "Three or four words in a row are easy to remember and hard to guess."
)


class CommonPasswordValidator(password_validation.CommonPasswordValidator):
    """Refuses what is on Django's list, whatever its case, and says why in our words."""

    def get_error_message(self) -> str:
        return "This is one of the 20,000 commonest passwords, which are tried first. Choose another."
