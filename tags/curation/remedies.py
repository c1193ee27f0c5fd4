"""What each finding of the report on the vocabulary is called, and what mends it."""

from typing import Final, NamedTuple


class Remedy(NamedTuple):
    """`title` stands above all findings of one kind, `mends` says once for all of them what to do."""

    title: str
    mends: str


TEXTS: Final = "Shorten or correct that text on the page of the tag."
ERRORS: Final[dict[str, Remedy]] = {
    "no-preferred-label": Remedy("No preferred label", "Write one on the page of the tag."),
    "two-preferred-labels": Remedy(
        "Two preferred labels in one language", "Keep one, and make the other a synonym or take it away."
    ),
    "preferred-label-is-synonym": Remedy("A preferred label that is a synonym too", "Take the synonym away."),
    "synonym-twice": Remedy("A synonym that stands there twice", "Take one of the two away."),
    "two-tags-of-one-label": Remedy("Two tags with one label", "Merge the two, or rename one so that they differ."),
    "label-without-letters": Remedy("A label without letters", "Write at least one letter or digit."),
    "cycle": Remedy("Tags that stand above each other", "Take one of them out from under the other."),
    "self-loop": Remedy("A tag that stands under itself", "Take it out from under itself."),
    "related-to-itself": Remedy("A tag that is related to itself", "Take that relation away."),
    "related-and-broader": Remedy(
        "Tags that are related and stand one under the other", "Take away the relation, or the place in the hierarchy."
    ),
    "dangling-reference": Remedy("A reference to a tag that is not there", "Describe that tag, or take the name away."),
    "replaced-but-live": Remedy("A live tag with a replacement", "Deprecate it, or take the replacement away."),
    "redirect-loop": Remedy(
        "Replacements in a circle", "Let one of them be replaced by a tag that is in use, or by none."
    ),
    "former-address-taken": Remedy(
        "A former address that another tag has", "Give the other tag an address of its own, or forget the former one."
    ),
    "identity-twice": Remedy(
        "Two tags with one identity", "Take cbtneuro:identity or dcterms:replaces out where the file names it again."
    ),
    "uri-twice": Remedy("Two tags with one address elsewhere", "Keep it on the tag that it belongs to."),
    "bad-uri": Remedy("An address elsewhere that is none", "Correct it where it came from and bring it in again."),
    "tag-address": Remedy("A tag with a bad address", "Rename it: its new address is made of the label."),
    "taxonomy-address": Remedy("A taxonomy with a bad address", "Make another one and move its tags there."),
    "taxonomy-name-too-long": Remedy("A taxonomy whose name is too long", "Shorten it on the page of the taxonomy."),
    "two-taxonomies-of-one-name": Remedy("Two taxonomies with one name", "Rename one of them."),
    "bad-language": Remedy("A text in a language that is none", "Choose a language such as “en” or “pt-BR”."),
    "match-twice": Remedy("A match that stands there twice", "Keep the relation that is true and delete the other."),
    "match-too-long": Remedy("A match that is too long", TEXTS),
    "notation-too-long": Remedy("A notation that is too long", TEXTS),
    "unstorable-text": Remedy("A text that cannot be stored everywhere", "Write it anew without that character."),
    "spelling-out-of-step": Remedy(
        "A label that is not found by its spelling", "Save the tag: its spelling is worked out anew."
    ),
    "paths-out-of-step": Remedy(
        "Paths that are not those of the hierarchy", "Run “manage.py rebuild_shelves”: it writes the paths anew."
    ),
    "shelf-out-of-step": Remedy(
        "A tag whose articles are not those filed at and below it",
        "Run “manage.py rebuild_shelves”: it makes the bitmaps anew from the articles.",
    ),
}
WARNINGS: Final[dict[str, Remedy]] = {
    "live-under-deprecated": Remedy(
        "A live tag under a deprecated one", "Move it under the replacement, or take the deprecated tag back into use."
    ),
    "labels-alike": Remedy(
        "Labels of one tag that differ in case, accents or spaces alone", "Keep both, or take one of the two away."
    ),
    "orphan": Remedy(
        "Tags that stand alone in a taxonomy with a hierarchy", "Put each under a broader tag, or relate it to one."
    ),
    "overlapping-labels": Remedy(
        "Words that stand for several tags of a taxonomy",
        "Leave the word with one tag, or merge them. Until then, whoever types it is asked which one is meant.",
    ),
    "no-scope-note": Remedy("Tags without a scope note", "Say in a sentence or two what is filed there."),
    "redundant-broader": Remedy(
        "Tags that stand under a tag twice, directly and by way of another", "Take the direct place away."
    ),
    "empty-tag": Remedy("Tags without an article", "File articles there, merge the tag into another, or deprecate it."),
}
REMEDIES: Final = {**ERRORS, **WARNINGS}
OF_TAXONOMIES: Final = {"taxonomy-address", "taxonomy-name-too-long", "two-taxonomies-of-one-name"}
