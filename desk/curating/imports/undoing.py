"""An import undone as a whole, as long as nothing of it is used; else what uses it is named, and all stays."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Count, Q

from articles.access import allows
from articles.models import Article, Draft
from articles.models.revision import TEXTS
from articles.status import Status
from articles.text.markdown import keys_in
from bibliography.importing.batches.row_storing import is_untouched
from bibliography.importing.storing import AT_ONCE
from bibliography.models import ImportBatch, ImportRow, Reference
from desk.curating.imports.bringing_in import State, in_short, note
from members.models import LoggedAct, User
from tags.management.parts import in_parts
from tags.models import take_write_lock

MOST_TOLD: Final = 20


class UndoRefused(Exception):
    """Raised with every reason, up to a number of them; nothing was undone."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


@transaction.atomic
def undo(batch: ImportBatch, *, by: User, at: datetime) -> int:
    """References and drafts that it made are gone; how many references these were. Raises `UndoRefused`."""
    take_write_lock()
    rows = refuse_used(batch, by=by)
    if not ImportBatch.objects.take(batch.pk, State.DONE, State.UNDONE, at):
        raise UndoRefused(["It is undone already."])
    keys = [row.reference.key for row in rows if row.reference]
    articles = [row.article for row in rows if row.article]
    references = [row.reference_id for row in rows if row.reference_id]
    drafts = 0
    for some in in_parts(articles, AT_ONCE):
        for article in Article.objects.filter(pk__in=some):
            article.delete()
            drafts += 1
    batch.rows.made().update(article=None)
    for some in in_parts(references, AT_ONCE):
        Reference.objects.filter(pk__in=some).delete()
    batch.refresh_from_db()
    said = {"references": len(keys), "drafts": drafts, "keys": in_short(keys)}
    note(batch, LoggedAct.Done.DELETED, len(keys), by=by, at=at, after=said)
    return len(keys)


def numbers_made(batch: ImportBatch) -> dict[str, int]:
    """How many references and drafts that it made are still there."""
    rows = batch.rows.made()
    return {
        "references": rows.filter(reference__isnull=False).count(),
        "drafts": Article.objects.filter(pk__in=rows.values("article")).count(),
    }


def refuse_used(batch: ImportBatch, *, by: User) -> list[ImportRow]:
    """The rows of which something was made. Raises `UndoRefused` where anything of it is cited or was edited."""
    if batch.by_id != by.pk and not allows(by, "articles.publish_articles"):
        raise UndoRefused(["Somebody else brought it in. Ask them, or an editor."])
    rows = list(batch.rows.made().select_related("reference").defer("raw").order_by("place"))
    reasons = list(uses_of(rows))
    if reasons:
        rest = len(reasons) - MOST_TOLD
        raise UndoRefused(reasons[:MOST_TOLD] + ([f"And {rest} more."] if rest > 0 else []))
    return rows


def uses_of(rows: list[ImportRow]) -> Iterator[str]:
    """In words, with the key or the title of each."""
    own = {row.article for row in rows if row.article}
    by_pk = {row.reference.pk: row.reference.key for row in rows if row.reference}
    yield from (f"“{row.reference.key}” was edited since." for row in rows if row.reference and not is_untouched(row))
    yield from (f"The draft “{title}” was edited since." for title in edited(own))
    yield from (f"Another reference was merged into “{by_pk[pk]}”, or a notice noted." for pk in joined_pks(set(by_pk)))
    keys = set(by_pk.values())
    used: dict[str, None] = {}
    for pk in cited_pks(set(by_pk), own):
        used.setdefault(by_pk[pk])
    for draft in Draft.objects.exclude(article__in=own).ahead_with_texts().iterator(AT_ONCE):
        for key in keys_of(draft) & keys:
            used.setdefault(key)
    yield from (f"“{key}” is cited in an article or a draft." for key in sorted(used))


def cited_pks(pks: set[int], own: set[int]) -> Iterator[int]:
    for keys in in_parts(sorted(pks), AT_ONCE):
        some = Reference.objects.filter(pk__in=keys)
        yield from some.filter(citations__isnull=False).values_list("pk", flat=True).distinct()
        papers = Article.objects.filter(paper__in=some).exclude(pk__in=own)
        yield from papers.values_list("paper", flat=True).distinct()


def joined_pks(pks: set[int]) -> Iterator[int]:
    """Those that others became part of, and those about which a notice was noted: what would be lost with them."""
    for keys in in_parts(sorted(pks), AT_ONCE):
        some = Reference.objects.filter(pk__in=keys)
        joined = some.filter(Q(merges__isnull=False) | Q(former_keys__isnull=False) | Q(notices__isnull=False))
        yield from joined.values_list("pk", flat=True).distinct()


def edited(articles: set[int]) -> Iterator[str]:
    """Titles of the drafts that are no longer as the import made them."""
    for keys in in_parts(sorted(articles), AT_ONCE):
        found = Article.objects.filter(pk__in=keys).select_related("draft")
        counted = found.annotate(saves=Count("revisions", distinct=True), remarks=Count("comments", distinct=True))
        untouched = counted.filter(status=Status.DRAFT, draft__stage=Draft.Stage.DRAFT, saves=1, remarks=0)
        for article in found.exclude(pk__in=untouched.values("pk")):
            yield article.draft.title or article.title


def keys_of(draft: Draft) -> set[str]:
    """Of the references that it cites, or is about."""
    found: set[str] = set()
    for revision in (draft.head, draft.due):
        if revision:
            content = revision.content
            found |= {key for text in TEXTS for key in keys_in(str(content.get(text) or ""))}
            found |= {*content.get("references", ()), str(content.get("paper") or "")}
    return found
