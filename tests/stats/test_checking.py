import random
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from stats import checking
from stats.finding_words import rule_in_words
from stats.models import CheckThreshold, EnterpriseReturn, ReturnFinding, ReturnValue
from tests.stats import checking_world
from tests.stats.checking_world import check, correct, only_finding, status

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(world):
    return checking_world.build(world.park, world.other_park)


def findings(survey, name):
    return {(each.code, each.params["variant"]) for each in survey.returns[name].findings.standing()}


def test_a_check_keeps_what_is_strange_beside_the_value(survey):
    outcome = check(survey)

    assert (outcome.returns, outcome.found, outcome.unexplained) == (4, 3, 3)
    assert findings(survey, "fine") == set()
    assert findings(survey, "slip") == {("unit_slip", "last_above_unit")}
    assert findings(survey, "part") == {("part_above_whole", "greater")}
    assert findings(survey, "neighbour") == {("revenue_without_staff", "zero")}
    assert only_finding(survey, "slip").value == checking_world.SLIPPED


def test_last_years_values_are_compared_in_this_years_unit(survey):
    line = survey.last_lines["revenue"]
    line.unit = "wan_yuan"
    line.save()
    survey.last_lines["revenue"].values.all().update(value=5_000)

    check(survey)

    finding = only_finding(survey, "slip")
    assert (finding.params["times"], finding.params["beside"]) == ("1,000", {"last": "50000"})


def test_checked_returns_are_marked_as_checked_and_by_whom(survey, world):
    check(survey, by=world.statistician)

    report = EnterpriseReturn.objects.get(pk=survey.returns["fine"].pk)
    assert (report.status, report.checked_by) == ("checked", world.statistician)
    assert report.history.first().history_user == world.statistician


def test_what_was_not_received_is_not_checked(survey):
    survey.of("slip").update(status="not_yet")
    check(survey)
    assert (status(survey, "slip"), findings(survey, "slip")) == ("not_yet", set())


def test_a_park_clerk_checks_the_own_park_only(survey, world):
    outcome = check(survey, by=world.clerk)

    assert outcome.returns == 3
    assert status(survey, "neighbour") == "received"


def test_who_may_not_change_returns_may_not_check_them(survey, world):
    for outsider in (world.publisher, world.auditor, world.administrator):
        with pytest.raises(PermissionDenied):
            check(survey, by=outsider)


def test_a_second_check_of_the_same_values_changes_nothing(survey):
    check(survey)
    before = list(ReturnFinding.objects.order_by("pk").values())

    check(survey)

    assert list(ReturnFinding.objects.order_by("pk").values()) == before
    assert ReturnFinding.history.count() == len(before)


def test_a_threshold_that_is_missing_stops_the_check_with_its_name(survey):
    CheckThreshold.objects.get(rule="outlier_rise").delete()
    with pytest.raises(ValidationError) as refused:
        check(survey)
    assert rule_in_words("outlier_rise") in refused.value.messages[0]
    assert status(survey, "slip") == "received"


def test_the_threshold_of_the_year_decides(survey):
    CheckThreshold.objects.create(rule="slip_tolerance", valid_from_year=2025, number=1)
    CheckThreshold.objects.create(rule="slip_tolerance", valid_from_year=2026, number=150)

    check(survey)

    assert findings(survey, "slip") == {("outlier", "rise")}


def test_an_enterprise_that_left_before_the_year_is_found(survey):
    stays = survey.returns["fine"].entry.enterprise.registrations
    stays.update(end_on="2025-01-01", end_reason="moved_out")

    check(survey)

    assert findings(survey, "fine") == {("not_registered", "never")}


def test_a_deregistered_enterprise_is_found(survey):
    survey.returns["fine"].entry.enterprise.status_events.create(status="deregistered", effective_on="2024-06-30")
    check(survey)
    assert findings(survey, "fine") == {("not_registered", "before")}


def test_a_deregistration_that_was_taken_back_is_none(survey):
    events = survey.returns["fine"].entry.enterprise.status_events
    events.create(status="deregistered", effective_on="2024-06-30")
    events.create(status="active", effective_on="2024-07-31")
    check(survey)
    assert findings(survey, "fine") == set()


def test_an_explanation_stays_while_the_value_does(survey, world):
    check(survey)
    checking.explain(finding=only_finding(survey, "slip"), by=world.clerk, text=" 当年并入子公司 ")

    outcome = check(survey)

    finding = only_finding(survey, "slip")
    assert (finding.explanation, finding.explained_by) == ("当年并入子公司", world.clerk)
    assert outcome.unexplained == 2


def test_a_new_value_needs_a_new_explanation(survey):
    check(survey)
    checking.explain(finding=only_finding(survey, "slip"), by=None, text="并入")
    survey.set("slip", "revenue", 52_000_000)

    check(survey)

    finding = only_finding(survey, "slip")
    assert (finding.value, finding.explanation, finding.explained_at) == (52_000_000, "", None)
    assert "并入" in finding.history.values_list("explanation", flat=True)


def test_another_whole_needs_a_new_explanation_of_its_part(survey):
    check(survey)
    checking.explain(finding=only_finding(survey, "part"), by=None, text="口径不同")
    survey.set("part", "revenue", 8_000)

    check(survey)

    assert only_finding(survey, "part").explanation == ""


