"""A small site that has something of everything a page can show, for the tests that look at every page."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.utils import timezone

from articles.models import Article, Image
from articles.status import Status
from bibliography.models import Notice
from bibliography.notices.noting import Said, note_notice
from members.models import Token, User
from members.roles import EDITOR
from tags.models import Tag
from tests import factories
from tests.bibliography.notices.files import DAY
from tests.times import NOW

# Before a link to a shorter label, so that the link is a part of a text and has to look like one
LONG_SYNONYM: Final = "Fear of being watched and judged by other people"
SUMMARY: Final = """A trial scanned people before and after therapy [@{one}]. It was small.[^size]

## What this means

Less fear of speaking went with a smaller answer of the amygdala [@{two}].

[^size]: Eighteen people in three groups of six, so that one person changes a group's mean by a sixth.
"""
FULL_POST: Final = """## What they did

Nine weeks of **group therapy**, one evening a week.[^therapy] See [the register](https://example.org/register).

| Group | People | Before | After |
|---|--:|--:|--:|
| Group therapy, three hours a week | 6 | 12.5 | 4.25 |
| Citalopram, up to sixty milligrams | 6 | 11.75 | 4.5 |
| Waiting list | 6 | 12.0 | 11.5 |

![Regions that answered less.](image:{drawing})

## What they found

- A smaller answer in the amygdala [@{two}]
- and in the hippocampus, *on both sides*

> The change was as large after therapy as after the medicine.

![The scanner.](image:{photograph})

### In the year after

Those who still felt better had the smaller answer [@{three}].

[^therapy]: After Heimberg's manual: exposure in the group, and work on thoughts about it.
"""


class Holdings:
    """What stands on the site, by the names that the tables of pages use. `keys`: the primary keys of some rows."""

    people: dict[str, User]
    articles: dict[str, Article]
    keys: dict[str, int]

    def __init__(self) -> None:
        self.people = {
            "member": factories.make_user(name="Ada Reader"),
            "known": factories.make_user(email="known@example.org"),
            "stale": factories.make_user(email="stale@example.org", agreed=False),
            "editor": factories.make_user(EDITOR, name="Ana Editor"),
        }
        self.disorder, self.region = self.topics()
        photograph, drawing = factories.make_image("scanner"), factories.make_drawing("regions")
        self.articles = {
            "summary": self.paper_summary("the-quieter-amygdala", photograph, drawing),
            "open": self.paper_summary("the-open-one", photograph, drawing, access="open"),
            "overview": self.article("what-therapy-changes", image=factories.make_drawing("circuit")),
            "photograph": self.article("seen-from-inside", image=photograph),
            "draft": self.article("a-draft", status=Status.DRAFT),
            "scheduled": self.article("a-scheduled-one", status=factories.SCHEDULED),
            "withdrawn": self.article("a-withdrawn-one", status=Status.WITHDRAWN),
        }
        self.retracted = self.with_a_notice()
        others = [self.article(f"study-{number}") for number in range(24)]  # more than a page of a list holds
        factories.relate_articles(self.articles["summary"], self.articles["overview"])
        factories.relate_articles(self.articles["summary"], others[0], relation="contradicts")
        nine = [self.articles["overview"], self.articles["summary"], *others[:7]]
        sections = {"Begin here": nine[:4], "Go on with": nine[4:]}
        first_steps = factories.make_list("first-steps", title="First steps", sections=sections)
        factories.make_list("one-more", articles=[self.articles["summary"], *others[7:9]])
        factories.make_list("empty-list", title="Nothing yet")
        Token.objects.create(
            user=self.people["editor"], name="Reading room", digest="0" * 64, scopes=["read:full"], made_at=NOW,
            expires_at=timezone.now() + timedelta(days=30),
        )  # fmt: skip
        of_articles = {state: article.pk for state, article in self.articles.items()}
        self.keys = {
            **of_articles, "tag": self.disorder.pk, "list": first_steps.pk, "member": self.people["member"].pk,
        }  # fmt: skip

    def topics(self) -> tuple[Tag, Tag]:
        anxiety = factories.make_tag("Anxiety disorders", scope_note="Fear that is larger than its occasion.")
        phobia = factories.make_tag(
            "Social anxiety disorder", under=[anxiety], synonyms=["Social phobia", LONG_SYNONYM]
        )
        factories.make_tag("Selective mutism", under=[phobia])
        self.panic = factories.make_tag("Panic disorder", under=[anxiety])
        region = factories.make_taxonomy("brain-region", position=20)
        amygdala = factories.make_tag("Amygdala", region, related=[phobia])
        for position, slug in enumerate(["circuit", "neurotransmitter", "therapy", "process", "method"], 3):
            factories.make_tag(f"One {slug}", factories.make_taxonomy(slug, position=position * 10))
        return phobia, amygdala

    def with_a_notice(self) -> Notice:
        """About a paper that was retracted, with an article that cites it, and a correction of another."""
        paper, corrected = factories.make_reference(), factories.make_reference()
        said = Said(Notice.Kind.RETRACTION, Notice.Source.CROSSREF, "10.1000/notice", DAY, "10.1000/notice",
                    reasons=("Concerns about the data", "No answer of the authors"))  # fmt: skip
        notice = note_notice(paper, said, by=None, at=NOW)
        note_notice(corrected, replace(said, kind=Notice.Kind.CORRECTION, reasons=()), by=None, at=NOW)
        factories.make_article("after-panic", tags=[self.panic, self.region], paper=paper)
        cited = f"It was said once [@{paper.key}], and later again [@{corrected.key}]."
        factories.make_article("on-panic", tags=[self.panic], summary=cited)
        return notice

    def article(self, slug: str, *, status: str = Status.PUBLISHED, image: Image | None = None) -> Article:
        tags = [self.disorder, self.region]
        return factories.make_article(
            slug, status=status, tags=tags, image=image, editor=self.people["editor"], byline="Ana Editor"
        )

    def paper_summary(self, slug: str, photograph: Image, drawing: Image, *, access: str = "members") -> Article:
        one, two, three = (factories.make_reference() for _ in range(3))
        return factories.make_article(
            slug,
            paper=one,
            image=photograph,
            access=access,
            tags=[self.disorder, self.region],
            categories=[factories.make_category("Neuroscience"), factories.make_category("Therapy")],
            summary=SUMMARY.format(one=one.key, two=two.key),
            full_post=FULL_POST.format(two=two.key, three=three.key, photograph=photograph.name, drawing=drawing.name),
        )
