"""Did the database refuse because of a mistake of ours, or because it is busy or away?"""

from django.db import OperationalError, connection

_LOCK_TIMEOUT, _DEADLOCK, _SERIALIZATION = "55P03", "40P01", "40001"
# In a long queue each wait is short enough, their sum is not: the statement's own limit ends it.
_STATEMENT_TIMEOUT = "57014"
_CROWDED = {_LOCK_TIMEOUT, _DEADLOCK, _SERIALIZATION, _STATEMENT_TIMEOUT}
_AWAY_CLASSES = ("08", "53", "57P")


def is_crowded(error: OperationalError) -> bool:
    """Another transaction holds what this one needs; nothing was changed."""
    if connection.vendor == "sqlite":
        return "is locked" in str(error)
    return _state(error) in _CROWDED


def is_busy(error: OperationalError) -> bool:
    """Crowded, full, restarting or unreachable: the same request may be sent again later."""
    if connection.vendor == "sqlite":
        return is_crowded(error)
    state = _state(error)
    return not state or state in _CROWDED or state.startswith(_AWAY_CLASSES)


def _state(error: OperationalError) -> str:
    """PostgreSQL's five characters; "" where no server answered."""
    return getattr(error.__cause__, "sqlstate", None) or ""
