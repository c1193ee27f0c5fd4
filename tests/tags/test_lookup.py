"""What a typed word means: by label, synonym and normal form; replaced tags, homonyms, and words that mean nothing."""

import pytest

from tags.lookup import Found, Homonym, Unknown, resolve
from tags.manager import AmbiguousTag
from tags.models import Closure, FormerTagSlug, Tag, TagLabel, Taxonomy
from tags.new_tags import NewTag, make_new_tag
from tests.factories import make_article, make_category, make_tag, make_taxonomy

pytestmark = pytest.mark.django_db


def deprecated(tag: Tag, replaced_by: Tag | None = None) -> Tag:
    tag.is_deprecated, tag.replaced_by = True, replaced_by
    tag.save()
    return tag


@pytest.mark.parametrize("typed", ["fMRI", "FMRI", " fmri ", "ｆＭＲＩ", "FMRÍ"])
def test_every_spelling_of_a_label_means_its_tag(typed: str) -> None:
    tag = make_tag("fMRI", make_taxonomy("method"))
    assert resolve(typed) == Found(tag)


@pytest.mark.parametrize("typed", ["functional  mri", "ＦＵＮＣＴＩＯＮＡＬ　ＭＲＩ", "Functional\tMRI"])
def test_every_spelling_of_a_synonym_means_its_tag(typed: str) -> None:
    tag = make_tag("fMRI", synonyms=["Functional MRI"])
    assert resolve(typed) == Found(tag)


def test_a_word_that_only_search_knows_and_a_label_in_another_language_count_too() -> None:
    tag = make_tag("Fear")
    TagLabel.objects.create(tag=tag, name="Feer", kind="hidden")
    TagLabel.objects.create(tag=tag, name="Angst", kind="pref", language="de")
    assert resolve("feer") == resolve("ANGST") == Found(tag)


def test_a_deprecated_tag_means_what_replaces_it_over_any_number_of_steps() -> None:
    live = make_tag("Social anxiety disorder")
    middle = deprecated(make_tag("Social phobia"), live)
    deprecated(make_tag("Fear of people", synonyms=["Anthropophobia"]), middle)
    assert resolve("Fear of people") == resolve("anthropophobia") == Found(live)


def test_a_deprecated_tag_that_nothing_replaces_means_nothing() -> None:
    deprecated(make_tag("Hysteria"))
    assert resolve("Hysteria") == Unknown("hysteria", ())


def test_replacements_in_a_circle_mean_nothing() -> None:
    one, other = make_tag("One"), make_tag("Other")
    deprecated(one, other)
    deprecated(other, one)
    assert isinstance(resolve("one"), Unknown)


def test_a_live_tag_goes_before_a_deprecated_one_that_is_spelled_the_same() -> None:
    deprecated(make_tag("Neurosis", make_taxonomy("disorder")), make_tag("Anxiety"))
    live = make_tag("Neurosis", make_taxonomy("process"))
    assert resolve("neurosis") == Found(live)


def test_several_tags_with_one_label_are_homonyms_and_so_is_a_synonym_that_is_a_label_elsewhere() -> None:
    synonym = make_tag("Brief therapy", make_taxonomy("therapy"), synonyms=["Placebo"])
    disorder, method = make_tag("Placebo", make_taxonomy("disorder")), make_tag("Placebo", make_taxonomy("method"))
    meaning = resolve("PLACEBO")
    assert isinstance(meaning, Homonym)
    assert meaning.tags == (disorder, method, synonym)
    assert resolve("placebo", Tag.objects.filter(taxonomy=method.taxonomy)) == Found(method)


def test_two_deprecated_tags_with_one_replacement_are_no_homonym() -> None:
    live = make_tag("Exposure")
    deprecated(make_tag("Flooding", make_taxonomy("one")), live)
    deprecated(make_tag("Flooding", make_taxonomy("two")), live)
    assert resolve("flooding") == Found(live)


def test_only_the_tags_that_are_asked_for_are_looked_at() -> None:
    category = make_category("Therapy")
    deprecated(make_tag("Treatment"), category)
    facets = Tag.objects.filter(taxonomy__is_category=False)
    assert resolve("therapy") == Found(category)
    assert resolve("therapy", facets) == Unknown("therapy", ())
    assert resolve("treatment", facets) == Unknown("treatment", ())


