"""Search in the collection that is shipped: pairs of spellings find the same, titles find their articles."""

from typing import Final

import pytest

from articles.models import Article
from tests.articles.search.asking import VISITOR, asked, titles
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
PAIRS: Final = """
CBT = cognitive-behavioural therapy
CBT = cognitive behavioral therapy
cognitive behaviour therapy = cognitive behavior therapies
iCBT = internet-delivered CBT
PTSD = post-traumatic stress disorder
PTSD = posttraumatic stress disorder
OCD = obsessive-compulsive disorder
ocd = obsessive compulsive disorders
MDD = major depressive disorder
GAD = generalised anxiety disorder
generalized anxiety disorder = generalised anxiety disorders
fMRI = functional magnetic resonance imaging
TMS = transcranial magnetic stimulation
PET = positron emission tomography
EEG = electroencephalography
ACC = anterior cingulate cortex
dlPFC = dorsolateral prefrontal cortex
vmPFC = ventromedial prefrontal cortex
DMN = default mode network
social phobia = social anxiety disorder
β = beta
β-blocker = beta blockers
behaviour = behavior
behavioural activation = behavioral activation
randomised = randomized
randomised trials = randomized trial
generalised = generalized
analysed = analyzed
programme = program
centre = center
meta-analysis = meta analyses
meta‑analyses = meta-analysis
follow-up = follow up
default-mode = default mode
self-report = self reports
exposure-based = exposure based
amygdalae = amygdala
cortices = cortex
hypotheses = hypothesis
networks = network
therapies = therapy
women = woman
children's = child
PARKINSON’S = parkinson
naïve = naive
AMYGDALA = Amýgdala
“fear extinction” = "fear extinction"
tag:CBT = tag:"cognitive-behavioural therapy"
-PTSD fear = fear -"post-traumatic stress disorder"
"""
# What people type, and the address of what comes first; of several words of which no summary has all, the nearest.
TYPED: Final = """
    Furmark 2002 = talking-and-tablets-in-social-phobia
    Månsson 2016 = a-smaller-amygdala-after-therapy
    Goldapple et al. (2004) = cbt-and-the-cortical-limbic-balance
    manson 2016 = a-smaller-amygdala-after-therapy
    spider phobias = spiders-before-and-after
    amygdalas = a-smaller-amygdala-after-therapy
    social phobia tablets = talking-and-tablets-in-social-phobia
    sleeplessness insomnia = sleep-therapy-and-the-resting-brain
    pannic attacks = panic-and-the-panicked-brain
    spider fobia = spiders-before-and-after
    ammygdala fear = extinction-in-the-human-brain
    shizophrenia voices = less-paranoia-new-connections
    brian scan OCD = obsessive-compulsive-loops
    does CBT change the brain = neural-basis-of-cbt
    PTSD veterans = fear-extinction-and-exposure
    rTMS iCBT = adding-tms-to-online-therapy
    dropout = culture-access-and-willingness
"""
ANSWERED: Final = 40  # of the pairs, at least, find something


def pairs() -> list[tuple[str, str]]:
    return [(one, other) for one, _, other in (line.partition(" = ") for line in PAIRS.strip().splitlines())]


def test_synonyms_and_spellings_find_the_same_first_ten(shipped: None) -> None:
    found = {pair: (titles(pair[0]), titles(pair[1])) for pair in pairs()}
    assert {pair: answers for pair, answers in found.items() if answers[0] != answers[1]} == {}
    empty = [pair for pair, (one, _) in found.items() if not one]
    print(f"\n{len(found)} pairs give the same first ten; these find nothing: {empty}")
    assert len(found) - len(empty) >= ANSWERED


def test_what_people_type_finds_what_they_mean_or_says_what_is_missing(shipped: None) -> None:
    asked_for = dict(line.strip().split(" = ") for line in TYPED.strip().splitlines())
    for user in (VISITOR, make_user()):
        first = {query: titles(query, user, first=1) for query in asked_for}
        wanted = {query: [Article.objects.get(slug=slug).title] for query, slug in asked_for.items()}
        if user is VISITOR:
            assert first == wanted
        assert all(first.values())


def test_members_find_the_same_by_either_of_a_pair_too(shipped: None) -> None:
    member = make_user()
    assert [pair for pair in pairs() if titles(pair[0], member) != titles(pair[1], member)] == []


def test_every_title_finds_its_article_first(shipped: None) -> None:
    for article in Article.objects.visible_to(make_user()):
        for query in (article.title, article.title.upper(), f"“{article.title}”", article.title.replace("-", " ")):
            assert titles(query, first=1) == [article.title], query


def test_every_paper_is_found_by_its_doi(shipped: None) -> None:
    for article in Article.objects.visible_to(make_user()).exclude(paper=None).select_related("paper"):
        assert article.paper is not None
        if article.paper.doi:
            assert titles(article.paper.doi, first=1) == [article.title]


def test_a_tag_of_the_query_finds_what_its_topic_lists(shipped: None) -> None:
    for query in ("amygdala", "PTSD", "iCBT"):
        by_word, by_filter = asked(query), asked(f"tag:{query}")
        assert by_filter.filtered.articles <= by_word.filtered.articles
        assert by_filter.count > 0
