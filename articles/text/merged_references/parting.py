"""Taking a merge of references back: both as they were, and every text citing again what its key says."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.core import serializers
from django.db import transaction

from articles.models import Article
from articles.text.merged_references.joining import MergeRefused, citing_either, follow, note, refuse_others
from bibliography.models import FormerKey, Notice, Reference, ReferenceMerge
from bibliography.notices.settling import settle
from bibliography.writing import ReferenceRefused, derive_anew, save_reference
from members.models import User
from tags.models import take_write_lock


@transaction.atomic
def part(merge: ReferenceMerge, *, by: User, at: datetime) -> Reference:
    """The reference that comes back. Raises `MergeRefused` with what came later and is in the way."""
    refuse_others(by)
    take_write_lock()
    merge = ReferenceMerge.objects.select_related("kept").get(pk=merge.pk)
    if reasons := list(in_the_way(merge)):
        raise MergeRefused(" ".join(reasons))
    kept, touched = merge.kept, citing_either(merge.kept)
    FormerKey.objects.filter(key=merge.gone["key"]).delete()
    try:
        save_reference(kept.key, merge.before)
    except ReferenceRefused as refused:
        raise MergeRefused(" ".join(refused.reasons)) from refused
    gone: Reference = put_back(merge.gone)
    derive_anew(gone)
    FormerKey.objects.filter(key__in=merge.moved["keys"], reference=kept).update(reference=gone)
    papers = list(Article.objects.filter(pk__in=merge.moved["papers"], paper=kept).values_list("pk", flat=True))
    Article.objects.filter(pk__in=papers).update(paper=gone)
    Notice.objects.filter(pk__in=merge.moved["moved_notices"]).update(reference=gone)
    for row in merge.moved["left_out"]["notices"]:
        put_back(row)
    for row in merge.moved["left_out"]["answers"]:
        put_back_answer(row)
    ReferenceMerge.objects.filter(pk__in=merge.moved["merges"]).update(kept=gone)
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    settle([gone.pk])
    follow(kept, touched, papers)
    note(kept, merge.gone["key"], by=by, at=at, is_undone=True)
    gone.refresh_from_db()
    return gone


def give_keys_back(keys: Collection[str]) -> list[int]:
    """Former keys that are to be those of references of their own again; the articles to be rendered once they are."""
    former = FormerKey.objects.filter(key__in=keys)
    touched = citing_either(*Reference.objects.filter(former_keys__in=former))
    former.delete()
    return touched


def in_the_way(merge: ReferenceMerge) -> Iterator[str]:
    key, kept = merge.gone["key"], merge.kept
    if merge.undone_at:
        yield "It was taken back already."
        return
    if Reference.objects.filter(key=key).exists():
        yield f"Another reference has the key “{key}” now."
    if not FormerKey.objects.filter(key=key, reference=kept).exists():
        yield f"The key “{key}” does not stand for “{kept.key}” any more: undo what came later first."
    later = ReferenceMerge.objects.filter(undone_at=None, pk__gt=merge.pk)
    if any(merge.pk in one.moved["merges"] for one in later):
        yield f"What it was merged into became part of “{kept.key}” later: undo that first."
    if kept.csl != merge.after:
        yield f"The record of “{kept.key}” was changed since. Put it back as it was after the merge first."
    for name in ("doi", "pmid"):
        number = merge.gone[name]
        if number and Reference.objects.exclude(pk=kept.pk).filter(**{name: number}).exists():
            yield f"Another reference has its {name.upper()} now."


def put_back_answer(row: Mapping[str, Any]) -> None:
    """Without who gave it where their account is gone, and not at all where its article is."""
    if Article.objects.filter(pk=row["article"]).exists():
        is_there = User.objects.filter(pk=row["by"]).exists()
        put_back({**row, "by": row["by"] if is_there else None})


def put_back(row: Mapping[str, Any]) -> Any:
    """The row with all its columns and its old key."""
    fields = {name: value for name, value in row.items() if name not in ("model", "pk")}
    [found] = serializers.deserialize("python", [{"model": row["model"], "pk": row["pk"], "fields": fields}])
    found.save()
    return found.object
