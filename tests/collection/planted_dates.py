"""Faults in the dates of an article, and in what feeds call it: what is in the folder, and how it is told."""

from typing import Final

from tests.collection.planted import overview, summary

DATES: Final[dict[str, tuple[dict[str, str | bytes], str]]] = {
    "first published later": (
        overview("2026-09-14", "2026-09-14\nfirst_published: 2026-09-14"),
        "articles/overview.md:6: “first_published” has to lie before “published”; leave it out",
    ),
    "change without a day": (
        overview("2026-09-14", "2026-09-14\nchange_note: A second trial."),
        "articles/overview.md:2: “updated: 2026-09-14” and what changed in “change_note: …” go together.",
    ),
    "day without a change": (
        overview("2026-09-14", "2026-09-14\nupdated: 2026-10-01"),
        "articles/overview.md:6: “updated: 2026-09-14” and what changed in “change_note: …” go together.",
    ),
    "change too long": (
        overview("2026-09-14", f"2026-09-14\nupdated: 2026-10-01\nchange_note: {'x' * 201}"),
        "articles/overview.md:7: “change_note” has 201 characters; 200 is the most.",
    ),
    "one name in feeds twice": (
        {
            **overview("2026-09-14", "2026-09-14\natom_id: urn:x"),
            **summary("- an-older-address", "- an-older-address\natom_id: urn:x"),
        },
        "articles/overview.md:6: “urn:x” is what feeds call another article; leave it out here.",
    ),
}
