"""Every filter of every topic of the shipped collection promises what it keeps."""

import pytest
from django.test import Client

from tags.models import Tag
from tests.articles.browse.offers import Offer, articles_behind, count_on, offers_on, truth
from tests.page import Page

pytestmark = pytest.mark.django_db


def page_at(address: str) -> Page:
    response = Client().get(address)
    assert response.status_code == 200, address
    return Page.of(response)


def middling(offers: list[Offer]) -> Offer:
    """A filter that leaves about half of what there is."""
    possible = sorted((offer for offer in offers if offer.count), key=lambda offer: offer.count)
    return possible[len(possible) // 2]


def test_every_count_of_every_topic_is_the_number_of_articles_in_the_database(shipped: None) -> None:
    """On the page of each tag, of each third with a filter on: walked from what the rows say, article by article."""
    under, values = truth()
    walked = 0
    for place, tag in enumerate(Tag.objects.all()):
        page, held = page_at(tag.get_absolute_url()), under[tag.slug]
        assert page.with_class("t-facts")[0].text.startswith(f"{len(held)} "), tag
        if len(held) < 2:
            continue
        offers = offers_on(page)
        assert {o.query(): o.count for o in offers} == {o.query(): len(held & values[o.facet, o.value]) for o in offers}
        walked += len(offers)
        if place % 3:
            continue
        taken = middling(offers)
        narrowed = page_at(f"{tag.get_absolute_url()}?{taken.query()}")
        left = held & values[taken.facet, taken.value]
        assert count_on(narrowed) == len(left), (tag, taken)
        after = offers_on(narrowed)
        wanted = {o.query(): len((held if o.facet == taken.facet else left) & values[o.facet, o.value]) for o in after}
        assert {o.query(): o.count for o in after} == wanted, (tag, taken)
        assert {o.query() for o in after if o.is_disabled} == {q for q, n in wanted.items() if not n}, (tag, taken)
        walked += len(after)
    assert walked > 5_000


@pytest.mark.parametrize("slug", ["insomnia", "panic-disorder"])
def test_whoever_ticks_a_filter_gets_as_many_articles_as_stood_beside_it(shipped: None, slug: str) -> None:
    """Every filter of these topics taken by its address, alone, and together with a first one of another facet."""
    address, client = f"/tags/{slug}/", Client()
    offers = offers_on(page_at(address))
    for offer in offers:
        assert len(articles_behind(f"{address}?{offer.query()}", client)) == offer.count, offer
    taken = middling(offers)
    for offer in offers_on(page_at(f"{address}?{taken.query()}")):
        if offer.facet != taken.facet and not offer.is_disabled:
            assert len(articles_behind(f"{address}?{taken.query(offer)}", client)) == offer.count, (taken, offer)
