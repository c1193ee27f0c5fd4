"""The acts of `articles.publishing` as buttons and list actions: who may do what when, what is asked first, what is
said afterwards.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles import publishing
from articles.access import Person, allows
from articles.forms.dates import MomentInput
from articles.models import Article
from articles.publishing import PublishRefused
from articles.status import Status


class Confirmation(forms.Form):
    """Nothing to fill in: a button, after a sentence that says what it does."""


class ScheduleForm(forms.Form):
    publish_at = forms.DateTimeField(
        label="Publish at",
        widget=MomentInput(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["publish_at"].help_text = f"Date and time ({timezone.get_current_timezone_name()})."


class WithdrawForm(forms.Form):
    reason = forms.ChoiceField(
        label="What readers are told",
        choices=[("", "Choose a reason"), *Article.WithdrawalReason.choices],
    )


@dataclass(frozen=True)
class Act:
    """Of an article or a reading list.

    `asks`: the form that stands between the button and the act. Its fields are arguments of the act.
    """

    name: str
    label: str
    done: str
    run: Callable[..., None]
    explained: str = ""
    asks: type[forms.Form] | None = None
    is_drastic: bool = False

    @property
    def button(self) -> str:
        """On its own page, a button saves first."""
        return f"Save and {self.label[0].lower()}{self.label[1:]}" + ("…" if self.asks else "")


ACTS: Final = {
    act.name: act
    for act in (
        Act(
            "send-to-review",
            "Send to review",
            "sent to review",
            publishing.send_to_review,
            "Editors see it in their list as “In review”.",
        ),
        Act("publish", "Publish now", "published", publishing.publish, "Readers see it at once."),
        Act(
            "schedule",
            "Schedule",
            "scheduled",
            publishing.schedule,
            "Readers see it from that time on, by itself.",
            asks=ScheduleForm,
        ),
        Act(
            "withdraw",
            "Withdraw",
            "withdrawn",
            publishing.withdraw,
            "Its address then says that it was withdrawn and why, and shows no word of it.",
            asks=WithdrawForm,
            is_drastic=True,
        ),
        Act(
            "return-to-draft",
            "Return to draft",
            "returned to draft",
            publishing.return_to_draft,
            "Readers no longer see it, and its address says that there is no such page. Nothing of it is lost.",
            asks=Confirmation,
            is_drastic=True,
        ),
    )
}
AFTER: Final = {
    "draft": ("publish", "schedule", "send-to-review"),
    "in-review": ("publish", "schedule", "return-to-draft"),
    "approved": ("publish", "schedule", "return-to-draft"),
    "scheduled": ("publish", "schedule", "return-to-draft"),
    "published": ("withdraw", "return-to-draft"),
    "withdrawn": ("publish", "schedule", "return-to-draft"),
}


def acts_of(user: Person) -> list[Act]:
    """What this role can do at all."""
    if allows(user, "articles.publish_articles"):
        return list(ACTS.values())
    return [ACTS["send-to-review"]] if allows(user, "articles.change_article") else []


def possible(article: Article, user: Person) -> list[Act]:
    """What this person can do with the article as it stands; the acts themselves have the last word."""
    role = acts_of(user)
    return [ACTS[name] for name in AFTER[article.state] if ACTS[name] in role]


def perform(act: Act, chosen: Iterable[Any], request: HttpRequest, arguments: dict[str, Any]) -> None:
    """Do it with each, and tell the person what came of each."""
    now = timezone.now()
    for one in chosen:
        try:
            act.run(one, by=request.user, at=now, **arguments)
        except PublishRefused as refused:
            messages.error(request, refusal(act, one, refused.reasons))
        else:
            messages.success(request, success(act, one, now))


def refusal(act: Act, one: Any, reasons: list[str]) -> SafeString:
    items = format_html_join("", "<li>{}</li>", ((reason,) for reason in reasons))
    return format_html("“{}” was not {}. To mend first: <ul>{}</ul>", one, act.done, items)


def success(act: Act, one: Any, now: datetime) -> SafeString:
    when = ""
    if one.status == Status.PUBLISHED and one.publish_at > now:
        when = f" for {date_format(timezone.localtime(one.publish_at), 'DATETIME_FORMAT')}"
    return format_html('“{}” was {}{}. <a href="{}">See its page</a>', one, act.done, when, one.get_absolute_url())
