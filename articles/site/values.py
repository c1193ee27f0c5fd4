"""The site as plain values, and what it is where the collection says nothing: words that fit any subject."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Final

from articles.site.evidence_kit import Evidence, evidence_of
from articles.status import Kind
from bibliography.citation_styles.styles import APA, STYLES

CONFIDENCE: Final = "confidence"  # the fact with this key is a level and the reason for it, not an answer and a detail
CONFIDENCE_LEVELS: Final = ("very low", "low", "moderate", "high")  # in what a paper found
LONGEST_LABEL: Final = 40  # characters of what a fact is called
LONGEST_ANSWER: Final = 60
LONGEST_DETAIL: Final = 100  # in more detail, or the reason for a level
PALETTE: Final = ("rose", "plum", "indigo", "rust", "green", "teal", "blue", "olive", "violet", "amber", "grey")
SHAPES: Final = (
    "diamond", "disc", "loop", "triangle", "square", "drop", "arrow", "bars", "flag", "house", "lines", "ring",
)  # fmt: skip
ACCENTS: Final = ("accent", "accent-press", "on-accent", "soft")  # tokens of static/css/tokens.css
# Every place where a page speaks of its subject, in the order of the file, with what stands there unless it is given.
WORDS: Final[Mapping[str, str]] = {
    "subject": "",
    "findings_about": "its subject",
    "in_practice": "in practice",
    "groups_of_topics": "in groups",
    "every_topic": "Every topic",
    "order_of_topics": "what they are about",
    "small_study": "a handful of cases",
    "large_study": "a study of thousands",
    "note_on_confidence": "",
    "advice": "professional",
    "adviser": "an expert",
    "no_advice": (
        "It is not professional advice. A study says what was found in what it looked at, not what is right for you."
    ),
    "no_advice_in_terms": (
        "Articles describe what studies found. They cannot say what is right for you. Ask somebody who knows your case "
        "before you act on them."
    ),
    "search_for": "a topic, an author, a title or a DOI",
    "search_both": "study method",
    "search_phrase": '"long term"',
    "search_without": "study -review",
    "search_beginning": "stud*",
    "search_topic": "tag:methods year:2015..2020",
    "search_author": "author:smith",
    "search_either": "(survey OR experiment) NOT review",
}  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """One of the facts at a glance. `kinds`: the articles of which it is asked. `below`: it tells how the article was
    made, and stands at its end. `example`: what the form shows in its empty fields.
    """

    key: str
    label: str
    help: str = ""
    required: bool = False
    kinds: tuple[str, ...] = (Kind.PAPER_SUMMARY,)
    below: bool = False
    example: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_level(self) -> bool:
        return self.key == CONFIDENCE


def asked_of(kind: str, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if kind in fact.kinds)


def not_given(facts: Iterable[Fact], kind: str, at_a_glance: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Those without which no article of this kind is published, and that this one does not give."""
    return tuple(fact for fact in asked_of(kind, facts) if fact.required and fact.key not in at_a_glance)


@dataclass(frozen=True)
class Colour:
    """One colour in both themes, as #RRGGBB."""

    light: str
    dark: str


@dataclass(frozen=True)
class Look:
    """How the tags of a taxonomy look: a shape, and a colour of the palette or one of its own."""

    shape: str = "ring"
    colour: str = ""
    own: Colour | None = None


@dataclass(frozen=True)
class Site:
    """`words` holds those that were given. `home` and `matrix` name taxonomies that come first there, `file_under`
    those of which one has to be among the tags of whatever is published. `citation_style`: in which
    references are printed.
    """

    name: str
    tagline: str = ""
    description: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    colours: Mapping[str, Colour] = field(default_factory=dict)
    looks: Mapping[str, Look] = field(default_factory=dict)
    home: tuple[str, ...] = ()
    matrix: tuple[str, ...] = ()
    file_under: tuple[str, ...] = ()
    evidence: Evidence = field(default_factory=Evidence)
    citation_style: str = APA

    @cached_property
    def says(self) -> Mapping[str, str]:
        """The words for every place."""
        return {**WORDS, **self.words}

    @property
    def in_short(self) -> str:
        """What it is: the description, or one that fits any subject."""
        return self.description or "Plain-language summaries of research"

    def as_columns(self) -> dict[str, Any]:
        return asdict(self)


DEFAULT: Final = Site(
    name="Research summaries",
    facts=(
        Fact("design", "Design", required=True),
        Fact("main_result", "Main result", required=True),
        Fact(CONFIDENCE, "Our confidence", required=True),
    ),
)


def site_of(columns: Mapping[str, Any]) -> Site:
    """The site that `as_columns` took apart."""
    looks = {
        slug: Look(look["shape"], look["colour"], Colour(**look["own"]) if look["own"] else None)
        for slug, look in columns["looks"].items()
    }
    return Site(
        name=columns["name"],
        tagline=columns["tagline"],
        description=columns["description"],
        words=columns["words"],
        facts=tuple(fact_of(fact) for fact in columns["facts"]),
        colours={name: Colour(**colour) for name, colour in columns["colours"].items()},
        looks=looks,
        home=tuple(columns["home"]),
        matrix=tuple(columns["matrix"]),
        file_under=tuple(columns["file_under"]),
        evidence=evidence_of(columns["evidence"]),
        citation_style=columns["citation_style"] if columns["citation_style"] in STYLES else APA,
    )


def fact_of(columns: Mapping[str, Any]) -> Fact:
    """The fact that `as_columns` took apart; those of former versions knew no kinds."""
    return Fact(**{**columns, "kinds": tuple(columns.get("kinds") or Fact.kinds)})


def site_that_holds(glances: Iterable[tuple[str, Mapping[str, Any]]]) -> Site:
    """For a folder that has articles and says nothing of its site: the facts are those that the articles give.

    `glances`: the kind of each article with its facts at a glance. A fact is called by its key, is asked of the kinds
    that give it, and is required if all of them do.
    """
    given = sorted(((kind, glance) for kind, glance in glances if glance), key=lambda pair: len(pair[1]), reverse=True)
    keys = list(dict.fromkeys(key for _, glance in given for key in glance))
    known = {fact.key: fact.label for fact in DEFAULT.facts}
    facts = []
    for key in keys:
        label = known.get(key) or key.replace("_", " ").capitalize()
        kinds = tuple(kind for kind in Kind.values if any(kind == its and key in glance for its, glance in given))
        required = all(key in glance for kind, glance in given if kind in kinds)
        facts.append(Fact(key, label, required=required, kinds=kinds))
    return Site(name=DEFAULT.name, facts=tuple(facts) or DEFAULT.facts)
