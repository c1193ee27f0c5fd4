"""The entry point of the production server: `granian --interface wsgi cbtneuro.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cbtneuro.settings")

application = get_wsgi_application()
