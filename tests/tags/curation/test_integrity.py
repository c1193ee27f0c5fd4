"""The report on the vocabulary: each error, planted in a file or in the database, and each warning is told once."""

import ast
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from tags.cache.bitmap_writes import write
from tags.cache.bitmaps import Bitmap, under
from tags.curation.integrity import report
from tags.curation.remedies import ERRORS, WARNINGS
from tags.hierarchy import put_under, rebuild_closure, relate
from tags.models import Broader, Closure, RelatedTag, Tag, TagLabel, note_change
from tags.skos import problems, validation
from tags.skos.concepts import Concept, Label, Scheme, Vocabulary, vocabulary
from tags.skos.database import bring_in
from tags.skos.writer import write as turtle
from tests.collection.folders import every_row
from tests.factories import make_article, make_tag
from tests.worlds import shared

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
READ_ANEW = 12  # queries by which a snapshot reads bitmaps and tag tree again after a change
RIGHT = vocabulary(
    [
        Scheme("category", "Categories", position=0, is_category=True),
        Scheme("region", "Brain region"),
        Scheme("process", "Process"),
    ],
    [
        Concept("neuroscience", "Neuroscience", "category", "Of the brain."),
        Concept("limbic-system", "Limbic system", "region", "Regions around the stem."),
        Concept("amygdala", "Amygdala", "region", "The almond.", (Label("alt", "Corpus amygdaloideum"),),
                ("limbic-system",), ("fear",)),
        Concept("hippocampus", "Hippocampus", "region", "The sea horse.", broader=("limbic-system",)),
        Concept("almond", "Almond", "region", is_deprecated=True, replaced_by="amygdala"),
        Concept("kernel", "Kernel", "region", is_deprecated=True, replaced_by="almond"),
        Concept("fear", "Fear", "process", "Of what is there.", related=("amygdala",)),
    ],
    {},
)  # fmt: skip


@shared
def right() -> Vocabulary:
    """In the database, with articles at every leaf."""
    bring_in(RIGHT)
    make_article(tags=[tag("amygdala"), tag("hippocampus"), tag("fear")], categories=[tag("neuroscience")])
    return RIGHT


def tag(slug: str) -> Tag:
    return Tag.objects.get(slug=slug)


def told(*words: str) -> str:
    """What the command prints, and what it ends with."""
    out = io.StringIO()
    try:
        call_command("check_taxonomy", *words, stdout=out)
    except CommandError as refused:
        return f"{out.getvalue()}{refused}"
    return out.getvalue()


def change(slug: str, **columns: object) -> None:
    """Round the acts: the row as the database takes it."""
    Tag.objects.filter(slug=slug).update(**columns)
    note_change(of_vocabulary=True)


def link(narrower: str, broader: str) -> None:
    Broader.objects.bulk_create([Broader(narrower_tag=tag(narrower), broader_tag=tag(broader))])
    rebuild_closure()


def label(slug: str, name: str, form: str, kind: str = "alt") -> None:
    TagLabel.objects.bulk_create([TagLabel(tag=tag(slug), name=name, normal_form=form, kind=kind)])


def replaced_in_a_circle() -> None:
    change("almond", replaced_by=tag("kernel"))


def out_of_paths() -> None:
    Closure.objects.filter(ancestor=tag("limbic-system"), descendant=tag("amygdala")).delete()


def strange_bitmap() -> None:
    write({under(tag("limbic-system")): Bitmap([4711])})


