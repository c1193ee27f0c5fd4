"""What an editor might have written, as a revision holds it."""

from typing import Any

from articles.revisions.revision_content import RevisionContent, named, whole
from tests.factories import GLANCE, make_category, make_reference, make_tag


def complete(**said: Any) -> RevisionContent:
    """What may be published."""
    reference = make_reference()
    known = {
        "title": "A quieter amygdala",
        "standfirst": "After therapy.",
        "key_points": ["One.", "Two.", "Three."],
        "at_a_glance": GLANCE,
        "paper": reference.key,
        "references": [reference.key],
        "categories": named([make_category()]),
        "tags": named([make_tag()]),
        "summary": f"A summary [@{reference.key}].",
        "full_post": "The full post.",
    }
    return whole({"kind": "paper-summary", **known, **said})
