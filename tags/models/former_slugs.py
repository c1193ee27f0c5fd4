"""Where an address leads that is no tag's today: those that are kept, and those that a renaming gave and lost again."""

from tags.models.curation_act import CurationAct, FormerTagSlug
from tags.models.tag import Tag
from tags.slugs import last_in_chain


def former_addresses() -> dict[str, int]:
    """The key of the tag by each. Three queries.

    An address that was taken back leads where the one before it leads: readers may have kept it, and their browsers.
    """
    kept = dict(FormerTagSlug.objects.values_list("slug", "tag_id"))
    known = kept | dict(Tag.objects.values_list("slug", "pk"))
    undone = CurationAct.objects.filter(verb=CurationAct.Verb.RENAME, undone_at__isnull=False).order_by("at", "pk")
    changes = (
        pair for rows in undone.values_list("rows", flat=True) for pair in rows.get(Tag._meta.label, {}).values()
    )
    before = {str(new["slug"]): str(old["slug"]) for old, new in changes if old and new}

    def given_for(slug: str) -> str | None:
        return None if slug in known else before.get(slug)

    led = {slug: last_in_chain(slug, given_for) for slug in before if slug not in known}
    return kept | {slug: known[last] for slug, last in led.items() if last in known}
