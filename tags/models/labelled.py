"""What a tag and its synonyms have in common: a label of any length, and the form by which it is found."""

from typing import Any

from members.columns import TextColumn
from tags.models.changes import VocabularyRow
from tags.text.label_rules import as_stored, parts_of
from tags.text.normal_form import normal_form


class Labelled(VocabularyRow):
    """`name` is what pages show of the label; `rest` follows it in the few that are too long for pages."""

    name: Any
    normal_form: Any
    rest = TextColumn(blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def whole_name(self) -> str:
        return f"{self.name}{self.rest}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the normal form in step, and bring a label that is too long for pages to its two parts."""
        self.name, rest = parts_of(as_stored(self.name))
        self.rest = rest or self.rest
        self.normal_form = normal_form(self.whole_name)
        super().save(*args, **kwargs)
