"""Tags typed one a line, for those whose browser runs no script: what a line leaves open is asked below."""

from typing import Any

from django import forms

from articles.access import allows
from articles.forms.typed_tags import ADDING, TypedTagsField, TypedTagsWidget
from articles.revisions.revision_content import RevisionContent, named, whole
from members.models import User
from tags.models import Tag
from tags.new_tags import NewTag, make_new_tag


class TypedTagsForm(forms.Form):
    typed_tags = TypedTagsField(
        label="Or type tags, one a line",
        required=False,
        widget=TypedTagsWidget(attrs={"rows": 3, "class": "in"}),
        help_text="Found by label or synonym, however you write it.",
    )

    def __init__(self, by: User, data: Any = None) -> None:
        super().__init__(data)
        self.fields["typed_tags"].may_add = allows(by, ADDING)  # type: ignore[attr-defined]


def with_typed(content: RevisionContent, typed: TypedTagsForm) -> RevisionContent:
    """With these tags behind those that were chosen; new ones are made now."""
    chosen: list[Tag | NewTag] = typed.cleaned_data["typed_tags"]
    tags = [make_new_tag(tag)[0] if isinstance(tag, NewTag) else tag for tag in chosen]
    held = {tag["id"] for tag in content["tags"]}
    more = named(tag for tag in dict.fromkeys(tags) if tag.pk not in held)
    return whole({**content, "tags": [*content["tags"], *more]}) if more else content
