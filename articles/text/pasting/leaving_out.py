"""What does not belong to a text: comments of reviewers, deleted words, what is hidden, pictures."""

import re
from collections.abc import Iterable
from typing import Any, Final

from bs4 import BeautifulSoup, Tag

from tags.text.plurals import counted

HIDDEN: Final = re.compile(r"display:\s*none|visibility:\s*hidden|mso-hide:\s*all", re.IGNORECASE)
STRUCK: Final = re.compile(r"line-through", re.IGNORECASE)
FOR_SCREEN_READERS: Final = frozenset(
    {"sr-only", "visually-hidden", "usa-sr-only", "screen-reader-text", "mw-editsection"}
)
OF_COMMENTS: Final = frozenset({"MsoCommentReference", "MsoCommentText", "msocomanchor", "msocomtxt", "msocomoff"})
COMMENT_OF_DOCS: Final = re.compile(r"#cmnt_ref")  # leads back from what was said to its place
COMMENT: Final = re.compile(r"#(?:_msocom_|_msoanchor_|cmnt)")


def leave_out(soup: BeautifulSoup) -> list[str]:
    """Take it out; what somebody may miss is told."""
    pictures = gone(soup.find_all("img"))
    for tag in soup.find_all("a", href=COMMENT_OF_DOCS):
        around = tag.find_parent(["p", "div"])
        (around or tag)["id"] = "cmnt"
    comments = gone([tag for tag in soup.find_all(True) if is_comment(tag)])
    deleted = gone([tag for tag in soup.find_all(True) if is_deleted(tag)])
    gone([tag for tag in soup.find_all(True) if is_hidden(tag)])
    return [
        *([f"{counted(pictures, 'image was', 'images were')} left out: add each with its button."] if pictures else []),
        *([f"{counted(comments, 'comment was', 'comments were')} left out."] if comments else []),
        *([f"{counted(deleted, 'deleted passage was', 'deleted passages were')} left out."] if deleted else []),
    ]


def gone(tags: Iterable[Tag]) -> int:
    """How many there were, not counting those within others and those without a word."""
    number = 0
    for tag in tags:
        if not tag.decomposed:
            number += bool(tag.name == "img" or tag.get_text(strip=True))
            tag.decompose()
    return number


def is_hidden(tag: Tag) -> bool:
    return bool(HIDDEN.search(style_of(tag))) or bool(FOR_SCREEN_READERS & classes_of(tag))


def is_comment(tag: Tag) -> bool:
    return bool(
        OF_COMMENTS & classes_of(tag)
        or "mso-element:comment" in style_of(tag).replace(" ", "")
        or (tag.name == "a" and COMMENT.match(str(tag.get("href", ""))))
        or (tag.name in {"div", "p"} and str(tag.get("id", "")).startswith(("_com_", "cmnt")))
    )


def is_deleted(tag: Tag) -> bool:
    """By a tracked change, or struck out by hand."""
    return tag.name in {"del", "s", "strike"} or bool(STRUCK.search(style_of(tag)))


def style_of(tag: Tag) -> str:
    return str(tag.get("style", ""))


def classes_of(tag: Tag) -> frozenset[str]:
    held: Any = tag.get("class") or []
    return frozenset([held] if isinstance(held, str) else held)
