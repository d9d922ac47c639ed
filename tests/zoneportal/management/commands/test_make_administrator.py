import re

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from tests.factories import UserFactory
from zoneportal.accounts.models import User

pytestmark = pytest.mark.django_db


def run(capsys, **options) -> str:
    call_command("make_administrator", **options)
    return capsys.readouterr().out


def test_printed_password_opens_the_account(capsys):
    password = re.search(r"Password: (\S+)", run(capsys))[1]
    user = authenticate(username="admin", password=password)
    assert user.is_superuser
    assert user.is_staff


def test_password_is_long_and_another_one_each_time(capsys):
    first = re.search(r"Password: (\S+)", run(capsys))[1]
    User.objects.all().delete()
    second = re.search(r"Password: (\S+)", run(capsys))[1]
    assert len(first) == 16
    assert first != second


def test_second_run_makes_no_account_and_shows_no_password(capsys):
    run(capsys)
    output = run(capsys, username="another")
    assert User.objects.count() == 1
    assert "admin is there already" in output
    assert "Password:" not in output


def test_account_can_have_another_name(capsys):
    run(capsys, username="zhang")
    assert User.objects.get().username == "zhang"


def test_name_of_a_colleague_is_not_taken_over(capsys):
    UserFactory(username="admin")
    with pytest.raises(CommandError, match="no administrator"):
        run(capsys)
    assert not User.objects.filter(is_superuser=True).exists()
