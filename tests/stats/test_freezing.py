"""Who stood in which park on 31 December, who is asked, and what freezing again may change."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from stats import freezing
from stats.freezing import freeze_year, plan_of
from stats.models import AskedOf, EnterpriseReturn, EnterpriseYear, FormLine, Holding
from tests import factories, surveys


def test_everybody_in_a_park_on_31_december_is_frozen_and_asked(world):
    survey = surveys.form().survey
    done = freeze_year(survey=survey, by=world.statistician)
    survey.refresh_from_db()
    assert (done.total, survey.frozen_by) == (3, world.statistician)
    entries = {entry.enterprise: entry.park for entry in EnterpriseYear.objects.filter(survey=survey)}
    assert entries == {
        world.enterprise: world.park,
        world.secret_enterprise: world.park,
        world.other_enterprise: world.other_park,
    }
    assert EnterpriseReturn.objects.filter(status="not_yet").count() == 3


def test_the_day_counts_not_today(world):
    """One came on 31 December, one left on it, one came later, one was entered by mistake."""
    came, left, later, mistake = factories.EnterpriseFactory.create_batch(4)
    for enterprise, span in (
        (came, {"start_on": date(2024, 12, 31)}),
        (left, {"end_on": date(2024, 12, 31), "end_reason": "moved_out"}),
        (later, {"start_on": date(2025, 1, 1)}),
        (mistake, {"end_on": date(2025, 3, 1), "end_reason": "corrected"}),
    ):
        factories.RegistrationFactory(enterprise=enterprise, park=world.park, **span)
    survey = surveys.frozen(by=world.statistician).survey
    found = set(survey.entries.values_list("enterprise", flat=True))
    assert {came.pk} == found & {came.pk, left.pk, later.pk, mistake.pk}


def test_an_entry_says_industry_owner_and_status_of_the_day(world):
    enterprise = world.enterprise
    section = factories.IndustryClassFactory(code="C")
    enterprise.industry_class = factories.IndustryClassFactory(code="39", parent=section)
    enterprise.save()
    tag = factories.IndustryTagFactory()
    enterprise.tags.create(industry=tag, is_main=True)
    enterprise.tags.create(industry=factories.IndustryTagFactory())
    owner, later = Holding.objects.create(name_zh="甲集团"), Holding.objects.create(name_zh="乙集团")
    owner.members.create(enterprise=enterprise, end_on=date(2024, 12, 31))
    later.members.create(enterprise=enterprise, start_on=date(2025, 1, 1))
    factories.StatusEventFactory(enterprise=enterprise, effective_on=date(2024, 6, 1), status="suspended")
    factories.StatusEventFactory(enterprise=enterprise, effective_on=date(2025, 6, 1), status="revoked")
    entry = surveys.frozen(by=world.statistician).survey.entries.get(enterprise=enterprise)
    assert (entry.industry_class, entry.main_industry, entry.holding) == (enterprise.industry_class, tag, owner)
    assert (entry.legal_status, entry.is_industrial, entry.is_above_scale) == ("suspended", True, False)


def test_above_scale_and_size_are_those_of_the_year_before(world):
    before = factories.SurveyYearFactory(year=surveys.YEAR - 1)
    factories.EnterpriseYearFactory(
        survey=before, enterprise=world.enterprise, park=world.park, is_above_scale=True, size_class="medium"
    )
    entry = surveys.frozen(by=world.statistician).survey.entries.get(enterprise=world.enterprise)
    assert (entry.is_above_scale, entry.size_class) == (True, "medium")


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        ({"asked_of": AskedOf.INDUSTRIAL}, {"industrial"}),
        ({"asked_of": AskedOf.ABOVE_SCALE}, {"above"}),
        ({"in_other_park": True}, {"other"}),
    ],
)
def test_only_whom_a_line_asks_has_a_return(world, change, asked):
    made = surveys.form()
    in_other_park = change.pop("in_other_park", False)
    FormLine.objects.update(park=world.other_park if in_other_park else None, **change)
    section = factories.IndustryClassFactory(code="C")
    world.enterprise.industry_class = section
    world.enterprise.save()
    before = factories.SurveyYearFactory(year=surveys.YEAR - 1)
    factories.EnterpriseYearFactory(survey=before, enterprise=world.secret_enterprise, is_above_scale=True)
    freeze_year(survey=made.survey, by=world.statistician)
    names = {world.enterprise: "industrial", world.secret_enterprise: "above", world.other_enterprise: "other"}
    returns = EnterpriseReturn.objects.filter(entry__survey=made.survey)
    assert {names[each.entry.enterprise] for each in returns} == asked


def test_somebody_deregistered_is_frozen_but_not_asked(world):
    gone = surveys.with_deregistered(world)
    survey = surveys.frozen(by=world.statistician).survey
    assert survey.entries.get(enterprise=gone).legal_status == "deregistered"
    assert not EnterpriseReturn.objects.filter(entry__enterprise=gone).exists()


def test_who_is_not_asked_is_named_with_the_reason(world):
    gone = surveys.with_deregistered(world)
    made = surveys.form()
    FormLine.objects.update(asked_of=AskedOf.INDUSTRIAL)
    with translation.override("en"):
        spared = plan_of(made.survey).spared
    assert {entry.enterprise: why for entry, why in spared} == {
        gone: "deregistered (注销) by 31 December",
        world.enterprise: "the form asks industrial enterprises only",
        world.secret_enterprise: "the form asks industrial enterprises only",
        world.other_enterprise: "the form asks industrial enterprises only",
    }


def test_every_row_has_a_history_that_names_who_froze(world):
    survey = surveys.frozen(by=world.statistician).survey
    for model in (EnterpriseYear, EnterpriseReturn):
        entries = model.history.all()
        assert {(each.history_type, each.history_user) for each in entries} == {("+", world.statistician)}
        assert entries.count() == 3
    assert survey.history.first().history_user == world.statistician


def test_a_form_without_lines_freezes_nothing(world):
    with pytest.raises(ValidationError) as refused:
        freeze_year(survey=factories.SurveyYearFactory(), by=world.statistician)
    assert refused.value.messages == [str(freezing.NO_LINES)]
    assert not EnterpriseYear.objects.exists()


def test_a_year_that_is_not_over_takes_consent_and_one_not_begun_none(world, monkeypatch):
    survey = surveys.form().survey
    monkeypatch.setattr(freezing.timezone, "localdate", lambda: date(2024, 12, 31))
    with pytest.raises(ValidationError) as refused:
        freeze_year(survey=survey, by=world.statistician)
    assert refused.value.messages == [str(freezing.LOOK_AGAIN)]
    freeze_year(survey=survey, by=world.statistician, mark=plan_of(survey).mark)
    assert survey.entries.count() == 3
    monkeypatch.setattr(freezing.timezone, "localdate", lambda: date(2023, 12, 31))
    with pytest.raises(ValidationError) as refused:
        plan_of(survey)
    assert refused.value.messages == [str(freezing.NOT_BEGUN)]


def test_a_year_without_anybody_says_so(world):
    survey = surveys.form(year=1950).survey
    with pytest.raises(ValidationError) as refused:
        freeze_year(survey=survey, by=world.statistician)
    assert "1950" in refused.value.messages[0]


def test_freezing_again_takes_consent_to_exactly_what_was_shown(world):
    survey = surveys.frozen(by=world.statistician).survey
    stay = world.enterprise.registrations.get()
    stay.park = world.other_park
    stay.save()
    plan = plan_of(survey)
    assert [each.entry.enterprise for each in plan.changed] == [world.enterprise]
    assert plan.changed[0].before == {"park_id": world.park.pk}
    for mark, sentence in (("", freezing.LOOK_AGAIN), ("other", freezing.CHANGED_SINCE)):
        with pytest.raises(ValidationError) as refused:
            freeze_year(survey=survey, by=world.statistician, mark=mark)
        assert refused.value.messages == [str(sentence)]
    assert survey.entries.get(enterprise=world.enterprise).park == world.park
    freeze_year(survey=survey, by=world.statistician, mark=plan.mark)
    entry = survey.entries.get(enterprise=world.enterprise)
    assert (entry.park, entry.history.count()) == (world.other_park, 2)


def test_a_received_return_stays_where_the_register_no_longer_knows_the_enterprise(world):
    made = surveys.frozen(by=world.statistician)
    surveys.answered(world.enterprise, made, world.clerk, revenue=12345)
    for enterprise in (world.enterprise, world.secret_enterprise):
        enterprise.registrations.update(start_on=date(2025, 2, 1))
    plan = plan_of(made.survey)
    assert [each.enterprise for each in plan.kept] == [world.enterprise]
    assert [each.enterprise for each in plan.gone] == [world.secret_enterprise]
    freeze_year(survey=made.survey, by=world.statistician, mark=plan.mark)
    assert surveys.return_of(world.enterprise, made.survey).values.get().value == 12345
    assert not made.survey.entries.filter(enterprise=world.secret_enterprise).exists()
    assert EnterpriseYear.history.filter(enterprise_id=world.secret_enterprise.pk, history_type="-").exists()


def test_a_main_industry_corrected_by_hand_outlives_freezing_again(world):
    survey = surveys.frozen(by=world.statistician).survey
    chosen, registered = factories.IndustryTagFactory.create_batch(2)
    entry = survey.entries.get(enterprise=world.enterprise)
    entry.main_industry = chosen
    entry.save()
    for enterprise in (world.enterprise, world.secret_enterprise):
        enterprise.tags.create(industry=registered, is_main=True)
    freeze_year(survey=survey, by=world.statistician, mark=plan_of(survey).mark)
    industries = dict(survey.entries.values_list("enterprise", "main_industry"))
    assert industries[world.enterprise.pk] == chosen.pk
    assert industries[world.secret_enterprise.pk] == registered.pk


def test_the_only_leading_industry_of_an_enterprise_is_its_main_one_unless_another_is_named(world):
    food, light, strategic = (
        factories.IndustryTagFactory(scheme=scheme) for scheme in ("leading", "leading", "strategic")
    )
    world.enterprise.tags.create(industry=food)
    world.enterprise.tags.create(industry=strategic)
    for industry in (food, light):
        world.secret_enterprise.tags.create(industry=industry)
    world.other_enterprise.tags.create(industry=food)
    world.other_enterprise.tags.create(industry=strategic, is_main=True)
    plan = plan_of(surveys.form().survey)
    assert {entry.enterprise: entry.main_industry for entry in plan.new} == {
        world.enterprise: food,
        world.secret_enterprise: None,
        world.other_enterprise: None,
    }
    assert {entry.enterprise for entry in plan.without_industry} == {world.secret_enterprise, world.other_enterprise}


def test_a_year_frozen_without_main_industries_takes_the_only_ones_when_frozen_again(world):
    survey = surveys.frozen(by=world.statistician).survey
    only = factories.IndustryTagFactory()
    world.enterprise.tags.create(industry=only)
    plan = plan_of(survey)
    assert [each.before for each in plan.changed] == [{"main_industry_id": None}]
    freeze_year(survey=survey, by=world.statistician, mark=plan.mark)
    assert survey.entries.get(enterprise=world.enterprise).main_industry == only


def test_nothing_changes_where_the_register_is_the_same(world):
    survey = surveys.frozen(by=world.statistician).survey
    assert plan_of(survey).changes_nothing


def test_returns_follow_a_corrected_form(world):
    made = surveys.frozen(by=world.statistician)
    surveys.answered(world.enterprise, made, world.clerk, staff=20)
    FormLine.objects.update(asked_of=AskedOf.ABOVE_SCALE)
    assert freezing.settle_returns(survey=made.survey, by=world.statistician) == 2
    assert list(EnterpriseReturn.objects.all()) == [surveys.return_of(world.enterprise, made.survey)]
    FormLine.objects.update(asked_of=AskedOf.ALL)
    assert freezing.settle_returns(survey=made.survey, by=world.statistician) == 2
    assert EnterpriseReturn.objects.count() == 3


@pytest.mark.parametrize("who", ["clerk", "publisher", "auditor", "administrator"])
def test_only_who_may_change_the_year_freezes_it(world, who):
    survey = surveys.form().survey
    with pytest.raises(PermissionDenied):
        freeze_year(survey=survey, by=getattr(world, who))
    assert not EnterpriseYear.objects.exists()


@pytest.mark.only_on("sqlite")  # PostgreSQL locks tables and copies rows by statements of its own
def test_the_number_of_queries_does_not_grow_with_the_register(world, django_assert_num_queries):
    """Savepoint (2), right (2), lock of the year, lines, register (5), entries, returns; the year with its history (2);
    for each of the two tables keys, rows and histories (6)."""
    survey = surveys.form().survey
    factories.RegistrationFactory.create_batch(20, park=world.park)
    with django_assert_num_queries(21):
        freeze_year(survey=survey, by=world.statistician)
    assert survey.entries.count() == 23
