"""Parts of addresses that name a format."""

from django.urls.converters import StringConverter


class RecordFormat(StringConverter):
    """Formats of reference managers: BibTeX, RIS, CSL-JSON."""

    regex = "bib|ris|json"
