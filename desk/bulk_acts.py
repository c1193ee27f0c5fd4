"""What can be done with many articles of the list at once, and what each act asks."""

from typing import Any, Final

from django import forms

from articles.access import allows
from members.models import User
from tags.curation import may_curate
from tags.models import Tag
from tags.questions.label_field import TagByLabel


class TagForm(forms.Form):
    tag = TagByLabel(label="Tag or category", help_text="Its label, or a synonym.")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["tag"].among = Tag.objects.filter(is_deprecated=False)  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    editor = forms.ModelChoiceField(User.objects.none(), label="Editor", empty_label="Choose a person")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["editor"].queryset = User.objects.staff()  # type: ignore[attr-defined]


class SubmitForm(forms.Form):
    """Nothing to fill in."""


ACTS: Final[dict[str, tuple[str, type[forms.Form]]]] = {
    "tag": ("Put a tag on", TagForm),
    "untag": ("Take a tag off", TagForm),
    "assign": ("Assign", AssignForm),
    "submit": ("Submit for review", SubmitForm),
}


def acts_for(user: User) -> list[dict[str, str]]:
    curates, edits = may_curate(user), allows(user, "articles.publish_articles")
    allowed = {"tag": curates, "untag": curates, "assign": edits, "submit": True}
    return [{"name": name, "label": label} for name, (label, _) in ACTS.items() if allowed[name]]
