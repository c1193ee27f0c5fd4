"""The tables of a member's library, and of what they follow."""

from library.models.entry import Entry
from library.models.follow import DigestSubscription, Follow, ListState, Visit
from library.models.highlight import Highlight
from library.models.own_list import OwnItem, OwnList, OwnSection

__all__ = [
    "DigestSubscription", "Entry", "Follow", "Highlight", "ListState", "OwnItem", "OwnList", "OwnSection", "Visit",
]  # fmt: skip
