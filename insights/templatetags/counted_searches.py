"""What a page of results tells of itself once somebody has seen it."""

from django import template

from articles.search.service import Answer
from insights.asked import asked_for

register = template.Library()


@register.simple_tag
def asked(answer: Answer) -> str:
    return asked_for(answer)
