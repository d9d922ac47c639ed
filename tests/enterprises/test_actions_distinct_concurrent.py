"""Two who tell the same records apart at once, on real connections: one pair is kept, and nobody meets a fault."""

import pytest

from enterprises import actions
from enterprises.models import DistinctPair
from tests import factories
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_decide_at_once_the_second_finds_the_pair():
    pair = factories.EnterpriseFactory.create_batch(2, name_zh="样例同名有限公司")
    reasons = ["法人不同", "已电话核实"]
    kept = together(lambda reason: actions.tell_apart(one=pair[0], other=pair[1], reason=reason, by=None), reasons)

    assert [each.reason for each in kept] == reasons
    assert DistinctPair.objects.get().history.count() == 2
