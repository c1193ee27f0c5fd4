"""Two editors in one form: whoever saves second takes nothing away unseen.

A form carries beside each field what it showed (Django's hidden initial value), and is compared with what is stored in
the transaction that saves, under the write lock. Only what this editor changed is written. A field that both changed is
refused with both texts, and the form then carries the other text as seen. A form that does not say what it showed has
seen nothing.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.dateformat import format as date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.timezone import localtime, now

from cbtneuro.kept_forms import OPENED_BY, opened_at, unsealed
from tags.models import take_write_lock

SOMEBODY: Final = "Somebody"
BOTH: Final = (
    "{} changed this after you had opened it. Yours stands in the field; save again to put it in place of theirs:"
    '<span class="theirs" tabindex="0" role="group" aria-label="Theirs">{}</span>'
)
REFUSED: Final = (
    "{} saved this {} after you had opened it{}. What both of you changed is marked below, with both texts. "
    "Nothing is saved yet."
)
DELETED: Final = "Somebody deleted a {} that you changed. It stands below as a new one; save again to put it back."
CHANGED: Final = "Somebody changed “{}” after you had opened it. Look at it, and save again to delete it."
SENT_TWICE: Final = 10  # seconds
Row = dict[str, list[str]]  # what was sent for a row: the names of its fields without prefix and number


class ThreeWayForm(forms.ModelForm[Any]):
    """Compares what it showed, what is stored and what was sent. It stands in front of another form class."""

    data: Any
    edited: Any = None  # what the page is about, where this is but a row of it
    taken: tuple[str, ...] = ()  # names of fields in which others stored something that this form had not shown

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values() if self.instance.pk else ():
            field.show_hidden_initial = not isinstance(field, forms.FileField)

    @property  # not kept, as Django would: others' values come in between
    def changed_data(self) -> list[str]:
        """What this editor changed of what was shown. Django's own would forget the order of what was chosen."""
        return [name for name, field in self.fields.items() if differ(field, self._shown(name), self[name].data)]

    def full_clean(self) -> None:
        refused = self._merged() if self.is_bound and self.instance.pk else {}
        super().full_clean()
        for name, told in {NON_FIELD_ERRORS: self._refusal(), **refused}.items() if refused else ():
            self.errors.setdefault(name, self.error_class(renderer=self.renderer)).append(told)

    def _merged(self) -> dict[str, SafeString]:
        """Take what others stored where this editor changed nothing; for each field that both changed, what is said."""
        refused: dict[str, SafeString] = {}
        changed = self.changed_data
        for name, field in self.fields.items():
            if not field.show_hidden_initial:
                continue
            key, bound = self.add_initial_prefix(name), self[name]
            stored: Any = as_sent(field, bound.initial)
            if differ(field, stored, self._shown(name)):
                if name not in changed:
                    self._send(self.add_prefix(name), stored)
                elif differ(field, stored, bound.data):
                    refused[name] = format_html(BOTH, self._who(), in_words(field, bound.initial))
                self._send(key, stored)
                self.taken = (*self.taken, name)
        return refused

    def _shown(self, name: str) -> Any:
        field = self.fields[name]
        if not field.show_hidden_initial:
            return as_sent(field, self[name].initial)
        return field.hidden_widget().value_from_datadict(self.data, self.files, self.add_initial_prefix(name))

    def _send(self, key: str, value: Any) -> None:
        self.data = self.data.copy()
        self.data.setlist(key, value if isinstance(value, list) else ["on"] if value is True else [value or ""])

    def _who(self) -> str:
        """Of several nobody knows which of them changed a field."""
        names, _ = self.savers
        return names[0] if len(names) == 1 else SOMEBODY

    def _refusal(self) -> str:
        names, when = self.savers
        thing = (self.edited or self.instance)._meta.verbose_name
        return REFUSED.format(get_text_list(names, "and") or SOMEBODY, thing, when)

    @cached_property
    def savers(self) -> tuple[list[str], str]:
        """Who saved this since it was opened, as the admin remembers, the last one first; and when that was."""
        edited, token = self.edited or self.instance, self.data.get(OPENED_BY, "")
        own, since = unsealed(token), opened_at(token) or now()
        shown = ContentType.objects.get_for_model(edited)
        entries = LogEntry.objects.filter(content_type=shown, object_id=edited.pk, action_time__gte=since)
        found = [
            (entry, "You" if entry.user_id == own else str(entry.user))
            for entry in entries.select_related("user")
            if entry.user_id != own or entry.action_time > since + timedelta(seconds=1)  # opened right after saving
        ]
        when = f" ({date_format(localtime(found[0][0].action_time), 'j F, H:i')})" if found else ""
        return list(dict.fromkeys(name for _, name in found)), when


