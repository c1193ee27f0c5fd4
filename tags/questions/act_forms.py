"""What is asked before an act on a tag. The first field of a form is the one that has to be there."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tags.curation.filing import articles_under
from tags.models import Tag
from tags.questions.label_field import TagByLabel
from tags.text.label_rules import as_stored
from tags.text.normal_form import LONGEST_LABEL


class ActForm(forms.Form):
    """About one tag. `later`: names of fields that are asked on the second page, with what will change."""

    def __init__(self, tag: Tag, data: Any = None) -> None:
        super().__init__(data)
        self.tag = tag
        self.later: list[str] = []
        kin = Tag.objects.filter(is_deprecated=False, taxonomy__is_category=tag.taxonomy.is_category)
        for field in self.named():
            field.among = kin.exclude(pk=tag.pk)

    def named(self) -> list[TagByLabel]:
        return [field for field in self.fields.values() if isinstance(field, TagByLabel)]

    @property
    def asked_first(self) -> list[Any]:
        return [field for field in self if field.name not in self.later]

    @property
    def asked_later(self) -> list[Any]:
        return [field for field in self if field.name in self.later]

    @property
    def offered(self) -> list[str]:
        return [text for field in self.named() for text in field.offered()]

    def sent(self) -> Iterator[tuple[str, str]]:
        """What the first page asked, to be sent again with the second."""
        for field in self.asked_first:
            if field.html_name in self.data:
                yield field.html_name, self.data[field.html_name]


class RenameForm(ActForm):
    label = forms.CharField(
        label="New label",
        max_length=LONGEST_LABEL,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    keep_address = forms.BooleanField(label="Keep the address as it is", required=False)

    def __init__(self, tag: Tag, data: Any = None) -> None:
        super().__init__(tag, data)
        self.initial["label"] = tag.name


class MergeForm(ActForm):
    into = TagByLabel(label="Into", help_text="The tag that stays. Its label, or a synonym.")


class DeprecateForm(ActForm):
    replaced_by = TagByLabel(label="Replaced by", help_text="Where its address leads, and its articles go.")


class SamePlaceForm(ActForm):
    """Tags of the same taxonomy alone can be parents."""

    def __init__(self, tag: Tag, data: Any = None) -> None:
        super().__init__(tag, data)
        for field in self.named():
            field.among = field.among.filter(taxonomy=tag.taxonomy)


class MoveForm(SamePlaceForm):
    under = TagByLabel(label="Under", help_text="A tag of the same taxonomy.")
    from_ = forms.ModelChoiceField(
        Tag.objects.none(), label="In place of", required=False, empty_label="All that it stands under now"
    )

    def __init__(self, tag: Tag, data: Any = None) -> None:
        super().__init__(tag, data)
        parents = tag.broader.order_by("name")
        if len(parents) > 1:
            self.fields["from_"].queryset = parents  # type: ignore[attr-defined]
        else:
            del self.fields["from_"]


class AddParentForm(SamePlaceForm):
    parent = TagByLabel(label="Under", help_text="A tag of the same taxonomy.")


class RemoveParentForm(ActForm):
    parent = forms.ModelChoiceField(Tag.objects.none(), label="No longer under", empty_label="Choose a tag")

    def __init__(self, tag: Tag, data: Any = None) -> None:
        super().__init__(tag, data)
        self.fields["parent"].queryset = tag.broader.order_by("name")  # type: ignore[attr-defined]


class SplitForm(ActForm):
    """The labels first; then for each of them the articles that move there."""

    labels = forms.CharField(
        label="New tags",
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text="One label a line. Which articles move to each is asked next.",
    )
    as_narrower = forms.BooleanField(label="Put them under this tag, not beside it", required=False)
    most = 12  # new tags at once

    def __init__(self, tag: Tag, data: Any = None) -> None:
        super().__init__(tag, data)
        self.articles = {article.pk: article for article in articles_under(tag)} if data else {}
        for number, label in enumerate(self.lines()[: self.most]):
            field = forms.MultipleChoiceField(
                label=f"Articles that move to “{label}”",
                choices=[(str(pk), str(article)) for pk, article in self.articles.items()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            self.fields[f"articles_{number}"] = field
            self.later.append(f"articles_{number}")

    def lines(self) -> list[str]:
        text = self.data.get("labels", "") if self.is_bound else ""
        return [as_stored(line) for line in text.splitlines() if line.strip()]

    def clean_labels(self) -> list[str]:
        if len(self.lines()) > self.most:
            raise ValidationError(f"Make at most {self.most} tags at once.")
        return self.lines()

    def parts(self) -> list[tuple[str, list[Any]]]:
        """Each label with its articles, as `split` takes them."""
        chosen = [self.cleaned_data.get(name, []) for name in self.later]
        return [
            (label, [self.articles[int(pk)] for pk in keys])
            for label, keys in zip(self.cleaned_data["labels"], chosen, strict=True)
        ]
