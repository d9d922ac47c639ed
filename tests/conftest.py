import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connections
from django.test import override_settings
from django.utils import translation

from tests import migrated, migrated_postgres, restoring
from tests.world import World, build
from zoneportal.page_cache import store
from zoneportal.publishing import memory

NOTHING_SKIPPED = os.environ.get("NOTHING_SKIPPED") == "1"
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_addoption(parser) -> None:
    parser.addoption("--with-database", action="store_true", help="only tests that may use a database")


def pytest_collection_modifyitems(config, items) -> None:
    vendor = django_settings.DATABASES["default"]["ENGINE"].rpartition(".")[2].removesuffix("3")
    markers = {item: item.get_closest_marker("only_on") for item in items}
    elsewhere = {item for item in items if markers[item] and vendor not in markers[item].args}
    if config.getoption("--with-database"):
        elsewhere |= {item for item in items if not _may_use_a_database(item)}
    if elsewhere:
        config.hook.pytest_deselected(items=list(elsewhere))
        items[:] = [item for item in items if item not in elsewhere]


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: the collector of garbage need not look at it again."""
    gc.collect()
    gc.freeze()


def _may_use_a_database(item) -> bool:
    return bool(item.get_closest_marker("django_db") or DATABASE_FIXTURES.intersection(item.fixturenames))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if NOTHING_SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and here nothing may be: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix) -> Iterator[None]:
    """SQLite runs from a file, as in an office, so that WAL and locking are the real ones. No process migrates."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        file = Path(django_settings.DATA_DIR) / "tests.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(file)
        migrated.copied_to(file, django_settings.INSTALLED_APPS)
    else:
        template = migrated_postgres.template_on(database, django_settings.INSTALLED_APPS)
        database.setdefault("TEST", {})["TEMPLATE"] = template
    yield
    connections.close_all()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, django_db_modify_db_settings) -> bool:
    """The copied file is there already; it goes with the folder of the run."""
    return django_db_keepdb or django_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        restoring.put_back_from_now_on()


@pytest.fixture(scope="session", autouse=True)
def _fast_settings() -> Iterator[None]:
    """A hash that costs nothing, static files by their plain names (no collectstatic), and every page
    made anew by a process that remembers nothing."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        API_REQUESTS_A_MINUTE=1_000_000,
        LARGE_FILES_A_MINUTE=1_000_000,
        STORAGES=django_settings.STORAGES | {"staticfiles": static},
        PAGE_CACHE=False,
    ):
        yield


@pytest.fixture(autouse=True)
def _no_traces() -> Iterator[None]:
    """A test begins in Chinese with an empty cache and memory, whatever the one before it did."""
    yield
    cache.clear()
    memory.forget()
    store.forget()
    translation.activate(django_settings.LANGUAGE_CODE)


@pytest.fixture
def world(db) -> World:
    return build()
