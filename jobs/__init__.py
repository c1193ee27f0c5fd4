"""Work that nobody waits for: rows that an act leaves in its own transaction, and workers that take them.

A job is a task of Django's interface (`django_tasks.task`) with its arguments. Its function brings something into the
state in which it should be, so that to run it twice does no more than to run it once.
"""
