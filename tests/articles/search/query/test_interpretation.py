"""What words mean: tags by label and synonym, the longest first, and everything else as words."""

import pytest

from articles.search.query.interpretation import (
    All,
    Concept,
    Either,
    Filter,
    Meaning,
    No,
    Text,
    UnknownTag,
    meaning_of,
    wanted,
)
from articles.search.query.parser import parse
from tags.cache.snapshot import current_snapshot
from tags.models import Tag, TagLabel
from tests.factories import make_tag, make_taxonomy
from tests.worlds import shared

pytestmark = pytest.mark.django_db


def meant(query: str) -> Meaning | None:
    tree = parse(query)
    return meaning_of(tree, current_snapshot().tag_tree) if tree else None


def shown(meaning: Meaning | None) -> str:
    """A meaning in short: tags in square brackets, words as they are, a phrase with plus signs."""
    if isinstance(meaning, Concept):
        return "[" + "/".join(sorted(tag.name for tag in meaning.tags)) + "]"
    if isinstance(meaning, Text):
        return "+".join(meaning.forms[0]) + ("*" if meaning.is_prefix else "")
    if isinstance(meaning, Filter):
        return f"{meaning.name}={meaning.value}"
    if isinstance(meaning, No):
        return f"not {shown(meaning.part)}"
    if isinstance(meaning, All | Either):
        return f"({(' & ' if isinstance(meaning, All) else ' | ').join(map(shown, meaning.parts))})"
    return "nothing"


@shared
def vocabulary() -> dict[str, Tag]:
    return {
        "cbt": make_tag("Cognitive-behavioral therapy", synonyms=["CBT", "cognitive behaviour therapy"]),
        "icbt": make_tag("Internet-delivered CBT", synonyms=["iCBT"]),
        "therapy": make_tag("Therapy"),
        "anxiety": make_tag("Anxiety disorders", synonyms=["anxiety"]),
        "social": make_tag("Social anxiety disorder", synonyms=["SAD", "social phobia"]),
        "mind": make_tag("Theory of mind"),
        "it": make_tag("IT", synonyms=["information technology"]),
        "who": make_tag("World Health Organization", synonyms=["WHO"]),
    }


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("CBT", "[Cognitive-behavioral therapy]"),
        ("does it help", "help"),
        ("who it helps", "help"),
        ("IT helps", "([IT] & help)"),
        ("WHO depression", "([World Health Organization] & depression)"),
        ("it", "[IT]"),
        ('fear "it"', "(fear & it)"),
        ('fear "IT"', "(fear & [IT])"),
        ("tag:it", "tag=it"),
        ("information technology", "[IT]"),
        ("cognitive-behavioural therapy", "[Cognitive-behavioral therapy]"),
        ("Cognitive behavioural therapies", "[Cognitive-behavioral therapy]"),
        ("COGNITIVEBEHAVIORAL therapy", "[Cognitive-behavioral therapy]"),
        ('"cognitive behavior therapy"', "[Cognitive-behavioral therapy]"),
        ("ÇBT", "[Cognitive-behavioral therapy]"),
        ("cognitive behavioral-therapy", "[Cognitive-behavioral therapy]"),
        ("social-anxiety-disorder", "[Social anxiety disorder]"),
        ("i-CBT", "[Internet-delivered CBT]"),
        ("therapy", "[Therapy]"),
        ("iCBT", "[Internet-delivered CBT]"),
        ("internet delivered CBT", "[Internet-delivered CBT]"),
        ("social anxiety disorders", "[Social anxiety disorder]"),
        ("anxiety disorder social", "([Anxiety disorders] & social)"),
        ("anxiety anxiety", "([Anxiety disorders] & [Anxiety disorders])"),
        ("social anxiety", "(social & [Anxiety disorders])"),
        ("fear social-anxiety disorder of dogs", "(fear & [Social anxiety disorder] & dog)"),
        ("cbt sad", "([Cognitive-behavioral therapy] & [Social anxiety disorder])"),
        ("theory of mind", "[Theory of mind]"),
        ("theory of fear", "(theory & fear)"),
        ("the", "the"),
        ("the of", "(the & of)"),
        ("the amygdala", "amygdala"),
        ("-the amygdala", "(not the & amygdala)"),
        ("cb*", "cb*"),
        ("CBT*", "cbt*"),
        ("social anxiety disorder*", "(social & [Anxiety disorders] & disorder*)"),
        ("x-ray", "(x & ray)"),
        ("follow-up", "follow"),
        ("fear-potentiated", "(fear & potentiated)"),
        ("fear AND dread", "(fear & dread)"),
        ("theory of AND mind", "(theory & mind)"),
        ("mind AND theory of", "(mind & theory)"),
        ("social AND anxiety disorder", "(social & [Anxiety disorders])"),
        ("fear AND social anxiety disorder", "(fear & [Social anxiety disorder])"),
        ("the AND amygdala", "amygdala"),
        ("the AND of", "(the & of)"),
        ("fear OR dread", "(fear | dread)"),
        ("fear (dread OR -dogs)", "(fear & (dread | not dog))"),
        ('"fear of dogs"', "fear+of+dog"),
        ("--- fear", "fear"),
        ("--- OR fear", "fear"),
        ("NOT ***", "nothing"),
        ("[]", "nothing"),
        ("Kind:Overview IS:Open", "(kind=overview & is=open)"),
        ("year:2015..2020", "year=2015..2020"),
    ],
)
def test_words_that_spell_a_tag_mean_it(vocabulary: dict[str, Tag], query: str, meaning: str) -> None:
    assert shown(meant(query)) == meaning


