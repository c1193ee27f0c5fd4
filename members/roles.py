"""The five roles, as Django groups with permissions. A person has exactly one.

reader         an account whose address is not yet verified: reads what any visitor reads
member         reads full posts
contributor    writes articles, and sees the unpublished ones that are theirs
editor         writes, publishes and withdraws everything; curates tags, references and lists
administrator  an editor who also looks after accounts
"""

from typing import Final

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from members.entrance.alarms import tell_of_administrator
from members.models import AT_THE_DESK, User

READER: Final = "reader"
MEMBER: Final = "member"
CONTRIBUTOR, EDITOR, ADMINISTRATOR = AT_THE_DESK

WRITING: Final = frozenset(
    {"articles.add_article", "articles.change_article", "articles.view_article", "articles.view_image",
     "articles.add_image", "articles.add_citation", "articles.change_citation",
     "articles.delete_citation", "articles.view_citation", "articles.add_relatedarticle",
     "articles.change_relatedarticle", "articles.delete_relatedarticle", "articles.view_relatedarticle",
     "bibliography.view_reference", "bibliography.add_reference", "tags.view_tag", "tags.view_taxonomy"}
)  # fmt: skip
CURATED: Final = ("tags.taxonomy", "tags.tag", "tags.taglabel", "tags.tagmatch", "tags.broader", "tags.relatedtag",
                  "bibliography.reference", "articles.article", "articles.image", "articles.citation",
                  "articles.relatedarticle", "articles.formerslug",
                  "lists.readinglist", "lists.section", "lists.item")  # fmt: skip
PERMISSIONS: Final[dict[str, frozenset[str]]] = {}
PERMISSIONS[READER] = frozenset()
PERMISSIONS[MEMBER] = frozenset({"articles.read_full_posts"})
PERMISSIONS[CONTRIBUTOR] = PERMISSIONS[MEMBER] | WRITING
PERMISSIONS[EDITOR] = (
    PERMISSIONS[CONTRIBUTOR]
    | {"articles.see_unpublished", "articles.publish_articles"}
    | {
        f"{model.split('.')[0]}.{verb}_{model.split('.')[1]}"
        for model in CURATED
        for verb in ("add", "change", "delete", "view")
    }
)
PERMISSIONS[ADMINISTRATOR] = PERMISSIONS[EDITOR] | {
    "members.add_user", "members.change_user", "members.delete_user", "members.view_user", "members.view_consent",
}  # fmt: skip


def sync_roles() -> None:
    """Make the groups hold exactly the permissions above. Safe to call again; the migrations call it last."""
    stored = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role, names in PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(stored[name] for name in names if name in stored)


@transaction.atomic
def assign_role(user: User, role: str) -> None:
    """Give `user` this role in place of any other. Administrators alone enter the admin."""
    if role not in PERMISSIONS:
        raise ValueError(f"No role is called {role!r}; the roles are {', '.join(PERMISSIONS)}.")
    if not Group.objects.filter(name=role).exists():
        sync_roles()
    is_new = role == ADMINISTRATOR and role_of(user) != ADMINISTRATOR and not user.is_superuser
    user.groups.set([Group.objects.get(name=role)])
    user.is_staff = role == ADMINISTRATOR or user.is_superuser
    user.save(update_fields=["is_staff"])
    for cache in ("_perm_cache", "_group_perm_cache", "_user_perm_cache"):
        user.__dict__.pop(cache, None)
    if is_new:
        tell_of_administrator(user)


def role_of(user: User) -> str:
    """The person's role, or "" for an account that was made on the command line and never given one."""
    return next((group.name for group in user.groups.all() if group.name in PERMISSIONS), "")


def admit(user: User) -> None:
    """The address is proved to be theirs: a reader becomes a member. Whoever has another role keeps it."""
    if role_of(user) in ("", READER) and not user.is_superuser:
        assign_role(user, MEMBER)
