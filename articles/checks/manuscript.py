"""An article as checks look at it: what its editor wrote, its texts as they came out, what its names stand for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from articles.checks.found import Found
from articles.checks.sentences import Prose, prose_of
from articles.content import ArticleContent
from articles.models import Image
from articles.site.values import Fact
from articles.text.rendering import Problem


@dataclass(frozen=True)
class Manuscript:
    """`problems`: of each text by its key, what no page would show. `wanted`: slug and name of each taxonomy of which
    one has to be among those of its tags (`taxonomies`). `chosen`: references that were put beside it, cited or not.
    `noticed`: of references that it names, by key, what became of the paper. `images`: those that it shows, by name.
    `lost`: names in it that stand for nothing.
    """

    content: ArticleContent
    facts: tuple[Fact, ...] = ()
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    wanted: Mapping[str, str] = field(default_factory=dict)
    taxonomies: frozenset[str] = frozenset()
    chosen: tuple[str, ...] = ()
    cited: frozenset[str] = frozenset()
    noticed: Mapping[str, str] = field(default_factory=dict)
    images: Mapping[str, Image] = field(default_factory=dict)
    shown_in: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[Found, ...] = ()

    @cached_property
    def public(self) -> tuple[Prose, ...]:
        """What anyone reads, in the order of the page."""
        content = self.content
        lines = (("title", content.title), ("standfirst", content.standfirst))
        points = tuple(Prose.of_line("key_points", text, line) for line, text in enumerate(content.key_points, start=1))
        plain = tuple(Prose.of_line(name, text) for name, text in lines)
        return (*plain, *points, prose_of("image_caption", content.image_caption), self.summary)

    @cached_property
    def summary(self) -> Prose:
        return prose_of("summary", self.content.summary)

    @cached_property
    def full(self) -> Prose:
        return prose_of("full_post", self.content.full_post)
