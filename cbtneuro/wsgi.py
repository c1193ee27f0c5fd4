"""The entry point of the production server: `granian --interface wsgi cbtneuro.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cbtneuro.settings")
os.environ.setdefault("DATABASE_WAIT", "0.8")  # seconds, and a page may wait twice: readers hear within two

application = get_wsgi_application()

from cbtneuro.checks import refuse_without_static_files  # noqa: E402  (once the settings are read)

refuse_without_static_files()
