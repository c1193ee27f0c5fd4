"""How a text reads: what is long, hard, or said in letters that nobody explains. All of it is only told."""

from collections.abc import Iterator
from typing import Final

from articles.checks.abbreviations import abbreviations_in, is_spelled_out
from articles.checks.found import PARTS, Found
from articles.checks.manuscript import Manuscript

LONGEST_SUMMARY: Final = 350  # words
LONGEST_SENTENCE: Final = 30
HARD: Final = 50  # LIX: newspapers have about 40, official papers 50 and more
ENOUGH: Final = 60  # words, before a number says anything of how a text reads


def long_summary(manuscript: Manuscript) -> Iterator[Found]:
    if (words := manuscript.summary.words) > LONGEST_SUMMARY:
        message = f"The summary has {words} words."
        yield Found(
            "long-summary", False, "summary", message, f"Keep to {LONGEST_SUMMARY}: move detail to the full post."
        )


def long_sentences(manuscript: Manuscript) -> Iterator[Found]:
    for prose in (*manuscript.public, manuscript.full):
        if prose.field == "title":
            continue
        for sentence in prose.sentences:
            if sentence.words > LONGEST_SENTENCE:
                message = f"A sentence has {sentence.words} words."
                mend = f"Make two of it, or take out what it does not need: {LONGEST_SENTENCE} are enough."
                yield Found("long-sentence", False, prose.field, message, mend, sentence.line, sentence.quote)


def hard_to_read(manuscript: Manuscript) -> Iterator[Found]:
    for prose in (manuscript.summary, manuscript.full):
        if prose.words >= ENOUGH and (lix := round(prose.lix)) > HARD:
            message = f"{PARTS[prose.field]}: hard to read (LIX {lix}; over {HARD} is hard)."
            yield Found("hard-to-read", False, prose.field, message, "Shorten sentences, and choose shorter words.")


def abbreviations_never_spelled_out(manuscript: Manuscript) -> Iterator[Found]:
    """Each once, where it is first used. What visitors read has to be spelled out in what they read.

    A link to the topic that explains it does as well.
    """
    public = " ".join(prose.text for prose in manuscript.public)
    everything = f"{public} {manuscript.full.text}"
    content = manuscript.content
    shown = f"{content.image_caption} {content.summary}"
    in_full = f"{shown} {content.full_post}"
    told: set[str] = set()
    for prose in (*manuscript.public, manuscript.full):
        known, written = (everything, in_full) if prose is manuscript.full else (public, shown)
        for short in abbreviations_in(prose.text):
            if short not in told and not is_spelled_out(short, known) and f"[{short}](tag:" not in written:
                told.add(short)
                line, quote = prose.found(short)
                mend = f"Write it out where it comes first, with {short} in brackets."
                yield Found("abbreviation", False, prose.field, f"“{short}” is never spelled out.", mend, line, quote)
