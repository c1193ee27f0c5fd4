"""Tasks that only tests have: a task has to be found by its name."""

from django_tasks import task

done: list[str] = []


@task()
def note(what: str) -> None:
    done.append(what)


@task()
def fail(what: str) -> None:
    raise RuntimeError(f"{what}\x00")


@task(priority=10)
def note_first(what: str) -> None:
    done.append(what)


@task()
def note_always() -> None:
    done.append("always")
