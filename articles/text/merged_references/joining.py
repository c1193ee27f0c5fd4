"""Two references of one paper become one: what cites the one that goes is citing the other, under the same words.

Texts keep the key that they were written with; it stands for the other reference from then on (`FormerKey`). So drafts,
revisions and files need no rewriting, and the merge is taken back without touching a text (`parting`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core import serializers
from django.db import models, transaction

from articles import access
from articles.bitmaps.reindex import reindex_about
from articles.content import bring_into_step, render_stored
from articles.models import Article, NoticeAnswer
from bibliography.models import FormerKey, Notice, Reference, ReferenceMerge
from bibliography.notices.settling import settle
from bibliography.writing import save_reference
from members.models import LoggedAct, User
from tags.models import take_write_lock

OF_THE_RECORD: Final = ("id", "custom")  # of a record what is not chosen: its key, and what programs keep there


class MergeRefused(Exception):
    """Raised with what is in the way; nothing was written."""


@dataclass(frozen=True)
class FieldChoice:
    """A field of the record that both say differently, or that one alone has."""

    name: str
    kept: Any
    gone: Any

    @property
    def usual(self) -> str:
        """What one says and the other does not is taken; else the one that is kept is believed."""
        return "kept" if self.kept not in (None, "") else "gone"


def choices_between(kept: Reference, gone: Reference) -> list[FieldChoice]:
    names = dict.fromkeys([*kept.csl, *gone.csl])
    return [
        FieldChoice(name, kept.csl.get(name), gone.csl.get(name))
        for name in names
        if name not in OF_THE_RECORD and kept.csl.get(name) != gone.csl.get(name)
    ]


def citing_either(*references: Reference) -> list[int]:
    """Keys of the articles about or citing any of these."""
    found = Article.objects.filter(models.Q(paper__in=references) | models.Q(citations__reference__in=references))
    return sorted(set(found.values_list("pk", flat=True)))


@transaction.atomic
def merge_references(
    kept: Reference, gone: Reference, *, taken: Mapping[str, str], by: User, at: datetime
) -> ReferenceMerge:
    """`taken`: for fields that differ whose value stays, "kept" or "gone"; others stay as `FieldChoice.usual` says.

    Raises `MergeRefused`, and `ReferenceRefused` for a record that nobody could save.
    """
    refuse_others(by)
    take_write_lock()
    kept, gone = as_they_stand(kept, gone)
    touched, papers = citing_either(gone), list(Article.objects.about(gone).values_list("pk", flat=True))
    csl = {**kept.csl, **{one.name: one.gone for one in choices_between(kept, gone) if is_taken(one, taken)}}
    csl = {name: value for name, value in csl.items() if value is not None}
    merge = ReferenceMerge(kept=kept, gone=as_row(gone), before=dict(kept.csl), by=by, at=at)
    merges = list(gone.merges.order_by("pk").values_list("pk", flat=True))
    merge.moved = {"papers": papers, **move_notices(gone, kept), "keys": keys_of(gone), "merges": merges}
    gone.former_keys.update(reference=kept)
    gone.merges.update(kept=kept)
    Article.objects.filter(pk__in=papers).update(paper=kept)
    gone.citations.all().delete()
    gone.delete()
    FormerKey.objects.create(key=merge.gone["key"], reference=kept)
    saved = save_reference(kept.key, csl)
    merge.after = saved.csl
    merge.save()
    follow(saved, touched, papers)
    note(saved, merge.gone["key"], by=by, at=at)
    return merge


def refuse_others(by: User) -> None:
    if not access.allows(by, "bibliography.delete_reference"):
        raise MergeRefused("Your role does not allow this. Ask an editor.")


def as_they_stand(kept: Reference, gone: Reference) -> tuple[Reference, Reference]:
    if kept.pk == gone.pk:
        raise MergeRefused(f"Choose another reference than “{kept.key}” itself.")
    rows = Reference.objects.in_bulk([kept.pk, gone.pk])
    if len(rows) < len((kept, gone)):
        raise MergeRefused("One of the two is no longer there.")
    return rows[kept.pk], rows[gone.pk]


def is_taken(choice: FieldChoice, taken: Mapping[str, str]) -> bool:
    return taken.get(choice.name, choice.usual) == "gone"


def move_notices(gone: Reference, kept: Reference) -> dict[str, Any]:
    """Notices become those of the other one; what is noted there already is left out, with its answers."""
    there = set(kept.notices.values_list("source", "record", "kind"))
    rows = list(gone.notices.order_by("pk"))
    doubled = [row for row in rows if (row.source, row.record, row.kind) in there]
    moved = [row.pk for row in rows if row not in doubled]
    answers = list(NoticeAnswer.objects.filter(notice__in=doubled).order_by("pk"))
    left_out = {"notices": [as_row(row) for row in doubled], "answers": [as_row(row) for row in answers]}
    Notice.objects.filter(pk__in=[row.pk for row in doubled]).delete()
    Notice.objects.filter(pk__in=moved).update(reference=kept)
    return {"moved_notices": moved, "left_out": left_out}


def keys_of(reference: Reference) -> list[str]:
    return sorted(reference.former_keys.values_list("key", flat=True))


def as_row(row: models.Model) -> dict[str, Any]:
    """All columns, as JSON can hold them."""
    [said] = json.loads(serializers.serialize("json", [row]))
    return {"model": said["model"], "pk": said["pk"], **said["fields"]}


def follow(reference: Reference, touched: list[int], papers: list[int]) -> None:
    """Everything that is made of references is made again: standing, texts with their numbers, years, search."""
    settle([reference.pk])
    for pk in touched:
        render_stored(pk)
    reindex_about(reference)
    for article in Article.objects.filter(pk__in=papers):
        bring_into_step(article)


def note(reference: Reference, gone: str, *, by: User, at: datetime, is_undone: bool = False) -> None:
    said: dict[str, Any] = {"before": {"merged": gone}} if is_undone else {"after": {"merged": gone}}
    LoggedAct.objects.note(
        LoggedAct.Done.CHANGED, LoggedAct.Kind.REFERENCE, reference, by=by, name=str(reference), at=at, **said
    )
