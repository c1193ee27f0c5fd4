"""Editors and curators who do what comes into their heads, by a seed: everything that may make a page another one."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from django.db.models import F, Q

from articles import publishing
from articles.content import ContentRefused, Link, content_of, render_again, write_content, write_related
from articles.documents.parts import version
from articles.documents.storing import make
from articles.models import Article, Image
from articles.publishing import PublishRefused
from articles.related import pinning
from articles.status import Access
from bibliography.models import Reference
from bibliography.writing import ReferenceRefused, save_reference
from lists import publishing as list_publishing
from lists.models import Item, ReadingList, Section
from members.models import User
from tags import curation
from tags.curation import CurationRefused, UndoRefused
from tags.hierarchy import CycleRefused
from tags.models import CurationAct, Tag
from tests.times import NOW

WHO: Final[dict[str, Any]] = {"by": None, "at": NOW}
REFUSED: Final = (
    CurationRefused, CycleRefused, UndoRefused, PublishRefused, ContentRefused, ReferenceRefused,
)  # fmt: skip
FAR: Final = 1000  # from every position that is taken


class Acting:
    """`done`: how often each kind of act was done. What is refused does not count, and wrote nothing."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.number = 0
        self.done: Counter[str] = Counter()

    def act(self, kind: "Callable[[Acting], object] | None" = None) -> bool:
        """One act, of a random kind unless one is named; every document is right before, so that it can be outdated."""
        kind = kind or self.dice.choice(KINDS)
        make_what_is_outdated()
        self.number += 1
        try:
            kind(self)
        except REFUSED:
            return False
        self.done[kind.__name__] += 1
        return True

    def some(self, rows: Any, most: int = 1) -> list[Any]:
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        chosen = self.dice.sample(keys, min(len(keys), most))
        return [rows.model._base_manager.get(pk=key) for key in chosen]

    def article(self) -> Article:
        return self.some(Article.objects)[0]  # type: ignore[no-any-return]

    def tag(self) -> Tag:
        return self.some(Tag.objects)[0]  # type: ignore[no-any-return]

    def words(self, what: str) -> str:
        return f"{what} {self.number}"


def make_what_is_outdated() -> None:
    current = Q(document__made_at=F("document__stamp"), document__made_with=version())
    for pk in Article.objects.exclude(current).values_list("pk", flat=True):
        make(pk)


# --- Articles -----------------------------------------------------------------------------------------------------


def publish(by: Acting) -> None:
    publishing.publish(by.article(), **WHO)


def withdraw(by: Acting) -> None:
    publishing.withdraw(by.article(), reason=by.dice.choice(Article.WithdrawalReason.values), **WHO)


def return_to_draft(by: Acting) -> None:
    publishing.return_to_draft(by.article(), **WHO)


def write(by: Acting) -> None:
    """One field of an article, as its form saves it."""
    article = by.article()
    content = content_of(article)
    tags, categories = (Tag.objects.filter(taxonomy__is_category=kind, is_deprecated=False) for kind in (False, True))
    changes: list[dict[str, Any]] = [
        {"title": by.words("Title")},
        {"standfirst": by.words("Standfirst")},
        {"summary": f"{content.summary}\n\n{by.words('Words')}."},
        {"full_post": f"{content.full_post}\n\n## {by.words('Heading')}\n\nWords."},
        {"slug": f"address-{by.number}"},
        {"access": by.dice.choice(Access.values)},
        {"byline": by.words("Author")},
        {"key_points": (by.words("Point"),)},
        {"summary": f"{content.summary} [@{by.some(Reference.objects)[0].key}]"},
        {"tags": tuple(tag.name for tag in by.some(tags, 3))},
        {"categories": tuple(tag.name for tag in by.some(categories, 2))},
    ]
    if content.paper:
        changes.append({"paper": by.some(Reference.objects)[0].key})
    write_content(article, replace(content, **by.dice.choice(changes)))


def relate(by: Acting) -> None:
    article, *others = by.some(Article.objects, 3)
    write_related(article, [Link(other.slug, "supports", by.words("Reason")) for other in others])


def choose_suggestions(by: Acting) -> None:
    article, other = by.some(Article.objects, 2)
    by.dice.choice([pinning.pin, pinning.block, pinning.release, pinning.move_up])(article, other)


