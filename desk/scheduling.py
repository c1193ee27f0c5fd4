"""A time to come, in the zone of whoever chooses it, which is told in full before anything happens."""

from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateformat import format as date_format

FORMAT: Final = "D j M, H:i"  # Tue 24 Nov, 09:00
SKIPPED: Final = "On that day clocks in {} jump over {}. Choose another time."
TWICE: Final = "On that day clocks in {} show {} twice. Choose a time before or after that hour."


class ScheduleForm(forms.Form):
    """`cleaned_data["publish_at"]` is the moment. `zone`: as the browser tells it, else that of the site."""

    day = forms.DateField(label="Day", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label="Time", widget=forms.TimeInput({"type": "time"}, format="%H:%M"), initial="09:00")
    zone = forms.CharField(label="Time zone", required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].initial = timezone.get_default_timezone_name()
        self.fields["zone"].help_text = "As in Europe/Berlin or UTC."
        self.fields["day"].initial = timezone.localdate() + timedelta(days=1)

    def clean_zone(self) -> ZoneInfo:
        name = self.cleaned_data["zone"] or timezone.get_default_timezone_name()
        if name not in available_timezones():
            raise ValidationError(f"“{name}” is no time zone. Write it as Europe/Berlin or UTC.")
        return ZoneInfo(name)

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if {"day", "time", "zone"} <= said.keys():
            try:
                said["publish_at"] = moment(datetime.combine(said["day"], said["time"]), said["zone"])
            except ValidationError as wrong:
                self.add_error("time", wrong)
        return said


def moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """What clocks in `zone` show, as a moment. Raises `ValidationError` where they jump over it or show it twice."""
    early, late = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    shown = early.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None)
    if shown != wall:
        raise ValidationError(SKIPPED.format(zone.key, f"{wall:%H:%M}"))
    if early.utcoffset() != late.utcoffset():
        raise ValidationError(TWICE.format(zone.key, f"{wall:%H:%M}"))
    return early


def in_words(at: datetime, zone: ZoneInfo | None = None) -> str:
    """“Tue 24 Nov, 09:00 CET”"""
    there = at.astimezone(zone or timezone.get_default_timezone())
    return f"{date_format(there, FORMAT)} {there.tzname()}"
