"""One article against many others: what that needs, and the pairs that come of it."""

from collections.abc import Collection
from dataclasses import dataclass

from articles.related.candidates import MOST, Source, Stored, candidates
from articles.related.scoring import Pairs, scored
from articles.related.tfidf import Frequencies, current_tag_weights
from articles.related.vector_cache import Library, Subject, subject_of


@dataclass(frozen=True)
class Setting:
    """What comparing needs besides the articles: weights, the vectors of others, where likely ones are found, and how
    many of them to look at.
    """

    known: Frequencies
    library: Library
    source: Source
    most: int = MOST


def setting_of(known: Frequencies, *, source: Source | None = None, most: int = MOST) -> Setting:
    """As articles are filed now. One query."""
    return Setting(known, Library(current_tag_weights()), source or Stored(), most)


def candidates_of(subject: Subject, setting: Setting) -> list[int]:
    return candidates(subject, setting.library.tag_weights, setting.source, setting.most)


def subject_for(article: int, setting: Setting) -> Subject | None:
    """The article ready to be compared, or None: it is not published, or a rebuild has still to weigh its words."""
    volumes = setting.library.volumes([article])
    rows = volumes.rows_of([article])
    return subject_of(volumes, int(rows[0]), setting.known, setting.library) if len(rows) else None


def compared(subject: Subject, others: Collection[int], setting: Setting) -> Pairs:
    """The pairs of the subject with each of these that has a vector."""
    volumes = setting.library.volumes(others)
    return scored(subject, volumes, volumes.rows_of(others))
