"""The form of what is said of a tag, and of a new one: `tags.curation.describing` stores it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.db.models import Q

from tags.curation.describing import Description, described_as
from tags.models import Tag, TagLabel, TagMatch, Taxonomy
from tags.questions.label_field import TagByLabel, TagsByLabel, described
from tags.text.label_rules import as_stored
from tags.text.lengths import longest
from tags.text.normal_form import LONGEST_LABEL
from tags.text.plain_text import one_line, tidy

SPARE_ROWS: Final = 2
MOST_ROWS: Final = 500
KINDS: Final[list[tuple[str, str]]] = [
    (TagLabel.Kind.PREFERRED.value, "Its label there"),
    (TagLabel.Kind.ALTERNATIVE.value, "Synonym"),
    (TagLabel.Kind.HIDDEN.value, "For search alone"),
]


class RowForm(forms.Form):
    """A row of a table. One whose `counts` is empty is taken away."""

    counts: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"class": "in", "dir": "auto"}

    @property
    def is_there(self) -> bool:
        return bool(self.cleaned_data.get(self.counts))


class LabelRow(RowForm):
    counts = "name"
    name = forms.CharField(label="Word", required=False, max_length=LONGEST_LABEL)
    kind = forms.ChoiceField(label="Use", choices=KINDS, initial=TagLabel.Kind.PREFERRED)
    language = forms.CharField(label="Language", required=False, max_length=longest(TagLabel, "language"))

    def clean_name(self) -> str:
        return as_stored(self.cleaned_data["name"])


class MatchRow(RowForm):
    counts = "identifier"
    relation = forms.ChoiceField(label="This tag is", choices=TagMatch.Relation.choices, initial="exactMatch")
    identifier = forms.CharField(label="Identifier", required=False, max_length=longest(TagMatch, "identifier"))
    name = forms.CharField(label="Name there", required=False, max_length=longest(TagMatch, "name"))
    scheme = forms.CharField(
        label="Vocabulary", max_length=longest(TagMatch, "scheme"), initial="mesh",
        error_messages={"required": "Name the vocabulary, such as mesh."},
    )  # fmt: skip

    def clean_name(self) -> str:
        if self.cleaned_data["name"] and self.cleaned_data.get("identifier") == "":
            raise forms.ValidationError("Give its identifier there, too, such as D000071 of MeSH.")
        return one_line(self.cleaned_data["name"])

    def clean_identifier(self) -> str:
        return one_line(self.cleaned_data["identifier"])


def rows_of(kind: type[RowForm], name: str, stored: Sequence[Sequence[str]], data: Any) -> list[RowForm]:
    """What is stored and some to spare, or as many as were sent."""
    if data is not None:
        sent = sum(1 for number in range(MOST_ROWS) if f"{name}-{number}-{kind.counts}" in data)
        return [kind(data, prefix=f"{name}-{number}") for number in range(sent)]
    held: list[Mapping[str, str] | None] = [dict(zip(kind.base_fields, row, strict=True)) for row in stored]
    return [kind(prefix=f"{name}-{number}", initial=said) for number, said in enumerate([*held, *[None] * SPARE_ROWS])]


class DescriptionForm(forms.Form):
    """Of a tag that stands. `labels` and `matches` are the rows of the tables below its fields."""

    taxonomy = forms.ModelChoiceField(Taxonomy.objects.all(), empty_label="Choose a taxonomy")
    note = forms.CharField(
        label="What is filed here, in a sentence or two", required=False, widget=forms.Textarea({"rows": 4})
    )
    synonyms = forms.CharField(label="Synonyms, one a line", required=False, widget=forms.Textarea({"rows": 6}))
    related = TagsByLabel(
        label="See also, one tag a line",
        required=False,
        help_text="Tags worth seeing together that stand neither above nor below this one.",
    )

    def __init__(self, tag: Tag | None = None, data: Any = None, initial: Any = None) -> None:
        stored = described_as(tag) if tag else None
        super().__init__(data, initial=as_shown(stored) if stored else initial)
        self.labels = rows_of(LabelRow, "labels", stored.labels if stored else (), data)
        self.matches = rows_of(MatchRow, "matches", [as_row(match) for match in stored.matches] if stored else (), data)
        beside = Q(is_deprecated=False) | Q(pk__in=[other.pk for other in stored.related] if stored else [])
        for field in self.fields.values():
            field.widget.attrs |= {"class": "in", "dir": "auto"}
            if isinstance(field, TagByLabel):
                field.among = Tag.objects.filter(beside).exclude(pk__in=[tag.pk] if tag else [])

    def is_valid(self) -> bool:
        return super().is_valid() and not self.has_faulty_rows

    @property
    def has_faulty_rows(self) -> bool:
        return any(row.errors for row in (*self.labels, *self.matches))

    @property
    def offered(self) -> list[str]:
        """What is proposed while the label of one tag is typed."""
        return [text for field in self.fields.values() if type(field) is TagByLabel for text in field.offered()]

    def said(self) -> Description:
        """What a valid form says."""
        said = self.cleaned_data
        words = [row.cleaned_data for row in self.labels if row.is_there]
        matches = [row.cleaned_data for row in self.matches if row.is_there]
        return Description(
            said["taxonomy"],
            tidy(said["note"]),
            tuple(name for line in said["synonyms"].splitlines() if (name := as_stored(line))),
            tuple((word["name"], word["kind"], word["language"]) for word in words),
            tuple((row["relation"], row["scheme"], row["identifier"], row["name"]) for row in matches),
            tuple(said["related"]),
        )


class NewTagForm(DescriptionForm):
    label = forms.CharField(max_length=LONGEST_LABEL)
    under = TagByLabel(label="Stands under", required=False, help_text="A tag of the same taxonomy, or nothing.")
    field_order = ("label", "taxonomy", "under")


def as_shown(stored: Description) -> dict[str, Any]:
    return {
        "taxonomy": stored.taxonomy,
        "note": stored.scope_note,
        "synonyms": "\n".join(stored.synonyms),
        "related": "\n".join(described(tag) for tag in stored.related),
    }


def as_row(match: Sequence[str]) -> tuple[str, str, str, str]:
    relation, scheme, identifier, name = match
    return relation, identifier, name, scheme


def in_words(stored: Description) -> list[tuple[str, str]]:
    """What is stored, for somebody to read beside their own."""
    kinds, relations = dict(KINDS), dict(TagMatch.Relation.choices)
    told = {
        "Taxonomy": stored.taxonomy.name,
        "What is filed here": stored.scope_note,
        "Synonyms": ", ".join(stored.synonyms),
        "See also": ", ".join(tag.name for tag in stored.related),
        "Other words": ", ".join(f"{name} ({language}: {kinds[kind]})" for name, kind, language in stored.labels),
        "Matches": ", ".join(f"{relations[one]} {scheme} {key} {name}" for one, scheme, key, name in stored.matches),
    }
    return [(what, words or "nothing") for what, words in told.items()]
