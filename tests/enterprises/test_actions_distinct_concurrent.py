"""Two who tell the same records apart at once, on real connections: one pair is kept, and nobody meets a fault."""

import threading

import pytest
from django.db import connection

from enterprises import actions
from enterprises.models import DistinctPair
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_decide_at_once_the_second_finds_the_pair():
    pair = factories.EnterpriseFactory.create_batch(2, name_zh="样例同名有限公司")
    together, outcomes = threading.Barrier(2), []

    def tell_apart(reason: str) -> None:
        try:
            together.wait(timeout=20)
            outcomes.append(actions.tell_apart(one=pair[0], other=pair[1], reason=reason, by=None).reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=tell_apart, args=[reason]) for reason in ("法人不同", "已电话核实")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == sorted(["法人不同", "已电话核实"])
    assert DistinctPair.objects.get().history.count() == 2
