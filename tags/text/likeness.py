"""What somebody may have meant who wrote a word that nobody knows."""

from collections.abc import Iterable
from difflib import get_close_matches

from tags.text.normal_form import normal_form


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """“; did you mean “Peat”?” when something known is spelled much like `word`, else nothing."""
    by_form = {normal_form(name): name for name in known}
    close = get_close_matches(normal_form(word), by_form, n=1, cutoff=0.6)
    return f"; did you mean “{by_form[close[0]]}”?" if close else ""
