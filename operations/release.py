"""The release that runs here: its version, and which of its migrations the database still waits for."""

import tomllib
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration


@cache
def version() -> str:
    project: dict[str, Any] = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def migrations() -> tuple[list[Migration], int]:
    """Those that wait, in their order, and how many are applied. To read them all takes a tenth of a second."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [migration for migration, _ in plan], len(executor.loader.applied_migrations)