def correct_a_paper(by: Acting) -> None:
    used = Reference.objects.filter(Q(summarised_by__isnull=False) | Q(citations__isnull=False)).distinct()
    reference = by.some(used)[0]
    changes: list[dict[str, Any]] = [
        {"title": by.words("Paper")},
        {"issued": {"date-parts": [[by.dice.randint(1990, 2024)]]}},
        {"author": [{"family": by.words("Author"), "given": "A"}]},
        {"container-title": by.words("Journal")},
    ]
    save_reference(reference.key, {**reference.csl, **by.dice.choice(changes)})


def describe_an_image(by: Acting) -> None:
    for image in by.some(Image.objects.filter(decorative=False)):
        image.alt = by.words("Picture")
        image.save()
        render_again(image)


def rename_an_editor(by: Acting) -> None:
    for person in by.some(User.objects.filter(pk__in=Article.objects.values("editor"))):
        person.name = by.words("Editor")
        person.save()


# --- Lists --------------------------------------------------------------------------------------------------------


def reorder_a_list(by: Acting) -> None:
    """Items change places, and one has another reason."""
    for section in by.some(Section.objects):
        items = list(Item.objects.filter(section=section).order_by("position"))
        by.dice.shuffle(items)
        Item.objects.filter(section=section).update(position=F("position") + FAR)
        for position, item in enumerate(items):
            reason = by.words("Reason") if position == 0 else item.reason
            Item.objects.filter(pk=item.pk).update(position=position, reason=reason)


def publish_a_list(by: Acting) -> None:
    for each in by.some(ReadingList.objects):
        by.dice.choice([list_publishing.publish, list_publishing.withdraw, list_publishing.return_to_draft])(
            each, **WHO
        )


# --- The vocabulary -----------------------------------------------------------------------------------------------


def rename(by: Acting) -> None:
    """Among all others: the order of tags may follow their names."""
    label = f"{by.dice.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZ')} label {by.number}"
    curation.rename(by.tag(), label, keep_address=by.dice.random() < 0.3, **WHO)


def merge(by: Acting) -> None:
    tag = by.tag()
    into = by.some(Tag.objects.filter(taxonomy=tag.taxonomy).exclude(pk=tag.pk))
    curation.merge(tag, into=into[0] if into else tag, **WHO)


def split(by: Acting) -> None:
    tag = by.tag()
    held = by.some(Article.objects.filter(Q(tagged_items__tag=tag) | Q(categorised_items__tag=tag)).distinct(), 3)
    parts = [(by.words("Part"), held[:2]), (by.words("Other part"), held[1:])]
    curation.split(tag, into=parts, as_narrower=by.dice.random() < 0.5, **WHO)


def deprecate(by: Acting) -> None:
    tag = by.tag()
    other = by.some(Tag.objects.filter(taxonomy=tag.taxonomy).exclude(pk=tag.pk))
    curation.deprecate(tag, replaced_by=other[0] if other else tag, **WHO)


def move(by: Acting) -> None:
    tag = by.tag()
    for other in by.some(Tag.objects.filter(taxonomy=tag.taxonomy).exclude(pk=tag.pk)):
        if by.dice.random() < 0.3:
            curation.move(tag, under=other, **WHO)
        else:
            by.dice.choice([curation.add_parent, curation.remove_parent])(tag, other, **WHO)


def file(by: Acting) -> None:
    by.dice.choice([curation.tag_articles, curation.untag_articles])(by.some(Article.objects, 4), by.tag(), **WHO)


def undo(by: Acting) -> None:
    """One of the last acts, where nothing that came after stands on it."""
    for act in CurationAct.objects.filter(undone_at=None).order_by("-pk")[by.dice.randint(0, 3) :][:1]:
        curation.undo(act, **WHO)


KINDS: Final[list[Callable[[Acting], None]]] = [
    publish, publish, withdraw, return_to_draft, write, write, write, relate, choose_suggestions, correct_a_paper,
    correct_a_paper, describe_an_image, rename_an_editor, reorder_a_list, publish_a_list, rename, rename, merge, split,
    deprecate, move, file, file, undo, undo,
]  # fmt: skip
"""As often as each is done, roughly; drafts are published more often than pages are taken down."""
