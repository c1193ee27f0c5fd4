"""Names as formats write them on one line, as CSL has them."""

import re
from collections.abc import Iterator
from typing import Any, Final

PARTICLES: Final = re.compile(r"((?:[a-zß-öø-ÿ’']+\s+)+)(?=[A-ZÀ-Þ])")
BEHIND: Final = re.compile(
    r"(.+?)\s+((?:(?:von|van|der|den|de|del|della|di|da|dos|du|la|le|ten|ter|zu|zur|af|av)\s*)+)\Z"
)
SUFFIX: Final = r"(?:Jr|Sr|jr|sr|JR|SR|2nd|3rd|4th|II|III|IV)\.?"
SUFFIX_ALONE: Final = re.compile(SUFFIX)
SUFFIX_BEHIND: Final = re.compile(rf"(.+?),?\s+({SUFFIX})\Z")
GROUP: Final = re.compile(
    r"\b(?:groups?|consorti(?:um|a)|collaborat(?:ion|ors?)|committee|network|investigators|organi[sz]ations?|team"
    r"|task force|working party|universit(?:y|ies)|institut(?:e|es|ion)|cent(?:er|re)s?|department|ministry|association"
    r"|society|foundation|agency|council|hospital|federation|commission|bureau|trialists|initiative|academy|library)\b",
    re.IGNORECASE,
)
NO_PERSON: Final = re.compile(r"\s(?:of|for|and|the|on|&)\s")  # words within what is no name of a person
FAMILY_ALONE: Final = re.compile(r"[^\s,;]+,")  # “Fernandez,” of whom no given name is known
INITIALS_BEHIND: Final = re.compile(r"(.*[a-zß-öø-ÿ].*?) ((?:[A-ZÀ-Þ]\.?-?){1,4})")
OF_ASIA: Final = r"[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]+"
CJK: Final = re.compile(rf"{OF_ASIA}(?: {OF_ASIA})*")
OTHERS: Final = re.compile(r"(?:and |& |…\s*)?(?:others|et\.? al\.?|u\. ?a\.)\.?\Z", re.IGNORECASE)
GIVEN: Final = re.compile(r"(?:[A-ZÀ-Þ]\.?[\s-]*){1,4}")
ONE_TO_A_PART: Final = (";", "\n", "|")  # what parts names in a cell, the surest first


def name_of(text: str) -> dict[str, Any]:
    """“Furmark, Tomas”, “van der Berg, A., Jr.”, “Tomas Furmark”; a group, or one word alone, is literal."""
    text = " ".join(text.replace("，", ", ").replace("、", ", ").split())
    if FAMILY_ALONE.fullmatch(text) and not text.isupper():
        return {"family": text[:-1]}
    text = text.rstrip(",;").strip()
    if not any(map(str.isalnum, text)):
        return {}
    family, comma, rest = text.partition(",")
    if is_group(text, family, comma):
        return {"literal": text} if text else {}
    if not comma and CJK.fullmatch(text):
        return of_asia(text)
    parts = with_comma(family, rest) if comma else in_order(text)
    if not parts["suffix"] and (found := SUFFIX_BEHIND.fullmatch(parts["family"])):
        parts |= {"family": found[1], "suffix": found[2]}
    if found := PARTICLES.match(parts["family"]):
        parts |= {"non-dropping-particle": found[1].strip(), "family": parts["family"][found.end() :]}
    elif found := BEHIND.fullmatch(parts["given"]):
        parts |= {"given": found[1], "non-dropping-particle": found[2].strip()}
    return {part: said for part, said in parts.items() if said}


def is_group(text: str, family: str, comma: str) -> bool:
    """One word alone cannot be taken apart, either."""
    if comma:
        return " " in family and bool(GROUP.search(family) or NO_PERSON.search(family))
    return not SUFFIX_BEHIND.fullmatch(text) and (
        " " not in text or bool(GROUP.search(text)) or bool(NO_PERSON.search(text))
    )


def of_asia(text: str) -> dict[str, Any]:
    """Family names stand first there."""
    family, _, given = text.partition(" ")
    return {"family": family, "given": given} if given else {"literal": text}


def with_comma(family: str, rest: str) -> dict[str, Any]:
    """“Family, Given”, “Family, Given, Jr.”, and “Family, Jr., Given” as BibTeX writes it."""
    given, _, suffix = rest.partition(",")
    given, suffix = given.strip(), suffix.strip()
    if SUFFIX_ALONE.fullmatch(given):
        given, suffix = suffix, given
    elif not suffix and (found := SUFFIX_BEHIND.fullmatch(given)):
        given, suffix = found[1], found[2]
    return {"family": family.strip(), "given": given, "suffix": suffix}


def in_order(text: str) -> dict[str, Any]:
    """“Tomas Furmark”, “Furmark T”, “Martin Luther King Jr.”"""
    suffix = ""
    if found := SUFFIX_BEHIND.fullmatch(text):
        text, suffix = found[1], found[2]
    if found := INITIALS_BEHIND.fullmatch(text):
        return {"family": found[1], "given": spaced(found[2]), "suffix": suffix}
    words = text.split(" ")
    start = next((at for at, word in enumerate(words[1:-1], start=1) if word[:1].islower()), len(words) - 1)
    return {"family": " ".join(words[start:]), "given": " ".join(words[:start]), "suffix": suffix}


def spaced(initials: str) -> str:
    return " ".join(f"{letter}." for letter in re.sub(r"[^\w]", "", initials))


def pubmed_name(text: str) -> dict[str, Any]:
    """“Furmark T” or “von Känel R Jr”: the initials stand behind."""
    found = re.fullmatch(rf"(.+?) ([A-ZÀ-Þ]{{1,4}})(?: ({SUFFIX}))?", " ".join(text.split()))
    if not found:
        return name_of(text)
    return name_of(", ".join(filter(None, [found[1], spaced(found[2]), found[3]])))


def names_in(cell: str) -> list[dict[str, Any]]:
    """Everybody whom one cell of a table names, however it parts them."""
    return [name for part in parts_of(cell.strip()) if (name := name_of(part))]


def parts_of(cell: str) -> Iterator[str]:
    if sign := next((sign for sign in ONE_TO_A_PART if sign in cell), ""):
        yield from (part for part in cell.split(sign) if part.strip() and not OTHERS.fullmatch(part.strip()))
        return
    if NO_PERSON.search(f" {cell} ") and GROUP.search(cell) and "," not in cell:
        yield cell
        return
    pieces = [piece.strip() for piece in re.split(r",|\s+(?:and|&)\s+|\A(?:and|&)\s+", cell)]
    yield from together([piece for piece in pieces if piece and not OTHERS.fullmatch(piece)], cell)


def together(pieces: list[str], cell: str) -> Iterator[str]:
    """Pieces between commas as names: “Smith, J.” is one name, as “J. Ross, Jr.” is, and “Smith, John” alone."""
    is_pair = len(pieces) == 2 and "," in cell and " " not in pieces[0]
    at = 0
    while at < len(pieces):
        name, at = pieces[at], at + 1
        if at < len(pieces) and (is_pair or (GIVEN.fullmatch(pieces[at]) and not GIVEN.fullmatch(name))):
            name, at = f"{name}, {pieces[at]}", at + 1
        if at < len(pieces) and SUFFIX_ALONE.fullmatch(pieces[at]):
            name, at = f"{name}, {pieces[at]}" if "," in name else f"{name} {pieces[at]}", at + 1
        yield name


def names_others(text: str) -> bool:
    """“and others”, “et al.” at its end: somebody is not named."""
    return bool(OTHERS.search(text.strip()))
