"""What is answered, in types: the OpenAPI document is made of these. The words are for who reads that document."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema


class NamedTopic(Schema):
    slug: str = Field(examples=["a-topic"])
    name: str
    taxonomy: str = Field(description="Slug of its taxonomy.")


class Notice(Schema):
    """What became of a paper after it came out."""

    kind: str = Field(description="`retraction`, `expression-of-concern` or `correction`.")
    dated: date | None
    url: str = Field(description="Where it stands, if anybody said so.")
    reasons: list[str]


class Reference(Schema):
    """A bibliographic record. `csl` is all of it, as CSL-JSON 1.0.2."""

    key: str = Field(examples=["smith2015"])
    type: str
    title: str
    authors: str = Field(description="Family names and initials, in order.")
    container_title: str
    year: int | None
    doi: str
    pmid: str
    url: str = Field(description="Where the work is found; empty where nobody knows.")
    citation_html: str = Field(description="Formatted in the style of this site.")
    notices: list[Notice] = Field(description="Those in force, the gravest first; `csl` tells of them, too.")
    csl: dict[str, Any]


class Paper(Schema):
    """What a paper summary is about, in short: its whole record is at `/references/{key}`."""

    key: str
    title: str
    authors: str
    container_title: str
    year: int | None
    doi: str
    pmid: str
    url: str
    notices: list[Notice]


class ArticleRow(Schema):
    """The public part of an article, as lists have it. `fields` leaves out all but `slug`, `url` and what it names."""

    slug: str = Field(examples=["an-article"])
    url: str = Field(description="Its page, for people.")
    kind: str = Field(description="`overview` or `paper-summary`.")
    title: str
    standfirst: str
    byline: str
    access: str = Field(description="`members`: its full post is for members. `open`: everybody reads it.")
    has_full_post: bool
    first_published: datetime | None
    last_updated: datetime | None = Field(description="Of what it says. Maintenance does not move it.")
    change_note: str = Field(description="What changed last, in a line; often empty.")
    summary_minutes: int = Field(description="Reading time.")
    full_minutes: int
    sections: list[str] = Field(description="Headings of the full post.")
    categories: list[NamedTopic]
    tags: list[NamedTopic] = Field(description="In the editor's order.")
    paper: Paper | None


class Fact(Schema):
    """A fact at a glance: an answer with its detail, or a level with the reason for it."""

    key: str
    label: str
    answer: str
    detail: str


class Image(Schema):
    url: str = Field(description="Of a drawing, or the smallest rendition of a photograph.")
    alt: str
    credit: str
    caption_html: str


class Cited(Schema):
    number: int
    key: str
    citation_html: str
    doi: str
    url: str
    notices: list[Notice]


class RelatedTo(Schema):
    slug: str
    title: str
    how: str
    reason: str


class WholeArticle(ArticleRow):
    """One article. `full_post_html` is null unless it is open, or the token has the scope `read:full`."""

    key_points: list[str]
    at_a_glance: list[Fact]
    image: Image | None
    summary_html: str = Field(description="Sanitised HTML; links without a host lead to this site.")
    references: list[Cited] = Field(description="Those that the text which you may read cites, by number.")
    related: list[RelatedTo]
    full_post_html: str | None


class ArticlePage(Schema):
    items: list[ArticleRow]
    next: str | None = Field(description="Address of the next page; null on the last.")
    count: int = Field(description="Of the whole list.")


class TopicRow(NamedTopic):
    url: str = Field(description="Its page, for people.")
    synonyms: list[str]
    scope_note: str
    identity: str = Field(description="Its URI: no renaming changes it.")
    articles: int = Field(description="How many are filed under it or below it, each once, that you can see.")


class Match(Schema):
    relation: str = Field(description="As SKOS calls it: `exactMatch`.")
    scheme: str
    identifier: str
    name: str


class Topic(TopicRow):
    broader: list[NamedTopic]
    narrower: list[NamedTopic]
    related: list[NamedTopic]
    matches: list[Match]


class TopicPage(Schema):
    items: list[TopicRow]
    next: str | None
    count: int


class TaxonomyRow(Schema):
    slug: str
    name: str
    description: str
    is_category: bool
    topics: int


class TaxonomyPage(Schema):
    items: list[TaxonomyRow]
    next: str | None


class ListRow(Schema):
    slug: str
    url: str
    title: str
    standfirst: str
    first_published: datetime | None
    articles: int = Field(description="How many it holds that you can see, each once.")


class ListPage(Schema):
    items: list[ListRow]
    next: str | None


class ListItem(Schema):
    number: int
    slug: str
    url: str
    title: str
    reason: str


class ListSection(Schema):
    title: str
    intro: str
    items: list[ListItem]


class ReadingList(ListRow):
    sections: list[ListSection]


class ReferencePage(Schema):
    items: list[Reference]
    next: str | None


class SearchPage(ArticlePage):
    query: str
    corrected: str = Field(description="What was answered instead, where nothing holds the words as they were typed.")
    is_partial: bool = Field(description="Nothing holds all words: these hold most of them.")
    topics: list[NamedTopic] = Field(description="Topics that the words mean.")
