from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from stats import reconciling
from stats.models import Compilation, CompiledFigure, Difference, ReportedTotal, ReturnValue, Vintage, WithheldValue
from stats.queries.reconciling import contradictions
from stats.releasing import submit_release
from tests import factories
from tests.stats import checking_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def definition(db):
    return factories.DefinitionFactory(unit="wan_yuan", valid_from_year=2000, indicator__decimals=1)


@pytest.fixture
def release(definition):
    return factories.ReleaseFactory()


@pytest.fixture
def put(release, definition):
    def figure(value, year=2025, into=release, **kwargs):
        value = None if value is None else Decimal(value)
        return factories.FigureFactory(definition=definition, year=year, value=value, release=into, **kwargs)

    return figure


@pytest.fixture
def parks(world):
    return world.park, world.other_park


def kinds(release):
    return [(each.kind, each.comparison.difference) for each in reconciling.unexplained(release)]


def test_parks_that_come_to_the_zone_need_no_explanation(release, put, parks):
    put("100"), put("60", park=parks[0]), put("40", park=parks[1])
    assert reconciling.reconcile(release=release, by=None) == 0
    assert not release.differences.exists()


def test_parks_that_do_not_come_to_the_zone_block_the_release(release, put, parks):
    put("100"), put("60", park=parks[0]), put("30", park=parks[1])

    assert reconciling.reconcile(release=release, by=None) == 1
    row = release.differences.get()
    assert (row.kind, row.scope_key, row.ours, row.theirs, row.unit) == ("parks", "zone", 90, 100, "wan_yuan")
    assert kinds(release) == [("parks", 10)]


def test_rounding_is_no_difference(release, put, parks):
    put("100"), put("60.1", park=parks[0]), put("40", park=parks[1])  # one decimal each: up to 0.15 apart
    assert kinds(release) == []


def test_counts_are_exact(release, parks):
    counted = factories.DefinitionFactory(unit="person", valid_from_year=2000, indicator__decimals=0)
    for value, park in ((100, None), (60, parks[0]), (39, parks[1])):
        factories.FigureFactory(definition=counted, year=2025, value=Decimal(value), park=park, release=release)
    assert kinds(release) == [("parks", 1)]


def test_industries_and_sizes_are_compared_too(release, put, parks):
    industry = factories.IndustryTagFactory()
    put("100"), put("70", industry=industry), put("20", size_class="large"), put("80", size_class="small")
    put("60", park=parks[0]), put("40", park=parks[1])
    assert kinds(release) == [("industries", 30)]


def test_a_park_is_compared_with_its_industries(release, put, parks):
    industry = factories.IndustryTagFactory()
    put("60", park=parks[0]), put("50", park=parks[0], industry=industry)
    [found] = reconciling.unexplained(release)
    assert (found.kind, found.scope_key) == ("industries", f"park:{parks[0].code}")


def test_what_is_released_already_is_compared_with(release, put, parks):
    former = factories.ReleaseFactory(released=True)
    put("100", into=former), put("60", park=parks[0]), put("30", park=parks[1])
    assert kinds(release) == [("parks", 10)]


def test_another_vintage_is_not_compared_with(release, put, parks):
    former = factories.ReleaseFactory(released=True)
    put("100", into=former, vintage=1), put("60", park=parks[0]), put("30", park=parks[1])
    assert kinds(release) == []


def test_a_figure_of_nobodys_release_is_not_compared_with(release, put, parks):
    put("100", into=None), put("60", park=parks[0]), put("30", park=parks[1])
    assert kinds(release) == []


def test_what_a_qualifier_leaves_open_is_not_compared(release, put, parks):
    put("100", qualifier="over"), put("60", park=parks[0]), put("30", park=parks[1])
    assert kinds(release) == []


def test_a_part_that_is_not_known_is_no_zero_and_no_rounding(release, put, parks):
    put("100"), put("99.9", park=parks[0]), put(None, mark="not_available", park=parks[1])
    [found] = reconciling.unexplained(release)
    assert (found.comparison.missing, found.tolerance) == ((f"park:{parks[1].code}",), 0)


def test_a_withheld_part_counts_with_its_value(release, put, parks):
    put("100"), put("60", park=parks[0])
    withheld = put(None, mark="confidential", park=parks[1])
    WithheldValue.objects.create(figure=withheld, value=Decimal(40), kind="primary")
    assert kinds(release) == []


