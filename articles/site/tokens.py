"""The style sheets as they are shipped, read for their tokens (static/css/tokens.css)."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders

TOKEN: Final = re.compile(r"--([\w-]+):\s*([^;]+);")
COLOUR: Final = re.compile(r"light-dark\((#[0-9A-F]{6}),\s*(#[0-9A-F]{6})\)", re.IGNORECASE)


@cache
def sheet(name: str) -> str:
    return Path(str(finders.find(f"css/{name}.css"))).read_text(encoding="utf-8")


@cache
def tokens(theme: str) -> Mapping[str, str]:
    """The colours that every site comes with, in the theme `light` or `dark`."""
    chosen = r"\2" if theme == "dark" else r"\1"
    found = TOKEN.findall(sheet("tokens"))
    return {name: COLOUR.sub(chosen, value) for name, value in found if COLOUR.fullmatch(value)}


@cache
def lengths_and_fonts() -> Mapping[str, str]:
    """All other tokens: the same in both themes."""
    return {name: value for name, value in TOKEN.findall(sheet("tokens")) if not COLOUR.fullmatch(value)}