@pytest.mark.parametrize("typed", ["", "   ", "\u0301"])
def test_a_line_without_a_character_of_its_own_means_nothing(typed: str) -> None:
    make_tag("Amygdala")
    assert resolve(typed) == Unknown("", ())


def test_a_word_with_a_wrong_letter_suggests_the_tag_that_was_meant() -> None:
    amygdala = make_tag("Amygdala", synonyms=["Corpus amygdaloideum"])
    make_tag("Hippocampus")
    for typed in ("amygdla", "Amigdala", "corpus amygdaloidum"):
        assert resolve(typed) == Unknown(typed.lower(), (amygdala,))


def test_a_part_of_a_label_suggests_it_and_deprecated_tags_are_never_suggested() -> None:
    anxiety = make_tag("Generalised anxiety disorder")
    deprecated(make_tag("Anxiety neurosis"))
    assert resolve("anxiety") == Unknown("anxiety", (anxiety,))


def test_suggestions_are_few_and_can_be_left_out() -> None:
    for number in range(9):
        make_tag(f"Network {number}")
    meaning = resolve("networks")
    assert isinstance(meaning, Unknown)
    assert len(meaning.suggestions) == 5
    assert resolve("networks", suggesting=0) == Unknown("networks", ())


# --- The same rule for `article.tags` -----------------------------------------------------------------------------


def test_labels_put_on_an_article_follow_the_same_rule() -> None:
    live = make_tag("Social anxiety disorder", synonyms=["SAD"])
    deprecated(make_tag("Social phobia"), live)
    article = make_article(status="draft", tags=[])
    article.tags.add("social PHOBIA", "ｓａｄ")
    assert list(article.tags.all()) == [live]


def test_a_preferred_label_goes_before_a_synonym_when_nobody_can_be_asked() -> None:
    make_tag("Brief therapy", synonyms=["Placebo"])
    named = make_tag("Placebo", make_taxonomy("method"))
    article = make_article(status="draft", tags=[])
    article.tags.add("placebo")
    assert list(article.tags.all()) == [named]
    make_tag("Placebo", make_taxonomy("outcome"))
    with pytest.raises(AmbiguousTag, match=r"“placebo” may mean Placebo \(Method\) or Placebo \(Outcome\)"):
        article.tags.add("placebo")


def test_an_unknown_label_put_on_an_article_waits_in_unfiled() -> None:
    article = make_article(status="draft", tags=[])
    article.tags.add("Something new")
    assert article.tags.get().taxonomy == Taxonomy.unfiled()


# --- A tag that was given a place ---------------------------------------------------------------------------------


def test_a_new_tag_stands_where_it_was_put() -> None:
    region = make_taxonomy("region")
    above = make_tag("Temporal lobe", region)
    tag, is_new = make_new_tag(NewTag("Amygdala", region, above))
    assert (is_new, tag.slug, list(tag.broader.all())) == (True, "amygdala", [above])
    assert Closure.objects.filter(ancestor=above, descendant=tag, depth=1).exists()


def test_a_tag_that_somebody_else_made_in_between_is_taken() -> None:
    tag = make_tag("Amygdala", make_taxonomy("region"))
    assert make_new_tag(NewTag("AMYGDALA", tag.taxonomy)) == (tag, False)


def test_a_new_tag_takes_no_address_that_leads_on_to_another() -> None:
    other = make_tag("Corpus", slug="corpus")
    FormerTagSlug.objects.create(slug="amygdala", tag=other)
    assert make_new_tag(NewTag("Amygdala", make_taxonomy("region")))[0].slug == "amygdala-2"
    assert make_new_tag(NewTag("Corpus", make_taxonomy("region")))[0].slug == "corpus-2"
    assert make_new_tag(NewTag("…", make_taxonomy("region")))[0].slug == "tag"
    assert make_new_tag(NewTag("Matrix", make_taxonomy("region")))[0].slug != "matrix"  # a page of its own


def test_an_unknown_label_put_on_an_article_takes_no_such_address_either() -> None:
    FormerTagSlug.objects.create(slug="amygdala", tag=make_tag("Corpus"))
    article = make_article(status="draft", tags=[])
    article.tags.add("Amygdala", "Matrix")
    slugs = [tag.slug for tag in article.tags.order_by("name")]
    assert slugs[0] == "amygdala-2"
    assert slugs[1] != "matrix"
