"""Articles by their number: how each is filed, dated and worded, and the rows that publishing would have written.

All of it follows from the number, the seed and the vocabulary, so a run that was stopped goes on as if it had not been.
"""

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from math import log
from typing import Final, NamedTuple

from articles.bitmaps.sort_keys import sort_key_at
from articles.models import Article, Citation, Event, FullPost, FullPostWords, PublicWords
from articles.models.atom_ids import atom_id_of_file
from articles.models.filing import CategorisedArticle, TaggedArticle
from articles.search.index import GAP, key_of_words
from articles.site.values import Fact
from articles.status import Access, Kind, Status
from collection.synthesis.names import article_slug, paper_key
from collection.synthesis.papers import Paper, paper_of
from collection.synthesis.prose import ABSTRACT, WHOLE, Part, Prose, Said, Size
from collection.synthesis.vocabulary import CATEGORIES, Planned
from collection.synthesis.words import Draw, Speech, chance_for, written, zipf_weights
from tags.models.bulk_rows import Row, Table

BEGIN: Final = datetime(2006, 1, 1, tzinfo=UTC)
SPAN: Final = timedelta(days=7300)
YOUNG, OLD = 200, 10_000_000  # articles: the collection grows by the same share in the same time
LONGEST_TEXTS: Final = 100_000  # articles of full length; those beyond are no longer than an abstract
FEWEST_TAGS, MOST_TAGS = 2, 9  # beside one by turns, so that no tag stays empty
STATES: Final = [Status.WITHDRAWN] * 2 + [Status.DRAFT] * 2 + [Status.PUBLISHED] * 96
OPEN: Final = 0.1
SUMMARIES: Final = 0.8  # of papers; the others are overviews
GLANCES: Final = 500  # different ones


def date_of(number: int) -> datetime:
    """Later for each article than for the one before, whatever the size of the collection; always in the past."""
    return BEGIN + SPAN * (log(1 + number / YOUNG) / log(1 + OLD / YOUNG))


class Glance(NamedTuple):
    """Facts at a glance as they are stored, and their cells one after the other."""

    facts: dict[str, dict[str, str]]
    cells: list[str]


class Made(NamedTuple):
    """One article, as values. `tags`, `category` and `cited` are keys and numbers."""

    number: int
    status: Status
    kind: Kind
    access: Access
    at: datetime
    tags: list[Planned]
    category: int
    paper: Paper
    cited: list[int]
    title: str
    standfirst: str
    key_points: list[str]
    glance: Glance
    summary: Part
    full: Part

    @property
    def is_summary(self) -> bool:
        return self.kind == Kind.PAPER_SUMMARY


NO_GLANCE: Final = Glance({}, [])


class Editor:
    """Makes articles. `facts`: those of the site at a glance."""

    def __init__(self, tags: Sequence[Planned], speech: Speech, prose: Prose, facts: Sequence[Fact], seed: int) -> None:
        self.by_turns = tags
        self.tags = chance_for(seed).sample(tags, len(tags))
        self.weights = zipf_weights(len(tags), flatter=3)
        self.speech, self.prose, self.seed = speech, prose, seed
        self.glances = [glance(chance_for(f"{seed} glance {place}"), speech, facts) for place in range(GLANCES)]
        self.chance = random.Random()  # noqa: S311  nothing here is secret

    def article(self, number: int, *, abstracts: bool = False) -> Made:
        """`abstracts`: no text is longer than that."""
        self.chance.seed(self.seed * 1_000_033 + number)
        draw = self.chance.random
        size = ABSTRACT if abstracts or number > LONGEST_TEXTS else WHOLE
        tags = self._tags(number)
        at = date_of(number)
        cited = [number, *self._cited(draw, number, size)]
        about = [self.speech.about(tags[step % len(tags)].word, draw) for step in range(max(len(cited), 3))]
        said = [Said(words, paper_key(one)) for words, one in zip(about, cited, strict=False)]
        points = [f"{self.speech.about(tags[step % len(tags)].word, draw).capitalize()}." for step in range(3)]
        kind = Kind.PAPER_SUMMARY if draw() < SUMMARIES else Kind.OVERVIEW
        return Made(
            number=number,
            status=STATES[int(draw() * len(STATES))],
            kind=kind,
            access=Access.OPEN if draw() < OPEN else Access.MEMBERS,
            at=at,
            tags=tags,
            category=1 + int(draw() * CATEGORIES),
            paper=paper_of(number, self.speech, draw, at.year),
            cited=cited,
            title=f"Synthetic article {number}: {self.speech.phrase(draw)} {self.speech.phrase(draw)}",
            standfirst=f"{about[1].capitalize()}. {about[2].capitalize()}.",
            key_points=points,
            glance=self.glances[int(draw() * GLANCES)] if kind == Kind.PAPER_SUMMARY else NO_GLANCE,
            summary=self.prose.summary(draw, size, said[0]),
            full=self.prose.full_post(draw, size, said[1:]),
        )

    def _tags(self, number: int) -> list[Planned]:
        how_many = self.chance.randint(FEWEST_TAGS, MOST_TAGS)
        chosen = self.chance.choices(self.tags, cum_weights=self.weights, k=how_many)
        turn = self.by_turns[number % len(self.by_turns)]
        return list({tag.number: tag for tag in [*chosen, turn]}.values())

    def _cited(self, draw: Draw, number: int, size: Size) -> list[int]:
        """Other papers; the older ones more often."""
        others = {1 + int((number - 1) * draw() ** 3) for _ in range(min(size.cited, number - 1))} - {number}
        return sorted(others)


