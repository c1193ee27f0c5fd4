"""Storing references: the record as it is, and beside it the columns that pages, searches and constraints need."""

from typing import Any, Final

from django.core.exceptions import ValidationError

from bibliography.formatting import format_citation
from bibliography.house_style import house_style
from bibliography.models import Reference, key_validator
from bibliography.normalization import normalized
from bibliography.records import authors_of, doi_of, problems_in, year_of
from bibliography.rich_text import plain
from members.characters import cleaned
from members.models import LoggedAct, User
from tags.management.parts import in_parts
from tags.text.lengths import longest

AT_ONCE: Final = 200


class ReferenceRefused(Exception):
    """Raised with every reason why a record cannot be a reference; nothing was written."""

    def __init__(self, key: str, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(f"{key}: {' '.join(reasons)}")


def save_reference(key: str, csl: dict[str, Any], *, by: User | None = None) -> Reference:
    """Store the record under `key`, new or old, normalized; a row that says the same already is left alone.

    `by`: in whose name that stands in the log; what commands do does not.

    Raises `ReferenceRefused` for a record that is no reference, and for a DOI or PMID that another reference has.
    """
    csl = normalized(csl)
    reasons = [*problems_with_key(key), *problems_in(csl)] or [*merged_already(key), *problems_with_others(key, csl)]
    if reasons:
        raise ReferenceRefused(key, reasons)
    csl = cleaned(csl)
    reference = Reference.objects.filter(key=key).first() or Reference(key=key)
    wanted = {"csl": {**csl, "id": key}, **derived(csl)}
    if reference.pk is None or any(getattr(reference, column) != value for column, value in wanted.items()):
        before = None if reference.pk is None else reference.csl
        for column, value in wanted.items():
            setattr(reference, column, value)
        reference.save()
        if by:
            done = LoggedAct.Done.CHANGED if before else LoggedAct.Done.ADDED
            said = {"before": before, "after": reference.csl if before else None}
            LoggedAct.objects.note(done, LoggedAct.Kind.REFERENCE, reference, by=by, name=str(reference), **said)
    return reference


def derive_anew(reference: Reference) -> None:
    """The columns of a row that was put back, in the style of today."""
    columns = derived(reference.csl)
    for column, value in columns.items():
        setattr(reference, column, value)
    reference.save(update_fields=columns)


def format_anew(style: str) -> None:
    """All stored citations in another style."""
    rows = Reference.objects.only("csl", "citation_html").iterator(AT_ONCE)
    for references in in_parts(rows, AT_ONCE):
        for reference in references:
            reference.citation_html = format_citation(reference.csl, style)
        Reference.objects.bulk_update(references, ["citation_html"])


def problems_with_key(key: str) -> list[str]:
    try:
        key_validator(key)
    except ValidationError:
        return [f"“{key}” is no citation key. {key_validator.message}"]
    most = longest(Reference, "key")
    return [] if len(key) <= most else [f"The citation key “{key}” has more than {most} characters."]


def merged_already(key: str) -> list[str]:
    """A key that texts cite another reference by cannot become that of a new one."""
    known = Reference.objects.at_key(key).exclude(key=key).first()
    return [f"“{key}” was merged into “{known.key}”, which texts cite by it. Choose another key."] if known else []


def problems_with_others(key: str, csl: dict[str, Any]) -> list[str]:
    """The same paper twice is a mistake: it would be cited under two numbers."""
    others = Reference.objects.exclude(key=key)
    found = {"DOI": others.filter(doi=doi_of(csl)).first() if doi_of(csl) else None}
    found["PMID"] = others.filter(pmid=str(csl["PMID"])).first() if csl.get("PMID") else None
    return [same_number(name, other.key) for name, other in found.items() if other]


def same_number(name: str, key: str = "") -> str:
    """`name`: DOI or PMID. `key`: of the reference that has it, "" where an earlier record of an import does."""
    return f"The reference “{key}” has the same {name}." if key else f"An earlier record has the same {name}."


def derived(csl: dict[str, Any]) -> dict[str, Any]:
    """The columns that repeat parts of the record."""
    return {
        "title": plain(csl["title"]),
        "authors": authors_of(csl),
        "container_title": plain(str(csl.get("container-title") or "")),
        "year": year_of(csl),
        "doi": doi_of(csl),
        "pmid": str(csl.get("PMID") or ""),
        "citation_html": format_citation(csl, house_style()),
    }
