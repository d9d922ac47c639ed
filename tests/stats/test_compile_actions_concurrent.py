"""Two who compile at once, on real connections: one result."""

import threading
import time

import pytest
from django.db import connection, transaction

from stats.compile_actions import Outcome, compile_year
from stats.models import Compilation, Figure, Vintage
from tests.stats import compiled_year
from tests.stats.compiled_year import YEAR

pytestmark = pytest.mark.django_db(transaction=True)
A_WHILE = 0.3


def test_second_finds_the_work_done():
    year = compiled_year.built()
    begun, outcomes = threading.Event(), []

    def other() -> None:
        try:
            begun.wait(timeout=20)
            outcomes.append(run())
        finally:
            connection.close()

    def run() -> Outcome:
        return compile_year(survey=year.survey, vintage=Vintage.ANNUAL, by=None)

    thread = threading.Thread(target=other)
    thread.start()
    with transaction.atomic():
        outcomes.append(run())
        begun.set()
        time.sleep(A_WHILE)
    thread.join(timeout=30)
    assert [outcome.is_new for outcome in outcomes] == [True, False]
    assert Compilation.objects.count() == 1
    assert Figure.objects.filter(year=YEAR).count() == 17
