"""The checks of what editors work on; how many failed stands with the draft, for the list of the desk."""

from articles.checks.found import Found
from articles.checks.preparing import check_document
from articles.models import Draft
from articles.revisions.revision_content import whole


def check_head(draft: Draft) -> list[Found]:
    """All that is found in the head, what blocks publishing first. The numbers are kept unless it has moved on."""
    found = check_document(whole(draft.head.content))
    blocking = sum(one.blocks for one in found)
    numbers = {"checked_id": draft.head_id, "blocking": blocking, "warnings": len(found) - blocking}
    if any(getattr(draft, name) != number for name, number in numbers.items()):
        Draft.objects.filter(pk=draft.pk, head=draft.head_id).update(**numbers)
        for name, number in numbers.items():
            setattr(draft, name, number)
    return found
