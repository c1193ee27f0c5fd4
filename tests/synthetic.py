"""Many articles at once, made in bulk: tags by Zipf's law, years, kinds and dates in any order.

For properties and benchmarks. The rows are those that the acts would have written; `rebuild` makes the bitmaps.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any, Final

from articles.bitmaps.reindex import rebuild
from articles.models import Article, CategorisedArticle, FullPost, TaggedArticle
from bibliography.models import Reference
from tags.hierarchy import write_paths
from tags.models import Broader, Tag, Taxonomy
from tests.factories import make_taxonomy

SLUGS: Final = (
    "disorder", "brain-region", "circuit", "therapy", "method", "neurotransmitter", "process", "evidence", "outcome",
    "context",
)  # fmt: skip
SHARES: Final = (30, 20, 12, 8, 8, 6, 6, 4, 4, 2)  # of the tags, in hundredths
PAPERS: Final = 400
BEGIN: Final = datetime(2020, 1, 1, tzinfo=UTC)
AT_ONCE: Final = 2000


@dataclass(frozen=True)
class Vocabulary:
    """The tags of the facets in the order of their popularity, the top one of the first facet, and the categories."""

    tags: Sequence[Tag]
    top: Tag
    categories: Sequence[Tag]


def make_vocabulary(size: int = 60, *, seed: int = 1) -> Vocabulary:
    """`size` tags in ten taxonomies; below the first of each every tag has one parent or two among those before it."""
    chance = random.Random(seed)
    category = make_taxonomy("category", name="Category", is_category=True, position=0)
    categories = bulk_tags(category, 4)
    everything: list[Tag] = []
    tops: list[Tag] = []
    links: list[Broader] = []
    for place, (slug, share) in enumerate(zip(SLUGS, SHARES, strict=True), 1):
        tags = bulk_tags(make_taxonomy(slug, position=place), max(2, size * share // 100))
        tops.append(tags[0])
        everything += tags
        for number, tag in enumerate(tags[1:], 1):
            parents = chance.sample(tags[:number], min(number, chance.choice((1, 1, 1, 2))))
            links += [Broader(narrower_tag=tag, broader_tag=parent) for parent in parents]
    Broader.objects.bulk_create(links, batch_size=AT_ONCE)
    write_paths()
    chance.shuffle(everything)
    return Vocabulary(everything, tops[0], categories)


def bulk_tags(taxonomy: Taxonomy, number: int) -> list[Tag]:
    return Tag.objects.bulk_create(
        Tag(
            name=f"{taxonomy.name} {place}",
            slug=f"{taxonomy.slug}-{place}",
            normal_form=f"{taxonomy.name.lower()} {place}",
            taxonomy=taxonomy,
        )
        for place in range(number)
    )


def add_articles(number: int, vocabulary: Vocabulary, *, seed: int = 1) -> None:
    """So many more articles, published at different times, a few at times to come, withdrawn or without a date."""
    chance = random.Random(seed)
    papers = papers_of_all_years()
    first = Article.objects.count()
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(vocabulary.tags))))
    for start in range(0, number, AT_ONCE):
        rows = Article.objects.bulk_create(
            article_of(first + place, chance, papers) for place in range(start, min(start + AT_ONCE, number))
        )
        FullPost.objects.bulk_create(FullPost(article=row, html="<p>Long.</p>" * 40) for row in rows)
        TaggedArticle.objects.bulk_create(
            (
                TaggedArticle(content_object=row, tag=tag)
                for row in rows
                for tag in dict.fromkeys(chance.choices(vocabulary.tags, cum_weights=weights, k=chance.randint(3, 10)))
            ),
            batch_size=AT_ONCE,
        )
        CategorisedArticle.objects.bulk_create(
            CategorisedArticle(content_object=row, tag=chance.choice(vocabulary.categories)) for row in rows
        )
    rebuild()


def papers_of_all_years() -> list[Reference]:
    if not Reference.objects.exists():
        Reference.objects.bulk_create(
            Reference(
                key=f"paper-{place}",
                csl={"id": f"paper-{place}", "type": "article-journal", "title": f"A study of {place} people"},
                title=f"A study of {place} people",
                authors="Furmark, T., Tillfors, M.",
                container_title="Archives of General Psychiatry",
                year=1990 + place % 36,
            )
            for place in range(PAPERS)
        )
    return list(Reference.objects.order_by("pk"))


def article_of(place: int, chance: random.Random, papers: Sequence[Reference]) -> Article:
    """One article of the many; every twentieth is scheduled, withdrawn or a draft."""
    is_summary = chance.random() < 0.8
    moment = BEGIN + timedelta(minutes=chance.randrange(3_000_000))
    state = chance.choices(("published", "scheduled", "withdrawn", "draft"), (95, 1, 2, 2))[0]
    dates: dict[str, dict[str, Any]] = {
        "published": {"publish_at": moment},
        "scheduled": {"publish_at": moment + timedelta(days=20_000)},
        "withdrawn": {"publish_at": moment, "withdrawn_at": moment + timedelta(days=1), "withdrawal_reason": "error"},
        "draft": {},
    }
    return Article(
        kind="paper-summary" if is_summary else "overview",
        paper=chance.choice(papers) if is_summary else None,
        slug=f"article-{place}",
        title=f"A quieter amygdala in study {place}",
        standfirst="Two scans, nine weeks apart, and what changed between them. " * 2,
        key_points=["The amygdala answered less after therapy."] * 4,
        summary_html="<p>A small trial scanned people before and after therapy.</p>" * 20,
        summary_words=260,
        full_words=1200,
        access="open" if chance.random() < 0.1 else "members",
        status="published" if state == "scheduled" else state,
        first_published_at=dates[state].get("publish_at"),
        **dates[state],
    )
