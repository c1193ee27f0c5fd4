"""Facets: every count is the number of articles that one gets, whoever looks and whatever is chosen."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import timezone

from articles.access import Person
from articles.browse.facets import LONGEST, facets_of, read_together
from articles.browse.filtered_list import FilteredList
from articles.browse.filters import Filters, Years, read_filters
from articles.browse.scope import VisibleScope, visible_scope
from articles.models import Article
from tags.models import Closure, Tag
from tests.factories import make_article, make_reference, make_tag, make_taxonomy, make_user
from tests.synthetic import Vocabulary, add_articles, make_vocabulary
from tests.worlds import shared

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
ARTICLES, SELECTIONS = 800, 25


def selected(scope: VisibleScope, query: str, tag: Tag) -> Filters:
    return read_filters(QueryDict(query), scope.tag_tree, beside=tag.taxonomy)


def filtered_by(tag: Tag, query: str = "", user: Person = NOBODY) -> FilteredList:
    scope = visible_scope(user)
    return FilteredList(scope, scope.under(tag), selected(scope, query, tag))


def counts(filtered: FilteredList, facet: str) -> dict[str, int]:
    found = {found.name: found for found in facets_of(filtered)}
    return {option.filter_value.value: option.count for option in found[facet].options} if facet in found else {}


# --- The truth, counted one by one -----------------------------------------------------------------------------------


class Truth:
    """What every article is, read from its own rows; it counts by going through them all."""

    def __init__(self, user: Person, at: datetime) -> None:
        above: dict[int, set[int]] = {}
        for ancestor, descendant in Closure.objects.values_list("ancestor_id", "descendant_id"):
            above.setdefault(descendant, set()).add(ancestor)
        self.under: dict[int, set[int]] = {}
        self.rows: dict[int, Article] = {}
        shown = Article.objects.visible_to(user, at).published().select_related("paper")
        for article in shown.prefetch_related("tagged_items", "categorised_items"):
            self.rows[article.pk] = article
            for item in (*article.tagged_items.all(), *article.categorised_items.all()):
                for tag in above[item.tag_id]:
                    self.under.setdefault(tag, set()).add(article.pk)

    def holds(self, facet: str, value: str, slugs: dict[str, Tag]) -> set[int]:
        if facet in ("kind", "access"):
            return {pk for pk, article in self.rows.items() if getattr(article, facet) == value}
        return self.under.get(slugs[value].pk, set())

    def left(self, tag: Tag, filters: Filters, slugs: dict[str, Tag], *, but: str = "") -> set[int]:
        found = set(self.under.get(tag.pk, set()))
        for facet in {filter_value.facet for filter_value in filters.values} - {but}:
            found &= set().union(*(self.holds(facet, filter_value.value, slugs) for filter_value in filters.of(facet)))
        if filters.years:
            found = {pk for pk in found if self.is_within(pk, filters.years)}
        return found

    def is_within(self, pk: int, years: Years) -> bool:
        paper = self.rows[pk].paper
        return paper is not None and paper.year is not None and paper.year in years


def random_queries(vocabulary: Vocabulary, chance: random.Random) -> Iterator[str]:
    """Addresses with up to six filters, of any facet, some with years."""
    for _ in range(SELECTIONS):
        tags = chance.sample(vocabulary.tags, chance.randint(0, 4))
        parts = [f"{tag.taxonomy.slug}={tag.slug}" for tag in tags]
        parts += chance.choice(([], [], ["kind=overview"], ["kind=overview", "kind=paper-summary"]))
        parts += chance.choice(([], [], ["access=open"]))
        parts += chance.choice(([], [], ["from=2001"], ["from=1995", "to=2010"], ["to=2004"]))
        yield "&".join(parts)


def test_counts_of_random_selections_are_the_numbers_of_articles_one_gets() -> None:
    """800 articles, 25 sets of filters by each of three people, every value of every facet."""
    vocabulary = make_vocabulary(60)
    writer = make_user("contributor")
    add_articles(ARTICLES, vocabulary, seed=7)
    Article.objects.filter(pk__in=list(Article.objects.values_list("pk", flat=True)[:100])).update(editor=writer)
    slugs = {tag.slug: tag for tag in Tag.objects.select_related("taxonomy")}
    chance = random.Random(11)
    for user in (NOBODY, writer, make_user("editor")):
        scope = visible_scope(user)
        truth = Truth(user, scope.at)
        for query in random_queries(vocabulary, chance):
            tag = chance.choice([vocabulary.top, *vocabulary.tags[:8]])
            tag = slugs[tag.slug]
            without = "&".join(part for part in query.split("&") if not part.startswith(f"{tag.taxonomy.slug}="))
            assert_true(truth, FilteredList(scope, scope.under(tag), selected(scope, without, tag)), tag, slugs)


def assert_true(truth: Truth, filtered: FilteredList, tag: Tag, slugs: dict[str, Tag]) -> None:
    filters = filtered.filters
    assert filtered.count == len(truth.left(tag, filters, slugs)), filters.query
    for facet in facets_of(filtered, beside=tag.taxonomy):
        beside = truth.left(tag, filters, slugs, but=facet.name)
        for option in facet.options:
            expected = len(beside & truth.holds(facet.name, option.filter_value.value, slugs))
            assert option.count == expected, (tag, filters.query, facet.name, option.filter_value.value)


# --- The rules, one by one -------------------------------------------------------------------------------------------


@shared
def fear() -> Tag:
    """A topic with articles in two brain regions and by two methods."""
    fear = make_tag("Fear", make_taxonomy("disorder", position=1))
    amygdala, insula = (make_tag(name, make_taxonomy("brain-region", position=2)) for name in ("Amygdala", "Insula"))
    fmri, pet = (make_tag(name, make_taxonomy("method", position=3)) for name in ("fMRI", "PET"))
    early, late = (make_reference(issued={"date-parts": [[year]]}) for year in (2002, 2015))
    make_article("one", tags=[fear, amygdala, fmri], paper=early)
    make_article("two", tags=[fear, amygdala, pet], paper=late)
    make_article("three", tags=[fear, insula, fmri], access="open")
    make_article("four", tags=[make_tag("Sleep"), insula, pet])
    return fear


def test_values_of_one_facet_mean_or_and_facets_mean_and(fear: Tag) -> None:
    assert filtered_by(fear, "brain-region=amygdala").count == 2
    assert filtered_by(fear, "brain-region=amygdala&brain-region=insula").count == 3
    assert filtered_by(fear, "brain-region=amygdala&method=fmri").count == 1
    assert filtered_by(fear, "brain-region=amygdala&brain-region=insula&method=fmri").count == 2


def test_a_facet_counts_its_values_over_what_the_others_leave(fear: Tag) -> None:
    filtered = filtered_by(fear, "brain-region=insula")
    assert counts(filtered, "brain-region") == {"amygdala": 2, "insula": 1}
    assert counts(filtered, "method") == {"fmri": 1, "pet": 0}


def test_a_value_with_nothing_left_cannot_be_chosen_but_a_chosen_one_can_be_taken_off(fear: Tag) -> None:
    filtered = filtered_by(fear, "brain-region=insula&method=pet")
    method = next(facet for facet in facets_of(filtered) if facet.name == "method")
    possible = {option.filter_value.value: (option.is_possible, option.is_chosen) for option in method.options}
    assert possible == {"fmri": (True, False), "pet": (True, True)}
    region = next(facet for facet in facets_of(filtered) if facet.name == "brain-region")
    assert {option.filter_value.value: option.is_possible for option in region.options} == {
        "amygdala": True,
        "insula": True,
    }
    assert filtered.count == 0


def test_an_empty_result_says_what_would_show_without_each_filter(fear: Tag) -> None:
    ways = filtered_by(fear, "brain-region=insula&method=pet").ways_out()
    assert [(filter_value and filter_value.value, count) for filter_value, count in ways] == [("insula", 1), ("pet", 1)]


def test_years_are_those_of_the_papers_with_both_ends_included(fear: Tag) -> None:
    assert filtered_by(fear, "from=2002&to=2002").count == 1
    assert filtered_by(fear, "from=2003").count == 1
    assert filtered_by(fear, "to=2015").count == 2
    assert filtered_by(fear, "from=2016").count == 0


def test_kind_and_access_are_facets_too(fear: Tag) -> None:
    filtered = filtered_by(fear)
    assert counts(filtered, "kind") == {"paper-summary": 2, "overview": 1}
    assert counts(filtered, "access") == {"members": 2, "open": 1}


def test_a_facet_that_says_nothing_about_the_list_is_left_out(fear: Tag) -> None:
    make_tag("Serotonin", make_taxonomy("neurotransmitter"))
    assert "neurotransmitter" not in {facet.name for facet in facets_of(filtered_by(fear))}


def test_a_long_facet_shows_its_biggest_values_and_tells_how_many_more_there_are(fear: Tag) -> None:
    regions = [make_tag(f"Area {place}", make_taxonomy("brain-region")) for place in range(LONGEST + 5)]
    make_article(tags=[fear, *regions])
    region = next(facet for facet in facets_of(filtered_by(fear)) if facet.name == "brain-region")
    assert len(region.options) == LONGEST
    assert region.is_cut
    assert region.options[0].filter_value.value == "amygdala"


def test_tags_read_together_share_more_articles_than_chance_would(fear: Tag) -> None:
    """“Therapy” stands on most of these articles, and on as many of the rest; “Often” on fewer of the rest."""
    components = make_taxonomy("therapy", position=4)
    therapy, often = make_tag("Therapy", components), make_tag("Often", components)
    for number in range(4):
        make_article(tags=[fear, therapy, *([often] * (number < 3))])
        make_article(tags=[make_tag(), therapy, *([often] * (number < 1))])
    assert [(tag.name, number) for tag, number in read_together(filtered_by(fear), fear)] == [
        ("Amygdala", 2),
        ("fMRI", 2),
        ("Often", 3),
    ]


def test_nobody_counts_what_is_hidden_from_them(fear: Tag) -> None:
    writer = make_user("contributor")
    region = make_tag("Thalamus", make_taxonomy("brain-region"))
    for status in ("draft", "in_review", "approved", "scheduled", "withdrawn"):
        make_article(status=status, tags=[fear, region], editor=writer)
    assert counts(filtered_by(fear), "brain-region") == {"amygdala": 2, "insula": 1}
    assert counts(filtered_by(fear, user=make_user("contributor")), "brain-region") == {"amygdala": 2, "insula": 1}
    assert counts(filtered_by(fear, user=writer), "brain-region")["thalamus"] == 2  # scheduled and withdrawn
    assert counts(filtered_by(fear, user=make_user("editor")), "brain-region")["thalamus"] == 2


def test_a_scheduled_article_is_counted_from_its_time_on_and_nothing_has_to_run(fear: Tag) -> None:
    soon = timezone.now() + timedelta(hours=1)
    make_article(status="scheduled", publish_at=soon, tags=[fear])
    make_article(tags=[fear])
    before, after = visible_scope(NOBODY, soon - timedelta(seconds=1)), visible_scope(NOBODY, soon)
    assert (before.count(fear), after.count(fear)) == (4, 5)
