"""Messages by the part of the page at which they stand."""

from django import template

from members.next_url import said_at, said_elsewhere

register = template.Library()
register.filter(said_at)
register.filter(said_elsewhere)
