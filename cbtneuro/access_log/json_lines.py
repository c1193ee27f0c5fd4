"""How a record of the log becomes one line of JSON."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from cbtneuro.access_log.request_ids import of_this_request


class JsonLines(logging.Formatter):
    """`fields` of a record, where it has them, stand in place of a message."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": of_this_request.get() or None,
        }
        told.update(getattr(record, "fields", None) or {"message": record.getMessage()})
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            told["stack"] = record.stack_info
        return json.dumps(told)
