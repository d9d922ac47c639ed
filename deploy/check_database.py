"""Says in one sentence of Chinese and English why the database cannot be used: `python deploy/check_database.py`."""

import os
import sys
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

SENTENCES = (
    "无法连接数据库（{reason}）：请检查 DATABASE_URL 以及数据库服务是否已启动。 "
    "The database cannot be reached ({reason}): check DATABASE_URL and whether the database server runs."
)


def complaint() -> str:
    """Empty when the database answers. The address is not repeated: it holds a password."""
    try:
        django.setup()
        connection.ensure_connection()
    except ImproperlyConfigured:
        return ""  # the next command names the setting
    except DatabaseError as error:
        return SENTENCES.format(reason=(str(error).strip().splitlines() or [type(error).__name__])[0])
    return ""


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoneportal.settings")
    sys.exit(complaint() or 0)
