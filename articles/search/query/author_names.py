"""Names of authors as people write them, turned into how the index has them: “Goldapple K”, “van den Heuvel OA”."""

import re
from collections.abc import Iterator
from typing import Final

from articles.search.engines.expressions import Side
from articles.text.tokenizer import words_of
from bibliography.names import are_initials

TOKEN: Final = re.compile(r"[^\W_]+(?:[-‐‑'’][^\W_]+)*")


def written_names(name: str) -> Iterator[Side]:
    """The name as it was typed, perhaps not to its end, and with its last or its first word as the family name.

    The other words come after that as initials: all of them and perhaps more, or the first alone.
    """
    words = words_of(name)
    if words:
        yield Side(tuple(words), is_prefix=True)
    typed = [(token, "".join(words_of(token))) for token in TOKEN.findall(name)]
    for place in dict.fromkeys((len(typed) - 1, 0)):
        others = [one for at, one in enumerate(typed) if at != place]
        letters = "".join(initials(token, word) for token, word in others if not is_particle(token, name))
        if letters and not is_initials(typed[place][0]):
            family = typed[place][1]
            yield Side((family, letters), is_prefix=True)
            yield Side((family, letters[0]))


def initials(token: str, word: str) -> str:
    return word if is_initials(token) else word[:1]


def is_initials(token: str) -> bool:
    return len(token) == 1 or are_initials(token)


def is_particle(token: str, name: str) -> bool:
    """Such as “van den”: in small letters, in a name that has capitals. No initial is made of it."""
    return len(token) > 1 and token.islower() and not name.islower()
