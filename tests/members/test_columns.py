"""Every column that people fill with text keeps it clean, whoever writes it."""

import pytest
from django.apps import apps
from django.db.models import CharField, EmailField, Field, JSONField, Model, SlugField, TextField

from lists.models import ReadingList
from members.columns import Cleaned
from tests.factories import make_article, make_list, make_reference, make_tag, make_user
from tests.source import places

# Columns for keys, codes, addresses and what is worked out of clean columns: no text of anybody.
NO_TEXTS = (SlugField, EmailField)
NOT_TYPED = {
    "bibliography.ImportBatch.encoding",  # names of encodings and forms, keys and hashes
    "bibliography.ImportRow.form",
    "bibliography.ImportRow.match_key",
    "bibliography.ColumnMapping.headings",
    "bibliography.Reference.key", "bibliography.Reference.doi", "bibliography.Reference.pmid",
    "members.User.password", "members.User.agreed_version", "members.Consent.version",
    "tags.Tag.uri", "tags.Tag.identity", "tags.FormerIdentity.identity", "tags.Taxonomy.uri",
    "tags.TagMatch.scheme", "tags.TagNotation.datatype",
    "tags.StoredBitmap.key", "tags.CurationAct.summary", "tags.CurationAct.rows", "tags.TaxonomyMap.svg",
    "articles.Image.svg", "articles.Image.digest", "articles.SiteSettings.colours", "articles.SiteSettings.looks",
    "articles.SiteSettings.matrix", "articles.SiteSettings.file_under", "articles.PendingRelation.former",
    "articles.Revision.sitting", "articles.PreviewLink.key", "articles.SiteSettings.citation_style",
    "bibliography.FormerKey.key", "members.Token.digest", "members.AnsweredOnce.request", "members.AnsweredOnce.body",
}  # fmt: skip
WORKED_OUT = ("normal_form", "language", "title_key", "token", "vocabulary", "term", "terms", "counts", "words", "word")
MADE_OF_THEM = ("PublicWords", "FullPostWords", "Document", "FullDocument")


def columns() -> list[Field[object, object]]:
    rooms = ("members", "tags", "bibliography", "articles", "lists")
    return [
        field
        for room in rooms
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField | JSONField)
        and not isinstance(field, NO_TEXTS)
        and not field.choices
    ]


def test_every_column_for_texts_cleans_what_it_is_given() -> None:
    found = []
    for field in columns():
        place = f"{field.model._meta.app_label}.{field.model.__name__}.{field.name}"
        is_worked_out = field.name in WORKED_OUT or field.model.__name__ in MADE_OF_THEM
        if not isinstance(field, Cleaned) and place not in NOT_TYPED and not is_worked_out:
            found.append(place)
    assert not found, places(found)


@pytest.mark.both_engines
@pytest.mark.django_db
def test_no_way_of_writing_brings_in_what_no_text_holds() -> None:
    dirty, clean = "a\x01b\uffffc", "abc"
    article = make_article(title=dirty, key_points=[dirty], byline=dirty)
    tag, person, shown = make_tag(dirty), make_user(name=dirty), make_list(title=dirty)
    reference = make_reference(title=dirty)
    rows: list[tuple[Model, str]] = [
        (article, "title"), (article, "byline"), (tag, "name"), (person, "name"), (shown, "title"),
        (reference, "title"),
    ]  # fmt: skip
    for row, column in rows:
        assert getattr(row, column) == clean
        row.refresh_from_db()
        assert getattr(row, column) == clean
    assert article.key_points == [clean]
    assert reference.csl["title"] == clean
    ReadingList.objects.update(title=dirty)
    assert ReadingList.objects.get(title=dirty).title == clean  # and so is what is asked for
    ReadingList.objects.bulk_update([ReadingList(pk=shown.pk, title=f"{dirty}d")], ["title"])
    assert ReadingList.objects.get().title == f"{clean}d"
