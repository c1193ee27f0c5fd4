"""One and many, in words."""


def noun(number: int, one: str, many: str = "") -> str:
    """`one` or its plural, by the number that stands before it."""
    return one if number == 1 else many or one + "s"


def counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {noun(number, one, many)}"
