"""How dates and times are printed where nobody says otherwise: Django reads this before its own of the language."""

from typing import Final

DATE_FORMAT: Final = "j M Y"
DATETIME_FORMAT: Final = "j M Y, H:i T"  # a time is told with its zone