def glance(chance: random.Random, speech: Speech, facts: Sequence[Fact]) -> Glance:
    """In the order in which PostgreSQL keeps keys: search reads the cells as they come out of the database."""
    made = {
        fact.key: {"level": "low", "reason": written(speech.some(chance, 4))} if fact.is_level
        else {"answer": written(speech.some(chance, 3)), "detail": written(speech.some(chance, 5))}
        for fact in sorted(facts, key=lambda fact: (len(fact.key), fact.key))
    }  # fmt: skip
    return Glance(made, [cell for fact in made.values() for cell in fact.values()])


ARTICLE: Final = (
    "id", "slug", "kind", "access", "status", "title", "standfirst", "key_points", "at_a_glance", "summary_markdown",
    "summary_html", "summary_words", "outline", "full_words", "paper_id", "byline", "publish_at", "first_published_at",
    "withdrawn_at", "withdrawal_reason", "sort_key", "atom_id", "created_at", "updated_at",
)  # fmt: skip
BYLINE: Final = "A synthetic editor"


class Tables:
    """Where the rows of articles go."""

    def __init__(self) -> None:
        self.articles = Table(Article, *ARTICLE)
        self.full_posts = Table(FullPost, "article_id", "markdown", "html")
        self.tagged = Table(TaggedArticle, "content_object_id", "tag_id")
        self.categorised = Table(CategorisedArticle, "content_object_id", "tag_id")
        self.citations = Table(Citation, "article_id", "reference_id", "position", "in_summary")
        self.events = Table(Event, "article_id", "act", "at")
        self.public_words = Table(PublicWords, "article_id", "title", "title_key", "head", "body", "names")
        self.full_words = Table(FullPostWords, "article_id", "body")

    def write(self, made: Sequence[Made]) -> None:
        """All that belongs to these articles. Their references and tags are there."""
        self.articles.write(map(article_row, made))
        self.full_posts.write((one.number, one.full.markdown, one.full.html) for one in made)
        self.tagged.write((one.number, tag.pk) for one in made for tag in one.tags)
        self.categorised.write((one.number, one.category) for one in made)
        self.citations.write(
            (one.number, cited, place, place == 1) for one in made for place, cited in enumerate(one.cited, 1)
        )
        self.events.write((one.number, Event.Act.PUBLISHED.value, one.at) for one in made if has_date(one))
        found = [(one.number, words_of(one), one.full.words) for one in made if one.status == Status.PUBLISHED]
        self.public_words.write((number, *words) for number, words, _ in found)
        self.full_words.write((number, GAP.join([*words[:1], *words[2:], full])) for number, words, full in found)


def has_date(made: Made) -> bool:
    return made.status != Status.DRAFT


def article_row(made: Made) -> Row:
    at = made.at if has_date(made) else None
    is_withdrawn = made.status == Status.WITHDRAWN
    slug = article_slug(made.number)
    return (
        made.number, slug, made.kind.value, made.access.value, made.status.value, made.title, made.standfirst,
        made.key_points, made.glance.facts, made.summary.markdown, made.summary.html, made.summary.length,
        made.full.outline, made.full.length, made.number if made.is_summary else None, BYLINE, at, at,
        made.at + timedelta(days=1) if is_withdrawn else None,
        Article.WithdrawalReason.OTHER.value if is_withdrawn else "",
        sort_key_at(made.number) if at else None, atom_id_of_file(slug), made.at, made.at,
    )  # fmt: skip


def words_of(made: Made) -> tuple[str, str, str, str, str]:
    """As `articles.search.index.public_words` reads them: title, its key, head, body, names."""
    names = GAP.join(made.paper.names) if made.is_summary else BYLINE.lower()
    title, head = (plain(texts) for texts in ([made.title], [made.standfirst, *made.key_points, *made.glance.cells]))
    return title, key_of_words(title), head, made.summary.words, names


def plain(texts: Iterable[str]) -> str:
    """Words that are spelled as search spells them, without what stands between them."""
    return " ".join(texts).replace(".", "").replace(":", "").lower()


def titles_and_names(made: Iterable[Made]) -> set[str]:
    """The words of which search knows that they are spelled right."""
    return {word for one in made if one.status == Status.PUBLISHED for word in plain([one.title]).split()}
