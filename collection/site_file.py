"""The site itself as one YAML file: its name, its words, its facts at a glance, its colours."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from articles.models import SiteSettings
from articles.site.evidence_kit import CHANGES, DESIGNS, MEASURES, Evidence, Sign
from articles.site.style_sheet import with_press
from articles.site.tokens import tokens
from articles.site.values import (
    ACCENTS,
    LONGEST_DETAIL,
    LONGEST_LABEL,
    PALETTE,
    SHAPES,
    WORDS,
    Colour,
    Fact,
    Look,
    Site,
)
from articles.status import Kind
from bibliography.citation_styles.styles import APA, STYLES
from collection.contrast import GROUNDS, contrast, too_faint
from collection.faults import Fault
from collection.values import SiteFile
from collection.yaml_blocks import Block, Flow, FlowMap, Quoted, read_block, write_block
from tags.slugs import WORD_SLUG
from tags.text.lengths import longest

KEY: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", re.ASCII)
HEX: Final = re.compile(r"#[0-9A-Fa-f]{6}", re.ASCII)
THEMES: Final = ("light", "dark")
MOST_FACTS: Final = 12
LONGEST_WORDS: Final = 400  # characters, as all of these
LONGEST_HELP: Final = 200
MOST_SIGNS: Final = 24
OUTLINE: Final = re.compile(r"[Mm][MmZzLlHhVvCcSsQqTtAa0-9 ,.+-]*", re.ASCII)
LONGEST_OUTLINE: Final = 1000
EXAMPLE: Final = ("answer", "detail", "reason")


def read_site(text: str, file: str, faults: list[Fault]) -> SiteFile | None:
    """What a file says of its site, or None when it is no YAML."""
    block = read_block(text, file, 1, faults)
    if block is None:
        return None
    places = {"facts": block.line_of("facts")}
    facts = _facts(block)
    site = Site(
        name=block.text("name", needed=True, longest=longest(SiteSettings, "name")),
        tagline=block.text("tagline", longest=longest(SiteSettings, "tagline")),
        description=block.text("description", longest=longest(SiteSettings, "description")),
        words=_given(block.block("words"), WORDS, LONGEST_WORDS),
        facts=facts,
        colours=_colours(block),
        looks=_looks(block, places),
        home=block.each_once("home", places),
        matrix=block.each_once("matrix", places),
        file_under=block.each_once("file_under", places),
        evidence=_evidence(block.block("evidence"), facts),
        citation_style=block.choice("citation_style", STYLES, APA),
    )
    block.finish()
    return SiteFile(site, places)


def _given(block: Block | None, names: Iterable[str], most: int) -> dict[str, str]:
    """Those of the texts that a mapping may hold which are there."""
    if block is None:
        return {}
    given = {name: block.text(name, longest=most) for name in names}
    block.finish()
    return {name: text for name, text in given.items() if text}


def _facts(block: Block) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    for entry in block.blocks("facts"):
        key = entry.text("key", needed=True, longest=LONGEST_LABEL)
        if key and not KEY.fullmatch(key):
            entry.fault(entry.line_of("key"), f"“{key}” is no key of a fact: lower-case letters, digits, underscores.")
        elif any(key == fact.key for fact in facts):
            entry.fault(entry.line_of("key"), f"The fact “{key}” stands here twice.")
        label = entry.text("label", needed=True, longest=LONGEST_LABEL)
        example = _given(entry.block("example"), EXAMPLE, LONGEST_DETAIL)
        said, required, below = entry.text("help", longest=LONGEST_HELP), entry.flag("required"), entry.flag("below")
        kinds = _kinds(entry) or Fact.kinds
        facts.append(Fact(key, label, said, required=required, kinds=kinds, below=below, example=example))
        entry.finish()
    if len(facts) > MOST_FACTS:
        block.fault(block.line_of("facts"), f"There are {len(facts)} facts; {MOST_FACTS} are the most.")
    return tuple(facts)


def _kinds(entry: Block) -> tuple[str, ...]:
    """The kinds of article of which a fact is asked, in the order of the site."""
    given = entry.each_once("kinds", {})
    for kind in given:
        if kind not in Kind.values:
            entry.fault(entry.line_of("kinds"), f"“{kind}” is no kind of article: {', '.join(Kind.values)}.")
    return tuple(kind for kind in Kind.values if kind in given)


def _evidence(asked: Block | None, facts: Iterable[Fact]) -> Evidence:
    """What evidence marks are made of. The facts that it names are among those of the site."""
    if asked is None:
        return Evidence()
    keys, named = [fact.key for fact in facts if not fact.is_level], {}
    for name in ("design", "count", "measure", "result"):
        named[name] = asked.choice(name, keys) if name in asked.values else ""
    evidence = Evidence(
        **named,
        designs=_signs(asked, "designs", DESIGNS),
        apart_from=asked.each_once("apart_from", {}),
        measures=_signs(asked, "measures", MEASURES),
        outline=asked.text("outline", longest=LONGEST_OUTLINE),
        changes=_signs(asked, "changes", CHANGES),
    )
    if evidence.outline and not OUTLINE.fullmatch(evidence.outline):
        asked.fault(asked.line_of("outline"), "“outline” is no path: commands and numbers, beginning with M.")
    asked.finish()
    return evidence


def _signs(block: Block, key: str, shapes: Iterable[str]) -> tuple[Sign, ...]:
    signs = []
    for entry in block.blocks(key):
        sign = Sign(
            shape=entry.choice("shape", shapes),
            name=entry.text("name", needed=True, longest=LONGEST_LABEL),
            means=entry.text("means", longest=LONGEST_HELP),
            words=entry.each_once("words", {}),
            kinds=_kinds(entry),
        )
        if not (sign.words or sign.kinds):
            entry.fault(entry.line, f"“{sign.name}” stands for nothing: give “words” of answers, or “kinds”.")
        signs.append(sign)
        entry.finish()
    if len(signs) > MOST_SIGNS:
        block.fault(block.line_of(key), f"There are {len(signs)} signs; {MOST_SIGNS} are the most.")
    return tuple(signs)


def _colours(block: Block) -> dict[str, Colour]:
    """The accent and what belongs to it. Colours that cannot be read beside the others are refused with their ratio."""
    asked = block.block("colours")
    if asked is None:
        return {}
    given = {name: _colour(entry) for name in ACCENTS if (entry := asked.block(name))}
    asked.finish()
    colours = {name: colour for name, colour in given.items() if colour}
    for theme in THEMES:
        own = {name: getattr(colour, theme) for name, colour in with_press(Site("", colours=colours)).items()}
        known = {**tokens(theme), **own}
        for (front, ground), ratio, least in too_faint(known, [f"f-{name}" for name in PALETTE]):
            asked.fault(
                asked.line_of(ground if ground in own else front if front in own else "accent"),
                f"In the {theme} theme {front} on {ground} has {ratio:.1f}:1; it needs {least:.1f}:1.",
            )
    return colours


def _colour(block: Block) -> Colour | None:
    """A pair for the two themes; None and a fault when one is missing or no colour."""
    pair = _pair(block)
    block.finish()
    return pair


def _pair(block: Block) -> Colour | None:
    given = {theme: block.text(theme, needed=True).upper() for theme in THEMES}
    for theme, text in given.items():
        if text and not HEX.fullmatch(text):
            block.fault(block.line_of(theme), f"“{text}” is no colour; write it as '#6B1F5C', in quotes.")
    return Colour(**given) if all(HEX.fullmatch(text) for text in given.values()) else None


def _looks(block: Block, places: dict[str, int]) -> dict[str, Look]:
    asked = block.block("looks")
    if asked is None:
        return {}
    looks: dict[str, Look] = {}
    for slug in list(asked.values):
        entry = asked.block(slug)
        if not WORD_SLUG.fullmatch(slug):
            asked.fault(asked.line_of(slug), f"“{slug}” is no address of a taxonomy: letters, digits, hyphens.")
        elif entry is not None:
            looks[slug] = _look(entry)
            places[f"looks: {slug}"] = asked.line_of(slug)
    asked.finish()
    return looks


def _look(entry: Block) -> Look:
    own = _pair(entry) if "light" in entry.values or "dark" in entry.values else None
    look = Look(
        shape=entry.choice("shape", SHAPES, "ring"),
        colour=entry.choice("colour", PALETTE) if "colour" in entry.values else "",
        own=own,
    )
    if "light" in entry.values and look.colour:
        entry.fault(entry.line, "Give a colour of the palette, or one of its own in “light” and “dark”, not both.")
    for theme in THEMES if own else ():
        for ground in GROUNDS:
            colour = getattr(own, theme)
            if (ratio := contrast(colour, tokens(theme)[ground])) < 4.5:
                entry.fault(entry.line_of(theme), f"{colour} on {ground} has {ratio:.1f}:1; it needs 4.5:1.")
    entry.finish()
    return look


def write_site(site: Site) -> str:
    """The file in its canonical spelling."""
    return write_block({
        "name": site.name,
        "tagline": site.tagline,
        "description": site.description,
        "words": {name: site.words[name] for name in WORDS if site.words.get(name)},
        "facts": [dict(_fact(fact)) for fact in site.facts],
        "colours": {name: FlowMap(_quoted(site.colours[name])) for name in ACCENTS if name in site.colours},
        "looks": {slug: FlowMap(_written(look)) for slug, look in sorted(site.looks.items())},
        "home": Flow(site.home),
        "matrix": Flow(site.matrix),
        "file_under": Flow(site.file_under),
        "citation_style": "" if site.citation_style == APA else site.citation_style,
        "evidence": dict(_evidence_written(site.evidence)),
    })  # fmt: skip


def _fact(fact: Fact) -> Iterator[tuple[str, Any]]:
    yield from (("key", fact.key), ("label", fact.label))
    if fact.help:
        yield "help", fact.help
    if fact.required:
        yield "required", True
    if fact.kinds != Fact.kinds:
        yield "kinds", Flow(fact.kinds)
    if fact.below:
        yield "below", True
    if fact.example:
        said = {name: Quoted(fact.example[name]) for name in EXAMPLE if name in fact.example}
        yield "example", FlowMap(said)


def _evidence_written(evidence: Evidence) -> Iterator[tuple[str, Any]]:
    given = {
        "design": evidence.design,
        "designs": [FlowMap(_sign(sign)) for sign in evidence.designs],
        "count": evidence.count,
        "apart_from": Flow(evidence.apart_from),
        "measure": evidence.measure,
        "measures": [FlowMap(_sign(sign)) for sign in evidence.measures],
        "outline": evidence.outline,
        "result": evidence.result,
        "changes": [FlowMap(_sign(sign)) for sign in evidence.changes],
    }
    yield from ((name, value) for name, value in given.items() if value)


def _sign(sign: Sign) -> Iterator[tuple[str, Any]]:
    yield from (("shape", sign.shape), ("name", Quoted(sign.name)))
    if sign.means:
        yield "means", Quoted(sign.means)
    for name, values in (("words", sign.words), ("kinds", sign.kinds)):
        if values:
            yield name, Flow(values)


def _quoted(colour: Colour) -> dict[str, Quoted]:
    return {"light": Quoted(colour.light), "dark": Quoted(colour.dark)}


def _written(look: Look) -> dict[str, Any]:
    colour = {"colour": look.colour} if look.colour else {}
    return {"shape": look.shape, **colour, **(_quoted(look.own) if look.own else {})}
