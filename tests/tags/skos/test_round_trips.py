"""SKOS out and in: whatever is stored survives in every format, and importing what was exported changes nothing."""

import os
import re
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, given, settings

from tags.models import Tag, Taxonomy
from tags.skos.concepts import Concept, Scheme, Vocabulary, vocabulary
from tags.skos.database import bring_in, stored_vocabulary
from tags.skos.importing import planned
from tags.skos.linked_data import MEDIA_TYPES
from tags.skos.parsing import LARGEST, RdfRefused, read_file, triples
from tags.skos.strict import read
from tags.skos.validation import problems_of
from tags.skos.writer import serialized, write
from tests.tags.vocabularies import vocabularies

pytestmark = pytest.mark.django_db
SITE = "https://cbt.example.org"


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(vocabularies())
def test_whatever_is_stored_survives_in_every_format(given: Vocabulary) -> None:
    assert problems_of(given) == []
    origin = SITE * (len(given.concepts) % 2)
    with override_settings(SITE_URL=origin), transaction.atomic():
        bring_in(given)
        stored = stored_vocabulary()
        assert stored == given
        files = {format: serialized(stored, format, origin=origin) for format in MEDIA_TYPES}
        for format, data in files.items():
            plan = planned(triples(data, format))
            assert (plan.is_empty, plan.problems, plan.unkept) == (True, [], {}), format
        Tag.objects.all().delete()
        Taxonomy.objects.all().delete()
        for format, data in files.items():
            with transaction.atomic():
                plan = planned(triples(data, format))
                assert plan.problems == []
                bring_in(plan.read)
                assert stored_vocabulary() == given, format
                transaction.set_rollback(True)
        transaction.set_rollback(True)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(vocabularies())
def test_whatever_is_stored_survives_in_the_turtle_of_a_collection(given: Vocabulary) -> None:
    assert read(write(given)) == given
    assert write(read(write(given))) == write(given)


def test_every_format_names_the_tags_in_the_order_of_the_vocabulary_in_any_process() -> None:
    """rdflib's usual store gives them back in an order that changes from process to process."""
    concepts = [Concept(f"tag-{number}", f"Tag {number}", "s", related=("tag-7",)) for number in range(40)]
    whole = vocabulary([Scheme("s", "S")], concepts, {})
    subjects = {
        "turtle": r"^tag:(\S+)$",
        "xml": r'rdf:about="urn:cbtneuro:tag:([^"]+)"',
        "json-ld": r'^   "@id": "urn:cbtneuro:tag:([^"]+)"',
    }
    for format, pattern in subjects.items():
        found = re.findall(pattern, serialized(whole, format).decode(), re.MULTILINE)
        assert found == [concept.slug for concept in whole.concepts], format


def test_a_file_of_more_than_50_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.ttl"
    with path.open("wb") as file:
        os.truncate(file.fileno(), LARGEST + 1)
    with pytest.raises(RdfRefused, match="The file has more than 50 MB"):
        read_file(path)


def test_a_file_needs_an_ending_or_a_format(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_text("")
    with pytest.raises(RdfRefused, match="names no format; say --format turtle, xml, json-ld"):
        read_file(path)
    assert read_file(path, "xml") == (b"", "xml")
    with pytest.raises(RdfRefused, match="cannot be read: No such file"):
        read_file(tmp_path / "none.ttl")


def test_an_address_of_ours_may_name_the_one_elsewhere_as_in_a_collection() -> None:
    concept = Concept("a", "A", "s", uri="http://example.org/a")
    file = write(vocabulary([Scheme("s", "S", uri="http://example.org/s")], [concept], {}))
    assert "tag:a\n" in file
    plan = planned(triples(file.encode(), "turtle"))
    assert (plan.read.concepts, plan.read.schemes[0].uri, plan.unkept) == ((concept,), "http://example.org/s", {})
