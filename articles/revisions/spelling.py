"""A whole article in words, field by field: to be read, compared by eye, or copied."""

from typing import Any

from articles.revisions.comparing import LONG, NAMES, called, said
from articles.revisions.merging import TEXTS
from articles.revisions.revision_content import FIELDS, RevisionContent
from articles.site.snapshot import current_site


def fields_in_words(content: RevisionContent) -> list[dict[str, Any]]:
    """Those that hold something. `is_long`: a text of several paragraphs; `lines`: everything else."""
    return [
        {"field": name, "name": NAMES[name], "is_long": name in LONG, "lines": lines}
        for name in FIELDS
        if (lines := in_words(name, content[name]))  # type: ignore[literal-required]
    ]


def in_words(name: str, value: Any) -> list[str]:
    """What a field holds, in lines; nothing where it is empty."""
    if name == "at_a_glance":
        labels = {fact.key: fact.label for fact in current_site().facts}
        return [f"{labels.get(fact, fact)}: {cell_in_words(cell)}" for fact, cell in value.items()]
    if isinstance(value, list):
        return [called(item) for item in value]
    if name in TEXTS:
        return [value] if value else []
    return [said(name, value)] if value else []


def cell_in_words(cell: dict[str, str] | None) -> str:
    return ". ".join(filter(None, (cell or {}).values()))
