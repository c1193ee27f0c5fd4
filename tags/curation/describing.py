"""What is said of a tag: what is filed there, its words in any language, its matches elsewhere, what to see also.

Where it stands in the hierarchy and what it is called are for acts of their own, because addresses and articles follow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from tags.curation.addresses import free_slug
from tags.curation.journal import curating
from tags.curation.refusal import CurationRefused, Stale, begin, live
from tags.curation.renaming import checked_label
from tags.hierarchy import put_under, set_related
from tags.models import CurationAct, Tag, TagLabel, TagMatch, Taxonomy
from tags.seen import mark
from tags.skos.concepts import LANGUAGE
from tags.text.label_rules import problem_with
from tags.text.normal_form import normal_form

Kind = TagLabel.Kind
Label = tuple[str, str, str]  # a word, its kind, its language
Match = tuple[str, str, str, str]  # a relation, a vocabulary, the identifier there, the name there


@dataclass(frozen=True)
class Description:
    """`synonyms`: those that readers see in the language of the tag. `labels`: all other words of it."""

    taxonomy: Taxonomy
    scope_note: str = ""
    synonyms: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    matches: tuple[Match, ...] = ()
    related: tuple[Tag, ...] = ()

    @property
    def mark(self) -> str:
        related = sorted(tag.pk for tag in self.related)
        return mark(self.taxonomy.pk, self.scope_note, self.synonyms, self.labels, self.matches, related)

    def words(self, language: str) -> list[Label]:
        return [*((name, str(Kind.ALTERNATIVE), language) for name in self.synonyms), *self.labels]


def described_as(tag: Tag) -> Description:
    """As it is stored. Three queries, fewer if the labels were fetched with it."""
    words = [(label.name, label.kind, label.language) for label in sorted(tag.labels.all(), key=lambda row: row.pk)]
    own = str(Kind.ALTERNATIVE), tag.language
    return Description(
        tag.taxonomy,
        tag.scope_note.replace("\r\n", "\n").strip(),
        tuple(name for name, *about in words if tuple(about) == own),
        tuple(word for word in words if word[1:] != own),
        tuple((row.relation, row.scheme, row.identifier, row.name) for row in tag.matches.all()),
        tuple(Tag.objects.related_to(tag)),
    )


@transaction.atomic
def describe(tag: Tag, wanted: Description, *, seen: str, by: AbstractUser | None, at: datetime) -> CurationAct | None:
    """Store it whole; without a difference nothing is noted. `seen`: the mark of what the page showed.

    Raises `Stale`, or `CurationRefused` with everything that is to be mended.
    """
    begin(by)
    tag = live(tag)
    stored = described_as(tag)
    if seen != stored.mark and wanted.mark != stored.mark:
        raise Stale(stored)
    if reasons := [*faults_in(tag, wanted, stored), *out_of_place(tag, wanted.taxonomy)]:
        raise CurationRefused(reasons)
    summary = f"Described “{tag}” anew"
    if wanted.taxonomy != tag.taxonomy:
        summary = f"Moved “{tag}” from {tag.taxonomy} to {wanted.taxonomy}"
    with curating(CurationAct.Verb.DESCRIBE, summary, by=by, at=at, tags=[]) as act:
        write(tag, wanted, stored)
    return act.act


def write(tag: Tag, wanted: Description, stored: Description) -> None:
    """What is the same stays as it is, with its key."""
    if (wanted.taxonomy, wanted.scope_note) != (stored.taxonomy, stored.scope_note):
        tag.taxonomy, tag.scope_note = wanted.taxonomy, wanted.scope_note
        tag.save(update_fields=["taxonomy", "scope_note"])
    before, after = stored.words(tag.language), wanted.words(tag.language)
    for name, kind, language in before:
        if (name, kind, language) not in after:
            tag.labels.get(name=name, kind=kind, language=language).delete()
    for name, kind, language in after:
        if (name, kind, language) not in before:
            TagLabel.objects.create(tag=tag, name=name, kind=kind, language=language)
    for relation, scheme, identifier, name in wanted.matches:
        if (relation, scheme, identifier, name) not in stored.matches:
            said = {"relation": relation, "name": name}
            TagMatch.objects.update_or_create(tag=tag, scheme=scheme, identifier=identifier, defaults=said)
    kept = {match[1:3] for match in wanted.matches}
    for row in tag.matches.all():
        if (row.scheme, row.identifier) not in kept:
            row.delete()
    if set(wanted.related) != set(stored.related):
        set_related(tag, wanted.related)


def out_of_place(tag: Tag, taxonomy: Taxonomy) -> Iterator[str]:
    """Why a tag cannot go to another taxonomy as it stands."""
    if taxonomy == tag.taxonomy:
        return
    if tag.broader.exists() or tag.narrower.exists():
        yield f"It stands under or above tags of {tag.taxonomy}: take it out from there, and them from under it, first."
    if objection := Tag.objects.objection_to(tag.name, taxonomy, but=tag):
        yield objection
    if taxonomy.is_category != tag.taxonomy.is_category and Tag.objects.with_uses().get(pk=tag.pk).uses:
        yield "Articles are filed here. A tag and a category cannot take each other's place."


def faults_in(tag: Tag, wanted: Description, stored: Description) -> list[str]:
    """What a file brought may stay, however it is spelled."""
    words = faults_of_words(tag, wanted.words(tag.language), known=stored.words(tag.language))
    return [*words, *faults_of_matches(wanted.matches)]


def faults_of_words(tag: Tag, wanted: Sequence[Label], *, known: Sequence[Label]) -> Iterator[str]:
    kept = [word for word in wanted if word in known]
    spelled = {(language, normal_form(name)): "stands there already" for name, _, language in kept}
    spelled[tag.language, normal_form(tag.name)] = "is its label"
    preferred = {tag.language, *(language for _, kind, language in kept if kind == Kind.PREFERRED)}
    for name, kind, language in wanted:
        if (name, kind, language) in known:
            continue
        form = language, normal_form(name)
        if problem := problem_with(name):
            yield f"“{name}”: {problem}"
        elif not LANGUAGE.fullmatch(language):
            yield f"“{name}”: “{language}” is no language. Write one such as “de” or “pt-BR”."
        elif form in spelled:
            yield f"“{name}” {spelled[form]}."
        elif kind == Kind.PREFERRED and language in preferred:
            yield f"“{name}”: it has a preferred label in this language already."
        spelled.setdefault(form, "stands there already")
        preferred |= {language} if kind == Kind.PREFERRED else set()


def faults_of_matches(wanted: Sequence[Match]) -> Iterator[str]:
    for number, (_, scheme, identifier, _) in enumerate(wanted):
        if (scheme, identifier) in [match[1:3] for match in wanted[:number]]:
            yield f"The match {scheme} {identifier} stands there twice."


@transaction.atomic
def make_tag(
    label: str, wanted: Description, *, under: Tag | None = None, by: AbstractUser | None, at: datetime
) -> tuple[Tag, CurationAct]:
    """A new tag or category in its place. Raises `CurationRefused` with everything that is to be mended."""
    begin(by)
    name = checked_label(label, wanted.taxonomy)
    new = Tag(name=name, taxonomy=wanted.taxonomy, scope_note=wanted.scope_note, slug=free_slug(name))
    bare = Description(wanted.taxonomy, wanted.scope_note)
    reasons = faults_in(new, wanted, bare)
    if under and under.taxonomy_id != wanted.taxonomy.pk:
        reasons.append(f"“{under}” is in {under.taxonomy}: choose a broader tag of {wanted.taxonomy}.")
    if reasons:
        raise CurationRefused(reasons)
    with curating(CurationAct.Verb.MAKE, f"Made “{name}” in {wanted.taxonomy}", by=by, at=at, tags=[]) as act:
        new.save()
        if under:
            put_under(new, live(under))
        write(new, wanted, bare)
    return new, act.done
