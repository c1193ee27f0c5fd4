"""What a backup says of itself: its format, who made it, in which schema, and what each table held."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from operations.backups.refusals import Refused
from operations.backups.rows import Sum
from operations.backups.tables import Table
from operations.release import version

FORMAT: Final = 1
Migrations = dict[str, list[str]]


@dataclass(frozen=True)
class Manifest:
    """`counted`: the last number that the database gave in a table. `migrations`: names by app, in order."""

    engine: str
    engine_version: str
    migrations: Migrations
    tables: dict[str, Table]
    sums: dict[str, Sum]
    counted: dict[str, int]
    release: str = field(default_factory=version)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    def as_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "made_at": self.made_at.isoformat(),
            "release": self.release,
            "engine": self.engine,
            "engine_version": self.engine_version,
            "migrations": self.migrations,
            "tables": {
                name: {
                    "rows": one.rows,
                    "checksum": one.checksum,
                    "counted": self.counted.get(name),
                    "columns": self.tables[name].columns,
                }
                for name, one in self.sums.items()
            },
        }


def read_manifest(told: Mapping[str, Any]) -> Manifest:
    """Raises `Refused` for one of a later format."""
    if told["format"] > FORMAT:
        raise Refused("A newer release made this backup, in a format that this one does not know. Install that first.")
    tables: dict[str, Any] = told["tables"]
    return Manifest(
        engine=told["engine"],
        engine_version=told["engine_version"],
        migrations=told["migrations"],
        tables={name: Table(name, one["columns"]) for name, one in tables.items()},
        sums={name: Sum(one["rows"], int(one["checksum"], 16)) for name, one in tables.items()},
        counted={name: one["counted"] for name, one in tables.items() if one["counted"]},
        release=told["release"],
        made_at=datetime.fromisoformat(told["made_at"]),
    )


def by_app(migrations: Iterable[tuple[str, str]]) -> Migrations:
    found: Migrations = {}
    for app, name in sorted(migrations):
        found.setdefault(app, []).append(name)
    return found


def applied(database: BaseDatabaseWrapper) -> Migrations:
    return by_app(MigrationRecorder(database).applied_migrations())


def of_release() -> Migrations:
    """All that the code here has."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return by_app(loader.disk_migrations)


def newer(migrations: Migrations, known: Migrations) -> list[str]:
    """Those behind the last known one of their app; what others squashed and took away stands before it."""
    return [f"{app}.{name}" for app, names in migrations.items() for name in names if name > max(known.get(app, [""]))]


def waiting(migrations: Migrations, known: Migrations) -> list[str]:
    """Those of this release that were not applied."""
    return [f"{app}.{name}" for app, names in known.items() for name in names if name not in migrations.get(app, [])]


def refuse_newer(manifest: Manifest) -> None:
    if unknown := newer(manifest.migrations, of_release()):
        raise Refused(
            f"This backup is of a newer schema than this release knows ({unknown[0]}"
            f"{f' and {len(unknown) - 1} more migrations' if unknown[1:] else ''}). "
            "Install the release that made it, or a later one, and restore it there."
        )


def refuse_another_schema(migrations: Migrations, what: str, mend: str) -> None:
    """From engine to engine rows go only where both have the schema of this release."""
    known = of_release()
    if newer(migrations, known) or waiting(migrations, known):
        raise Refused(f"{what} has not the schema of this release, as going from engine to engine needs it. {mend}")
