"""The acts on highlights, and their places in the texts as they are now."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from articles import access
from articles.models import Article
from library.highlights.anchoring import Anchor, Quotation, anchor
from library.highlights.part_text import PartText, text_of
from library.models import Entry, Highlight
from library.models.highlight import LONGEST_PASSAGE
from members.models import User

Part = Highlight.Part


class PassageRefused(ValueError):
    """Raised for a passage that cannot be kept; its text says why, to the member."""


def part_of(article: Article, part: str, member: User) -> PartText:
    """The text of a part that `member` may read. Raises `PassageRefused` for any other."""
    if part == Part.SUMMARY:
        return text_of(article.summary_html)
    full_post = access.full_post_for(member, article) if part == Part.FULL else None
    if full_post is None:
        raise PassageRefused("There is no such part.")
    return text_of(full_post.html)


def keep(entry: Entry, part: str, sent: Quotation, text: PartText, *, at: datetime, note: str = "") -> Highlight:
    """What the member selected, as `text` has it. The same passage twice is one highlight."""
    if len(sent.exact) > LONGEST_PASSAGE:
        raise PassageRefused(f"A highlight holds {LONGEST_PASSAGE:,} characters. Select a shorter passage.")
    found = anchor(sent, text)
    if found is None:
        raise PassageRefused("This passage could not be found for certain. Load the page again, or select more of it.")
    same = entry.highlights.filter(part=part, exact=found.quotation.exact, start=found.start).first()
    if same:
        return same
    made = Highlight(entry=entry, part=part, note=note, made_at=at, changed_at=at)
    put(made, found, text)
    made.save()
    return made


def put(highlight: Highlight, found: Anchor | None, text: PartText) -> None:
    """Into the place where it was found. What is lost keeps the words by which it may be found again."""
    highlight.anchored_in = text.digest
    highlight.start, highlight.end = (found.start, found.end) if found else (None, None)
    if found:
        quotation = found.quotation
        highlight.exact, highlight.prefix, highlight.suffix = quotation.exact, quotation.prefix, quotation.suffix
        highlight.is_unique = quotation.is_unique


PLACE = ("anchored_in", "start", "end", "exact", "prefix", "suffix", "is_unique")


def bring_into_place(highlights: Iterable[Highlight], text: PartText) -> None:
    """Anchor anew those that were last looked for in another text. One statement, where there are any."""
    moved = [highlight for highlight in highlights if highlight.anchored_in != text.digest]
    for highlight in moved:
        put(highlight, anchor(quotation_of(highlight), text), text)
    if moved:
        Highlight.objects.bulk_update(moved, PLACE)


def quotation_of(highlight: Highlight) -> Quotation:
    return Quotation(highlight.exact, highlight.prefix, highlight.suffix, highlight.is_unique)


def own_highlight(member: User, key: UUID) -> Highlight | None:
    return Highlight.objects.select_related("entry__article").filter(entry__member=member, key=key).first()


def write_highlight_note(highlight: Highlight, text: str, *, at: datetime) -> None:
    Highlight.objects.filter(pk=highlight.pk).update(note=text.strip(), changed_at=at)