class ThreeWayFormSet(BaseInlineFormSet[Any, Any, Any]):
    """The same for rows: each is a `ThreeWayForm`, and rows that others added or deleted are brought in first."""

    data: Any
    model: Any
    prefix: str
    form: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_back = 0  # rows that others deleted and this editor changed
        if self.is_bound and self.instance.pk and self.management_form.is_valid():
            self._bring_in_rows_of_others()

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.edited = self.instance
        return form

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.management_form.is_valid():
            unseen = [form for form in self.initial_forms if form.taken and form.cleaned_data.get(DELETION_FIELD_NAME)]
            told = [DELETED.format(self.model._meta.verbose_name)] * self.put_back
            self.non_form_errors().extend([*told, *(CHANGED.format(form.instance) for form in unseen)])

    def _bring_in_rows_of_others(self) -> None:
        """Let the rows that are stored now come first, in their order, with what was sent for them."""
        key, sent = self.model._meta.pk.name, self._rows_sent()
        known = int(self.management_form.cleaned_data[INITIAL_FORM_COUNT] or 0)
        shown = {"".join(row.get(key, [])): (number, row) for number, row in sent.items() if number < known}
        stored = [str(row.pk) for row in self.get_queryset()]
        if list(shown) == stored:
            return
        rows = [shown[pk][1] if pk in shown else {key: [pk]} for pk in stored]
        for pk, (number, row) in shown.items():
            form = self.form(self.data, prefix=self.add_prefix(number), instance=self.model(pk=pk or None))
            if pk not in stored and DELETION_FIELD_NAME not in row and form.has_changed():
                rows.append({name: said for name, said in row.items() if name != key})
                self.put_back += 1
        self._send([*rows, *(row for number, row in sent.items() if number >= known)], len(stored))

    def _rows_sent(self) -> dict[int, Row]:
        rows: dict[int, Row] = {}
        for key, number, name in self._keys_of_rows():
            rows.setdefault(number, {})[name] = self.data.getlist(key)
        return dict(sorted(rows.items()))

    def _keys_of_rows(self) -> Iterator[tuple[str, int, str]]:
        """Each key of a row, its number, and the name with which it ends; what was shown has “initial-” before it."""
        form = re.compile(rf"(initial-)?{re.escape(self.prefix)}-(\d{{1,4}})-(.+)")
        for key in self.data:
            if found := form.fullmatch(key):
                yield key, int(found[2]), (found[1] or "") + found[3]

    def _send(self, rows: list[Row], stored: int) -> None:
        data = self.data.copy()
        for key, *_ in self._keys_of_rows():
            del data[key]
        for number, row in enumerate(rows):
            for name, said in row.items():
                before, bare = ("initial-", name[8:]) if name.startswith("initial-") else ("", name)
                data.setlist(f"{before}{self.add_prefix(number)}-{bare}", said)
        data[f"{self.prefix}-{INITIAL_FORM_COUNT}"] = str(stored)
        data[f"{self.prefix}-{TOTAL_FORM_COUNT}"] = str(len(rows))
        self.data = data
        del self.management_form  # Django keeps it, and its numbers are of the rows as they were sent


