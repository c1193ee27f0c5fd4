"""What the head of a page says of its social card."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from articles.documents.pieces import piece


def card_tags(origin: str, card: str, title: str, page: str = "") -> SafeString:
    """`card` and `page`: addresses on this site. `page` is that of one which others may set into theirs."""
    seen = bool(origin and card)
    embedded = urlencode({"format": "json", "url": origin + page})
    return piece(
        "_social_card.html",
        card=seen and origin + card,
        oembed=seen and bool(page) and f"{origin}{reverse('oembed')}?{embedded}",
        title=title,
    )
