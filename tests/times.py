"""The one time that tests reckon from, so that none of them mixes a fixed date with the clock."""

from datetime import datetime
from typing import Final

from django.utils import timezone

# The clock as the session began: before what the site says of itself during a test, after what stands in texts.
NOW: Final[datetime] = timezone.now()
