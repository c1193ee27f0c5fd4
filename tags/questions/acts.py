"""The acts of `tags.curation` on one tag as pages: what is asked, what is said beforehand, what is done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import AbstractUser

from tags import curation
from tags.curation import CurationRefused
from tags.curation.addresses import free_slug
from tags.curation.merging import MergePreview
from tags.curation.refusal import in_words
from tags.curation.renaming import checked_label
from tags.curation.splitting import checked_parts
from tags.hierarchy import refuse_cycle
from tags.models import CurationAct, Tag
from tags.questions.act_forms import (
    ActForm,
    AddParentForm,
    DeprecateForm,
    MergeForm,
    MoveForm,
    RemoveParentForm,
    RenameForm,
    SplitForm,
)
from tags.text.normal_form import normal_form
from tags.text.plurals import counted


@dataclass(frozen=True)
class TagAct:
    """`foresee` says in sentences what would change, or raises what `run` would raise; it writes nothing."""

    name: str
    label: str
    explained: str
    form: Callable[..., ActForm]
    foresee: Callable[[Tag, Any], Iterator[str]]
    run: Callable[..., CurationAct]
    is_drastic: bool = False

    def foreseen(self, tag: Tag, form: ActForm) -> list[str]:
        return list(self.foresee(tag, form))

    def do(self, tag: Tag, form: ActForm, *, by: AbstractUser, at: datetime) -> CurationAct:
        if isinstance(form, SplitForm):
            return self.run(tag, into=form.parts(), as_narrower=form.cleaned_data["as_narrower"], by=by, at=at)
        return self.run(tag, **form.cleaned_data, by=by, at=at)


def renaming(tag: Tag, form: ActForm) -> Iterator[str]:
    name = checked_label(form.cleaned_data["label"], tag.taxonomy, but=tag)
    if name == tag.name:
        raise CurationRefused([f"“{name}” is its label already."])
    if normal_form(name) == tag.normal_form:
        yield f"“{tag}” is spelled “{name}” from then on. Its address stays."
        return
    yield f"“{tag}” becomes a synonym of “{name}”."
    slug = tag.slug if form.cleaned_data["keep_address"] else free_slug(name, tag)
    yield f"Its address stays /tags/{slug}/." if slug == tag.slug else f"/tags/{tag.slug}/ leads to /tags/{slug}/."


def merging(tag: Tag, form: ActForm) -> Iterator[str]:
    yield from sentences(curation.merge_preview(tag, form.cleaned_data["into"]))
    yield f"“{tag}” is then gone."


def deprecating(tag: Tag, form: ActForm) -> Iterator[str]:
    yield from sentences(curation.deprecation_preview(tag, form.cleaned_data["replaced_by"]))
    yield f"“{tag}” keeps its labels and notes, and nothing new can be filed under it."


def sentences(seen: MergePreview) -> Iterator[str]:
    """What moves, with numbers; what would be nothing is left out, articles excepted."""
    yield f"{counted(len(seen.moving), 'article moves', 'articles move')} to “{seen.into}”."
    if seen.on_both:
        yield f"{counted(len(seen.on_both), 'article is', 'articles are')} under both already, and will be under one."
    if seen.synonyms:
        yield f"“{seen.into}” gains {counted(seen.synonyms, 'synonym')}."
    if seen.notes or seen.matches:
        yield f"{counted(seen.notes, 'note')} and {counted(seen.matches, 'match or code', 'matches and codes')} move."
    if seen.broader or seen.narrower or seen.related:
        yield (
            f"It gains {counted(seen.broader, 'broader tag')}, {counted(seen.narrower, 'narrower tag')} and"
            f" {counted(seen.related, 'related tag')}."
        )
    if seen.pairs_given_up:
        yield (
            f"{counted(seen.pairs_given_up, 'related pair is', 'related pairs are')} given up,"
            " because one of the two comes to stand under the other."
        )
    yield f"{counted(seen.old_addresses, 'address leads', 'addresses lead')} to /tags/{seen.into.slug}/ for good."


def splitting(tag: Tag, form: ActForm) -> Iterator[str]:
    labels = [label for label, _ in checked_parts(tag, [(label, ()) for label in form.cleaned_data["labels"]])]
    above = [tag.name] if form.cleaned_data["as_narrower"] else list(tag.broader.values_list("name", flat=True))
    where = f"under {in_words(above)}" if above else "at the top"
    yield f"{in_words(labels, len(labels))} will stand {where}, in {tag.taxonomy}."
    yield "Articles that you tick move there; one that you tick twice stands under both. All others stay."


def moving(tag: Tag, form: ActForm) -> Iterator[str]:
    under, origin = form.cleaned_data["under"], form.cleaned_data.get("from_")
    refuse_cycle(tag, under)
    parents = [parent.name for parent in tag.broader.order_by("name") if origin in (None, parent)]
    yield f"“{tag}” stands under “{under}”" + (f", and no longer under {in_words(parents)}." if parents else ".")
    yield from followers(tag)


def adding_parent(tag: Tag, form: ActForm) -> Iterator[str]:
    parent = form.cleaned_data["parent"]
    refuse_cycle(tag, parent)
    yield f"“{tag}” stands under “{parent}” too."
    yield from followers(tag)


def removing_parent(tag: Tag, form: ActForm) -> Iterator[str]:
    parent = form.cleaned_data["parent"]
    left = [other.name for other in tag.broader.order_by("name") if other != parent]
    yield f"“{tag}” no longer stands under “{parent}”. " + (
        f"It still stands under {in_words(left)}." if left else "It then stands at the top."
    )
    yield from followers(tag)


def deleting(tag: Tag, _: ActForm) -> Iterator[str]:
    curation.refuse_used(tag)
    yield f"“{tag}” is gone, with its words, and its address says that there is no such page."
    if below := list(tag.narrower.order_by("name").values_list("name", flat=True)):
        yield f"{in_words(below)} no longer {'stands' if len(below) == 1 else 'stand'} under it."
    yield "It can be undone as long as nothing else takes its label or its address."


def followers(tag: Tag) -> Iterator[str]:
    below = tag.paths_down.exclude(depth=0).count()
    if below:
        yield f"{counted(below, 'narrower tag goes', 'narrower tags go')} with it."


ACTS: Final = {
    act.name: act
    for act in (
        TagAct("rename", "Rename", "The old label becomes a synonym.", RenameForm, renaming, curation.rename),
        TagAct(
            "merge", "Merge", "Two tags for one thing become one.", MergeForm, merging, curation.merge, is_drastic=True
        ),
        TagAct(
            "split", "Split", "A tag that holds too much becomes several.", SplitForm, splitting, curation.split
        ),
        TagAct(
            "move", "Move", "It stands under another tag, with all that stands under it.", MoveForm, moving,
            curation.move,
        ),
        TagAct(
            "add-parent", "Add parent", "It stands under one more tag; its articles are found there too.",
            AddParentForm, adding_parent, curation.add_parent,
        ),
        TagAct(
            "remove-parent", "Remove parent", "It no longer stands under one of its broader tags.", RemoveParentForm,
            removing_parent, curation.remove_parent,
        ),
        TagAct(
            "deprecate", "Deprecate", "It goes out of use, and another tag takes its place.", DeprecateForm,
            deprecating, curation.deprecate, is_drastic=True,
        ),
        TagAct(
            "delete", "Delete", "For a tag that no article needs.", ActForm, deleting, curation.delete_tag,
            is_drastic=True,
        ),
    )
}  # fmt: skip


def acts_for(tag: Tag) -> list[TagAct]:
    """What can be done with the tag as it stands."""
    if tag.is_deprecated:
        return []
    without = set() if tag.broader.exists() else {"remove-parent"}
    return [act for name, act in ACTS.items() if name not in without]
