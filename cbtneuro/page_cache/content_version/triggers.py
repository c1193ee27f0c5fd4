"""Which tables hold what visitors see, and that writing to them is noted.

SQLite drops the triggers of a table that a migration makes anew. Such a migration has to call `install` again at its
end; `tests/cbtneuro/page_cache/test_content_version.py` asks the database after all migrations.
"""

from types import ModuleType
from typing import Any, Final

from django.apps.registry import Apps

from cbtneuro.page_cache.content_version.engines import postgres, sqlite

ENGINES: Final[dict[str, ModuleType]] = {"sqlite": sqlite, "postgresql": postgres}

ROOMS: Final = ("tags", "bibliography", "articles", "lists")
NOT_SHOWN: Final = {
    "tags_writelock",
    "tags_change",  # bitmaps and vocabulary, whose own tables are noted
    "articles_document",
    "bibliography_columnmapping",  # what somebody imports, before it is a reference
    "bibliography_importbatch",
    "bibliography_importrow",
    "articles_draft",
    "articles_event",
    "articles_fulldocument",
    "articles_fullpostwords",
    "articles_publicwords",
    "articles_revision",
    "articles_titleword",
    "articles_termsnapshot",
    "articles_termfrequency",
    "articles_termvector",
    "articles_posting",
    "articles_pendingrelation",
    "bibliography_formerkey",  # like merges, they change with the references themselves
    "bibliography_referencemerge",
    "bibliography_notice",  # what is told of it stands in the row of its reference
}


def tables(apps: Apps) -> list[str]:
    """Those of our rooms but for what only machinery reads; a new model is among them until somebody says otherwise."""
    models = (model for room in ROOMS for model in apps.get_app_config(room).get_models(include_auto_created=True))
    return sorted({model._meta.db_table for model in models} - NOT_SHOWN)


def install(apps: Apps, schema_editor: Any) -> None:
    """For `RunPython`. To be repeated as often as one likes."""
    engine = ENGINES[schema_editor.connection.vendor]
    for statement in (*engine.CREATE, *engine.triggers(tables(apps))):
        schema_editor.execute(statement, None)


def uninstall(apps: Apps, schema_editor: Any) -> None:
    engine = ENGINES[schema_editor.connection.vendor]
    for statement in (*engine.drop_triggers(tables(apps)), *engine.DROP):
        schema_editor.execute(statement, None)
