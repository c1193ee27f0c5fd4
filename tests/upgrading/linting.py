"""What a former release cannot live with, read from the SQL of the migrations since a commit."""

import sys
from typing import Final

import django
from django_migration_linter import MigrationLinter

from tools.steps import ROOT

# How long a table is locked is measured; data migrations of ours hand their models to functions as parameters.
NOT_ASKED: Final = (
    "CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE", "DROP_INDEX", "REINDEX",
    "RUNPYTHON_REVERSIBLE", "RUNPYTHON_MODEL_IMPORT", "RUNPYTHON_MODEL_VARIABLE_NAME",
)  # fmt: skip


def main(commit: str) -> int:
    django.setup()
    linter = MigrationLinter(str(ROOT), no_cache=True, exclude_migration_tests=NOT_ASKED, quiet=["ignore"])
    linter.lint_all_migrations(git_commit_id=commit)
    return int(linter.has_errors)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
