"""One article against many others: what that needs, and the pairs that come of it."""

from collections.abc import Collection
from dataclasses import dataclass

from articles.related.candidates import MOST, Source, Stored, candidates
from articles.related.scoring import Scored, scored
from articles.related.tfidf import Frequencies, TagWeights
from articles.related.vector_cache import Library, Subject, subject_of


@dataclass(frozen=True)
class Setting:
    """What comparing needs besides the articles: weights, the vectors of others, where likely ones are found, and how
    many of them to look at.
    """

    known: Frequencies
    tag_weights: TagWeights
    library: Library
    source: Source
    most: int = MOST


def setting_of(
    known: Frequencies, library: Library | None = None, *, source: Source | None = None, most: int = MOST
) -> Setting:
    library = library or Library()
    return Setting(known, library.tag_weights(), library, source or Stored(), most)


def candidates_of(subject: Subject, setting: Setting) -> list[int]:
    return candidates(subject, setting.tag_weights, setting.source, setting.most)


def subject_for(article: int, setting: Setting) -> Subject | None:
    """The article ready to be compared, or None: it is not published, or a rebuild has still to weigh its words."""
    volume = setting.library.volumes([article], setting.tag_weights).get(article)
    return subject_of(volume, setting.known, setting.library, setting.tag_weights) if volume else None


def compared(subject: Subject, others: Collection[int], setting: Setting) -> list[Scored]:
    """The pairs of the subject with each of these that has a vector, nearest first."""
    volumes = setting.library.volumes(others, setting.tag_weights)
    return sorted(scored(subject, list(volumes.values())), key=lambda pair: pair.order)
