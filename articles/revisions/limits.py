"""What the columns of an article do not take: a draft may hold it, and hears of it before it is published."""

from collections.abc import Iterator
from typing import Any, Final

from django.core.exceptions import ValidationError

from articles.models import Article, RelatedArticle
from articles.revisions.revision_content import RevisionContent
from articles.site.snapshot import current_site
from articles.site.values import LONGEST_ANSWER, LONGEST_DETAIL
from articles.status import Access, Kind
from tags.slugs import slug_validator
from tags.text.lengths import longest

OF_CELLS: Final = {"answer": LONGEST_ANSWER, "detail": LONGEST_DETAIL, "reason": LONGEST_DETAIL}
TOO_LONG: Final = "{} has {} characters; {} at most."
OUT_OF_LIST: Final = "{} cannot be “{}”."


def beyond_limits(content: RevisionContent) -> Iterator[tuple[str, str]]:
    """The field, and what its editor is told."""
    said: dict[str, Any] = {**content}
    for name in ("title", "byline"):
        most = longest(Article, name)
        if len(said[name]) > most:
            yield name, TOO_LONG.format(f"The {name}", len(said[name]), most)
    if content["slug"]:
        try:
            slug_validator(content["slug"])
        except ValidationError as wrong:
            yield "slug", f"The address “{content['slug']}”: {' '.join(wrong.messages)}"
        if len(content["slug"]) > longest(Article, "slug"):
            yield "slug", TOO_LONG.format("The address", len(content["slug"]), longest(Article, "slug"))
    for name, known in (("kind", Kind.values), ("access", Access.values)):
        if said[name] not in known:
            yield name, OUT_OF_LIST.format(name.capitalize(), said[name])
    yield from of_rows(content)


def of_rows(content: RevisionContent) -> Iterator[tuple[str, str]]:
    for said in content["at_a_glance"].values():
        if "level" in said and bool(said["level"]) != bool(said["reason"]):
            yield "at_a_glance", "Choose how sure we are, and say why."
        elif said.get("detail") and not said["answer"]:
            yield "at_a_glance", f"Say it in a few words before “{said['detail']}”."
        for part, words in said.items():
            if part in OF_CELLS and len(words) > OF_CELLS[part]:
                yield "at_a_glance", TOO_LONG.format(f"“{words[:30]} …”", len(words), OF_CELLS[part])
    most = longest(RelatedArticle, "reason")
    for link in content["related"]:
        if not link["reason"].strip():
            yield "related", f"Say why “{link['title']}” is related."
        elif len(link["reason"]) > most:
            yield "related", TOO_LONG.format(f"The reason for “{link['title']}”", len(link["reason"]), most)
        if link["relation"] not in RelatedArticle.Relation.values:
            yield "related", f"Choose how “{link['title']}” is related."
    if content["kind"] == Kind.OVERVIEW and content["paper"]:
        yield "paper", "An overview is not about one paper. Cite it in the text, or choose Paper summary."
    for fact in current_site().facts:
        if fact.key in content["at_a_glance"] and content["kind"] not in fact.kinds:
            asked_of = " or ".join(Kind(kind).label.lower() for kind in fact.kinds)
            yield "at_a_glance", f"“{fact.label}” is a fact of another kind of article ({asked_of}). Leave it empty."
    if content["image_caption"] and not content["image"]:
        yield "image_caption", "Choose the image that this is about, or leave it empty."
