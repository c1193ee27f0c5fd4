# ruff: noqa: ARG001  (all acts are called in one way)
"""What can be done with an article at the desk, as buttons: who may, what is asked first, what is said afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms

from articles import publishing
from articles.access import allows
from articles.forms.text_fields import OneLineField
from articles.models import Article, Draft, Revision
from articles.revisions import beginning, due, reviewing
from articles.status import Status
from desk.scheduling import ScheduleForm
from members.models import User

Arguments = Mapping[str, Any]


class Confirmation(forms.Form):
    """Nothing to fill in: a button, after a sentence that says what it does."""


class NoteForm(forms.Form):
    note = OneLineField(label="A note with it", required=False, max_length=2000, widget=forms.Textarea({"rows": 4}))


class ChangesForm(forms.Form):
    note = OneLineField(label="What is to be changed", max_length=2000, widget=forms.Textarea({"rows": 6}))


class PublishForm(forms.Form):
    change_note = OneLineField(
        label="What changed, for readers",
        required=False,
        max_length=200,
        help_text="One line, shown with today's date. Leave it empty for corrections of spelling.",
    )


class ScheduleChangesForm(ScheduleForm, PublishForm):
    """When, and what readers are told of it then."""

    field_order = ("day", "time", "zone", "change_note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = "One line, shown with that date. Leave it empty for corrections of spelling."
        self.fields["change_note"].help_text = told


class WithdrawForm(forms.Form):
    reason = forms.ChoiceField(
        label="What readers are told", choices=[("", "Choose a reason"), *Article.WithdrawalReason.choices]
    )
    successor = forms.CharField(
        label="Address of the article that takes its place",
        required=False,
        max_length=300,
        help_text="Readers are led there instead. Left empty, they are told that it was withdrawn, and why.",
    )

    def clean_successor(self) -> Article | None:
        typed = self.cleaned_data["successor"].strip().rstrip("/")
        if not typed:
            return None
        found = Article.objects.at_address(typed.rpartition("/")[2]).first()
        if found is None:
            raise forms.ValidationError(f"There is no article at “{typed}”. Copy its address from the site.")
        return found


@dataclass(frozen=True)
class DeskAct:
    """`run(article, base, by, at, said)` does it with the revision that its person saw. `asks`: what is asked first.

    `is_final`: it cannot be undone, and is done by who has just shown once more who they are.
    """

    name: str
    label: str
    done: str
    explained: str
    run: Callable[[Article, Revision, User, datetime, Arguments], object]
    asks: type[forms.Form] = Confirmation
    is_drastic: bool = False
    is_final: bool = False
    is_for_editors: bool = True


def publish(article: Article, base: Revision, by: User, at: datetime, said: Arguments) -> None:
    was_seen = bool(article.first_published_at and article.first_published_at <= at)
    note = (said.get("change_note") or None) if was_seen else None
    publishing.publish(article, base, by=by, at=at, change_note=note)


def schedule(article: Article, base: Revision, by: User, at: datetime, said: Arguments) -> None:
    publishing.schedule(article, base, by=by, at=at, publish_at=said["publish_at"])


def schedule_changes(article: Article, base: Revision, by: User, at: datetime, said: Arguments) -> None:
    note = said.get("change_note") or ""
    due.schedule_changes(article, base, by=by, at=at, publish_at=said["publish_at"], change_note=note)


def call_off(article: Article, base: Revision, by: User, at: datetime, said: Arguments) -> None:
    due.call_off(article, by=by, at=at)


def withdraw(article: Article, base: Revision, by: User, at: datetime, said: Arguments) -> None:
    publishing.withdraw(article, by=by, at=at, reason=said["reason"], successor=said["successor"])


def take_back(article: Article, base: Revision, by: User, at: datetime, said: Arguments) -> None:
    publishing.return_to_draft(article, by=by, at=at)


def submit(article: Article, base: Revision, by: User, at: datetime, said: Arguments) -> None:
    reviewing.submit(article, base=base.pk, by=by, at=at, note=said.get("note", ""))


def unsubmit(article: Article, base: Revision, by: User, at: datetime, said: Arguments) -> None:
    reviewing.unsubmit(article, base=base.pk, by=by, at=at)


def approve(article: Article, base: Revision, by: User, at: datetime, said: Arguments) -> None:
    reviewing.approve(article, base=base.pk, by=by, at=at, note=said.get("note", ""))


def request_changes(article: Article, base: Revision, by: User, at: datetime, said: Arguments) -> None:
    reviewing.request_changes(article, base=base.pk, by=by, at=at, note=said["note"])


def discard(article: Article, base: Revision, by: User, at: datetime, said: Arguments) -> Revision:
    return beginning.discard(article, base=base.pk, by=by, at=at)


def delete(article: Article, base: Revision, by: User, at: datetime, said: Arguments) -> None:
    beginning.delete(article, base=base.pk, by=by)


ACTS: Final = {
    act.name: act
    for act in (
        DeskAct("publish", "Publish", "published", "Readers see it at once.", publish, PublishForm),
        DeskAct("schedule", "Schedule", "scheduled", "Readers see it from that time on, by itself.", schedule,
                ScheduleForm),
        DeskAct("schedule-changes", "Schedule the changes", "scheduled",
                "Readers go on seeing what they see now, and this very text from that time on, by itself. What you "
                "edit after this stays a draft.", schedule_changes, ScheduleChangesForm),
        DeskAct("call-off", "Call off the scheduled changes", "left as readers see it",
                "Readers go on seeing what they see now. The changes stay a draft.", call_off),
        DeskAct("submit", "Submit for review", "submitted", "Editors see it under “In review”.", submit, NoteForm,
                is_for_editors=False),
        DeskAct("unsubmit", "Take back from review", "taken back from review", "It is a draft again.", unsubmit,
                is_for_editors=False),
        DeskAct("approve", "Approve", "approved", "This very text may be published; an edit takes that back.",
                approve, NoteForm),
        DeskAct("request-changes", "Ask for changes", "sent back", "It goes back to its writer with your note.",
                request_changes, ChangesForm),
        DeskAct("withdraw", "Withdraw", "withdrawn",
                "Its address then says that it was withdrawn and why, and shows no word of it.", withdraw,
                WithdrawForm, is_drastic=True),
        DeskAct("take-back", "Take off the site", "taken off the site",
                "Readers no longer see it, and its address says that there is no such page. Nothing of it is lost.",
                take_back, is_drastic=True),
        DeskAct("discard", "Throw away the changes", "thrown away",
                "Back to what readers see, or are to see. The changes stay in the history, from where you can restore "
                "them.", discard, is_drastic=True, is_for_editors=False),
        DeskAct("delete", "Delete", "deleted", "It is gone for good, with its history and its comments.", delete,
                is_drastic=True, is_final=True),
    )
}  # fmt: skip


def possible(article: Article, draft: Draft, by: User, at: datetime) -> list[DeskAct]:
    """What `by` can do with the article as it stands, the nearest first; the acts themselves have the last word."""
    edits = allows(by, "articles.publish_articles")
    names = [*out(article, draft, at), *review(draft), *back(article, draft, at)]
    return [ACTS[name] for name in names if edits or not ACTS[name].is_for_editors]


def out(article: Article, draft: Draft, at: datetime) -> list[str]:
    """What lets readers see more."""
    if article.is_live(at):
        changes = ["publish", "schedule-changes"] if draft.is_changed else []
        return [*changes, "call-off"] if draft.due_at else changes
    return ["publish", "schedule"]


def review(draft: Draft) -> list[str]:
    if draft.stage == Draft.Stage.IN_REVIEW:
        return ["approve", "request-changes", "unsubmit"]
    if draft.stage == Draft.Stage.APPROVED:
        return ["request-changes"]
    return ["submit"] if draft.is_ahead else []


def back(article: Article, draft: Draft, at: datetime) -> list[str]:
    """What takes something away, and asks first."""
    names = ["discard"] if draft.is_ahead and draft.live_id else []
    if article.is_live(at):
        return [*names, "withdraw", "take-back"]
    return [*names, "take-back" if article.status in {Status.PUBLISHED, Status.WITHDRAWN} else "delete"]
