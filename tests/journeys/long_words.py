"""A small site whose people wrote a word of sixty letters wherever they can write something."""

from dataclasses import replace
from textwrap import indent
from typing import Any, Final

from django.apps import apps
from django.utils import timezone

from articles.models import Article
from articles.site.snapshot import current_site, store
from articles.site.values import LONGEST_LABEL
from articles.status import Status
from bibliography.models import Reference
from lists.models import ReadingList, Section
from members.columns import Cleaned
from members.models import User
from members.roles import ADMINISTRATOR, MEMBER
from tags import curation
from tags.models import Tag, TagMatch, TagNotation, TagNote, Taxonomy, TaxonomyMap
from tests import factories
from tests.journeys.long_desk import work_at_the_desk
from tests.journeys.long_library import keep_in_library
from tests.journeys.long_references import notices_and_merges, programs
from tests.times import NOW

LETTERS: Final = 60


def long(beginning: str, letters: int = LETTERS) -> str:
    """One word of so many letters, wide ones behind its beginning."""
    return beginning.ljust(letters, "m")


def address(end: str) -> str:
    return f"https://example.org/{long(end)}"


TABLE: Final = f"""| {long("head")} | Before | {long("after")} | {long("later")} |
|---|--:|--:|--:|
| {long("cell")} | 12.5 | 4.25 | {long("figure")} |
"""
SUMMARY: Final = f"""{long("summary")} [@{{one}}] {address("linked")}[^size]

## {long("heading")}

- {long("item")} [@{{two}}]

[^size]: {long("note")} {address("noted")}
"""
FULL_POST: Final = f"""## {long("first")}

{long("full")} **{long("bold")}** `{long("code")}` [{long("read")}]({address("path")})

{TABLE}
- {long("entry")}

{indent(TABLE, "  ")}
  1. {long("step")}

> {long("quoted")}
>
{indent(TABLE, "> ")}

    {long("programme")}

![{long("caption")}](image:{{drawing}})

![{long("shown")}](image:{{photograph}})

### {long("lower")}

{long("text")}[^one] [@{{three}}]

[^one]: {long("margin")}
"""
GLANCE: Final = {
    **{
        fact: {"answer": long(fact), "detail": long(f"{fact}detail")}
        for fact in ("design", "people", "therapy", "brain_measure", "main_result")
    },
    "confidence": {"level": "very low", "reason": long("confidence")},
}


