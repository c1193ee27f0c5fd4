"""What has to be there, and of what there should be more."""

from collections.abc import Iterator
from typing import Final

from django.contrib.humanize.templatetags.humanize import apnumber

from articles.checks.found import Found
from articles.checks.manuscript import Manuscript
from articles.content import ArticleContent
from articles.site.values import CONFIDENCE_LEVELS, Fact, asked_of, not_given
from articles.status import Kind
from articles.text.key_points import key_point, unknown_level
from articles.text.markdown import parse, plain_text, word_count
from tags.text.plurals import counted

FEW: Final = 3  # key points


def gaps(manuscript: Manuscript) -> Iterator[Found]:
    """The parts without which nothing may be published."""
    for part, message in lacking(manuscript.content, manuscript.facts).items():
        name = "facts at a glance" if part == "at_a_glance" else part.replace("_", " ")
        yield Found(f"no-{part.replace('_', '-')}", True, part, f"Missing: {name}.", message)


def lacking(content: ArticleContent, facts: tuple[Fact, ...]) -> dict[str, str]:
    """Those parts where these facts at a glance are asked for, and what the editor of the article is told."""
    is_about_a_paper = content.kind == Kind.PAPER_SUMMARY
    checks = {
        "title": (not content.title.strip(), "Give it a title."),
        "standfirst": (not content.standfirst.strip(), "Write a standfirst."),
        "summary": (not has_words(content.summary), "Write the summary."),
        "full_post": (not has_words(content.full_post), "Write the full post."),
        "key_points": (not content.key_points, "Add at least one key point."),
        "tags": (not content.tags, "File it under at least one tag."),
        "categories": (not content.categories, "Put it in at least one category."),
        "paper": (is_about_a_paper and content.paper is None, "Name the paper that it is about."),
        "at_a_glance": (
            bool(not_given(facts, content.kind, content.at_a_glance)),
            facts_to_fill_in(facts, content),
        ),
    }
    return {part: message for part, (is_lacking, message) in checks.items() if is_lacking}


def facts_to_fill_in(facts: tuple[Fact, ...], content: ArticleContent) -> str:
    asked = asked_of(content.kind, facts)
    if len(asked) > 1 and all(fact.required for fact in asked):
        return f"Fill in all {apnumber(len(asked))} facts at a glance."
    lacks = not_given(facts, content.kind, content.at_a_glance)
    return f"Fill in at a glance: {', '.join(fact.label for fact in lacks)}."


def has_words(text: str) -> bool:
    """Whether any paragraph of the Markdown says something. Mostly the first does."""
    return any(word_count(plain_text(parse(part)[0])) for part in text.split("\n\n"))


def few_key_points(manuscript: Manuscript) -> Iterator[Found]:
    number = len(manuscript.content.key_points)
    if 0 < number < FEW:
        message = f"It has {counted(number, 'key point')}."
        yield Found("few-key-points", False, "key_points", message, f"Readers look for {apnumber(FEW)} or more.")


def levels_of_points(manuscript: Manuscript) -> Iterator[Found]:
    """How sure one can be is said behind each key point or behind none, in the words of the site."""
    points = manuscript.content.key_points
    for line, point in enumerate(points, start=1):
        if said := unknown_level(point):
            words = ", ".join(f"[{level}]" for level in CONFIDENCE_LEVELS)
            yield Found("unknown-level", False, "key_points", f"“[{said}]” is no level.", f"Say {words}.", line, said)
    bare = [point for point in points if not key_point(point).level]
    if 0 < len(bare) < len(points):
        message = f"How sure we are stands behind {apnumber(len(points) - len(bare))} of {len(points)} key points."
        yield Found("points-without-level", False, "key_points", message, "Say it behind each of them, or behind none.")


def no_related_article(manuscript: Manuscript) -> Iterator[Found]:
    if not manuscript.content.related:
        message = "No related article was chosen."
        yield Found("no-related-article", False, "related", message, "Choose one, and say why it is worth reading.")