def test_a_tag_is_named_by_address_label_or_synonym(vocabulary: dict[str, Tag]) -> None:
    for value in ("social-anxiety-disorder", '"social anxiety disorder"', "SAD", '"Social Phobias"'):
        found = meant(f"tag:{value}")
        assert isinstance(found, Filter), value
        assert found.tags == (vocabulary["social"],), value
    with pytest.raises(UnknownTag) as caught:
        meant("tag:social-anxety-disorder")
    assert caught.value.meant == "social-anxiety-disorder"
    with pytest.raises(UnknownTag) as caught:
        meant("tag:xyzzyx")
    assert caught.value.meant == ""


def test_a_label_of_two_tags_means_both() -> None:
    make_tag("Recall", make_taxonomy("process"))
    make_tag("Recall", make_taxonomy("method"))
    found = meant("recall")
    assert isinstance(found, Concept)
    assert len(found.tags) == 2


def test_a_deprecated_tag_means_nothing() -> None:
    tag = make_tag("Hysteria")
    Tag.objects.filter(pk=tag.pk).update(is_deprecated=True)
    tag.refresh_from_db()
    tag.save()
    assert isinstance(meant("hysteria"), Text)


def test_hidden_labels_are_understood(vocabulary: dict[str, Tag]) -> None:
    TagLabel.objects.create(tag=vocabulary["therapy"], name="theraphy", kind="hidden")
    assert shown(meant("theraphy")) == "[Therapy]"


def test_words_beside_each_other_are_also_looked_for_in_one() -> None:
    for query in ("follow-up visit", "follow up visit", "FOLLOW‑UP visit"):
        forms = [leaf.forms for leaf in wanted(meant(query))]
        assert forms == [(("follow",), ("followup",)), (("visit",), ("upvisit",))], query
    assert [leaf.forms for leaf in wanted(meant("10 20"))] == [(("10",),), (("20",),)]


def test_what_must_not_be_there_is_not_wanted(vocabulary: dict[str, Tag]) -> None:
    assert [shown(leaf) for leaf in wanted(meant("fear -CBT (dogs OR cats) NOT fear"))] == ["fear", "dog", "cat"]
