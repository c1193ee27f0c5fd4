"""Rules that are spelled in one place, which all others ask. The next one joins in a line."""

import re
from pathlib import Path
from typing import Final

import pytest

from tests.source import in_rooms, places

# What is said there, how a second spelling would look, and modules in which the same signs say something else.
HOMES: Final[dict[str, tuple[str, str, set[str]]]] = {
    "what no database keeps": ("members/characters.py", r"\\ud800", {"tags/skos/concepts.py"}),
    "addresses of our own": ("tags/slugs.py", r"a-z0-9\]\+\(-", set()),
    "one and many": ("tags/text/plurals.py", r"if (\w+) == 1 else|'s' (if|\*)|\"s\" if", set()),
    "letters of a label": ("tags/text/label_rules.py", r"Write at least one letter", {"tags/curation/remedies.py"}),
    "the origin of the site": ("members/origin.py", r"\.scheme\}://|build_absolute_uri|current_site\(request", set()),
    "permanent redirects": ("articles/browse/redirects.py", r"PermanentRedirect\(|permanent=", set()),
    "the spelling of an address": ("members/models.py", r"mail\S*\.(strip|lower)\(\)|mail or", set()),
    "what parts both texts": ("articles/content.py", r"<!-- full post -->", set()),
    "levels of confidence": ("articles/site/values.py", r"\"very low\"", set()),
    "the largest image": ("articles/images/uploads.py", r"\b(1048576|40_000_000)\b|\b5 \* ", set()),
    "the address of a DOI": ("bibliography/doi.py", r"\"https://doi\.org/", set()),
    "lines that are written over": ("tags/management/progress.py", r"\\r\{", set()),
}


@pytest.mark.parametrize("rule", HOMES)
def test_a_rule_is_spelled_in_its_home_and_nowhere_else(rule: str) -> None:
    home, pattern, others = HOMES[rule]
    found = {
        module.place: f"{module.place}:{number} spells {rule} again; ask {home}"
        for module in in_rooms()
        if module.place not in others and "/migrations/" not in module.place
        for number, line in enumerate(module.text.splitlines(), 1)
        if re.search(pattern, line)
    }
    assert found.pop(home, None), f"{home} is no longer where {rule} stands: name its new home"
    assert not found, places([*found.values()])


def test_no_length_of_a_column_is_written_as_a_number() -> None:
    """`tags.text.lengths.longest` asks the column."""
    found = [
        f"{module.place}:{number}"
        for module in in_rooms()
        if "/migrations/" not in module.place
        for number, line in enumerate(module.text.splitlines(), 1)
        if re.search(r"\blongest=\d|\blen\(.*\) > \d\d", line)
    ]
    assert not found, places(found)


def test_no_template_guesses_where_a_link_ends() -> None:
    """`urlize` cuts addresses with odd ends; what is a link is made one where its address is known."""
    found = [path.name for path in Path("templates").rglob("*.html") if "urlize" in path.read_text("utf-8")]
    assert not found, places(found)
