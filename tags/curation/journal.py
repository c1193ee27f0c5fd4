"""The journal of curation: whatever an act does to the vocabulary is noted row by row, as it was and as it became."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from tags.curation.faults import faults, new_since
from tags.curation.filing import columns, filing_models, rows_of, settle, watched
from tags.curation.refusal import CurationRefused
from tags.models import (
    Broader,
    CurationAct,
    FormerIdentity,
    FormerTagSlug,
    RelatedTag,
    Tag,
    TagLabel,
    TagMatch,
    TagNotation,
    TagNote,
    Taxonomy,
    take_write_lock,
)
from tags.text.lengths import longest

VOCABULARY: Final[tuple[Any, ...]] = (
    Taxonomy, Tag, TagLabel, TagNote, TagNotation, TagMatch, Broader, RelatedTag, FormerTagSlug,
    FormerIdentity,
)  # fmt: skip
LONGEST: Final = longest(CurationAct, "summary")

Row = dict[str, Any]
Table = dict[Any, Row]
Rows = dict[str, dict[str, list[Row | None]]]  # as `CurationAct.rows` keeps them


@dataclass
class Recording:
    """`act` is there when all is done, and stays None when nothing was changed.

    `touched`: the keys of the tags whose articles change; an act adds those that it makes.
    """

    summary: str
    touched: set[int] = field(default_factory=set)
    act: CurationAct | None = None

    @property
    def done(self) -> CurationAct:
        if self.act is None:
            raise CurationRefused(["Nothing would change."])
        return self.act


@contextmanager
def recorded(
    verb: str,
    summary: str,
    *,
    by: AbstractUser | None,
    at: datetime,
    tags: Collection[int] = (),
    articles: Collection[int] = (),
) -> Iterator[Recording]:
    """Note as one act what is done inside to the vocabulary, and to what files articles under these tags.

    `tags`, `articles`: primary keys; filing rows of either are watched, others may not be changed inside. All is one
    transaction, which takes the write lock first. Cost: the vocabulary is read twice.
    """
    with transaction.atomic():
        take_write_lock()
        before = tables(tags, articles, {})
        recording = Recording(summary, set(tags))
        yield recording
        after = tables(recording.touched, articles, before)
        if rows := differences(before, after):
            recording.act = CurationAct.objects.create(
                verb=verb, summary=shortened(recording.summary), by_id=by.pk if by else None, at=at, rows=rows
            )


@contextmanager
def curating(
    verb: str,
    summary: str,
    *,
    by: AbstractUser | None,
    at: datetime,
    tags: Collection[Tag],
    articles: Collection[int] = (),
) -> Iterator[Recording]:
    """The same, and afterwards closure and bitmaps are made to follow. An act that brings in a fault is refused."""
    known = faults()
    keys = [tag.pk for tag in tags]
    with recorded(verb, summary, by=by, at=at, tags=keys, articles=articles) as recording:
        yield recording
        settle(recording.touched)
        if found := new_since(known):
            raise CurationRefused(found)


def tables(tags: Collection[int], articles: Collection[int], before: dict[str, Table]) -> dict[str, Table]:
    """The vocabulary, and the filing rows of these tags and articles with those that stood in `before`."""
    found: dict[str, Table] = {model._meta.label: dict(columns(model._base_manager.all())) for model in VOCABULARY}
    for model in filing_models() if tags or articles else ():
        label = model._meta.label
        found[label] = {**watched(model, tags, articles), **rows_of(model, before.get(label, {}))}
    return found


def differences(before: dict[str, Table], after: dict[str, Table]) -> Rows:
    found: Rows = {}
    for label in before:
        old, new = before[label], after[label]
        changed = sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
        if changed:
            found[label] = {str(key): [old.get(key), new.get(key)] for key in changed}
    return found


def shortened(summary: str) -> str:
    return summary if len(summary) <= LONGEST else f"{summary[: LONGEST - 1]}…"


def models_of(rows: Rows) -> list[Any]:
    return [model for model in (*VOCABULARY, *filing_models()) if model._meta.label in rows]


def keys_in(rows: Rows, model: Any) -> list[Any]:
    return [model._meta.pk.to_python(key) for key in rows.get(model._meta.label, {})]