class ThreeWayAdmin(admin.ModelAdmin[Any]):
    """Stands in front of every class of the admin: its forms and rows compare, and it says what was taken over."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """What is about to be written is locked first, so that nothing is stored between comparing and saving."""
        is_writing = request.method == "POST" and transaction.get_connection().in_atomic_block
        if is_writing:
            take_write_lock()
        found = super().get_object(request, object_id, from_field)
        if found and is_writing:
            found.refresh_from_db(from_queryset=self.model._base_manager.select_for_update())
        return found

    def _changeform_view(self, request: HttpRequest, *args: Any) -> Any:
        """What a double click sends a second time is written once: the same page, opened once, with the same words."""
        if request.method != "POST" or "csrfmiddlewaretoken" not in request.POST:
            return super()._changeform_view(request, *args)  # type: ignore[misc]
        take_write_lock()
        key = f"sent:{digest_of(request)}"
        if leads_to := cache.get(key):
            return redirect(leads_to)
        response = super()._changeform_view(request, *args)  # type: ignore[misc]
        if response.status_code == 302:
            cache.set(key, response["Location"], SENT_TWICE)
        return response

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        return compared(super().get_form(request, obj, change=change, **kwargs))

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Iterator[Any]:
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            form = compared(formset.form)
            yield type(formset.__name__, (ThreeWayFormSet, formset), {"form": form}), inline

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        super().save_related(request, form, formsets, change)
        rows = [row for formset in formsets for row in formset.forms]
        if taken := {str(each[name].label) for each in (form, *rows) for name in each.taken if name in each.fields}:
            kept = get_text_list(sorted(taken), "and")
            self.message_user(request, f"Others had changed this meanwhile, and it was kept: {kept}.", messages.INFO)


def digest_of(request: HttpRequest) -> str:
    """The same for what is sent once more: by whom, where to, and every word and byte of it."""
    said = sha256(repr((request.user.pk, request.get_full_path(), request.POST.urlencode())).encode())
    for file in cast("list[UploadedFile[Any]]", [*request.FILES.values()]):
        said.update(file.read())
        file.seek(0)
    return said.hexdigest()


def compared(form: Any) -> Any:
    """This form class behind `ThreeWayForm`. What was taken out of its fields stays out."""
    made: Any = type(form.__name__, (ThreeWayForm, form), {})
    made.base_fields = form.base_fields
    return made


def as_sent(field: forms.Field, stored: Any) -> Any:
    """A stored value as the form shows it."""
    value = field.prepare_value(stored)
    if isinstance(value, bool | None):
        return value
    return [str(each) for each in value] if isinstance(value, list | tuple) else str(value)


def differ(field: forms.Field, one: Any, other: Any) -> bool:
    """Whether a form would store two different things. Browsers end lines in their own way."""
    one, other = (each.replace("\r\n", "\n") if isinstance(each, str) else each for each in (one, other))
    by_key = isinstance(field, forms.ModelChoiceField)  # it compares keys; what they named may be gone
    try:
        return field.has_changed(one if by_key else field.to_python(one), other)
    except ValidationError:
        return bool(one != other)


def in_words(field: forms.Field, stored: Any) -> str:
    """A stored value for people to read."""
    value: Any = as_sent(field, stored)
    keys = value if isinstance(value, list) else [value] if value else []
    if isinstance(field, forms.ModelChoiceField):
        rows: Any = field.queryset
        found = {str(pk): row for pk, row in rows.in_bulk(keys).items()}
        return ", ".join(field.label_from_instance(found[key]) for key in keys if key in found) or "nothing"
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return ", ".join(str(label) for key, label in choices if str(key) in keys)
    return {True: "ticked", False: "not ticked"}.get(value) or str(value or "nothing")
