"""The site fits any subject: what the shipped collection is about is said in its files, in no template or module."""

import re
from typing import Final

import pytest

from tests.source import ROOT, files, places, read

# The subject itself, and the taxonomies of the shipped collection that belong to no other.
SUBJECT: Final = (
    "brain", "neural", "neuroscience", "neurotransmitter", "therapy", "disorder", "cognitive", "behavioral", "cbt",
)  # fmt: skip
FIELD: Final = ("therapist", "behavioural", "patient", "clinical", "medical", "doctor", "trial")  # of people in care
WORDS: Final = re.compile(rf"(?<![a-z])({'|'.join([*SUBJECT, *FIELD])})s?(?![a-z])", re.IGNORECASE)
PLACES: Final = (
    "templates/",
    "static/",
    "articles/",
    "tags/",
    "lists/",
    "members/",
    "bibliography/",
    "cbtneuro/",
    "collection/",
)
SUFFIXES: Final = {".py", ".html", ".txt", ".js", ".css", ".svg"}
# Styles have the names of their societies; a migration says what was; drawings name the class of an outline, and
# stored ones cannot be asked to change.
LEFT_OUT: Final = (
    "bibliography/citation_styles/styles.py",
    "collection/shipped/",
    "articles/migrations/0013_words_that_templates_had.py",
    "static/css/figures.css",
)


def found_in(text: str) -> list[str]:
    return [match[0] for match in WORDS.finditer(text)]


def test_no_template_style_sheet_script_or_module_speaks_of_one_subject() -> None:
    found = [
        f"{name}:{number} {' '.join(words)}"
        for path in files()
        if (name := path.relative_to(ROOT).as_posix()).startswith(PLACES) and path.suffix in SUFFIXES
        if not name.startswith(LEFT_OUT)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (words := found_in(line))
    ]
    assert not found, places(found)


@pytest.mark.parametrize(
    "line",
    [
        "<dt>Brain measure</dt>",
        "“therapy”",
        "is-brain-region",
        'cell("Therapy")',
        "The CBT editors",
        "cognitive-behavioural",
        "Many trials, pooled",
        "as your doctor says",
    ],
)
def test_such_a_word_would_be_found(line: str) -> None:
    assert found_in(line)


def test_the_shipped_collection_says_these_words_itself() -> None:
    """Else the list above would look for words of no collection."""
    said = (ROOT / "collection/shipped/taxonomy.ttl").read_text(encoding="utf-8").lower()
    assert [word for word in SUBJECT if word not in said] == []
    assert read(ROOT / "articles/site/values.py").text
