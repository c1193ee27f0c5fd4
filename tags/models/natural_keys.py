"""Rows that stand under their keys alone, in dumps too."""

from typing import Any, NoReturn


class NoNaturalKey:
    """In place of the `natural_key` that django-taggit gives its models, as if there were none.

    Names of tags are not unique, and others keep the keys of these rows as data: the journal of curation and the names
    of bitmaps. `dumpdata --natural-primary` would leave the keys out.
    """

    def __get__(self, row: object, model: type[Any]) -> NoReturn:
        raise AttributeError("These rows have no natural key.")
