"""A small site in which every text has a word of its own, so that a leak names the field that it came from.

The word for the full post of the draft is `zqdraftfullz`; for the standfirst of the published article
`zqpublishedstandfirstz`. Such words are one word to every search, none is part of another, and they stand nowhere else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.test import Client
from django.utils import timezone

from articles.documents.storing import make_outdated
from articles.models import Article, FormerSlug, Image
from articles.status import Status
from lists.models import ReadingList, Section
from members import roles
from members.models import User
from tags.models import Tag
from tests import factories

STATES: Final = ("draft", "in_review", "approved", "scheduled", "published", "withdrawn", "open")
HIDDEN: Final = ("draft", "in_review", "approved", "scheduled", "withdrawn")
GLANCE_CELLS: Final = ("design", "people", "therapy", "brain_measure", "main_result")

# Words of an article that anyone may read once it is published, and words that stand in its full post alone.
PUBLIC: Final = (
    "title", "standfirst", "byline", "point", "glance", "glancedetail", "confidence", "summary", "summarynote",
    "leadalt", "leadcaption", "leadcredit", "heading",
)  # fmt: skip
MEMBERS: Final = (
    "full", "fullnote", "fullcell", "fullalt", "fullcaption", "fullcredit", "fulllabel", "fulltarget", "fullsource",
)  # fmt: skip
LINKS: Final = ("relatedto", "relatedfrom", "listreason", "section")  # what others say of it: as hidden as it is


def word(state: str, field: str) -> str:
    return f"zq{state.replace('_', '')}{field}z"


def words(states: Iterable[str], fields: Iterable[str]) -> set[str]:
    return {word(state, field) for state in states for field in fields}


@dataclass
class World:
    """The articles by state, what hangs on them, and the people by what they are called in the matrix."""

    articles: dict[str, Article]
    full_images: dict[str, Image]
    lead_images: dict[str, Image]
    lists: dict[str, ReadingList]
    people: dict[str, User | None]

    def client(self, person: str) -> Client:
        """A browser in which this person is logged in; cookies of different clients never mix."""
        client = Client()
        if user := self.people[person]:
            client.force_login(user)
        return client


def make_world() -> World:
    people = make_people()
    category = factories.make_category("Neuroscience")
    phobia = factories.make_tag("Phobia", synonyms=["Dread"])
    spiders = factories.make_tag("Spiders", under=[phobia], scope_note="Fear of spiders.")
    full_images = {state: full_image(state) for state in STATES}
    lead_images = {state: lead_image(state) for state in STATES}
    articles = {
        state: marked_article(
            state, people, [spiders, own_tag(state)], category, full_images[state], lead_images[state]
        )
        for state in STATES
    }
    for state in STATES:
        FormerSlug.objects.create(slug=f"once-{state.replace('_', '-')}", article=articles[state])
    published = articles["published"]
    for state in [*HIDDEN, "open"]:
        factories.relate_articles(published, articles[state], reason=f"It {word(state, 'relatedto')} this.")
        if state != "open":
            factories.relate_articles(
                articles[state], articles["open"], reason=f"It {word(state, 'relatedfrom')} this."
            )
    lists = make_lists(articles)
    make_outdated()  # once, and not in each test again
    return World(articles, full_images, lead_images, lists, people)


def make_people() -> dict[str, User | None]:
    return {
        "visitor": None,
        "reader": factories.make_user(roles.READER),
        "inactive member": factories.make_user(roles.MEMBER, active=False),
        "member": factories.make_user(roles.MEMBER),
        "contributor": factories.make_user(roles.CONTRIBUTOR),
        "writer": factories.make_user(roles.CONTRIBUTOR, name="Ana Writer"),  # whose articles these are
        "editor": factories.make_user(roles.EDITOR),
        "administrator": factories.make_user(roles.ADMINISTRATOR),
    }


def own_tag(state: str) -> Tag:
    """Its label and address say nothing that is near a word of the state: both may be offered to everybody."""
    return factories.make_tag(f"Shelf {STATES.index(state)}", slug=shelf(state))


def shelf(state: str) -> str:
    return f"shelf-{STATES.index(state)}"


def full_image(state: str) -> Image:
    name = f"full-{state.replace('_', '-')}"
    return factories.make_image(name, alt=f"Alt {word(state, 'fullalt')}.", credit=word(state, "fullcredit"))


def lead_image(state: str) -> Image:
    name = f"lead-{state.replace('_', '-')}"
    return factories.make_image(name, alt=f"Alt {word(state, 'leadalt')}.", credit=word(state, "leadcredit"))


def marked_article(
    state: str, people: dict[str, User | None], tags: list[Tag], category: Tag, image: Image, lead: Image
) -> Article:
    """A complete article in this state; the one called open is published with its full post open to all."""
    status = {"open": Status.PUBLISHED}.get(state, state)
    paper = factories.make_reference(f"paper-{state.replace('_', '-')}", title=f"Paper of the {state} article")
    source = factories.make_reference(f"source-{state.replace('_', '-')}", title=f"Source {word(state, 'fullsource')}")
    drawing = factories.make_drawing(f"drawing-{state.replace('_', '-')}", label=word(state, "fulllabel"))
    return factories.make_article(
        f"the-{state.replace('_', '-')}-one",
        status=status,
        publish_at=timezone.now() + timedelta(days=7) if state == "scheduled" else None,
        editor=people["writer"],
        tags=tags,
        categories=[category],
        paper=paper,
        image=lead,
        reason=Article.WithdrawalReason.PAPER_RETRACTED,
        **texts(state, image, drawing, source.key, paper.key),
    )


def texts(state: str, image: Image, drawing: Image, source: str, paper: str) -> dict[str, Any]:
    """The text of every field, each with its word."""
    cell = {"answer": word(state, "glance"), "detail": word(state, "glancedetail")}
    return {
        "title": f"Quiet {word(state, 'title')} after therapy",
        "standfirst": f"A standfirst with {word(state, 'standfirst')} in it.",
        "byline": f"Byline {word(state, 'byline')}",
        "access": "open" if state == "open" else "members",
        "key_points": (f"A point about {word(state, 'point')}.",),
        "at_a_glance": {
            **dict.fromkeys(GLANCE_CELLS, cell),
            "confidence": {"level": "low", "reason": word(state, "confidence")},
        },
        "image_caption": f"Caption {word(state, 'leadcaption')}.",
        "summary": f"The {word(state, 'summary')} [@{paper}].[^s]\n\n[^s]: Aside {word(state, 'summarynote')}.\n",
        "full_post": f"""## What {word(state, "heading")} did

