"""What the log says of a fault: its kind and the places in the code, never its words.

Those of a database repeat the values of cells, and the log has other readers than the sheet.
"""

import logging
import traceback

logger = logging.getLogger(__name__)


def note(job: int | None, error: BaseException) -> None:
    """One line about the job (None: a sheet without one)."""
    places = [f"{place.filename}:{place.lineno} {place.name}" for place in traceback.extract_tb(error.__traceback__)]
    logger.error("Import %s: %s at %s", job, type(error).__qualname__, " > ".join(places))
