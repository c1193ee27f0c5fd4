"""Why an act cannot be undone: what has come in between, in words."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from tags.curation.filing import article_model, filing_models, key_parts, rows_of
from tags.curation.journal import Row, Rows, keys_in, models_of
from tags.curation.refusal import in_words
from tags.models import Closure, CurationAct, Tag, Taxonomy
from tags.text.plurals import counted

Key = tuple[str, str]  # the label of a model, and a primary key as JSON keeps it


def reasons_against(act: CurationAct) -> list[str]:
    """What keeps the act from being undone, as far as it can be seen before it is tried. Nothing is written."""
    if act.undone_at:
        when = date_format(timezone.localtime(act.undone_at), "DATETIME_FORMAT")
        return [f"It was undone on {when} by {act.undone_by or 'the command line, or somebody who has left'}."]
    reasons: list[str] = []
    left = changed_since(act.rows)
    later = CurationAct.objects.filter(pk__gt=act.pk, undone_at=None).order_by("-pk") if left else ()
    for other in later:
        touched = {(label, key) for label, key in left if key in other.rows.get(label, {})}
        if touched:
            when = date_format(timezone.localtime(other.at), "DATE_FORMAT")
            names = in_words(sorted(names_of(touched, act.rows)))
            reasons.append(f"“{other.summary}” ({when}) came later and changed {names}. Undo that first.")
            left -= touched
    if left:
        reasons.append(f"Changed since then: {in_words(sorted(names_of(left, act.rows)))}.")
    return [*reasons, *used_since(act.rows), *taken_since(act.rows)]


def changed_since(rows: Rows) -> set[Key]:
    """The rows that are not as the act left them, in the columns that there were then."""
    found: set[Key] = set()
    for model in models_of(rows):
        label = model._meta.label
        now = {str(key): row for key, row in rows_of(model, keys_in(rows, model)).items()}
        found |= {(label, key) for key, (_, after) in rows[label].items() if differ(now.get(key), after)}
    return found


def differ(now: Row | None, noted: Row | None) -> bool:
    return now != noted if now is None or noted is None else any(now[name] != noted[name] for name in noted)


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
        article for part in key_parts(articles) for article in article_model(filing)._base_manager.filter(pk__in=part)
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


def taken_since(rows: Rows) -> Iterator[str]:
    """Which tag has the label or the address now that a tag would have again."""
    changes = rows.get(Tag._meta.label, {})
    wanted = [before for before, _ in changes.values() if before]
    others = Tag.objects.select_related("taxonomy").exclude(pk__in=keys_in(rows, Tag))
    alike = Q(slug__in=[row["slug"] for row in wanted]) | Q(normal_form__in=[row["normal_form"] for row in wanted])
    for other in others.filter(alike) if wanted else ():
        if any(row["slug"] == other.slug for row in wanted):
            yield f"“{other}” has the address “{other.slug}” now."
        live = [row for row in wanted if not row["is_deprecated"]]
        if not other.is_deprecated and (other.taxonomy_id, other.normal_form) in [
            (row["taxonomy_id"], row["normal_form"]) for row in live
        ]:
            yield f"“{other}” in {other.taxonomy} is spelled the same now."
