"""The numbers that an image shows, as a table: a row a line, with bars between its cells, the headings first."""

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def rows_of(numbers: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in numbers.splitlines() if line.strip()]


def validate_numbers(numbers: str) -> None:
    """Raises ValidationError where it is no table: one row alone, or rows of different lengths."""
    rows = rows_of(numbers)
    if len(rows) == 1:
        raise ValidationError("Write the headings in the first line and the numbers below it.")
    for place, row in enumerate(rows[1:], start=2):
        if len(row) != len(rows[0]):
            told = f"Row {place} has {len(row)} cells and the headings are {len(rows[0])}: put a bar | between cells."
            raise ValidationError(told)


def numbers_table(numbers: str) -> SafeString:
    """For readers who would rather read than look; closed until it is opened."""
    headings, *rows = rows_of(numbers)
    return render_to_string("articles/_numbers.html", {"headings": headings, "rows": rows})
