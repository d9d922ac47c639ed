from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from stats import checking
from stats.models import EnterpriseReturn
from tests.stats import checking_world
from tests.stats.checking_world import check, correct, only_finding, status

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(world):
    return checking_world.build(world.park, world.other_park)


def test_acceptance_is_refused_while_findings_are_open_and_says_where(survey, world):
    check(survey)
    with pytest.raises(ValidationError) as refused:
        checking.accept(returns=survey.of("fine", "slip", "part"), by=world.statistician)

    [sentence] = refused.value.messages
    assert "2" in sentence
    assert "样例slip有限公司" in sentence
    assert "样例fine有限公司" not in sentence
    assert str(checking_world.SLIPPED) not in sentence.replace(",", "")
    assert status(survey, "fine") == "checked"


def test_acceptance_is_refused_before_a_check(survey, world):
    with pytest.raises(ValidationError) as refused:
        checking.accept(returns=survey.of("fine"), by=world.statistician)
    assert "样例fine有限公司" in refused.value.messages[0]


def test_what_is_explained_is_accepted(survey, world):
    check(survey)
    checking.explain(finding=only_finding(survey, "slip"), by=world.clerk, text="并入")

    assert checking.accept(returns=survey.of("fine", "slip"), by=world.statistician) == 2
    report = EnterpriseReturn.objects.get(pk=survey.returns["slip"].pk)
    assert (report.status, report.accepted_by) == ("accepted", world.statistician)


def test_who_collects_does_not_accept(survey, world):
    check(survey)
    with pytest.raises(PermissionDenied):
        checking.accept(returns=survey.of("fine"), by=world.clerk)


def test_a_check_leaves_accepted_returns_alone(survey, world):
    check(survey)
    checking.accept(returns=survey.of("fine"), by=world.statistician)
    assert check(survey).returns == 3
    assert status(survey, "fine") == "accepted"


def test_a_value_changed_after_acceptance_reopens_the_return(survey, world):
    check(survey)
    checking.accept(returns=survey.of("fine"), by=world.statistician)

    correct(survey, "fine", "revenue", Decimal(50_001), by=world.statistician)

    report = EnterpriseReturn.objects.get(pk=survey.returns["fine"].pk)
    assert (report.status, report.accepted_at, report.accepted_by) == ("checked", None, None)


def test_who_may_not_accept_leaves_an_accepted_return_alone(survey, world):
    check(survey)
    checking.explain(finding=only_finding(survey, "slip"), by=world.clerk, text="并入")
    checking.accept(returns=survey.of("slip"), by=world.statistician)

    with pytest.raises(PermissionDenied):
        correct(survey, "slip", "revenue", Decimal(1), by=world.clerk)
    with pytest.raises(PermissionDenied):
        checking.explain(finding=survey.returns["slip"].findings.get(), by=world.clerk, text="另一个理由")


def test_values_that_change_elsewhere_take_the_return_back(survey, world):
    check(survey)
    checking.accept(returns=survey.of("fine"), by=world.statistician)

    taken = checking.take_back(returns=list(survey.of("fine", "slip")), by=world.clerk)

    assert (taken, status(survey, "fine"), status(survey, "slip")) == (2, "received", "received")


def test_a_line_of_another_year_is_refused(survey, world):
    with pytest.raises(ValidationError):
        checking.correct(
            enterprise_return=survey.returns["fine"],
            line=survey.last_lines["revenue"],
            value=Decimal(1),
            seen=None,
            by=world.statistician,
        )
