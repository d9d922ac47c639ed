import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from zoneportal.messages import Refused
from zoneportal.spreadsheets.files import limits, parsing
from zoneportal.spreadsheets.files.limits import Limits
from zoneportal.spreadsheets.files.reading import read


@pytest.fixture
def _kept():
    before = limits.in_force()
    yield
    limits.put_in_force(before)


@pytest.mark.usefixtures("_kept")
def test_what_the_settings_say_holds_for_every_file(settings):
    settings.SHEET_LIMITS = {"rows": 1}
    apps.get_app_config("spreadsheets").ready()
    assert limits.in_force() == Limits(rows=1)
    with pytest.raises(Refused) as refused:
        read(b"a,b\n1,2\n")
    assert refused.value.message == parsing.TOO_MANY_ROWS


@pytest.mark.usefixtures("_kept")
def test_a_limit_that_does_not_exist_is_named(settings):
    settings.SHEET_LIMITS = {"lines": 1}
    with pytest.raises(ImproperlyConfigured, match="file_bytes, unpacked_bytes, members, rows"):
        apps.get_app_config("spreadsheets").ready()