@pytest.mark.parametrize(
    ("unit", "value", "decimals", "differs"),
    [
        ("yi_yuan", "0.01", 2, False),
        ("yi_yuan", "0.02", 2, True),
        ("wan_yuan", "100.0", 1, False),
        ("wan_yuan", "101", 0, True),
        ("thousand_yuan", "1000", 0, False),
    ],
)
def test_another_source_is_compared_as_exactly_as_it_is_stated(release, put, unit, value, decimals, differs):
    figure = put("100")
    ReportedTotal.objects.create(
        indicator=figure.indicator, year=2025, value=Decimal(value), unit=unit, decimals=decimals, source="税务局"
    )
    assert [each.against for each in reconciling.unexplained(release)] == ["税务局"] * differs


def test_a_source_is_compared_in_its_own_place(release, put, parks):
    put("100"), put("60", park=parks[0]), put("40", park=parks[1])
    figure = release.figures.get(park=parks[0])
    ReportedTotal.objects.create(
        indicator=figure.indicator, year=2025, park=parks[0], value=Decimal(61), unit="wan_yuan", source="园区自报"
    )
    [found] = reconciling.unexplained(release)
    assert (found.scope_key, found.numbers) == (f"park:{parks[0].code}", (60, 61))


@pytest.fixture
def survey(world):
    made = checking_world.build(world.park, world.other_park)
    made.of(*made.returns).update(status="accepted")
    return made


def of_survey(survey, release, value, line="staff", **kwargs):
    definition = survey.lines[line].indicator.definitions.get()
    return factories.FigureFactory(definition=definition, year=2025, value=Decimal(value), release=release, **kwargs)


def test_a_figure_is_compared_with_the_returns_of_its_place(survey, release):
    of_survey(survey, release, 190), of_survey(survey, release, 189, park=survey.park)
    of_survey(survey, release, 0, park=survey.other_park)
    found = {(each.kind, each.scope_key): each.numbers for each in reconciling.unexplained(release)}
    assert found[("returns", f"park:{survey.park.code}")] == (190, 189)
    assert ("returns", "zone") not in found


def test_returns_without_the_attribute_are_no_difference_of_compiled_figures(survey, release):
    industry = factories.IndustryTagFactory()
    survey.returns["slip"].entry.main_industry = industry
    survey.returns["slip"].entry.save()
    whole, part = of_survey(survey, release, 190), of_survey(survey, release, 80, industry=industry)
    assert [each.kind for each in reconciling.unexplained(release)] == ["industries"]

    compilation = Compilation.objects.create(survey=survey.now, vintage=3, compiled_at=timezone.now())
    for figure in (whole, part):
        CompiledFigure.objects.create(figure=figure, compilation=compilation)
    assert reconciling.unexplained(release) == []


def test_returns_that_changed_after_the_compilation_are_found(survey, release):
    of_survey(survey, release, 190)
    assert reconciling.unexplained(release) == []
    ReturnValue.objects.filter(line=survey.lines["staff"], value=80).update(value=81)
    assert [each.kind for each in reconciling.unexplained(release)] == ["returns"]


def test_an_explanation_with_a_name_lets_the_release_go_on(release, put, parks, world):
    put("100"), put("60", park=parks[0]), put("30", park=parks[1])
    reconciling.reconcile(release=release, by=world.statistician)

    row = reconciling.sign(
        difference=release.differences.get(), by=world.statistician, explanation=" 未入园企业 ", residual="未分配部分"
    )

    assert (row.explanation, row.residual, row.signed_by) == ("未入园企业", "未分配部分", world.statistician)
    assert reconciling.unexplained(release) == []
    assert reconciling.reconcile(release=release, by=world.statistician) == 0


def test_a_number_that_moves_takes_the_signature_away(release, put, parks, world):
    put("100"), put("60", park=parks[0])
    moving = put("30", park=parks[1])
    reconciling.reconcile(release=release, by=None)
    reconciling.sign(difference=release.differences.get(), by=world.statistician, explanation="未入园企业")
    moving.value = Decimal(31)
    moving.save()

    assert kinds(release) == [("parks", 9)]
    assert reconciling.reconcile(release=release, by=None) == 1
    row = release.differences.get()
    assert (row.ours, row.explanation, row.signed_by, row.signed_at) == (91, "", None, None)
    assert row.history.filter(explanation="未入园企业").exists()


