"""Tags in the shape of MeSH: several taxonomies, each a few trees up to seven deep, and some tags under two others.

Which tag stands where follows from its number alone, so a bigger vocabulary begins with the smaller one.
"""

import random
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction

from collection.synthesis.bulk_rows import count_on
from collection.synthesis.names import PREFIX, tag_slug
from collection.synthesis.words import Speech, chance_for, written
from tags.hierarchy import write_paths
from tags.models import Broader, RelatedTag, Tag, TagLabel, Taxonomy, take_write_lock
from tags.skos.concepts import identity_from
from tags.text.normal_form import normal_form

FEWEST, MOST = 40, 10_000
ARTICLES_A_TAG: Final = 10
CATEGORIES: Final = 8
# Taxonomies with their shares: of every twenty tags one belongs to each time that it is named.
SHARES: Final = {
    "subject": 6, "place": 4, "process": 3, "measure": 2, "approach": 2, "group": 1, "outcome": 1, "context": 1,
}  # fmt: skip
TURNS: Final = [name for turn in range(max(SHARES.values())) for name, share in SHARES.items() if turn < share]
AT_THE_TOP: Final = 4  # of each taxonomy
TWO_PARENTS: Final = 0.15
SYNONYMS: Final = 0.3
RELATED: Final = 0.1
AT_ONCE: Final = 1000


def size_for(articles: int) -> int:
    """How many tags a collection of so many articles has, its categories left out."""
    return min(MOST, max(FEWEST, articles // ARTICLES_A_TAG))


@dataclass
class Planned:
    """A tag by its number, from which its primary key follows, with the numbers of those right above it."""

    number: int
    taxonomy: str
    parents: list[int]
    above: frozenset[int]  # all of them, and itself
    word: str
    chance: random.Random = field(repr=False)

    @property
    def pk(self) -> int:
        return CATEGORIES + self.number

    @property
    def label(self) -> str:
        return f"{written([self.word])} {self.number}"


def planned(size: int, speech: Speech, seed: int) -> list[Planned]:
    """So many tags, numbered from 1."""
    found: list[Planned] = []
    of_taxonomy: dict[str, list[Planned]] = {name: [] for name in SHARES}
    for number in range(1, size + 1):
        chance = chance_for(f"{seed} tag {number}")
        taxonomy = TURNS[number % len(TURNS)]
        earlier = of_taxonomy[taxonomy]
        parents = parents_of(len(earlier), earlier, chance)
        above = frozenset({number}.union(*(parent.above for parent in parents)))
        word = speech.words[chance.randrange(len(speech.words) // 20, len(speech.words))]
        found.append(Planned(number, taxonomy, [parent.number for parent in parents], above, word, chance))
        earlier.append(found[-1])
    return found


def parents_of(place: int, earlier: list[Planned], chance: random.Random) -> list[Planned]:
    """One or two of the same taxonomy, of which none stands above the other; none at the top."""
    if place < AT_THE_TOP:
        return []
    lowest, highest = place // 12, place * 3 // 10
    first = earlier[chance.randint(lowest, highest)]
    second = earlier[chance.randint(lowest, highest)]
    is_apart = first.number not in second.above and second.number not in first.above
    return [first, second] if is_apart and chance.random() < TWO_PARENTS else [first]


@transaction.atomic
def write_vocabulary(tags: list[Planned], speech: Speech, seed: int) -> None:
    """Write those that are not there yet."""
    take_write_lock()
    taxonomies = {name: taxonomy_of(name, place) for place, name in enumerate(SHARES, 1)}
    first = Tag.objects.filter(pk__gt=CATEGORIES).count()
    if first == 0:
        write_categories(speech, seed)
    new = tags[first:]
    if not new:
        return
    rows = [
        tag_row(tag.pk, tag.label, tag_slug(tag.number), taxonomies[tag.taxonomy], note(tag.chance, speech))
        for tag in new
    ]
    Tag.objects.bulk_create(rows, batch_size=AT_ONCE)
    TagLabel.objects.bulk_create(synonyms_of(new, speech), batch_size=AT_ONCE)
    Broader.objects.bulk_create(
        (Broader(narrower_tag_id=tag.pk, broader_tag_id=CATEGORIES + above) for tag in new for above in tag.parents),
        batch_size=AT_ONCE,
    )
    RelatedTag.objects.bulk_create(related_to(new), batch_size=AT_ONCE)
    count_on(Tag)
    write_paths()


def taxonomy_of(name: str, position: int, *, is_category: bool = False) -> Taxonomy:
    title = f"Synthetic {name.replace('-', ' ')}"
    values = {"name": title, "position": position, "is_category": is_category}
    return Taxonomy.objects.get_or_create(slug=f"{PREFIX}{name}", defaults=values)[0]


def write_categories(speech: Speech, seed: int) -> None:
    category = taxonomy_of("category", 0, is_category=True)
    chance = chance_for(f"{seed} categories")
    Tag.objects.bulk_create(
        tag_row(pk, f"{written(speech.some(chance, 1))} {'ABCDEFGH'[pk - 1]}", f"{PREFIX}category-{pk}", category,
                note(chance, speech))
        for pk in range(1, CATEGORIES + 1)
    )  # fmt: skip


def tag_row(pk: int, label: str, slug: str, taxonomy: Taxonomy, scope_note: str) -> Tag:
    return Tag(
        pk=pk,
        name=label,
        normal_form=normal_form(label),
        slug=slug,
        identity=identity_from(slug),
        taxonomy=taxonomy,
        scope_note=scope_note,
    )


def note(chance: random.Random, speech: Speech) -> str:
    return f"Synthetic: {written(speech.sentence(chance))}."


def synonyms_of(tags: list[Planned], speech: Speech) -> list[TagLabel]:
    labels = []
    for tag in tags:
        if tag.chance.random() < SYNONYMS:
            label = f"{written(speech.some(tag.chance, 2))} {tag.number}"
            labels.append(TagLabel(tag_id=tag.pk, name=label, normal_form=normal_form(label)))
    return labels


def related_to(tags: list[Planned]) -> list[RelatedTag]:
    """Pairs with a neighbour by number in another taxonomy, where neither can stand above the other."""
    return [
        RelatedTag(one_id=tag.pk - 1, other_id=tag.pk)
        for tag in tags
        if tag.number > 1 and TURNS[(tag.number - 1) % len(TURNS)] != tag.taxonomy and tag.chance.random() < RELATED
    ]
