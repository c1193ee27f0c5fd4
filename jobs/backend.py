"""Where jobs are put: the table of `django_tasks_db`, one row for each task and arguments.

What is due already is not due twice. The row is written in the transaction of whoever asks: a rollback leaves no job,
and no kill loses one.
"""

import json
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from jobs.waking import wake

Row = DBTaskResult[Any, Any]
NAMES: Final = UUID("5e0b6e1c-2f0e-4d2c-9c53-8b7f6a1d4e90")
ARMED: Final = ("status", "enqueued_at", "run_after", "worker_ids")  # what it failed by before stays until it succeeds


def key_of(task: Task[Any, Any], args: Iterable[Any] = (), kwargs: dict[str, Any] | None = None) -> UUID:
    """The same for the same task and arguments, in every process."""
    return uuid5(NAMES, json.dumps([task.module_path, list(args), kwargs or {}], sort_keys=True))


def row_for(task: Task[Any, Any], args: Iterable[Any] = (), kwargs: dict[str, Any] | None = None) -> Row:
    """Ready now, unless `task.run_after` is later. Not stored yet."""
    return DBTaskResult(
        id=key_of(task, args, kwargs),
        args_kwargs={"args": list(args), "kwargs": kwargs or {}},
        priority=task.priority,
        task_path=task.module_path,
        queue_name=task.queue_name,
        backend_name=task.backend,
        run_after=task.run_after or timezone.now(),
    )


class KeyedBackend(DatabaseBackend):
    """Stands in `TASKS`."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """One statement. What runs just now is run once more: it may have read what the asker has changed."""
        self.validate_task(task)
        row = row_for(task, args, kwargs)
        DBTaskResult.objects.bulk_create([row], update_conflicts=True, unique_fields=["id"], update_fields=ARMED)
        transaction.on_commit(wake.set)
        return row.task_result