def test_the_same_numbers_in_another_unit_are_not_explained(release, put, parks, world):
    figures = [put("100"), put("60", park=parks[0]), put("30", park=parks[1])]
    reconciling.reconcile(release=release, by=None)
    reconciling.sign(difference=release.differences.get(), by=world.statistician, explanation="未入园企业")
    larger = factories.DefinitionFactory(indicator=figures[0].indicator, unit="yi_yuan", valid_from_year=2001)
    release.figures.update(definition=larger)

    assert [(found.kind, found.unit) for found in reconciling.unexplained(release)] == [("parks", "yi_yuan")]
    assert reconciling.reconcile(release=release, by=None) == 1


def test_two_vintages_that_both_differ_belong_into_two_releases(release, put, parks):
    for vintage in (Vintage.FLASH, Vintage.ANNUAL):
        put("100", vintage=vintage), put("60", vintage=vintage, park=parks[0])
    with pytest.raises(ValidationError, match="请将各数据版本分别放入不同的发布"):
        reconciling.reconcile(release=release, by=None)
    release.figures.filter(vintage=Vintage.FLASH).update(release=factories.ReleaseFactory())

    assert reconciling.reconcile(release=release, by=None) == 1


def test_what_agrees_again_leaves_the_record_but_not_its_history(release, put, parks):
    put("100"), put("60", park=parks[0])
    moving = put("30", park=parks[1])
    reconciling.reconcile(release=release, by=None)
    moving.value = Decimal(40)
    moving.save()
    reconciling.reconcile(release=release, by=None)
    assert not release.differences.exists()
    assert Difference.history.filter(release=release, history_type="-").count() == 1


@pytest.mark.parametrize("explanation", ["", "  ", "字" * 501])
def test_a_signature_needs_an_explanation(release, put, parks, explanation):
    put("100"), put("60", park=parks[0])
    reconciling.reconcile(release=release, by=None)
    with pytest.raises(ValidationError):
        reconciling.sign(difference=release.differences.get(), by=None, explanation=explanation)


def test_a_signature_can_be_taken_back(release, put, parks):
    put("100"), put("60", park=parks[0])
    reconciling.reconcile(release=release, by=None)
    reconciling.sign(difference=release.differences.get(), by=None, explanation="未入园企业")
    reconciling.unsign(difference=release.differences.get(), by=None)
    assert len(reconciling.unexplained(release)) == 1


def test_only_who_may_change_differences_reconciles_and_signs(release, put, parks, world):
    put("100"), put("60", park=parks[0])
    reconciling.reconcile(release=release, by=None)
    for outsider in (world.clerk, world.publisher, world.auditor, world.administrator):
        with pytest.raises(PermissionDenied):
            reconciling.reconcile(release=release, by=outsider)
        with pytest.raises(PermissionDenied):
            reconciling.sign(difference=release.differences.get(), by=outsider, explanation="未入园企业")


def test_a_decided_release_is_not_reconciled_anew(put, parks):
    released = factories.ReleaseFactory(released=True)
    with pytest.raises(ValidationError):
        reconciling.reconcile(release=released, by=None)


def test_printed_numbers_that_contradict_each_other_are_noted(release, put, parks):
    third = factories.ParkFactory()
    put("100"), put("33.34", park=parks[0]), put("33.33", park=parks[1]), put("33.33", park=third)

    [note] = contradictions(release)

    assert (note.kind, note.contradiction.parts, note.contradiction.agrees_at) == ("parks", Decimal("99.9"), 2)
    assert kinds(release) == []


def test_an_unexplained_difference_stops_the_release_though_nobody_reconciled(release, put, parks, world):
    put("100"), put("60", park=parks[0])
    with pytest.raises(ValidationError) as refused:
        submit_release(release=release, by=world.statistician)
    assert "1" in refused.value.messages[0]
    reconciling.reconcile(release=release, by=world.statistician)
    reconciling.sign(difference=release.differences.get(), by=world.statistician, explanation="未入园企业")

    assert submit_release(release=release, by=world.statistician).status == "in_review"
