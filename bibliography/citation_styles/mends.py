"""Where citeproc-py does not do what CSL says, put right in its own classes. Importing this is what does it.

What is printed in place of missing authors is not printed again (CSL: `cs:substitute`). Given names stay whole where a
style says `initialize="false"`, and initials are made as in `bibliography.names`. Dates of a locale keep their own
delimiter, last pages the digits that CSL says, and a label is printed only with what it labels. Title case is that of
`title_case`. Entries are sorted as a reader looks for them: accents and case aside.
"""

import re
import unicodedata
from typing import Any, ClassVar, Final

from citeproc.model import Date, FormatNumber, Label, Macro, Name, Names, Sort, Substitute, Text, TextCased
from citeproc.source import LiteralDate, VariableError
from citeproc.string import String

from bibliography.citation_styles.title_case import in_title_case
from bibliography.names import initials

TWO_DIGITS: Final = 10
MORE_THAN_TWO_DIGITS: Final = 100
NOT_LETTERS: Final = re.compile(r"<[^<>]*>|[^\w\s,]|[\ue000-\uf8ff]")


class Printed:
    """What was printed of the record at hand, in order. One record is printed at a time."""

    variables: ClassVar[list[str]] = []
    substituted: ClassVar[set[str]] = set()
    first_names: str = ""


def begin_record() -> None:
    Printed.variables, Printed.substituted, Printed.first_names = [], set(), ""


def variable_of_text(text: Any, item: Any, context: Any) -> Any:
    variable = text.get("variable")
    if variable in Printed.substituted:
        return None
    printed = _variable_of_text(text, item, context)
    if printed:
        Printed.variables.append(variable)
    return printed


def names(element: Any, item: Any, names_context: Any = None, context: Any = None, **kwargs: Any) -> Any:
    """Without those that stand in place of authors already."""
    if names_context is None and element.name is None:  # also where the style chooses among substitutes
        names_context = next(iter(element.xpath_search("./ancestor::cs:substitute[1]/parent::cs:names")), None)
    asked = element.get("variable")
    roles = [role for role in asked.split() if role not in Printed.substituted]
    if not roles:
        raise VariableError
    Printed.variables += [role for role in roles if role.replace("-", "_") in item.reference]
    element.set("variable", " ".join(roles))
    try:
        printed = _names(element, item, names_context=names_context, context=context, **kwargs)
    finally:
        element.set("variable", asked)
    Printed.first_names = Printed.first_names or str(printed or "")
    return printed


def substitute(element: Any, item: Any, context: Any = None, **kwargs: Any) -> Any:
    """The first of its children that prints something; what it prints is not printed again."""
    before = len(Printed.variables)
    for child in element.getchildren():
        del Printed.variables[before:]
        of_parent = {"names_context": element.getparent()} if isinstance(child, Names) and child.name is None else {}
        try:
            printed = child.render(item, context=context, **of_parent, **kwargs)
        except VariableError:
            continue
        if printed:
            Printed.substituted |= set(Printed.variables[before:])
            return printed
    return None


def initialized(name: Any, given: str, mark: str, context: Any) -> str:
    short = initials(given)
    if name.get("initialize") == "false" or not short or short.upper() == short.lower():
        return given  # as a whole, and names in a script without capitals, of which there are no initials
    hyphen = "-" if name.get_option("initialize-with-hyphen", context) else mark
    words = (hyphen.join(letter.strip(".") + mark.rstrip() for letter in word.split("-")) for word in short.split())
    return (" " if mark.endswith(" ") else "").join(words).replace(mark.rstrip() + mark, mark)


def label(element: Any, item: Any, variable: str | None = None, *args: Any, **kwargs: Any) -> Any:
    """None of what the record does not have."""
    name = str(element.get("variable") or variable).replace("-", "_")
    if element.get("variable") and name != "locator" and name not in item.reference:
        return None
    return _label(element, item, variable, *args, **kwargs)


def last_page(number: Any, first: str, last: str) -> str:
    """As many digits of it as the style prints: 341–345 is 341–5, or 341–45."""
    form = str(number.get_root().get_option("page-range-format") or "expanded")
    first, last = str(first), str(last)
    if form == "expanded" or not (first.isdecimal() and last.isdecimal()) or len(first) != len(last):
        return last
    begin = int(first)
    if form.startswith("chicago"):
        if begin < MORE_THAN_TWO_DIGITS or begin % MORE_THAN_TWO_DIGITS == 0:
            return last
        form = "minimal" if begin % MORE_THAN_TWO_DIGITS < TWO_DIGITS else "minimal-two"
    same = next((place for place, (one, other) in enumerate(zip(first, last, strict=True)) if one != other), len(last))
    return last[max(0, min(same, len(last) - (1 if form == "minimal" else 2))) :]


def one_date(date: Any, moment: Any, show_parts: Any = None, context: Any = None) -> Any:
    """A date that the locale spells has the delimiter of the locale, unless the style gives another."""
    parts = date.parts(moment, show_parts, *([context] if context is not date else []))
    if not parts:
        return None
    style_context = context if date.is_locale_date() and context.get("delimiter") else date
    return style_context.join(parts)


def date(element: Any, item: Any, variable: str | None = None, **kwargs: Any) -> Any:
    """A date in words is printed once, wherever a style asks for its year and for its day."""
    name = variable or element.get("variable")
    if isinstance(item.reference.get(name.replace("-", "_")), LiteralDate) and not element.is_locale_date():
        if name in Printed.variables:
            return None
        Printed.variables.append(name)
    return _date(element, item, variable=variable, **kwargs)


def cased(text: Any, value: Any, language: str | None = None) -> Any:
    if text.get("text-case") == "title":
        return String(in_title_case(str(value))) if language in {"en", None} else value  # of labels
    return _cased(text, value, language)


def sorted_items(sort: Any, items: Any, context: Any) -> Any:
    """What has nothing under a key stands behind what has."""
    keys = []
    for key in sort.findall("cs:key", sort.nsmap):
        keys.append([(value is None, folded(str(value or ""))) for value in key.sort_keys(items, context)])
    return [item for *_, item in sorted(zip(*keys, range(len(items)), items, strict=True), key=lambda row: row[:-1])]


def folded(text: str) -> str:
    """As a reader looks for it: “Öhman” beside “Ohman”, “J., & B.” before “J. A.”; numbers of any length in order."""
    plain = unicodedata.normalize("NFKD", NOT_LETTERS.sub("", text))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    return re.sub(r"\d+", lambda number: number[0].zfill(8), re.sub(r"\s*,\s*", "\x01", " ".join(bare.split())))


def macro_of_key(macro: Any, item: Any, context: Any = None, sort_options: Any = None) -> Any:
    if sort_options is not None:
        begin_record()
    return _macro(macro, item, context=context, sort_options=sort_options)


_variable_of_text, _names, _cased, _macro = Text._variable, Names.process, TextCased.case, Macro.render
_date, _label = Date.process, Label.process
FormatNumber._format_last_page = last_page
Label.process = label
Text._variable, TextCased.case = variable_of_text, cased
Names.process = names
Substitute.render = substitute
Name.initialize = initialized
Date.process, Date.render_single_date = date, one_date
Sort.sort = sorted_items
Macro.render = macro_of_key
