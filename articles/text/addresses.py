"""Where the links of a text lead: `article:slug` and `tag:slug`, by a present address or a former one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from articles.models import Article, FormerSlug
from tags.cache.snapshot import current_snapshot
from tags.text.likeness import did_you_mean

LINK: Final = re.compile(r"\b(article|tag):([\w-]+)")
TARGET: Final = re.compile(r"((?:\]\(|\]:|<)\s*<?)(article|tag):([\w-]+)(?=[\s)>]|\Z)")


@dataclass(frozen=True)
class Addresses:
    """The present address for each that leads somewhere. `tags` is None where nobody knows: then any will do."""

    articles: Mapping[str, str]
    tags: Mapping[str, str] | None

    def present(self, scheme: str, name: str) -> str | None:
        known = self.articles if scheme == "article" else self.tags
        return name if known is None else known.get(name)

    def unknown(self, scheme: str, name: str) -> str:
        """What the editor is told of an address that leads nowhere."""
        known = self.articles if scheme == "article" else self.tags
        return f"No {scheme} has the address “{name}”{did_you_mean(name, known or ()) or '.'}"

    def brought_up_to_date(self, text: str) -> str:
        """The Markdown with the present address in every link."""

        def present(found: re.Match[str]) -> str:
            return f"{found[1]}{found[2]}:{self.present(found[2], found[3]) or found[3]}"

        return TARGET.sub(present, text)


def addresses_in(*texts: str) -> Addresses:
    """Those that stand in these texts, as the database has them. Two queries, none without links."""
    named: dict[str, set[str]] = {"article": set(), "tag": set()}
    for text in texts:
        for scheme, name in LINK.findall(text):
            named[scheme].add(name)
    articles = tags = dict[str, str]()
    if wanted := named["article"]:
        articles = dict(FormerSlug.objects.filter(slug__in=wanted).values_list("slug", "article__slug"))
        articles |= {slug: slug for slug in Article.objects.filter(slug__in=wanted).values_list("slug", flat=True)}
    if named["tag"]:
        tag_tree = current_snapshot().tag_tree
        tags = {name: tag.slug for name in named["tag"] if (tag := tag_tree.present(name))}
    return Addresses(articles, tags)


def all_lead_somewhere(*texts: str) -> bool:
    """Whether every `article:slug` and `tag:slug` in these texts has a present address."""
    addresses = addresses_in(*texts)
    return all(addresses.present(scheme, name) for text in texts for scheme, name in LINK.findall(text))
