"""What is told of the notices about the papers of an article: a band on its page, a mark beside its title."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from articles.models import Article, Citation, NoticeAnswer
from bibliography.models import Reference, Standing
from bibliography.notices.told import CITES, MARKS, Told, told_of

TOLD_FROM: Final = ("paper_id", "paper__standing", "paper__told_notices")  # columns that say what is told elsewhere
WARNED_OF: Final = (Standing.DOUBTED, Standing.RETRACTED)  # in titles elsewhere; a correction is told of in its place


@dataclass(frozen=True)
class NoticeMark:
    """`shape`: the icon that stands before the words."""

    words: str
    shape: str


@dataclass(frozen=True)
class NoticeBand:
    """`of_paper`: what became of the paper that it is about. `cited`: citations with what became of theirs, the gravest
    first. `remarks`: what editors answered to that, for readers.
    """

    of_paper: Sequence[Told]
    cited: Sequence[tuple[Citation, Told]]
    remarks: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.of_paper or self.cited)


def band_of(article: Article, citations: Iterable[Citation]) -> NoticeBand:
    """`citations`: those that its reader sees. No query where there is no notice, else one."""
    citations, of_paper = list(citations), told_of(article.paper) if article.paper else []
    cited = [
        (citation, told)
        for citation in citations
        if citation.reference_id != article.paper_id
        for told in told_of(citation.reference)[:1]
        if told.standing in WARNED_OF
    ]
    cited.sort(key=lambda pair: -pair[1].standing)
    seen = {article.paper_id, *(citation.reference_id for citation in citations)}
    return NoticeBand(of_paper, cited, remarks_on(article, seen) if of_paper or cited else [])


def remarks_on(article: Article, seen: Iterable[int | None]) -> list[str]:
    """Of answers to what still counts, about references that its reader sees: `seen`, by their keys."""
    about = NoticeAnswer.objects.filter(article=article.pk, notice__counts=True, notice__reference__in=seen)
    said = about.exclude(remark="")
    return list(dict.fromkeys(said.order_by("at", "pk").values_list("remark", flat=True)))


def notice_mark(article: Article, in_summary: Iterable[Citation]) -> NoticeMark | None:
    """Beside its title: its own paper's, else that its public part cites one that was retracted or is doubted."""
    if article.paper and article.paper.standing:
        return NoticeMark(MARKS[Standing(article.paper.standing)], shape_of(article.paper))
    noticed = [citation.reference for citation in in_summary if citation.reference.standing in WARNED_OF]
    if not noticed:
        return None
    gravest = max(noticed, key=lambda reference: reference.standing or 0)
    return NoticeMark(CITES[standing_of(gravest)], shape_of(gravest))


def standing_of(reference: Reference) -> Standing:
    """Of one with a notice."""
    return Standing(reference.standing or Standing.CORRECTED)


def shape_of(reference: Reference) -> str:
    return standing_of(reference).name.lower()


def title_elsewhere(article: Article) -> str:
    """In a feed or a mail, where no mark can stand beside it."""
    warning = warning_of(article)
    return f"{warning}: {article.title}" if warning else article.title


def warning_of(article: Article) -> str:
    """The words of a mark, where its paper was retracted or is doubted."""
    standing = article.paper.standing if article.paper else None
    return MARKS[Standing(standing)] if standing in WARNED_OF else ""


def standfirst_elsewhere(article: Article) -> str:
    said = [f"The paper {told.happened}." for told in told_of(article.paper)] if article.paper else []
    return " ".join([*said, article.standfirst])