class LongWords:
    """What stands on the site: its `people`, and the addresses of what they made, for `str.format`."""

    people: dict[str, User]
    names: dict[str, Any]

    def __init__(self) -> None:
        self.people = {
            role: factories.make_user(role, name=long(role), email=f"{long(role)}@{long('host')}.example.org")
            for role in (MEMBER, ADMINISTRATOR)
        }
        self.describe_the_site()
        tags = self.topics()
        summary, others = self.articles(tags)
        reading_list = self.reading_list([summary, *others])
        kept = keep_in_library(summary, long("kept"), self.people[MEMBER])
        act = curation.rename(tags[-1], long("renamed"), by=self.people[ADMINISTRATOR], at=timezone.now())
        self.names = {
            "slug": summary.slug, "list": reading_list.slug, "tag": tags[0].slug,
            "article": summary.pk, "draft": others[-1].pk, "in_list": reading_list.pk,
            "unused": factories.make_tag(long("unused"), tags[0].taxonomy).pk, "uncited": self.reference(9).pk,
            "topic": tags[0].pk, "image": summary.image_id,
            **kept, "reference": summary.paper_id, "member": self.people[MEMBER].pk, "act": act.pk,
            **work_at_the_desk(summary, long("written"), self.people[ADMINISTRATOR]),
            **notices_and_merges(
                summary, self.reference(7), self.reference(8), long("noticed"), self.people[ADMINISTRATOR]
            ),
            **programs(long("program"), self.people[ADMINISTRATOR]),
            "label": long("spelled"), "other": tags[1].name, "category": summary.category_list[0].slug,
        }  # fmt: skip

    def describe_the_site(self) -> None:
        site = current_site()
        facts = tuple(
            replace(fact, label=long(fact.key, LONGEST_LABEL), help=long(f"{fact.key}help")) for fact in site.facts
        )
        words = {word: long(word.replace("_", "")) for word in site.says}
        designs = tuple(
            replace(sign, name=long(sign.shape, LONGEST_LABEL), means=long(f"{sign.shape}means"))
            for sign in site.evidence.designs
        )
        said: dict[str, Any] = {
            "name": long("Site"),
            "tagline": long("tag"),
            "description": long("all"),
            "home": (long("home"),),
            "evidence": replace(site.evidence, designs=designs),
        }
        store(replace(site, words=words, facts=facts, **said))

    def topics(self) -> list[Tag]:
        """In two taxonomies, below and beside each other, with everything else that a tag can have."""
        tags: list[Tag] = []
        for place, slug in enumerate(["disorder", "brain-region"], 1):
            taxonomy = factories.make_taxonomy(slug, name=long(f"taxonomy{place}"), position=place)
            Taxonomy.objects.filter(pk=taxonomy.pk).update(description=long("described"))
            above = factories.make_tag(long(f"above{place}"), taxonomy, scope_note=long("scope"))
            below = factories.make_tag(
                long(f"below{place}"), taxonomy, under=[above], synonyms=[long(f"synonym{place}")], related=tags[-1:]
            )
            tags += [above, below]
        reason = {"tag": tags[2].slug, "reason": long("reason"), "lights": [tags[3].slug]}
        shape = f'<svg viewBox="0 0 9 9"><path id="{tags[3].slug}" d="M1 1h7v7z" /></svg>'
        TaxonomyMap.objects.create(
            taxonomy=taxonomy, svg=shape, alt=long("map"), credit=long("by"), without_shape=[reason]
        )
        for tag in tags:
            TagMatch.objects.create(tag=tag, relation="exactMatch", identifier=long("D"), name=long("match"))
            TagNote.objects.create(tag=tag, kind="note", text=long("noted"))
            TagNotation.objects.create(tag=tag, value=long("notation"))
        return tags

    def articles(self, tags: list[Tag]) -> tuple[Article, list[Article]]:
        """One with everything, and others that stand beside it in lists."""
        photograph = factories.make_image(credit=long("credit"), alt=long("alt"))
        drawing = factories.make_drawing(credit=long("drawn"), alt=long("alt"), label=long("label"))
        drawing.numbers = f"{long('group')} | {long('before')}\n{long('treated')} | {long('less')}"
        drawing.save()
        references = [self.reference(number) for number in range(3)]
        one, two, three = (reference.key for reference in references)
        common: dict[str, Any] = {
            "tags": [*tags, factories.make_tag(long("third"), tags[0].taxonomy)],
            "categories": [factories.make_category(long("category")), factories.make_category(long("classed"))],
            "standfirst": long("standfirst"),
            "key_points": (f"{long('point')} [low]", address("point")),
            "byline": long("byline"),
            "summary": SUMMARY.format(one=one, two=two),
            "full_post": FULL_POST.format(two=two, three=three, photograph=photograph.name, drawing=drawing.name),
        }
        states = [Status.PUBLISHED, Status.PUBLISHED, Status.WITHDRAWN, Status.DRAFT]
        others = [
            factories.make_article(title=long(f"other{number}"), status=status, image=drawing, **common)
            for number, status in enumerate(states)
        ]
        summary = factories.make_article(
            title=long("title"),
            paper=references[0],
            image=photograph,
            image_caption=long("lead"),
            at_a_glance=GLANCE,
            **common,
        )
        for other in others[:2]:
            factories.relate_articles(summary, other, reason=long("reason"))
        Article.objects.filter(pk=summary.pk).update(change_note=long("changed"), public_updated_at=NOW)
        return summary, others

    def reference(self, number: int) -> Reference:
        csl: dict[str, Any] = {
            "title": long(f"paper{number}"),
            "author": [{"family": long("family"), "given": long("given")}, {"literal": long("group")}],
            "container-title": long("journal"),
            "volume": long("1"),
            "page": long("2"),
            "DOI": f"10.1000/{long(f'doi{number}')}",
        }
        return factories.make_reference(**csl)

    def reading_list(self, articles: list[Article]) -> ReadingList:
        made = factories.make_list(
            title=long("list"),
            standfirst=long("standing"),
            sections={long("section"): articles},
            reasons={article.pk: long("why") for article in articles},
        )
        Section.objects.filter(reading_list=made).update(intro=long("intro"))
        return made


def columns_without_a_long_word() -> list[str]:
    """Of those that people fill and that have room for one: where the world above fails to try something."""
    columns = {
        f"{model._meta.label}.{field.name}": model._default_manager.values_list(field.name, flat=True)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, Cleaned) and field.editable and (field.max_length or LETTERS) >= LONGEST_LABEL
    }
    end = long("")[LONGEST_LABEL:]
    return [place for place, texts in columns.items() if not any(end in str(text) for text in texts)]
