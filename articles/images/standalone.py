"""A drawing as a file of its own. It brings the colours along that a page would give it, in both themes.

They are those of `static/css/figures.css`, written out: what opens such a file need not know custom properties.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from typing import Final

from articles.images.svg import STYLE, with_namespace
from articles.site.style_sheet import with_press
from articles.site.tokens import lengths_and_fonts, sheet, tokens
from articles.site.values import Site

RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
END_OF_OPENING: Final = re.compile("(?<!/)>")  # an empty drawing has none, and no colours
VARIABLE: Final = re.compile(r"var\(--([\w-]+)\)")
GROUND: Final = "svg", {"background": "var(--surface)"}  # as of the figure around it
REMARK: Final = "As the site draws it; changed in its style sheet, and not read from here."

Rule = tuple[str, Mapping[str, str]]  # selectors, and values by property


def standalone(svg: str, site: Site) -> str:
    """The drawing (see `articles.images.svg`) with its namespace and its colours. `sanitised` takes both off again."""
    style = "\n".join(f"    {line}" for line in lines_of_style(classes_in(svg), site))
    return END_OF_OPENING.sub(f">\n  <{STYLE}>\n{style}\n  </style>", with_namespace(svg), count=1)


def classes_in(svg: str) -> set[str]:
    return {name for held in re.findall(r'\bclass="([^"]*)"', svg) for name in held.split()}


def hash_of_style(standing_alone: str) -> str:
    """As a policy names it that allows this style and no other."""
    style = standing_alone.partition(f"<{STYLE}>")[2].partition("</style>")[0]
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"


def lines_of_style(classes: set[str], site: Site) -> Iterator[str]:
    """What these classes look like."""
    rules = [GROUND, *rules_for(classes)]
    yield f"/* {REMARK} */"
    yield from written(rules, {**lengths_and_fonts(), **colours_of(site, "light")})
    yield "@media (prefers-color-scheme: dark) {"
    yield from (f"  {line}" for line in written(rules, colours_of(site, "dark"), only_these=True))
    yield "}"


def colours_of(site: Site, theme: str) -> dict[str, str]:
    own = {name: colour.dark if theme == "dark" else colour.light for name, colour in with_press(site).items()}
    return {**tokens(theme), **own}


def rules_for(classes: set[str]) -> Iterator[Rule]:
    for selectors, said in rules_of_figures():
        used = [selector for selector in selectors if set(re.findall(r"\.([\w-]+)", selector)) <= classes]
        if used:
            yield ", ".join(used), said


@cache
def rules_of_figures() -> tuple[tuple[list[str], Mapping[str, str]], ...]:
    """The rules for classes of drawings, in the order in which they prevail."""
    layer = re.split(r"@layer \w+ \{", re.sub(r"/\*.*?\*/", "", sheet("figures"), flags=re.DOTALL))[1]
    return tuple(
        ([selector.strip() for selector in selectors.split(",")], dict(re.findall(r"([\w-]+):\s*([^;]+);", said)))
        for selectors, said in RULE.findall(layer)
        if ".fig-" in selectors
    )


def written(rules: list[Rule], tokens: Mapping[str, str], *, only_these: bool = False) -> Iterator[str]:
    """With what the tokens stand for. `only_these`: no more than what depends on them."""
    for selectors, said in rules:
        values = {name: VARIABLE.sub(lambda token: tokens.get(token[1], ""), value) for name, value in said.items()}
        told = {name: value for name, value in values.items() if value and not (only_these and value == said[name])}
        if told:
            yield f"{selectors} {{ {' '.join(f'{name}: {value};' for name, value in told.items())} }}"
