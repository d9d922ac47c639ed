"""Says in Chinese and English which setting is wrong or why no database answers: `python deploy/check_database.py`."""

import os
import sys
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

NOT_VALID = (
    "门户的设置有误：请在环境变量或 DATA_DIR 中的 portal.env 里更正后，重新运行同一命令。 "
    "A setting of the portal is not right: correct it in the environment or in portal.env of DATA_DIR, then run the "
    "same command again. {reason}"
)
SENTENCES = (
    "无法连接数据库（{reason}）：请检查 DATABASE_URL 以及数据库服务是否已启动。 "
    "The database cannot be reached ({reason}): check DATABASE_URL and whether the database server runs."
)


def complaint() -> str:
    """Empty when the database answers. The address is not repeated: it holds a password. Neither is a wrong value."""
    try:
        django.setup()
        connection.ensure_connection()
    except ImproperlyConfigured as error:
        return NOT_VALID.format(reason=error)
    except DatabaseError as error:
        return SENTENCES.format(reason=(str(error).strip().splitlines() or [type(error).__name__])[0])
    return ""


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoneportal.settings")
    sys.exit(complaint() or 0)