The {word(state, "full")} itself [@{source}].[^f] See [there](https://example.org/{word(state, "fulltarget")}).

[^f]: Aside {word(state, "fullnote")}.

| Group | Change |
|---|---|
| Treated | {word(state, "fullcell")} |

![Caption {word(state, "fullcaption")}.](image:{image.name})

![A drawing.](image:{drawing.name})
""",
    }


def make_lists(articles: dict[str, Article]) -> dict[str, ReadingList]:
    """A published list that holds an article of every state, and lists that are not published themselves."""
    reasons = {article.pk: f"Because of {word(state, 'listreason')}." for state, article in articles.items()}
    sections = {
        "Seen by all": [articles[state] for state in ("published", "draft", "open", "scheduled")],
        f"Section {word('withdrawn', 'section')}": [articles["withdrawn"]],
        f"Section {word('in_review', 'section')}": [articles["in_review"], articles["approved"]],
    }
    made = {"published": factories.make_list("first-steps", sections=sections, reasons=reasons)}
    Section.objects.filter(title__contains="zq").update(intro="An introduction to what nobody sees.")
    for state in ("draft", "scheduled", "withdrawn"):
        made[state] = factories.make_list(
            f"the-{state}-list",
            status=state,
            title=f"List {word(state, 'listtitle')}",
            standfirst=f"For {word(state, 'liststandfirst')}.",
            sections={f"Part {word(state, 'listsection')}": [articles["published"]]},
            reasons={articles["published"].pk: f"Since {word(state, 'listitem')}."},
        )
    return made


LIST_WORDS: Final = words(
    ("draft", "scheduled", "withdrawn"), ("listtitle", "liststandfirst", "listsection", "listitem")
)
HIDDEN_WORDS: Final = words(HIDDEN, (*PUBLIC, *MEMBERS, *LINKS)) | LIST_WORDS
FULL_POST_WORDS: Final = words(("published",), MEMBERS)
SECRET: Final = HIDDEN_WORDS | FULL_POST_WORDS


def found_in(text: str, wanted: Iterable[str]) -> set[str]:
    lowered = text.lower()
    return {marker for marker in wanted if marker in lowered}
