"""The entry point of the production server: `granian --interface wsgi cbtneuro.wsgi:application`."""

import gc
import os
from multiprocessing.util import Finalize

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cbtneuro.settings")
os.environ.setdefault("DATABASE_WAIT", "0.8")  # seconds: readers hear within two

django = get_wsgi_application()

from django.conf import settings  # noqa: E402  (once the settings are read)
from django.core.cache import caches  # noqa: E402

from cbtneuro.access_log.requests import AccessLog  # noqa: E402
from cbtneuro.checks import refuse_without_static_files  # noqa: E402
from cbtneuro.outages.maintenance import Informed  # noqa: E402
from cbtneuro.page_cache.due import OnTime  # noqa: E402
from cbtneuro.page_cache.front import HIT, MADE, STALE, PageCache  # noqa: E402
from cbtneuro.page_cache.release import mark  # noqa: E402
from cbtneuro.page_cache.rendering import Application  # noqa: E402
from cbtneuro.page_cache.shared import Shared  # noqa: E402
from desk.curating.imports.import_job import import_job  # noqa: E402
from insights.writing import write_all  # noqa: E402
from operations.jobs.recurring import new_worker  # noqa: E402
from operations.metrics.counting import write  # noqa: E402
from operations.metrics.front import Metered  # noqa: E402
from operations.metrics.writing import begin as begin_writing  # noqa: E402

refuse_without_static_files()
Finalize(None, write_all, exitpriority=0)  # a worker of granian ends as a process of multiprocessing does

if settings.JOBS_IN_SERVER:
    worker = new_worker()
    worker.begin()
    Finalize(None, worker.stop, exitpriority=0)
import_job.begin()

kept = settings.PAGE_CACHE_MEGABYTES * 1024 * 1024
application: Application = OnTime(django)
if kept:
    pages = PageCache(django, most_bytes=kept, shared=Shared(caches["pages"], mark()))
    application = OnTime(pages, pages.version.ask_again)
application = Informed(application)
if settings.METRICS_TOKEN:
    application = Metered(application, {HIT: "hit", STALE: "stale", MADE: "miss"})
    begin_writing({"imports": import_job})
    Finalize(None, write, exitpriority=0)
if settings.LOG_FORMAT == "json":
    application = AccessLog(application)

gc.collect()
gc.freeze()  # what was loaded stays: looking through it for cycles once held up an answer for a tenth of a second
