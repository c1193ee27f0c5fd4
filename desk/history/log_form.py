"""The form over the log, and the address of a page of it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.utils import timezone

from articles.models import Event
from desk.history.log_rows import CURATION, Asked, Place
from members.models import LoggedAct, User
from tags.models import CurationAct

Done = LoggedAct.Done
DONE: Final = {
    LoggedAct.Kind.IMAGE: (Done.ADDED, Done.CHANGED, Done.DELETED),
    LoggedAct.Kind.READING_LIST: tuple(Done),
    LoggedAct.Kind.REFERENCE: (Done.ADDED, Done.CHANGED, Done.DELETED),
}
ON_ARTICLES: Final = [("", "Every act"), ("On articles", [*Event.Act.choices, ("article:deleted", "Deleted")])]
ON_TOPICS: Final = ("On topics", [(f"{CURATION}{verb}", label) for verb, label in CurationAct.Verb.choices])
ON_OTHERS: Final = [
    (
        f"On {kind.label.lower()}s",
        [(f"{kind.value}:{done.value}", f"{kind.label} {done.label}") for done in DONE[kind]],
    )
    for kind in DONE
]
CURSOR: Final = re.compile(r"(\d{1,16})-([0-2])-(\d{1,18})", re.ASCII)
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class LogForm(forms.Form):
    """What makes no sense in it narrows nothing, and is told at its field."""

    by = forms.ModelChoiceField(User.objects.none(), label="Person", required=False, empty_label="Everyone")
    act = forms.ChoiceField(label="Act", required=False)
    article = forms.CharField(label="Words of its title or name", required=False, max_length=200)
    since = forms.DateField(label="From", required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label="To", required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, sent: Mapping[str, str], *, sees_everything: bool) -> None:
        super().__init__(sent)
        self.fields["by"].queryset = User.objects.staff()  # type: ignore[attr-defined]
        self.fields["act"].choices = [*ON_ARTICLES, *([ON_TOPICS] if sees_everything else []), *ON_OTHERS]  # type: ignore[attr-defined]
        if not sees_everything:
            del self.fields["by"]  # names of others are none of theirs
        for one in self.fields.values():
            one.widget.attrs["class"] = "in"

    def asked(self, cursor: str) -> Asked:
        """The last day is meant as a whole."""
        self.is_valid()
        said = self.cleaned_data
        until = said.get("until")
        return Asked(
            by=said.get("by"),
            act=said.get("act", ""),
            article=said.get("article", ""),
            since=midnight(said.get("since")),
            until=midnight(until + timedelta(days=1)) if until and until.year < 9999 else None,
            after=place_of(cursor),
        )

    def query(self, **other: str) -> str:
        """The address with the same filters."""
        said = {name: self.data.get(name, "") for name in self.fields}
        return urlencode({name: value for name, value in {**said, **other}.items() if value})


def midnight(day: Any) -> datetime | None:
    return datetime.combine(day, time(), timezone.get_default_timezone()) if day else None


def cursor_of(place: Place) -> str:
    """In whole microseconds, as databases keep it."""
    at, table, pk = place
    return f"{(at - EPOCH) // timedelta(microseconds=1)}-{table}-{pk}"


def place_of(cursor: str) -> Place | None:
    found = CURSOR.fullmatch(cursor)
    return (EPOCH + timedelta(microseconds=int(found[1])), int(found[2]), int(found[3])) if found else None
