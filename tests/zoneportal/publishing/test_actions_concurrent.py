"""Two publishers at one record, on real connections: the second one acts upon what the first one did."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.utils import timezone

from parks.models import Park
from tests.factories import ParkFactory
from zoneportal.publishing.actions import publish, withdraw
from zoneportal.publishing.models import Publication
from zoneportal.publishing.queries import published

A_WHILE = 0.3  # in which the second publisher comes to the door


@pytest.mark.django_db(transaction=True)
def test_who_had_to_wait_acts_after_the_other():
    park = ParkFactory(published=True)
    held = threading.Event()

    def second() -> None:
        held.wait(timeout=20)
        publish(content=park, by=None)
        connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with transaction.atomic():
        Park.objects.select_for_update().get(pk=park.pk)
        held.set()
        time.sleep(A_WHILE)
        withdraw(content=park, by=None)
    thread.join(timeout=30)
    first, withdrawn, again = Publication.objects.of(park).order_by("pk")
    assert first.superseded_at == withdrawn.effective_at < withdrawn.superseded_at == again.effective_at
    assert published(Park, timezone.now()) == [park]
