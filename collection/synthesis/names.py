"""What everything made up is called by, and how it is told from what is real."""

from typing import Final

PREFIX: Final = "synthetic-"  # of every address and key


def article_slug(number: int) -> str:
    return f"{PREFIX}article-{number}"


def tag_slug(number: int) -> str:
    return f"{PREFIX}tag-{number}"


def paper_key(number: int) -> str:
    return f"{PREFIX}{number}"


def list_slug(number: int) -> str:
    return f"{PREFIX}list-{number}"
