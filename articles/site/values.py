"""The site as plain values, and what it is where the collection says nothing: words that fit any subject."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Final

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
    """One of the facts at a glance of a paper summary. `example`: what the form shows in its empty fields."""

    key: str
    label: str
    help: str = ""
    required: bool = False
    example: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_level(self) -> bool:
        return self.key == CONFIDENCE


def not_given(facts: Iterable[Fact], at_a_glance: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Those without which no paper summary is published, and that this one does not give."""
    return tuple(fact for fact in facts if fact.required and fact.key not in at_a_glance)


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
    those of which one has to be among the tags of whatever is published.
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
        facts=tuple(Fact(**fact) for fact in columns["facts"]),
        colours={name: Colour(**colour) for name, colour in columns["colours"].items()},
        looks=looks,
        home=tuple(columns["home"]),
        matrix=tuple(columns["matrix"]),
        file_under=tuple(columns["file_under"]),
    )


def site_that_holds(glances: Iterable[Mapping[str, Any]]) -> Site:
    """For a folder that has articles and says nothing of its site: the facts are those that the articles give.

    A fact is called by its key, and is required if all of them give it.
    """
    given = sorted((list(glance) for glance in glances if glance), key=len, reverse=True)
    keys = list(dict.fromkeys(key for glance in given for key in glance))
    known = {fact.key: fact.label for fact in DEFAULT.facts}
    facts = (
        Fact(key, known.get(key) or key.replace("_", " ").capitalize(), required=all(key in glance for glance in given))
        for key in keys
    )
    return Site(name=DEFAULT.name, facts=tuple(facts) or DEFAULT.facts)
