"""`export_skos` and `import_skos`: first what would change, then all of it, and nothing the second time."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tags.curation.undoing import undo
from tags.models import Closure, CurationAct, RelatedTag, Tag, TagMatch, TagNote
from tags.skos.database import bring_in
from tags.skos.strict import read
from tests.collection.folders import every_row
from tests.factories import make_article, make_tag, make_taxonomy, make_user
from tests.tags.skos.test_validation import SOUND
from tests.tags.skos.test_writer import SHIPPED

pytestmark = pytest.mark.django_db


def told(command: str, *arguments: object) -> list[str]:
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "brain.ttl"
    path.write_text(SOUND)
    return path


def without_marks() -> dict[str, object]:
    """Every row but those that say only that something changed."""
    return {label: rows for label, rows in every_row().items() if label not in ("tags.Change", "tags.WriteLock")}


@pytest.mark.parametrize("ending", ["ttl", "rdf", "jsonld"])
def test_importing_the_export_of_the_shipped_vocabulary_changes_nothing(tmp_path: Path, ending: str) -> None:
    bring_in(read(SHIPPED.read_text(encoding="utf-8")))
    file = tmp_path / f"all.{ending}"
    assert told("export_skos", file) == [f"172 tags written to {file}."]
    before = every_row()
    assert told("import_skos", file, "--yes") == [f"{file.name}: 0 new, 0 changed, 172 the same. Nothing to bring in."]
    one = tmp_path / f"one.{ending}"
    told("export_skos", one, "--taxonomy", "brain-region")
    assert told("import_skos", one, "--yes")[-1].endswith("the same. Nothing to bring in.")
    assert every_row() == before


def test_the_same_vocabulary_is_exported_as_the_same_bytes_to_standard_output() -> None:
    bring_in(read(SHIPPED.read_text(encoding="utf-8")))
    for format, beginning in (("turtle", "PREFIX dcterms:"), ("xml", "<?xml"), ("json-ld", "{")):
        lines = told("export_skos", "--format", format)
        assert lines[0].startswith(beginning)
        assert told("export_skos", "--format", format) == lines
    assert told("export_skos") == told("export_skos", "--format", "turtle")


def test_an_unknown_taxonomy_or_person_is_named(sound: Path) -> None:
    make_taxonomy("brain-region")
    with pytest.raises(CommandError, match="There is no taxonomy “brain”; there are brain-region"):
        told("export_skos", "--taxonomy", "brain")
    with pytest.raises(CommandError, match="Nobody here has the address nobody@"):
        told("import_skos", sound, "--by", "nobody@example.org")


def test_a_dry_run_tells_what_would_come_and_writes_nothing(sound: Path) -> None:
    before = every_row()
    assert told("import_skos", sound) == [
        "New taxonomy: Brain (brain)",
        "New: Amygdala (amygdala)",
        "New: Brain (brain)",
        "New: Insula (insula)",
        "New: Limbic system (limbic-system)",
        "New: Rhinencephalon (rhinencephalon)",
        "brain.ttl: 5 new, 0 changed, 0 the same. Nothing was written; add --yes to bring this in.",
    ]
    assert every_row() == before


def test_a_change_is_told_property_by_property(sound: Path) -> None:
    told("import_skos", sound, "--yes")
    changed = SOUND.replace('"Insula"@en', '"Insular cortex"@en')
    changed = changed.replace("skos:related :amygdala", "skos:broader :brain")
    changed = changed.replace('"encephalon"', '"cerebrum"').replace('title "Brain"', 'title "The brain"')
    sound.write_text(changed.replace("skos:broader :limbic .", 'dcterms:creator "Somebody" .'))
    assert told("import_skos", sound) == [
        "Changed taxonomy: The brain (brain)",
        "  dcterms:title: Brain -> The brain",
        "Changed: Amygdala (amygdala)",
        "  skos:broader: - limbic-system",
        "  skos:related: - insula",
        "Changed: Brain (brain)",
        "  labels: - alt “encephalon”@en",
        "  labels: + alt “cerebrum”@en",
        "Changed: Insular cortex (insula)",
        "  skos:prefLabel: Insula -> Insular cortex",
        "  skos:broader: + brain",
        "  skos:related: - amygdala",
        "Removed relations: 3",
        "  - Amygdala: skos:broader limbic-system",
        "  - Amygdala: skos:related insula",
        "  - Insular cortex: skos:related amygdala",
        "Not kept, statements by property:",
        "  dcterms:creator: 1",
        "brain.ttl: 0 new, 3 changed, 2 the same. Nothing was written; add --yes to bring this in.",
    ]


def test_an_import_keeps_filed_articles_and_bitmaps_in_step(sound: Path) -> None:
    told("import_skos", sound, "--yes")
    amygdala, insula = Tag.objects.get(slug="amygdala"), Tag.objects.get(slug="insula")
    make_article(tags=[insula])
    sound.write_text(SOUND.replace("skos:related :amygdala", "skos:broader :amygdala"))
    told("import_skos", sound, "--yes")
    assert Closure.objects.filter(ancestor__slug="brain", descendant=insula, depth=3).exists()
    assert RelatedTag.objects.count() == 0
    assert amygdala.paths_down.count() == 2


def test_an_import_is_an_act_with_a_person_that_can_be_undone(sound: Path) -> None:
    editor = make_user("editor")
    before = without_marks()
    told("import_skos", sound, "--yes", "--by", editor.email)
    act = CurationAct.objects.get()
    assert (act.verb, act.summary, act.by) == ("import", "brain.ttl: 5 new, 0 changed, 0 the same", editor)
    assert Tag.objects.get(slug="rhinencephalon").replaced_by == Tag.objects.get(slug="limbic-system")
    undo(act, by=editor, at=act.at)
    after = without_marks()
    assert {label for label in after if after[label] != before[label]} == {"tags.CurationAct"}


def test_tags_can_swap_labels_addresses_and_replacements(sound: Path) -> None:
    told("import_skos", sound, "--yes")
    keys = dict(Tag.objects.values_list("uri", "pk"))
    swapped = SOUND.replace('"Insula"', '"?"').replace('"Amygdala"', '"Insula"').replace('"?"', '"Amygdala"')
    sound.write_text(swapped)
    told("import_skos", sound, "--yes")
    assert dict(Tag.objects.values_list("uri", "pk")) == keys
    assert Tag.objects.get(uri__endswith="/insula").name == "Amygdala"


def test_two_tags_may_name_one_match_differently_and_an_import_still_changes_nothing(tmp_path: Path) -> None:
    one, other = make_tag("One"), make_tag("Other")
    for tag, name in ((one, "Left"), (other, "Right")):
        TagMatch.objects.create(tag=tag, relation="closeMatch", identifier="D1", name=name)
    TagNote.objects.create(tag=one, kind="scopeNote", text="Of the same language.")
    file = tmp_path / "file.ttl"
    told("export_skos", file)
    before = every_row()
    assert told("import_skos", file, "--yes") == ["file.ttl: 0 new, 0 changed, 2 the same. Nothing to bring in."]
    assert every_row() == before
