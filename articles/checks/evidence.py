"""Whether an article says no more than its kind of study can show, and how many it looked at."""

import re
from collections.abc import Iterator
from typing import Final

from articles.checks.found import Found
from articles.checks.manuscript import Manuscript
from articles.status import Kind
from articles.text.markdown import keys_in

# What only a comparison by lot can show. Words that mostly mean less (“effect”, “improved”, “changed”) are not among
# them, nor what a sentence doubts, denies or asks.
CAUSAL: Final = re.compile(
    r"\b(?:caus(?:es|ed|ing)|cause (?!of\b)(?:a|an|the|more|less|this)|(?:leads?|led|leading) to"
    r"|(?:resulted|resulting) in|(?:brings?|brought) about|because of|due to|thanks to|owing to"
    r"|(?:makes?|made) (?:people|them)|triggers?|triggered)\b",
    re.IGNORECASE,
)
DOUBT: Final = re.compile(
    r"\b(?:not|cannot|no|nor|neither|never|nobody|nothing|without|whether|may|might|could|can|would|if|unclear|unknown"
    r"|suggests?|suggested|hypothesis|question|idea|theory|possible|possibly|perhaps|hope|expect(?:ed)?|assum\w+"
    r"|cause and|rather than|instead)\b|n[’']t\b|\?",
    re.IGNORECASE,
)
BY_LOT: Final = re.compile(r"\brandom(?:i[sz]ed|ly)?\b", re.IGNORECASE)
# A number, in digits or a word, and what was counted; not a stretch of time or a share.
NUMBER: Final = (
    r"(?:\d[\d,.  ]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?)"
)
NOT_COUNTED: Final = (
    r"(?:years|months|weeks|days|hours|minutes|seconds|sessions|times|points|percent|doses|degrees|metres|meters"
    r"|scans|visits|groups|arms|sites|centres|centers|programmes|programs|steps|parts|ways|questions|results|findings|types)"
)
COUNTED: Final = re.compile(
    rf"\b[nN]\s?=\s?\d|\b{NUMBER}[\s-]+(?:[\w’'-]+\s+){{0,3}}?(?!{NOT_COUNTED}\b)"
    r"(?:people|men|women|children|mice|[a-z]{3,}s)\b|\b\d+ with\b|\bone (?:person|case)\b",
)


def causal_words(manuscript: Manuscript) -> Iterator[Found]:
    """In a paper summary, where neither the fact “design” nor a tag says that groups were made by lot.

    What that says is the site's own; so is what its overviews rest on, which this leaves alone.
    """
    content = manuscript.content
    if content.kind != Kind.PAPER_SUMMARY or BY_LOT.search(" ".join([*content.tags, *design_of(manuscript)])):
        return
    for prose in (*manuscript.public, manuscript.full):
        for sentence in prose.sentences:
            if (word := CAUSAL.search(sentence.text)) and not DOUBT.search(sentence.text):
                message = f"“{word[0]}” says more than a study without random groups can show."
                mend = "Say what went along with what, or whose words these are."
                yield Found("causal-words", False, prose.field, message, mend, sentence.line, word[0])


def design_of(manuscript: Manuscript) -> list[str]:
    return [str(words) for words in manuscript.content.at_a_glance.get("design", {}).values()]


def no_sample_size(manuscript: Manuscript) -> Iterator[Found]:
    """Neither a fact at a glance nor what anyone reads says how many there were."""
    content = manuscript.content
    if content.kind != Kind.PAPER_SUMMARY:
        return
    said = [str(words) for fact in content.at_a_glance.values() for words in fact.values()]
    if not any(COUNTED.search(text) for text in (*said, *(prose.text for prose in manuscript.public))):
        message = "Nothing says how many were looked at."
        yield Found("no-sample-size", False, "summary", message, "Give the number, or say that the paper does not.")


def noticed_papers(manuscript: Manuscript) -> Iterator[Found]:
    """Papers that it is about or cites and that were retracted, doubted or corrected: readers are told beside it."""
    paper = manuscript.content.paper
    for key, happened in sorted(manuscript.noticed.items()):
        texts = (("summary", manuscript.content.summary), ("full_post", manuscript.content.full_post))
        cited_in = next((field for field, text in texts if key in keys_in(text)), "references")
        mend = "See what the notice says, and let the text say so, or take it out."
        place = "paper" if key == paper else cited_in
        yield Found("noticed-paper", False, place, f"The paper “{key}” {happened}.", mend, 0, key)
