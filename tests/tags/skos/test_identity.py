"""A tag stays the one that it is: in files, on another site, and whatever a file says of what stands here."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tags.curation import merge, rename
from tags.models import FormerIdentity, Tag, Taxonomy
from tags.skos.concepts import identity_from
from tags.skos.database import bring_in, stored_vocabulary
from tags.skos.importing import import_triples, planned
from tags.skos.parsing import RdfRefused, triples
from tags.skos.strict import read
from tags.skos.writer import serialized, write
from tests.factories import make_tag, make_taxonomy
from tests.times import NOW

pytestmark = pytest.mark.django_db

HERE, THERE = "https://here.example.org", "https://there.example.org"
FORMATS = ("turtle", "xml", "json-ld")
Identities = dict[str, tuple[str, ...]]


def grow() -> Identities:
    """Tags of which one was renamed and one was merged; the identities of each by its label."""
    fear, dread = make_tag("Fear"), make_tag("Dread")
    merge(dread, into=rename_to(fear, "Angst"), by=None, at=NOW)
    make_tag("Spiders", under=[Tag.objects.get(name="Angst")])
    return identities()


def rename_to(tag: Tag, label: str) -> Tag:
    rename(tag, label, by=None, at=NOW)
    return Tag.objects.get(pk=tag.pk)


def identities() -> Identities:
    former = FormerIdentity.objects.order_by("identity")
    return {
        tag.name: (tag.identity, *(row.identity for row in former if row.tag_id == tag.pk)) for tag in Tag.objects.all()
    }


def empty() -> None:
    Tag.objects.all().delete()
    Taxonomy.objects.all().delete()


def take_in(data: bytes, format: str = "turtle") -> None:
    import_triples(triples(data, format), "a file", by=None, at=timezone.now())


def test_a_file_says_only_what_does_not_follow_from_the_slugs() -> None:
    make_tag("Fear")
    assert "identity" not in write(stored_vocabulary())
    rename_to(Tag.objects.get(), "Dread")
    assert f'cbtneuro:identity "{identity_from("fear")}"' in write(stored_vocabulary())


def test_a_collection_keeps_identities_and_is_the_same_bytes() -> None:
    known = grow()
    assert known["Angst"] == (identity_from("fear"), identity_from("dread"))
    file = write(stored_vocabulary())
    empty()
    bring_in(read(file))
    assert identities() == known
    assert write(stored_vocabulary()) == file


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_comes_back_here_or_into_an_empty_site_with_its_identities(settings: Any, format: str) -> None:
    settings.SITE_URL = HERE
    known, before = grow(), stored_vocabulary()
    file = serialized(before, format, origin=HERE)
    plan = planned(triples(file, format))
    assert (plan.is_empty, plan.problems, plan.unkept) == (True, [], {})
    empty()
    take_in(file, format)
    assert (identities(), stored_vocabulary()) == (known, before)


@pytest.mark.parametrize("format", FORMATS)
def test_what_comes_from_another_site_keeps_its_address_there(settings: Any, format: str) -> None:
    known = grow()
    file = serialized(stored_vocabulary(), format, origin=THERE)
    empty()
    settings.SITE_URL = HERE
    take_in(file, format)
    assert identities() == known
    assert {tag.uri for tag in Tag.objects.all()} == {f"{THERE}/concepts/{found[0]}/" for found in known.values()}
    assert f"{HERE}/concepts/{known['Angst'][0]}" not in serialized(stored_vocabulary(), format, origin=HERE).decode()
    assert planned(triples(file, format)).is_empty


def test_two_sites_that_began_with_one_collection_know_each_others_tags(settings: Any) -> None:
    make_tag("Fear")
    collection = write(stored_vocabulary())
    rename_to(Tag.objects.get(), "Dread")
    renamed_there = serialized(stored_vocabulary(), "turtle", origin=THERE)
    empty()
    settings.SITE_URL = HERE
    bring_in(read(collection))
    take_in(renamed_there)
    tag = Tag.objects.get()
    assert (tag.name, tag.slug, tag.uri) == ("Dread", "fear", "")


def test_addresses_of_others_are_left_as_they_are(settings: Any) -> None:
    settings.SITE_URL = HERE
    tag = make_tag("Fear")
    Tag.objects.filter(pk=tag.pk).update(uri="http://id.nlm.nih.gov/mesh/D005239")
    Taxonomy.objects.update(uri="http://id.nlm.nih.gov/mesh/vocab")
    text = serialized(stored_vocabulary(), "turtle", origin=HERE).decode()
    assert HERE not in text
    assert "mesh:D005239\n" in text


def test_a_file_gives_no_tag_that_stands_here_another_identity() -> None:
    known = grow()
    file = write(stored_vocabulary()).replace(identity_from("fear"), str(uuid4()))
    bring_in(read(file))
    assert identities() == known


def test_one_identity_is_one_tag() -> None:
    grow()
    stored = stored_vocabulary()
    angst = next(concept for concept in stored.concepts if concept.slug == "angst")
    for spoiled in (
        replace(angst, slug="new", label="New", former=(), replaced=()),
        replace(angst, slug="new", label="New", former=(), identity=""),
    ):
        taken = replace(stored, concepts=(spoiled,))
        with pytest.raises(RdfRefused, match="shares the identity"):
            take_in(write(taken).encode())
        plan = planned(triples(write(taken).encode(), "turtle"), leave_out=True)
        assert [concept.label for concept in plan.new()] == ["New"]
        assert not plan.problems


def test_what_is_no_identity_is_refused_in_a_collection_and_not_kept_of_others() -> None:
    rename_to(make_tag("Fear"), "Dread")
    merge(make_tag("Angst"), into=Tag.objects.get(name="Dread"), by=None, at=NOW)
    file = write(stored_vocabulary())
    for right, wrong in (
        (f'"{identity_from("fear")}"', '"none"'),
        (f"<urn:uuid:{identity_from('angst')}>", "<http://x.org/1>"),
    ):
        assert right in file
        with pytest.raises(RdfRefused, match="UUID in lower case"):
            read(file.replace(right, wrong))
        assert sum(planned(triples(file.replace(right, wrong).encode(), "turtle")).unkept.values()) == 1


def test_a_taxonomy_of_another_site_is_that_of_the_same_slug_here() -> None:
    make_tag("Fear", make_taxonomy("disorder"))
    file = serialized(stored_vocabulary(), "turtle", origin=THERE)
    assert planned(triples(file, "turtle")).is_empty
