"""What was sent of a draft, as the content of a revision: everything that it names is looked up, or told as a fault."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from api.asking import Asking
from api.problems import at_fault, values
from api.writing.sent_shapes import SentDraft, SentFact, SentRelated
from articles.models import Article, Image
from articles.revisions.revision_content import NamedArticle, NamedTag, RevisionContent, named, whole
from articles.site.snapshot import current_site
from bibliography.models import Reference
from tags.cache.snapshot import current_snapshot
from tags.models import Tag
from tags.text.plain_text import one_line, tidy

LINES: Final = ("slug", "title", "standfirst", "image_caption", "access", "byline")
TEXTS: Final = ("summary", "full_post")


@dataclass
class Reading:
    """`sent` over what stands there (`known`), with the faults that were found on the way."""

    asking: Asking
    faults: list[dict[str, str]] = field(default_factory=list)

    def content(self, sent: SentDraft, known: RevisionContent) -> RevisionContent:
        """Raises `Problem` (422) with every fault."""
        said = sent.dict(exclude_unset=True)
        readers: dict[str, Callable[[], Any]] = {
            **{name: partial(self.spelled, said.get(name), one_line) for name in LINES},
            **{name: partial(self.spelled, said.get(name), tidy) for name in TEXTS},
            "key_points": lambda: self.lines(sent.key_points or []),
            "at_a_glance": lambda: self.facts(sent.at_a_glance or {}),
            "paper": lambda: self.paper(sent.paper),
            "image": lambda: self.image(sent.image),
            "categories": lambda: self.topics("categories", sent.categories or [], of_categories=True),
            "tags": lambda: self.topics("tags", sent.tags or [], of_categories=False),
            "related": lambda: self.related(sent.related or []),
            "references": lambda: self.references(sent.references or []),
        }
        changed = {name: readers[name]() for name, value in said.items() if name in readers and value is not None}
        if self.faults:
            raise values(self.faults)
        return whole({**known, **changed})

    def miss(self, pointer: str, detail: str) -> None:
        self.faults.append(at_fault(f"/{pointer}", detail))

    def spelled(self, sent: str | None, spell: Callable[[str], str]) -> str:
        return spell(str(sent or ""))

    def lines(self, sent: Iterable[str]) -> list[str]:
        return [line for line in map(one_line, sent) if line]

    def facts(self, sent: Mapping[str, SentFact]) -> dict[str, dict[str, str]]:
        known, cells = {fact.key: fact for fact in current_site().facts}, {}
        for key, cell in sent.items():
            if key not in known:
                self.miss(f"at_a_glance/{key[:80]}", f"This site has no fact “{key[:80]}”. It has: {', '.join(known)}.")
                continue
            parts = ("level", "reason") if known[key].is_level else ("answer", "detail")
            if wrong := [part for part in cell.dict(exclude_defaults=True) if part not in parts]:
                self.miss(f"at_a_glance/{key}/{wrong[0]}", f"“{key}” has {parts[0]} and {parts[1]}, and no {wrong[0]}.")
            said = {part: one_line(getattr(cell, part)) for part in parts}
            if any(said.values()):
                cells[key] = said
        return cells

    def paper(self, sent: str | None) -> str | None:
        if not sent:
            return None
        paper = Reference.objects.at_key(sent).first()
        if paper is None:
            self.miss("paper", f"There is no paper “{sent}”.")
        return paper.key if paper else None

    def image(self, sent: str | None) -> str | None:
        if not sent:
            return None
        if not Image.objects.filter(name=sent).exists():
            self.miss("image", f"There is no image “{sent}”.")
        return sent

    def topics(self, pointer: str, sent: Iterable[str], *, of_categories: bool) -> list[NamedTag]:
        tag_tree, found = current_snapshot().tag_tree, dict[Tag, None]()
        for place, slug in enumerate(sent):
            tag = tag_tree.present(slug)
            if tag is None or tag.is_deprecated or tag.taxonomy.is_category is not of_categories:
                self.miss(f"{pointer}/{place}", f"There is no {'category' if of_categories else 'topic'} “{slug}”.")
            else:
                found[tag] = None
        return named(found)

    def related(self, sent: Iterable[SentRelated]) -> list[NamedArticle]:
        wanted = list(sent)
        seen = Article.objects.visible_to(self.asking.person, self.asking.at)
        found = {one.slug: one for one in seen.at_addresses(one.slug for one in wanted)}
        links: dict[int, NamedArticle] = {}
        for place, one in enumerate(wanted):
            if article := found.get(one.slug):
                links[article.pk] = {
                    "id": article.pk,
                    "title": article.title,
                    "relation": one.relation.value,
                    "reason": one_line(one.reason),
                }
            else:
                self.miss(f"related/{place}/slug", f"There is no article “{one.slug}” that you can see.")
        return list(links.values())

    def references(self, sent: Iterable[str]) -> list[str]:
        keys = list(dict.fromkeys(sent))
        known = Reference.objects.only("key").named_by(keys)
        for place, key in enumerate(keys):
            if key not in known:
                self.miss(f"references/{place}", f"There is no reference “{key}”.")
        return list(dict.fromkeys(known[key].key for key in keys if key in known))
