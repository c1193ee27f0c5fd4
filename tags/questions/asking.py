"""An act on a tag as a question: what was asked, what it would change, and what it did once that was confirmed."""

from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils import timezone

from members.models import User
from tags.curation import CurationRefused
from tags.curation.refusal import live
from tags.hierarchy import CycleRefused
from tags.models import CurationAct, Tag
from tags.questions.act_forms import ActForm
from tags.questions.acts import TagAct
from tags.text.plurals import counted


def sent_to(chosen: TagAct, request: HttpRequest) -> Any:
    """What was filled in, on either page. An address without it is that of the empty form, if there is one."""
    if request.method == "POST":
        return request.POST
    first = next(iter(chosen.form.base_fields), None)  # type: ignore[attr-defined]
    return request.GET if first is None or first in request.GET else None


Outcome = tuple[CurationAct | None, list[str], list[str]]


def attempt(chosen: TagAct, tag: Tag, form: ActForm, confirmed_by: User | None) -> Outcome:
    """The act, if it was confirmed; else what it would change; else why it is refused."""
    try:
        live(tag)
        if not form.is_valid():
            return None, [], []
        if confirmed_by:
            return chosen.do(tag, form, by=confirmed_by, at=timezone.now()), [], []
        return None, chosen.foreseen(tag, form), []
    except CurationRefused as refused:
        return None, [], refused.reasons
    except CycleRefused as refused:
        return None, [], [str(refused)]


def rows_in_words(done: CurationAct) -> list[str]:
    """How many rows of which kind become what they were."""
    found = []
    for label, rows in done.rows.items():
        names = apps.get_model(label)._meta
        found.append(counted(len(rows), str(names.verbose_name), str(names.verbose_name_plural)))
    return found
