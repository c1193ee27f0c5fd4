"""What a tag is called: giving it another label, and bringing the labels of one tag to another."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from tags.curation.addresses import free_slug, lead
from tags.curation.journal import curating
from tags.curation.refusal import CurationRefused, begin, live
from tags.models import CurationAct, FormerTagSlug, Tag, TagLabel, Taxonomy
from tags.text.label_rules import as_stored, problem_with
from tags.text.normal_form import normal_form

Kind = TagLabel.Kind


@transaction.atomic
def rename(tag: Tag, label: str, *, by: AbstractUser | None, at: datetime, keep_address: bool = False) -> CurationAct:
    """Give the tag another preferred label. The old one becomes a synonym, and the old address leads to the new one.

    Another spelling of the same label (case, accents, spaces) makes no synonym and no address.
    """
    begin(by)
    tag = live(tag)
    name = checked_label(label, tag.taxonomy, but=tag)
    if name == tag.whole_name:
        raise CurationRefused([f"“{name}” is its label already."])
    old_name, old_slug = tag.whole_name, tag.slug
    with curating(CurationAct.Verb.RENAME, f"Renamed “{old_name}” to “{name}”", by=by, at=at, tags=[tag]) as act:
        is_new = normal_form(name) != tag.normal_form
        tag.labels.filter(normal_form=normal_form(name), language=tag.language).delete()
        tag.name, tag.rest = name, ""
        if is_new and not keep_address:
            tag.slug = free_slug(name, tag)
        tag.save()
        if is_new:
            add_synonym(tag, old_name, tag.language)
        if tag.slug != old_slug:
            FormerTagSlug.objects.filter(slug=tag.slug).delete()
            lead(old_slug, tag)
    return act.done


def checked_label(label: str, taxonomy: Taxonomy, *, but: Tag | None = None) -> str:
    """The label as it is stored. Refused when it cannot be found by its spelling, or another live tag has it."""
    name = as_stored(label)
    if problem := problem_with(name):
        raise CurationRefused([problem])
    if objection := Tag.objects.objection_to(name, taxonomy, but=but):
        raise CurationRefused([objection])
    return name


def add_synonym(tag: Tag, name: str, language: str) -> None:
    """Make `name` a synonym that people see, whatever it was."""
    known = tag.labels.filter(normal_form=normal_form(name), language=language).first()
    if known is None:
        TagLabel.objects.create(tag=tag, name=name, language=language)
    elif known.kind == Kind.HIDDEN:
        known.kind = Kind.ALTERNATIVE
        known.save()


def labels_to_gain(tag: Tag, into: Tag) -> list[TagLabel]:
    """The labels of `tag` that `into` does not have, each with the kind that it takes there; the name is one of them.

    A preferred label in another language stays one where `into` has none in that language.
    """
    own = {(into.language, into.normal_form)}
    known = own | set(into.labels.values_list("language", "normal_form"))
    preferred = {into.language, *into.labels.filter(kind=Kind.PREFERRED).values_list("language", flat=True)}
    name = TagLabel(name=tag.name, rest=tag.rest, normal_form=tag.normal_form, language=tag.language)
    gained = []
    for label in [name, *tag.labels.all()]:
        spelled = label.language, label.normal_form
        if spelled not in known:
            known.add(spelled)
            if label.kind == Kind.PREFERRED and label.language in preferred:
                label.kind = Kind.ALTERNATIVE
            gained.append(label)
    return gained


def bring_labels(gained: Iterable[TagLabel], tag: Tag, into: Tag) -> None:
    """Let `into` have these labels of `labels_to_gain`. Its own stay as they are; a hidden one comes to light."""
    for label in gained:
        label.tag = into
        label.save()
    if tag.normal_form != into.normal_form:
        add_synonym(into, tag.whole_name, tag.language)
