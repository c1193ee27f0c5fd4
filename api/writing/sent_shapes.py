"""What may be sent, in types, and what is answered to it. Names that are not known are refused, not left out."""

from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict

from api.describing.lengths import LONGEST_TEXT, MOST_RECORDS, MOST_ROWS
from api.reading.shapes import NamedTopic
from articles.models import RelatedArticle
from articles.status import Access, Kind
from members.characters import UNSTORABLE


def storable(text: str) -> str:
    if UNSTORABLE.search(text):
        raise ValueError("it holds a NUL or half a character, which no database keeps")
    return text


Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(storable)]
Line = Annotated[str, Field(max_length=2000), AfterValidator(storable)]
Name = Annotated[str, Field(max_length=300), AfterValidator(storable)]


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class SentFact(Strict):
    """Of a fact `answer` and `detail`; of the one that is a level `level` and `reason`."""

    answer: Line = ""
    detail: Line = ""
    level: Line = ""
    reason: Line = ""


class SentRelated(Strict):
    slug: Name = Field(description="Of an article that you can see.")
    relation: RelatedArticle.Relation
    reason: Line


class SentDraft(Strict):
    """Only what is sent changes. Texts are Markdown as the desk has it: `[@key]` cites a reference."""

    slug: Name | None = Field(None, description="Empty: made of the title when it is published.")
    title: Line | None = None
    standfirst: Line | None = None
    key_points: list[Line] | None = Field(None, max_length=MOST_ROWS)
    at_a_glance: dict[Name, SentFact] | None = Field(None, description="By the keys of this site's facts.")
    paper: Name | None = Field(None, description="Key of the reference that it is about; empty for none.")
    image: Name | None = Field(None, description="Name of an image; empty for none.")
    image_caption: Line | None = None
    access: Access | None = None
    byline: Line | None = None
    categories: list[Name] | None = Field(None, max_length=MOST_ROWS, description="Slugs of topics.")
    tags: list[Name] | None = Field(None, max_length=MOST_ROWS, description="Slugs of topics.")
    related: list[SentRelated] | None = Field(None, max_length=MOST_ROWS)
    references: list[Name] | None = Field(None, max_length=MOST_ROWS, description="Keys of references.")
    summary: Text | None = None
    full_post: Text | None = None


class NewDraft(SentDraft):
    kind: Kind = Kind.PAPER_SUMMARY


class DraftRow(Schema):
    id: int
    url: str = Field(description="At the desk, for people.")
    revision: int
    title: str
    kind: str
    status: str = Field(description="Of what readers see.")
    stage: str = Field(description="`draft`, `in_review` or `approved`.")
    is_changed: bool = Field(description="Whether it holds what readers do not see.")


class DraftPage(Schema):
    items: list[DraftRow]
    next: str | None


class KeptRelated(Schema):
    slug: str
    relation: str
    reason: str


class Draft(DraftRow):
    """What editors work on, whole."""

    slug: str
    standfirst: str
    key_points: list[str]
    at_a_glance: dict[str, Any]
    paper: str | None
    image: str | None
    image_caption: str
    access: str
    byline: str
    categories: list[NamedTopic]
    tags: list[NamedTopic]
    related: list[KeptRelated]
    references: list[str]
    summary: str
    full_post: str
    blocking: list[str] = Field(description="What keeps it from being published.")


class Publication(Strict):
    change_note: Annotated[str, Field(max_length=200), AfterValidator(storable)] = Field(
        "", description="What changed, for readers; empty for corrections of spelling."
    )


class SentReferences(Strict):
    """Records in any form that the desk reads, one behind the other."""

    text: Annotated[str, Field(max_length=1_000_000, min_length=1), AfterValidator(storable)] = Field(
        description=f"RIS, BibTeX, PubMed, CSL-JSON, or DOIs and PubMed numbers; {MOST_RECORDS} records at most."
    )
    dry_run: bool = Field(False, description="Only say what would become of them.")


class ImportedRecord(Schema):
    line: int = Field(description="Where it began, from 1.")
    form: str
    became: str = Field(description="`new`, `duplicate` or `problem`.")
    key: str = Field(description="Of the reference; empty where there is none, and of what would be new.")
    problems: list[str]


class ImportedRecords(Schema):
    records: list[ImportedRecord]
    new: int
    duplicates: int
    problems: int


class Filed(Schema):
    slug: str
    tags: list[NamedTopic]
    categories: list[NamedTopic]
