"""What the form of the editor shows: the content of a revision, with what it names looked up for people to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from articles.access import Person
from articles.images.html import smallest_address
from articles.models import Article, Image, RelatedArticle
from articles.revisions.revision_content import RevisionContent
from articles.site.values import CONFIDENCE_LEVELS, LONGEST_ANSWER, LONGEST_DETAIL, Fact, asked_of
from articles.status import Access, Kind
from articles.text.markdown import keys_in
from bibliography.models import Reference
from tags.models import Tag
from tags.text.lengths import longest

LONGEST: Final = {
    "title": longest(Article, "title"),
    "byline": longest(Article, "byline"),
    "slug": longest(Article, "slug"),
    "reason": longest(RelatedArticle, "reason"),
    "answer": LONGEST_ANSWER,
    "detail": LONGEST_DETAIL,
}
LEVELS: Final = [("", "–"), *((level, level.capitalize()) for level in CONFIDENCE_LEVELS)]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class EditorForm:
    """For a template. Each part that names rows costs one query when it is shown."""

    content: RevisionContent
    facts: tuple[Fact, ...]
    user: Person

    kinds = Kind.choices
    accesses = Access.choices
    relations = RelatedArticle.Relation.choices
    levels = LEVELS
    longest = LONGEST

    @property
    def glance(self) -> list[Row]:
        cells = self.content["at_a_glance"]
        return [
            {
                "key": fact.key, "label": fact.label, "help": fact.help, "is_level": fact.is_level,
                "example": fact.example, "kinds": " ".join(fact.kinds), **cells.get(fact.key, {}),
            }
            for fact in self.facts
        ]  # fmt: skip

    @property
    def kinds_with_facts(self) -> str:
        return " ".join(kind for kind in Kind.values if asked_of(kind, self.facts))

    @cached_property
    def categories(self) -> list[Row]:
        chosen = {tag["id"] for tag in self.content["categories"]}
        return [
            {"id": tag.pk, "label": tag.name, "is_chosen": tag.pk in chosen} for tag in Tag.objects.live_categories()
        ]

    @cached_property
    def tags(self) -> list[Row]:
        """In the editor's order, by their names of today."""
        named = self.content["tags"]
        stored = Tag.objects.select_related("taxonomy").in_bulk([tag["id"] for tag in named])
        return [shown_tag(tag["id"], tag["label"], stored.get(tag["id"])) for tag in named]

    @cached_property
    def related(self) -> list[Row]:
        links = self.content["related"]
        stored = Article.objects.in_bulk([link["id"] for link in links])
        return [
            {**link, "number": number, "state": stored[link["id"]].state if link["id"] in stored else "gone"}
            for number, link in enumerate(links)
        ]

    @cached_property
    def records(self) -> dict[str, Reference]:
        """All references that are named, by key."""
        named = [*self.content["references"], *([self.content["paper"]] if self.content["paper"] else [])]
        return Reference.objects.named_by(named)

    @cached_property
    def references(self) -> list[Row]:
        texts = (self.content["image_caption"], self.content["summary"], self.content["full_post"])
        cited = {key for text in texts for key in keys_in(text)}
        return [{**shown_reference(key, self.records), "is_cited": key in cited} for key in self.content["references"]]

    @property
    def paper(self) -> Row | None:
        return shown_reference(self.content["paper"], self.records) if self.content["paper"] else None

    @cached_property
    def image(self) -> Row | None:
        name = self.content["image"]
        image = Image.objects.filter(name=name).prefetch_related("renditions").first() if name else None
        if image is None:
            return {"name": name, "is_gone": True} if name else None
        return {
            "name": name, "url": smallest_address(image), "alt": image.alt, "credit": image.credit,
            "decorative": image.decorative,
        }  # fmt: skip


def shown_tag(pk: int, label: str, tag: Tag | None) -> Row:
    if tag is None:
        return {"id": pk, "label": label, "taxonomy": "", "look": "", "scope_note": "", "is_gone": True}
    return {
        "id": pk, "label": tag.name, "taxonomy": tag.taxonomy.name, "look": tag.taxonomy.slug,
        "scope_note": tag.scope_note, "is_gone": False,
    }  # fmt: skip


def shown_reference(key: str, records: Mapping[str, Reference]) -> Row:
    record = records.get(key)
    if record is None:
        return {"key": key, "title": key, "authors": "", "year": None, "is_gone": True}
    return {"key": key, "title": record.title, "authors": record.authors, "year": record.year, "is_gone": False}
