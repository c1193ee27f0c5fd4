"""What a page says of itself to other sites: its title and description once more, and its social card."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from articles.cards.card_tags import card_tags
from articles.cards.cards_of import address_of_site, address_of_topic
from articles.documents.slots import as_html
from articles.site.snapshot import site_name
from members.origin import origin_of
from tags.models import Tag

register = template.Library()


@register.simple_block_tag
def taken(content: str) -> SafeString:
    """What stands in a block, to be printed more than once, in attributes, too."""
    return as_html(" ".join(content.split()).replace('"', "&quot;"))


@register.simple_tag(takes_context=True)
def social_card_of_site(context: Context) -> SafeString:
    return social_card(context, address_of_site(), site_name())


@register.simple_tag(takes_context=True)
def social_card_of_topic(context: Context, tag: Tag) -> SafeString:
    return social_card(context, address_of_topic(tag), tag.name, page=tag.get_absolute_url())


@register.simple_tag(takes_context=True)
def social_card_at(context: Context, card: str, title: str, page: str) -> SafeString:
    """`card`: the address of it, or "" of what not everybody sees."""
    return social_card(context, card, title, page=page)


def social_card(context: Context, card: str, title: str, *, page: str = "") -> SafeString:
    request = context.get("request")
    origin = origin_of(request) if request else ""
    return card_tags(origin, card, title, page)
