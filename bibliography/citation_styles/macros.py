"""What citeproc-py asks of its style again and again, a few hundred times a reference, remembered.

It searches the whole style for a macro wherever one is named, and reads each macro through to know whether it prints
anything of a record. Both depend on the style alone, which never changes.
"""

from functools import cache
from typing import Any

from citeproc.model import CitationStylesElement, Macro

from bibliography.citation_styles.styles import read_style


class _OfStyle:
    """The one that is printed with: one at a time."""

    macros: dict[str, Any]
    prints: dict[str, bool]


def remember(name: str) -> None:
    """From now on citeproc-py knows the macros of the style with this name, and no other's."""
    _OfStyle.macros, _OfStyle.prints = _macros_of(name)


@cache
def _macros_of(name: str) -> tuple[dict[str, Any], dict[str, bool]]:
    root = read_style(name).root
    macros = {macro.get("name"): macro for macro in root.findall("cs:macro", root.nsmap)}
    _OfStyle.macros, _OfStyle.prints = macros, {}
    return macros, {macro_name: _prints(macro_name) for macro_name in macros}


def _prints(name: str) -> bool:
    known = _OfStyle.prints
    if name not in known:
        known[name] = bool(_calls_variable(_OfStyle.macros[name]))
    return known[name]


_calls_variable = Macro.calls_variable
CitationStylesElement.get_macro = lambda _, name: _OfStyle.macros[name]
Macro.calls_variable = lambda macro: _prints(macro.get("name"))
