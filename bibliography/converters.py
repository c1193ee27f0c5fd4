"""Parts of addresses that name a format."""

from django.urls.converters import StringConverter


class RecordFormat(StringConverter):
    """Formats of reference managers: BibTeX, RIS, CSL-JSON."""

    regex = "bib|ris|json"


class ReferencesFormat(StringConverter):
    """The same, and a formatted bibliography as plain text or HTML."""

    regex = "bib|ris|json|txt|html"
