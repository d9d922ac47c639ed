"""Settings are read once a process, so each case starts one of its own."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

GOOD = {"SECRET_KEY": "k" * 50, "ALLOWED_HOSTS": "portal.example.cn,[::1]"}
SAY = """
import json
from zoneportal import settings
print(json.dumps({name: getattr(settings, name) for name in %r}, default=str))
"""


def start(data_dir, *names: str, **environment: str) -> subprocess.CompletedProcess:
    variables = {"PATH": "", "DATA_DIR": str(data_dir)} | environment
    command = [sys.executable, "-W", "error", "-c", SAY % (names,)]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=variables, capture_output=True, text=True)


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_missing_variable_is_named(tmp_path, name, value):
    environment = GOOD | {name: value}

    done = start(tmp_path, **{key: text for key, text in environment.items() if text is not None})

    assert done.returncode != 0
    assert f"ImproperlyConfigured: {name} is not set: give " in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", "http://portal.example.cn"),
        ("ALLOWED_HOSTS", "a b"),
        ("ALLOWED_HOSTS", "a,,b"),
        ("HTTPS", "perhaps"),
        ("DEBUG", "2"),
        ("BEHIND_PROXY", "nginx"),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "mysql://root@localhost/portal"),
        ("DATABASE_URL", "oracle"),
        ("DATABASE_URL", "postgres://portal@localhost:port/portal"),
        ("CACHE_URL", "nowhere://"),
        ("CACHE_URL", ""),
        ("TIME_ZONE", "Asia/Mars"),
        ("SHEET_FILES_DAYS", "0"),
        ("SHEET_FILES_DAYS", "soon"),
        ("DISCLOSURE_CONTRIBUTORS", "1"),
        ("DISCLOSURE_PERCENT", "100"),
        ("DISCLOSURE_PERCENT", "a tenth"),
        ("SHEET_LIMITS", "rows"),
        ("SHEET_LIMITS", "rows=many"),
        ("SHEET_LIMITS", "rows=0"),
    ],
)
def test_wrong_variable_is_named(tmp_path, name, value):
    done = start(tmp_path, **GOOD | {name: value})

    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert name in last
    assert "is not valid" in last


def test_file_in_the_data_folder_fills_in_what_the_environment_does_not_say(tmp_path):
    lines = (f"{name}={value}\n" for name, value in (GOOD | {"HTTPS": "off", "TIME_ZONE": "Asia/Urumqi"}).items())
    (tmp_path / "portal.env").write_text("".join(lines), "utf-8")

    done = start(tmp_path, "ALLOWED_HOSTS", "TIME_ZONE", "SESSION_COOKIE_SECURE", TIME_ZONE="Asia/Shanghai")

    assert json.loads(done.stdout) == {
        "ALLOWED_HOSTS": ["portal.example.cn", "[::1]"],
        "TIME_ZONE": "Asia/Shanghai",
        "SESSION_COOKIE_SECURE": False,
    }


def test_https_and_sqlite_in_the_data_folder_are_what_happens_without_a_word(tmp_path):
    done = start(tmp_path, "DEBUG", "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "DATABASES", **GOOD)

    said = json.loads(done.stdout)
    assert said.pop("DATABASES")["default"]["NAME"] == str(tmp_path / "portal.sqlite3")
    assert said == {"DEBUG": False, "SESSION_COOKIE_SECURE": True, "SECURE_SSL_REDIRECT": True}


def test_database_url_chooses_postgresql(tmp_path):
    done = start(tmp_path, "DATABASES", DATABASE_URL="postgres://portal:word@db.example.cn:5433/zone", **GOOD)

    database = json.loads(done.stdout)["DATABASES"]["default"]
    chosen = [database[name] for name in ("ENGINE", "USER", "PASSWORD", "HOST", "PORT", "NAME")]
    assert chosen == ["django.db.backends.postgresql", "portal", "word", "db.example.cn", 5433, "zone"]


def test_behind_a_proxy_each_visitor_counts_by_the_own_address(tmp_path):
    name = "ALLAUTH_TRUSTED_PROXY_COUNT"
    done = start(tmp_path, name, **GOOD | {"BEHIND_PROXY": "yes"})

    assert json.loads(done.stdout) == {name: 1}