IN_THE_DATABASE: dict[str, tuple[Callable[[], None], str]] = {
    "no-preferred-label": (lambda: change("amygdala", name=""), "“amygdala” has no preferred label."),
    "two-preferred-labels": (
        lambda: label("amygdala", "Almond body", "almond body", "pref"),
        "“Amygdala” has 2 preferred labels in one language (en).",
    ),
    "preferred-label-is-synonym": (
        lambda: label("amygdala", "Amygdala", "amygdala"),
        "“Amygdala” has its preferred label “Amygdala” as a synonym too (en).",
    ),
    "two-tags-of-one-label": (
        lambda: change("hippocampus", name="ＡＭＹＧＤＡＬＡ", normal_form="amygdala "),
        "“ＡＭＹＧＤＡＬＡ” is spelled like “Amygdala” (amygdala) in the same taxonomy.",
    ),
    "cycle": (lambda: link("limbic-system", "amygdala"), "“Amygdala” and “Limbic system” stand above each other"),
    "related-and-broader": (
        lambda: relate(tag("hippocampus"), tag("limbic-system")),
        "“Hippocampus” stands under “Limbic system”, so the two cannot be related too.",
    ),
    "redirect-loop": (replaced_in_a_circle, "replaced in a circle."),
    "spelling-out-of-step": (
        lambda: change("hippocampus", normal_form="sea horse"),
        "“Hippocampus” is looked for as “sea horse”.",
    ),
    "paths-out-of-step": (out_of_paths, "The stored paths down to “amygdala” are not those of its broader tags."),
    "shelf-out-of-step": (strange_bitmap, "The articles shown at “limbic-system” are not those filed at or below it."),
}
TO_WARN_OF: dict[str, tuple[Callable[[], None], str]] = {
    "live-under-deprecated": (
        lambda: link("hippocampus", "almond"),
        "“Hippocampus” stands under “Almond”, which is deprecated.",
    ),
    "labels-alike": (
        lambda: label("amygdala", "AMYGDÁLA", "amygdala"),
        "“Amygdala” has “Amygdala” and “AMYGDÁLA” (en): case, accents and spaces make no difference in search.",
    ),
    "orphan": (
        lambda: Broader.objects.filter(narrower_tag=tag("hippocampus")).delete() and rebuild_closure(),
        "“Hippocampus” has no broader, no narrower and no related tag.",
    ),
    "overlapping-labels": (
        lambda: label("hippocampus", "Corpus  amygdaloideum", "corpus amygdaloideum"),
        "stands for “Amygdala” and “Hippocampus”.",
    ),
    "no-scope-note": (lambda: change("fear", scope_note=""), "“Fear” has no scope note."),
    "redundant-broader": (
        lambda: put_under(tag("amygdala"), tag("hippocampus")),
        "“Amygdala” stands under “Limbic system” directly, and also by way of “Hippocampus”.",
    ),
    "empty-tag": (lambda: make_empty("fear"), "“Fear” has no article, nor has any tag below it."),
}


def make_empty(slug: str) -> None:
    for article in Article.objects.filter(tags=tag(slug)):
        article.tags.remove(tag(slug))


IN_A_FILE: dict[str, tuple[str, str, str]] = {
    "no-preferred-label": ('    skos:prefLabel "Hippocampus"@en ;\n', "", "hippocampus"),
    "two-preferred-labels": (
        '"Hippocampus"@en', '"Hippocampus"@en , "Sea horse"@en', "has 2 preferred labels in one language (en).",
    ),
    "preferred-label-is-synonym": (
        '"Corpus amygdaloideum"@en', '"Amygdala"@en', "“Amygdala” has its preferred label “Amygdala” as a synonym too",
    ),
    "two-tags-of-one-label": ('"Hippocampus"@en', '"ＡＭＹＧＤＡＬＡ"@en', "is spelled like “Amygdala”"),
    "cycle": (
        '"Regions around the stem."@en', '"x"@en ; skos:broader tag:amygdala',
        "“Amygdala” and “Limbic system” stand above each other",
    ),
    "self-loop": ("skos:broader tag:limbic-system ;", "skos:broader tag:amygdala ;", "“Amygdala” names itself"),
    "related-and-broader": (
        '"The sea horse."@en', '"x"@en ; skos:related tag:limbic-system',
        "“Hippocampus” stands under “Limbic system”, so the two cannot be related too.",
    ),
    "redirect-loop": ("isReplacedBy tag:amygdala", "isReplacedBy tag:kernel", "replaced in a circle."),
}  # fmt: skip


@pytest.mark.parametrize("is_known", [True, False], ids=["known here", "new here"])
@pytest.mark.parametrize("code", IN_A_FILE)
def test_an_error_in_a_file_is_told_once_and_nothing_of_the_file_is_written(
    tmp_path: Path, code: str, *, is_known: bool
) -> None:
    old, new, words = IN_A_FILE[code]
    if is_known:
        bring_in(RIGHT)
    right = turtle(RIGHT).replace("Of what is there.", "Of what is right there.")
    assert old in right
    file = tmp_path / "taxonomy.ttl"
    file.write_text(right.replace(old, new, 1), encoding="utf-8")
    before = every_row()
    for asked in ((), ("--yes",)):
        with pytest.raises(CommandError) as refused:
            call_command("import_skos", str(file), *asked, stdout=io.StringIO())
        told_of, end = str(refused.value).splitlines()
        assert words in told_of
        assert re.match(r"line \d+: ", told_of)
        assert end == "Nothing was written."
    assert every_row() == before


