"""What citeproc-py asks of its style again and again, a few hundred times a reference, remembered.

It searches the whole style for a macro wherever one is named, and reads each macro through to know whether it prints
anything of a record. Both depend on the style alone, which never changes.
"""

from citeproc import CitationStylesStyle
from citeproc.model import CitationStylesElement, Macro


def remember_macros(style: CitationStylesStyle) -> None:
    """Of this one style: from now on citeproc-py knows no other's."""
    root = style.root
    macros = {macro.get("name"): macro for macro in root.findall("cs:macro", root.nsmap)}
    prints = {name: macro.calls_variable() for name, macro in macros.items()}
    CitationStylesElement.get_macro = lambda _, name: macros[name]
    Macro.calls_variable = lambda macro: prints[macro.get("name")]
