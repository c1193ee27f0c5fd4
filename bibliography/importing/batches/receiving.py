"""What somebody sends, kept as it is: its limits, and what is remembered of the columns of tables."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.utils import timezone

from bibliography.importing.decoding import Decoded, NoText, decoded
from bibliography.importing.formats.table_columns import FIELDS, guessed, set_of
from bibliography.importing.reading import headings_in
from bibliography.models import ColumnMapping, ImportBatch
from members.characters import cleaned
from members.models import User
from tags.text.lengths import longest

LARGEST_FILE: Final = 10_000_000  # bytes
LONGEST_PASTE: Final = 1_000_000  # characters
MOST_OPEN: Final = 20  # imports of one person that wait
MAPPINGS_KEPT_FOR: Final = timedelta(days=400)
TOO_LARGE: Final = f"This file is larger than {LARGEST_FILE // 1_000_000} MB. Send it in parts."
TOO_LONG: Final = f"This is longer than {LONGEST_PASTE:,} characters. Send it as a file."
TOO_MANY_OPEN: Final = f"{MOST_OPEN} imports of yours wait already. Bring some in, or throw them away."
EMPTY: Final = "There is nothing in it. Choose a file, or paste records."


class NotReceived(ValueError):
    """Raised for what is not kept at all; its text says why, and what to do."""


def text_of(sent: bytes | str) -> Decoded:
    """Raises `NotReceived`."""
    if len(sent) > (LARGEST_FILE if isinstance(sent, bytes) else LONGEST_PASTE):
        raise NotReceived(TOO_LARGE if isinstance(sent, bytes) else TOO_LONG)
    try:
        said = decoded(sent) if isinstance(sent, bytes) else Decoded(sent, "")
    except NoText as error:
        raise NotReceived(str(error)) from error
    text = str(cleaned(said.text)).replace("\0", "\ufffd")
    if not text.strip():
        raise NotReceived(EMPTY)
    return Decoded(text.encode("utf-8", "replace").decode("utf-8"), said.encoding)


@transaction.atomic
def receive(
    said: Decoded, *, name: str = "", by: User | None, at: datetime, mapping: Mapping[str, str] | None = None
) -> ImportBatch:
    """An import that is to be read. Raises `NotReceived`."""
    if by and ImportBatch.objects.open_of(by).count() >= MOST_OPEN:
        raise NotReceived(TOO_MANY_OPEN)
    headings = headings_in(said.text, name)
    return ImportBatch.objects.create(
        by=by, name=name[-longest(ImportBatch, "name") :], encoding=said.encoding, source=said.text, begun_at=at,
        touched_at=at, headings=headings, mapping={**mapping_for(headings), **(mapping or {})} if headings else {},
        total=said.text.count("\n") + 1,
    )  # fmt: skip


def mapping_for(headings: Sequence[str]) -> dict[str, str]:
    """As it was last said for these headings, else as it is guessed."""
    kept = ColumnMapping.objects.filter(headings=hash_of(headings)).first()
    return {**guessed(headings), **known(kept.mapping if kept else {}, headings)}


@transaction.atomic
def map_columns(batch: ImportBatch, mapping: Mapping[str, str], *, at: datetime) -> bool:
    """Said for this import, which is to be read anew, and remembered for the next with these headings.

    Whether it still waited for a decision; else nothing was changed.
    """
    if not ImportBatch.objects.take(batch.pk, ImportBatch.State.READY, ImportBatch.State.READING, timezone.now()):
        return False
    said = {**batch.mapping, **known(mapping, batch.headings)}
    ColumnMapping.objects.update_or_create(headings=hash_of(batch.headings), defaults={"mapping": said, "used_at": at})
    ColumnMapping.objects.filter(used_at__lt=at - MAPPINGS_KEPT_FOR).delete()
    ImportBatch.objects.filter(pk=batch.pk).update(mapping=said)
    batch.refresh_from_db()
    return True


def known(mapping: Mapping[str, str], headings: Sequence[str]) -> dict[str, str]:
    return {heading: field for heading, field in mapping.items() if heading in headings and field in FIELDS}


def hash_of(headings: Sequence[str]) -> str:
    return sha256(set_of(headings).encode()).hexdigest()