def test_the_file_without_a_planted_error_is_brought_in(tmp_path: Path) -> None:
    file = tmp_path / "taxonomy.ttl"
    file.write_text(turtle(RIGHT), encoding="utf-8")
    call_command("import_skos", str(file), "--yes", stdout=io.StringIO())
    assert report().errors == ()
    assert Tag.objects.count() == len(RIGHT.concepts)


def test_a_right_vocabulary_gives_nothing_to_tell(right: Vocabulary) -> None:
    found = report()
    assert (found.errors, found.warnings) == ((), ())
    assert told() == "No errors, no warnings.\n"
    assert told("--errors-only") == "No errors.\n"


@pytest.mark.parametrize("code", IN_THE_DATABASE)
def test_an_error_in_the_database_is_told_once_with_what_mends_it(right: Vocabulary, code: str) -> None:
    plant, words = IN_THE_DATABASE[code]
    plant()
    assert [finding.code for finding in report().errors] == [code]
    said = told("--errors-only")
    assert said.count(words) == 1
    assert said.count(ERRORS[code].mends) == 1
    assert said.splitlines()[-1] == "1 error."
    with pytest.raises(CommandError) as refused:
        call_command("check_taxonomy", stdout=io.StringIO())
    assert refused.value.returncode == 1


@pytest.mark.parametrize("code", TO_WARN_OF)
def test_a_warning_is_told_once_and_stops_nothing(right: Vocabulary, code: str) -> None:
    plant, words = TO_WARN_OF[code]
    plant()
    assert [finding.code for finding in report().warnings] == [code]
    assert report().errors == ()
    said = told()
    assert said.count(words) == 1
    assert said.count(WARNINGS[code].mends) == 1
    assert said.splitlines()[-1] == "No errors, 1 warning."
    assert told("--errors-only") == "No errors.\n"


def test_what_the_database_itself_refuses_stays_out_of_it(right: Vocabulary) -> None:
    """A tag under itself, related to itself, replaced by itself; two live tags with one normal form."""
    for refused in (
        lambda: link("amygdala", "amygdala"),
        lambda: RelatedTag.objects.create(one=tag("fear"), other=tag("fear")),
        lambda: change("almond", replaced_by=tag("almond")),
        lambda: change("fear", replaced_by=tag("almond")),
        lambda: change("hippocampus", normal_form="amygdala"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            refused()


def test_every_error_and_every_warning_says_what_mends_it() -> None:
    tree = ast.parse(Path(validation.__file__).read_text(encoding="utf-8"))
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    codes = {word for word in words if re.fullmatch(r"[a-z]+(-[a-z]+)+", word)}
    assert codes
    assert codes - ERRORS.keys() == {"labels-alike", "live-under-deprecated"} <= problems.WARNINGS & WARNINGS.keys()
    assert ERRORS.keys() - words == {"spelling-out-of-step", "paths-out-of-step", "shelf-out-of-step"}
    assert not ERRORS.keys() & WARNINGS.keys()
    assert all(remedy.title and remedy.mends.endswith(".") for remedy in [*ERRORS.values(), *WARNINGS.values()])


def test_bitmaps_and_paths_that_are_out_of_step_are_mended_by_the_command_that_is_named(right: Vocabulary) -> None:
    out_of_paths()
    call_command("rebuild_shelves", stdout=io.StringIO())
    assert report().errors == ()
    strange_bitmap()
    call_command("rebuild_shelves", stdout=io.StringIO())
    assert report().errors == ()


def test_the_report_costs_the_same_queries_at_any_size(right: Vocabulary) -> None:
    report()  # fills what this process keeps in memory
    with CaptureQueriesContext(connection) as few:
        report()
    above = tag("limbic-system")
    for number in range(20):
        make_tag(f"Nucleus {number}", above.taxonomy, under=[above], synonyms=[f"Kernel {number}"])
    with CaptureQueriesContext(connection) as many:
        report()
    assert len(many) <= len(few) + READ_ANEW
