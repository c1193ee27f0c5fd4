"""Names and pages as formats write them on one line, as CSL has them."""

import re
from typing import Any, Final

PARTICLES: Final = re.compile(r"((?:[a-zà-þ’']+\s+)+)(?=[A-ZÀ-Þ])")
GROUP: Final = re.compile(
    r"\b(group|consortium|collaboration|committee|network|investigators|organization|team)\b", re.IGNORECASE
)


def name_of(text: str) -> dict[str, Any]:
    """“Furmark, Tomas”, “van der Berg, A., Jr.”, “Tomas Furmark”; a group, or one word alone, is literal."""
    text = " ".join(text.split()).rstrip(",;")
    family, comma, rest = text.partition(",")
    if comma:
        given, _, suffix = rest.partition(",")
        parts = {"family": family.strip(), "given": given.strip(), "suffix": suffix.strip()}
    elif " " not in text or GROUP.search(text):
        return {"literal": text} if text else {}
    else:
        words = text.split(" ")
        start = next((at for at, word in enumerate(words[1:-1], start=1) if word[:1].islower()), len(words) - 1)
        parts = {"family": " ".join(words[start:]), "given": " ".join(words[:start])}
    if found := PARTICLES.match(parts["family"]):
        parts |= {"non-dropping-particle": found[1].strip(), "family": parts["family"][found.end() :]}
    return {part: said for part, said in parts.items() if said}


def pubmed_name(text: str) -> dict[str, Any]:
    """“Furmark T” or “von Känel R Jr”: the initials stand behind."""
    found = re.fullmatch(r"(.+?) ([A-ZÀ-Þ]{1,4})(?: (Jr|Sr|2nd|3rd|4th|II|III|IV))?", " ".join(text.split()))
    if not found:
        return name_of(text)
    initials = " ".join(f"{letter}." for letter in found[2])
    return name_of(", ".join(filter(None, [found[1], initials, found[3]])))


def pages(first: str, last: str = "") -> str:
    return "-".join(filter(None, [first.strip(), last.strip()])).replace("--", "-")