def test_a_finding_is_closed_by_a_correction_and_stays_on_record(survey, world):
    check(survey)
    correct(survey, "slip", "revenue", Decimal("51234.567"), by=world.clerk)

    assert survey.value("slip", "revenue").value == Decimal("51234.567")
    assert findings(survey, "slip") == set()
    assert survey.returns["slip"].findings.get().closed_at is not None
    assert status(survey, "slip") == "checked"


def test_a_value_that_comes_back_comes_back_with_its_explanation(survey):
    check(survey)
    checking.explain(finding=only_finding(survey, "slip"), by=None, text="并入")
    for value in (51_000, checking_world.SLIPPED):
        survey.set("slip", "revenue", value)
        check(survey)
    assert only_finding(survey, "slip").explanation == "并入"


def test_a_number_that_is_not_known_is_taken_out(survey, world):
    check(survey)
    correct(survey, "part", "exports", None, by=world.clerk)

    assert not survey.returns["part"].values.filter(line=survey.lines["exports"]).exists()
    assert findings(survey, "part") == set()


def test_a_number_that_somebody_else_changed_is_looked_at_again(survey, world):
    check(survey)
    with pytest.raises(ValidationError):
        checking.correct(
            enterprise_return=survey.returns["slip"],
            line=survey.lines["revenue"],
            value=Decimal(1),
            seen=Decimal(2),
            by=world.clerk,
        )
    assert survey.value("slip", "revenue").value == checking_world.SLIPPED


@pytest.mark.parametrize("text", ["", "   ", "字" * 501])
def test_an_explanation_is_a_text_of_some_length(survey, text):
    check(survey)
    with pytest.raises(ValidationError):
        checking.explain(finding=only_finding(survey, "slip"), by=None, text=text)


def test_a_finding_that_was_corrected_meanwhile_is_not_explained(survey):
    check(survey)
    finding = only_finding(survey, "slip")
    survey.set("slip", "revenue", 50_000)
    check(survey)
    with pytest.raises(ValidationError):
        checking.explain(finding=finding, by=None, text="并入")


def test_nobody_explains_or_corrects_a_return_of_another_park(survey, world):
    check(survey)
    with pytest.raises(PermissionDenied):
        checking.explain(finding=only_finding(survey, "slip"), by=world.other_clerk, text="并入")
    with pytest.raises(PermissionDenied):
        correct(survey, "slip", "revenue", Decimal(1), by=world.other_clerk)


@pytest.mark.parametrize("few", [0, 50])
def test_a_check_takes_the_same_queries_for_many_returns(survey, few, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("stats.queries.checking.FEW", few)
    # Read: returns, lines, thresholds, values, how many answered each line, last year, stays, events, findings of
    # before; of few returns what others of other industries say. Written: findings, their keys and history; returns
    # and their history; a savepoint around the whole.
    with django_assert_num_queries(16 if few else 15):
        check(survey)


def test_numbers_beside_which_nothing_stands_are_counted(survey):
    """Two told their exports, which nobody did last year; of its revenue the newcomer has three others beside it."""
    assert check(survey).uncompared == 2


def test_who_answers_later_moves_no_explanation(survey, world):
    """Without a last year the slip is seen among the others; what is usual among them moves as they answer."""
    survey.last_lines["revenue"].values.all().delete()
    for name, staff in (("fine", 80), ("part", 30), ("neighbour", 90)):
        survey.set(name, "staff", staff)
    check(survey)
    assert only_finding(survey, "slip").params["among"] == "all"
    checking.explain(finding=only_finding(survey, "slip"), by=world.clerk, text="总部结算")
    survey.set("neighbour", "revenue", 9_000_000)

    check(survey, returns=survey.of("slip"))
    survey.set("neighbour", "revenue", 8_000)
    check(survey)

    assert only_finding(survey, "slip").explanation == "总部结算"


@pytest.mark.parametrize("seed", range(12))
def test_checking_again_keeps_every_explanation(survey, seed):
    """Whatever the numbers: of the year as a whole, of one return alone, and after the others have moved."""
    rng = random.Random(seed)
    scatter(rng, survey, *survey.returns)
    check(survey)
    for finding in ReturnFinding.objects.standing():
        checking.explain(finding=finding, by=None, text=f"说明{finding.pk}")
    before = explained(survey, *survey.returns)

    check(survey)
    assert explained(survey, *survey.returns) == before
    name, *others = rng.sample(sorted(survey.returns), 4)
    mine = explained(survey, name)
    scatter(rng, survey, *others)
    check(survey, returns=survey.of(name))

    assert explained(survey, name) == mine


def scatter(rng, survey, *names):
    """Numbers in any unit, of this year and of the one before; money with four decimals."""
    for name in names:
        enterprise = survey.returns[name].entry.enterprise_id
        for value in ReturnValue.objects.filter(enterprise_return__entry__enterprise=enterprise):
            is_staff = value.line.unit == "person"
            drawn = rng.choice((0, 9, 80, 80_000)) if is_staff else rng.choice((0, 40_000, 50_000.1234, 7 * 10**7))
            ReturnValue.objects.filter(pk=value.pk).update(value=Decimal(str(drawn)))


def explained(survey, *names):
    """What stands on these returns and was explained, also what others' numbers have settled meanwhile."""
    found = ReturnFinding.objects.filter(enterprise_return__in=survey.of(*names)).exclude(explanation="")
    return dict(found.order_by("pk").values_list("pk", "explanation"))
