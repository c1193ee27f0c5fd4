"""What a token may be allowed: each scope is some of the permissions that roles hold. None gives more than the role."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from members.models import User


@dataclass(frozen=True)
class Scope:
    """`label`: after “may”, for the person who chooses."""

    name: str
    label: str
    permissions: frozenset[str]


READ_FULL: Final = "read:full"
WRITE_REFERENCES: Final = "write:references"
WRITE_DRAFTS: Final = "write:drafts"
WRITE_TAGS: Final = "write:tags"
PUBLISH: Final = "publish"

SCOPES: Final = {
    scope.name: scope
    for scope in (
        Scope(READ_FULL, "read full posts", frozenset({"articles.read_full_posts"})),
        Scope(
            WRITE_REFERENCES, "read all references, and add new ones",
            frozenset({"bibliography.view_reference", "bibliography.add_reference"}),
        ),
        Scope(
            WRITE_DRAFTS, "read and write drafts of your own articles",
            frozenset({"articles.add_article", "articles.change_article", "articles.view_article"}),
        ),
        Scope(
            WRITE_TAGS, "file published articles under topics, and take them out",
            frozenset({"tags.view_tag", "tags.change_tag"}),
        ),
        Scope(
            PUBLISH, "read and write all drafts, and publish them",
            frozenset({
                "articles.publish_articles", "articles.see_unpublished", "articles.change_article",
                "articles.add_article", "articles.view_article",
            }),
        ),
    )
}  # fmt: skip


def scopes_for(user: User) -> list[Scope]:
    """Those that the role of this person could use now."""
    return [scope for scope in SCOPES.values() if all(user.has_perm(name) for name in scope.permissions)]


def permissions_of(names: Iterable[str]) -> frozenset[str]:
    """Nothing for a scope that this site does not know."""
    return frozenset[str]().union(*(SCOPES[name].permissions for name in names if name in SCOPES))
