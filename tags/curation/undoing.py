"""Taking an act back: every row as it was before, or nothing at all and the reasons."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.dateformat import format as date_format

from tags.curation.faults import cycles, faults, new_since
from tags.curation.filing import (
    article_model,
    filing_models,
    in_parts,
    kind_of,
    published_without,
    rows_of,
    settle,
)
from tags.curation.journal import VOCABULARY, Rows
from tags.curation.refusal import UndoRefused, begin, counted, in_words, may_curate
from tags.curation.restoring import restore
from tags.models import Closure, CurationAct, Tag, Taxonomy

TAKEN: Final = "What came later has taken a place that it needs: a label, an address, or a tag of an article."
Key = tuple[str, str]  # the label of a model, and a primary key as JSON keeps it


@transaction.atomic
def undo(act: CurationAct, *, by: AbstractUser | None, at: datetime) -> None:
    """Restore every row that the act changed, with its old key. Raises `UndoRefused`, writing nothing."""
    if not may_curate(by):
        raise UndoRefused(["Your role does not allow this. Ask an editor."])
    begin(by)
    act.refresh_from_db(from_queryset=CurationAct.objects.select_for_update(of=("self",)))
    if reasons := reasons_against(act):
        raise UndoRefused(reasons)
    known = faults()
    try:
        with transaction.atomic():
            restore(act.rows)
            connection.check_constraints(table_names=[model._meta.db_table for model in models_of(act.rows)])
    except IntegrityError as error:
        raise UndoRefused(
            ["What came later has taken its place: a label, an address, or a tag of an article."]
        ) from error
    settle(tags_filed_in(act.rows))
    if found := [*cycles(), *new_since(known), *left_without(act.rows)]:
        raise UndoRefused(found)
    act.undone_at = at
    act.undone_by_id = by.pk if by else None
    act.save(update_fields=["undone_at", "undone_by"])


def reasons_against(act: CurationAct) -> list[str]:
    """What keeps the act from being undone, as far as it can be seen before it is tried. Nothing is written."""
    if act.undone_at:
        when = date_format(timezone.localtime(act.undone_at), "j F Y, H:i")
        return [f"It was undone on {when} by {act.undone_by or 'the command line, or somebody who has left'}."]
    reasons: list[str] = []
    left = changed_since(act.rows)
    later = CurationAct.objects.filter(pk__gt=act.pk, undone_at=None).order_by("-pk") if left else ()
    for other in later:
        touched = {(label, key) for label, key in left if key in other.rows.get(label, {})}
        if touched:
            when = date_format(timezone.localtime(other.at), "j F Y")
            names = in_words(sorted(names_of(touched, act.rows)))
            reasons.append(f"“{other.summary}” ({when}) came later and changed {names}. Undo that first.")
            left -= touched
    if left:
        reasons.append(f"Changed since then: {in_words(sorted(names_of(left, act.rows)))}.")
    return reasons + list(used_since(act.rows))


def models_of(rows: Rows) -> list[Any]:
    return [model for model in (*VOCABULARY, *filing_models()) if model._meta.label in rows]


def changed_since(rows: Rows) -> set[Key]:
    """The rows that are not as the act left them."""
    found: set[Key] = set()
    for model in models_of(rows):
        label = model._meta.label
        now = {str(key): row for key, row in rows_of(model, keys_in(rows, model)).items()}
        found |= {(label, key) for key, (_, after) in rows[label].items() if now.get(key) != after}
    return found


def keys_in(rows: Rows, model: Any) -> list[Any]:
    return [model._meta.pk.to_python(key) for key in rows.get(model._meta.label, {})]


def names_of(keys: Collection[Key], rows: Rows) -> set[str]:
    """What the rows are about: tags by their labels, and for filing rows the titles of articles."""
    tags: set[int] = set()
    names: set[str] = set()
    for model in models_of(rows):
        label = model._meta.label
        stored = [row for known, key in keys if known == label for row in rows[label][key] if row]
        if model is Taxonomy:
            names |= {row["name"] for row in stored}
        elif model in filing_models():
            names |= titles(model, {row["content_object_id"] for row in stored})
        else:
            tags |= {row["id" if model is Tag else columns_to_tags(model)[0]] for row in stored}
    return names | labels_of(tags, rows) or {"a tag that is gone"}


def columns_to_tags(model: Any) -> list[str]:
    """The columns of its rows that hold the key of a tag."""
    return [field.attname for field in model._meta.concrete_fields if field.related_model is Tag]


def titles(filing: Any, articles: Collection[int]) -> set[str]:
    found = [
        article for part in in_parts(articles) for article in article_model(filing)._base_manager.filter(pk__in=part)
    ]
    return {str(article) for article in found} | ({"an article that is gone"} if len(found) < len(articles) else set())


def labels_of(tags: Collection[int], rows: Rows) -> set[str]:
    """By their keys; a tag that the act itself made or took away is named by the journal."""
    noted = {row["id"]: row["name"] for pair in rows.get(Tag._meta.label, {}).values() for row in pair if row}
    stored = dict(Tag.objects.filter(pk__in=tags).values_list("pk", "name"))
    return {{**noted, **stored}[tag] for tag in tags if tag in noted or tag in stored}


def used_since(rows: Rows) -> Iterator[str]:
    """What has come to depend on a tag or taxonomy that the act made, and would go with it."""
    for model in (Tag, Taxonomy):
        made = {
            row[1]["id"]: row[1]["name"] for row in rows.get(model._meta.label, {}).values() if row[1] and not row[0]
        }
        for relation in model._meta.related_objects if made else ():
            other: Any = relation.related_model
            if not relation.one_to_many or other is Closure:
                continue
            mine = keys_in(rows, other)
            column = relation.field.attname
            found = other._base_manager.filter(**{f"{column}__in": list(made)}).exclude(pk__in=mine)
            for key in sorted(set(found.values_list(column, flat=True))):
                number = found.filter(**{column: key}).count()
                what = counted(number, str(other._meta.verbose_name), str(other._meta.verbose_name_plural))
                yield f"“{made[key]}” has come into use since: {what}."


def tags_filed_in(rows: Rows) -> set[int]:
    """The tags whose shelves follow from the filing rows."""
    return {
        row["tag_id"]
        for model in filing_models()
        for pair in rows.get(model._meta.label, {}).values()
        for row in pair
        if row
    }


def left_without(rows: Rows) -> Iterator[str]:
    """Published articles that would lose their last tag or category."""
    for model in filing_models():
        pairs = rows.get(model._meta.label, {}).values()
        articles = {row["content_object_id"] for pair in pairs for row in pair if row}
        for title in published_without(model, articles):
            yield f"“{title}” is published and would be left without a {kind_of(model)}."
