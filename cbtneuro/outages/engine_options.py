"""The same promises from both engines: foreign keys hold, writers wait for each other, connections are reused."""

from typing import Any, Final

from operations.database_urls import database_at, standbys_at

PREPARED_AFTER: Final = 5  # questions; what `members.prepared` asks is prepared at once
WAIT_FOR_STANDBY: Final = 0.3  # seconds; the primary makes the page then
RECONNECT_FOR: Final = 2  # seconds; then the next request tries anew, and does not wait for a longer pause
PRAGMAS: Final = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"


def databases(address: str, *, standbys: str, wait: float, most: int, prepares: bool) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: the one that takes writes, and, where there are `standbys`, the one that only reads."""
    found = {"default": engine_options(database_at(address), wait=wait, most=most, prepares=prepares)}
    if standbys:
        found["standby"] = engine_options(standbys_at(standbys), wait=WAIT_FOR_STANDBY, most=most, prepares=prepares)
    return found


def engine_options(config: dict[str, Any], *, wait: float, most: int = 16, prepares: bool = True) -> dict[str, Any]:
    """`config` with what its engine needs. Django's own statements are never prepared.

    `wait`: seconds for a connection or a lock. `most`: connections of a process. `prepares`: whether a connection keeps
    what was prepared and opened on it, as one of a pool of transactions does not.
    """
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {"timeout": wait, "transaction_mode": "IMMEDIATE", "init_command": PRAGMAS}
        config["ENGINE"] = "cbtneuro.outages.sqlite3"
        config["CONN_MAX_AGE"], config["CONN_HEALTH_CHECKS"] = None, True  # to open the file costs more than a page
        return config
    pool = {"min_size": 1, "max_size": most, "timeout": wait, "reconnect_timeout": RECONNECT_FOR}
    after = PREPARED_AFTER if prepares else None
    config["OPTIONS"] = {"prepare_threshold": after, **config.get("OPTIONS", {}), "pool": pool}
    config["ENGINE"] = "cbtneuro.outages.postgresql"  # which looks for those that died while they were idle
    config["CONN_MAX_AGE"], config["CONN_HEALTH_CHECKS"] = 0, False
    config["DISABLE_SERVER_SIDE_CURSORS"] = not prepares
    return config
