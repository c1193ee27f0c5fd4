"""An article as one file: YAML front matter, the summary in Markdown, a line that parts, the full post in Markdown."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from articles.checks.completeness import lacking
from articles.content import SEPARATOR, ArticleContent, Link
from articles.models import Article, RelatedArticle
from articles.site.values import CONFIDENCE, CONFIDENCE_LEVELS, LONGEST_ANSWER, LONGEST_DETAIL, Fact
from collection.faults import Fault
from collection.states import read_state, state_keys
from collection.values import ArticleFile, State
from collection.yaml_blocks import Block, Flow, FlowMap, Quoted, read_block, write_block
from tags.slugs import SLUG
from tags.text.lengths import longest
from tags.text.plain_text import tidy

NO_FACTS: Final[tuple[Fact, ...]] = ()  # which facts are needed is checked when site.yaml has been read


def read_article(text: str, file: str, slug: str, faults: list[Fault]) -> ArticleFile | None:
    """The article that a file holds, or None when so much is wrong that there is nothing to check further."""
    if not text.startswith("---\n") or "\n---\n" not in text[3:]:
        faults.append(Fault(file, 1, "The front matter is missing: a line “---”, keys and values, a line “---”."))
        return None
    front, body = text[4:].split("---\n", 1) if text[4:].startswith("---\n") else text[4:].split("\n---\n", 1)
    block = read_block(front, file, 2, faults)
    if block is None:
        return None
    first_line = front.count("\n") + 4
    summary, full_post, places = _texts(body, first_line, file, faults)
    article = _article(block, slug, summary, full_post, places)
    block.finish()
    return article


def _texts(body: str, first_line: int, file: str, faults: list[Fault]) -> tuple[str, str, dict[str, int]]:
    """Summary and full post, and the lines at which they begin."""
    lines = body.split("\n")
    if SEPARATOR not in lines:
        faults.append(Fault(file, first_line, f"The line “{SEPARATOR}” between summary and full post is missing."))
        return tidy(body), "", {"summary": first_line + _blank_lines(lines), "full post": 0}
    at = lines.index(SEPARATOR)
    above, below = lines[:at], lines[at + 1 :]
    places = {
        "summary": first_line + _blank_lines(above),
        "full post": first_line + at + 1 + _blank_lines(below),
        "separator": first_line + at,
    }
    return tidy("\n".join(above)), tidy("\n".join(below)), places


def _blank_lines(lines: list[str]) -> int:
    """How many blank lines stand before the first that holds something."""
    return next((number for number, line in enumerate(lines) if line.strip()), 0)


def _article(block: Block, slug: str, summary: str, full_post: str, places: dict[str, int]) -> ArticleFile:
    title = block.text("title", needed=True, longest=longest(Article, "title"))
    kind = block.choice("kind", Article.Kind.values)
    standfirst = block.text("standfirst")
    state = read_state(block)
    if state.reason:
        block.choice("withdrawal_reason", Article.WithdrawalReason.values)
    content = ArticleContent(
        slug=slug,
        kind=kind,
        title=title,
        standfirst=standfirst,
        access=block.choice("access", Article.Access.values, Article.Access.MEMBERS),
        byline=block.text("byline", longest=longest(Article, "byline")),
        categories=block.each_once("categories", places),
        tags=block.each_once("tags", places),
        paper=block.text("paper") or None,
        key_points=tuple(text for _, text in block.texts("key_points")),
        at_a_glance=_at_a_glance(block, places),
        image=block.text("image") or None,
        image_caption=block.text("image_caption"),
        related=_related(block, places),
        summary=summary,
        full_post=full_post,
    )
    former = block.each_once("former_slugs", places)
    for word in former:
        if not SLUG.fullmatch(word) or len(word) > longest(Article, "slug"):
            block.fault(
                places[f"former_slugs: {word}"], f"“{word}” is no address: lower-case letters, digits, hyphens."
            )
    pinned, blocked = (block.each_once(key, places) for key in ("pinned", "blocked"))
    for word in sorted({*pinned} & {*blocked}):
        block.fault(places[f"blocked: {word}"], f"“{word}” is pinned and blocked.")
    updated, change_note = _change(block)
    atom_id = block.text("atom_id", longest=longest(Article, "atom_id"))
    parts = ("title", "paper", "image", "atom_id", "published", "categories", "tags", "at_a_glance")
    places |= {key: block.line_of(key) for key in parts} | {"caption": block.line_of("image_caption")}
    _refuse_gaps(block, content, state, places)
    return ArticleFile(content, state, former, pinned, blocked, updated, change_note, atom_id, places)


def _change(block: Block) -> tuple[datetime | None, str]:
    """The day of the last change of what the article says, and the line that tells of it."""
    updated, note = block.moment("updated"), block.text("change_note", longest=longest(Article, "change_note"))
    if bool(updated) != bool(note.strip()):
        block.fault(block.line_of("updated"), "“updated: 2026-09-14” and what changed in “change_note: …” go together.")
    return updated, note


def _at_a_glance(block: Block, places: dict[str, int]) -> dict[str, Any]:
    """Whatever facts are given: which of them the site knows and needs is checked when it has been read."""
    cells = block.block("at_a_glance")
    if cells is None:
        return {}
    glance: dict[str, Any] = {}
    for name in list(cells.values):
        places[f"at_a_glance: {name}"] = cells.line_of(name)
        if cell := cells.block(name):
            if name == CONFIDENCE:
                glance[name] = {
                    "level": cell.choice("level", CONFIDENCE_LEVELS),
                    "reason": cell.text("reason", needed=True, longest=LONGEST_DETAIL),
                }
            else:
                glance[name] = {
                    "answer": cell.text("answer", needed=True, longest=LONGEST_ANSWER),
                    "detail": cell.text("detail", longest=LONGEST_DETAIL),
                }
            cell.finish()
    cells.finish()
    return glance


def _related(block: Block, places: dict[str, int]) -> tuple[Link, ...]:
    links: list[Link] = []
    for entry in block.blocks("related"):
        link = Link(
            target=entry.text("article", needed=True),
            relation=entry.choice("relation", RelatedArticle.Relation.values),
            reason=entry.text("reason", needed=True, longest=longest(RelatedArticle, "reason")),
        )
        entry.finish()
        if any(link.target == other.target for other in links):
            entry.fault(entry.line, f"“{link.target}” is related twice.")
        links.append(link)
        places[f"related: {link.target}"] = entry.line
    return tuple(links)


def _refuse_gaps(block: Block, content: ArticleContent, state: State, places: dict[str, int]) -> None:
    """What is lacking from what readers may see. A draft needs a title alone."""
    if content.paper and content.kind != Article.Kind.PAPER_SUMMARY:
        block.fault(
            places["paper"], "“paper” belongs to a paper summary; an overview cites its references in the text."
        )
    if not state.was_published:
        return
    told = {
        "paper": "“paper” is missing: the key of the reference that this is about.",
        "summary": "The summary is missing.",
        "full_post": "The full post is missing below this line.",
    }
    lines = {"summary": places["summary"], "full_post": places.get("separator", 0)}
    for part in lacking(content, NO_FACTS):
        if part != "title" and lines.get(part, 1):  # without a title, or the line that parts, that was told already
            message = told.get(part, f"“{part}” is missing; what is published needs it.")
            block.fault(lines.get(part) or block.line_of(part), message)


def write_article(article: ArticleFile, facts: Sequence[str] = ()) -> str:
    """The file in its canonical spelling, its facts at a glance in the order of `facts`.

    Raises `ValueError` for a summary that holds the line that parts.
    """
    content = article.content
    if SEPARATOR in content.summary.split("\n"):
        raise ValueError(
            f"The summary of “{content.slug}” holds the line {SEPARATOR}, which parts it from the full post."
        )
    front = write_block({
        "title": content.title,
        "kind": content.kind,
        "standfirst": content.standfirst,
        **state_keys(article.state),
        "updated": article.updated,
        "change_note": article.change_note,
        "access": content.access,
        "byline": content.byline,
        "categories": Flow(content.categories),
        "tags": list(content.tags),
        "paper": content.paper,
        "key_points": list(content.key_points),
        "at_a_glance": {
            name: FlowMap(_cell(content.at_a_glance[name])) for name in in_order(content.at_a_glance, facts)
        },
        "image": content.image,
        "image_caption": content.image_caption,
        "former_slugs": sorted(article.former_slugs),
        "atom_id": article.atom_id,
        "related": [
            {"article": link.target, "relation": link.relation, "reason": link.reason} for link in content.related
        ],
        "pinned": list(article.pinned),
        "blocked": sorted(article.blocked),
    })  # fmt: skip
    parts = [part for part in (tidy(content.summary), SEPARATOR, tidy(content.full_post)) if part]
    return f"---\n{front}---\n" + "\n\n".join(parts) + "\n"


def in_order(names: Iterable[str], order: Sequence[str]) -> list[str]:
    """Those that `order` names as it names them, then the others."""
    given = list(names)
    return [*(name for name in order if name in given), *(name for name in given if name not in order)]


def _cell(cell: dict[str, str]) -> dict[str, str]:
    """In one order, whatever order the database keeps; an empty detail is left out."""
    words = {key: cell[key] for key in ("level", "answer", "detail", "reason") if cell.get(key)}
    return {key: word if key == "level" else Quoted(word) for key, word in words.items()}
