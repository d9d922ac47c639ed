"""After a test that commits, the database is what it was before the first."""

import pytest
from django.contrib.auth.models import Group
from django.test import TransactionTestCase

from tests import snapshots
from tests.world import build


@pytest.mark.django_db(transaction=True)
def test_what_was_written_changed_and_deleted_is_put_back():
    before = snapshots.taken()
    build()
    Group.objects.first().delete()
    Group.objects.filter(pk=Group.objects.last().pk).update(name="otherwise")
    assert snapshots.differences(before, snapshots.taken())
    TransactionTestCase()._fixture_teardown()
    assert snapshots.differences(before, snapshots.taken()) == {}
