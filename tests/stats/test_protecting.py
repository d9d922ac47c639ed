from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from stats import protecting
from stats.disclosure.problem import OutOfTime, Rules
from stats.models import EnterpriseYear, Figure, Holding, ReturnValue, Vintage, Waiver, WithheldValue
from stats.protecting import protect_release
from stats.queries.approval_sheet import approval_sheet
from stats.queries.protection_input import release_problem
from tests.factories import FigureFactory, FormLineFactory, ParkFactory, ReleaseFactory, ReturnValueFactory
from tests.stats import protected_year
from tests.stats.protected_year import YEAR, Year, assert_no_leak, protect

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(db) -> Year:
    return protected_year.built()


def retyped(figure: Figure, **fields) -> Figure:
    same = ("indicator", "definition", "year", "park", "industry", "value")
    return FigureFactory(**{name: getattr(figure, name) for name in same}, vintage=Vintage.VERIFIED, **fields)


def sign(year: Year, **years) -> None:
    Waiver.objects.create(enterprise=year.alone, signed_on=date(YEAR, 12, 1), document_number="1", **years)


class TestOneRelease:
    def test_an_enterprise_alone_in_a_cell_is_withheld_and_cannot_be_computed(self, year):
        done = protect(year)

        assert year.withheld() == {
            year.scope("this", "medicine"): "primary",
            year.scope("this", "food"): "secondary",
            year.scope("other", "medicine"): "secondary",
            year.scope("other", "food"): "secondary",
        }
        assert done.is_safe
        assert_no_leak(year)

    def test_the_office_sets_the_rules(self, year, settings):
        settings.DISCLOSURE_CONTRIBUTORS = 1_000
        protect(year)

        assert set(year.withheld()) == {figure.scope_key for figure in Figure.objects.all()}

    def test_margins_keep_their_values(self, year):
        before = {scope: year.figure(*scope).value for scope in [(), ("this",), ("other",), ("", "food")]}
        protect(year)

        assert {scope: year.figure(*scope).value for scope in before} == before

    def test_a_withheld_value_has_left_the_figure(self, year):
        value = year.figure("this", "medicine").value
        protect(year)

        figure = year.figure("this", "medicine")
        assert (figure.value, figure.mark, figure.withheld.value) == (None, "confidential", value)
        assert figure.withheld.reasons["reason"] == "few_contributors"

    def test_the_result_holds_for_exactly_these_figures(self, year):
        protect(year)
        assert approval_sheet(year.release).is_protected

        Figure.objects.filter(pk=year.figure().pk).update(note_zh="变了")
        assert not approval_sheet(year.release).is_protected

    def test_the_stored_result_has_neither_a_value_nor_the_rules(self, year):
        done = protect(year)

        assert done.result.keys() == {
            "primary", "secondary", "cells", "attacked", "exposed", "public_before", "coarser", "seconds", "grounds",
            "turnout",
        }  # fmt: skip
        assert (done.result["primary"], done.result["secondary"], done.result["exposed"]) == (1, 3, [])

    def test_a_table_that_loses_most_is_given_a_coarser_one(self, year):
        assert protect(year).result["coarser"] == {f"{year.line.indicator.code} {YEAR}": "by_rows"}

    def test_protecting_again_changes_nothing(self, year):
        first = protect(year)
        withheld = year.withheld()

        assert protect(year).figures_sha256 == first.figures_sha256
        assert year.withheld() == withheld
        assert WithheldValue.objects.count() == len(withheld)

    def test_the_history_says_who_withheld(self, year):
        protect(year)

        assert year.figure("this", "medicine").history.first().history_user == year.world.statistician

    def test_two_enterprises_of_one_holding_are_one_contributor(self, year):
        holding = Holding.objects.create(name_zh="某集团")
        for value in (60_000, 70_000):
            year.add_return("this", "medicine", value, holding=holding)
        year.compile()
        protect(year)

        assert year.withheld()[year.scope("this", "medicine")] == "primary"

    def test_three_of_different_owners_lose_nothing(self, year):
        for value in (60_000, 70_000):
            year.add_return("this", "medicine", value)
        year.compile()
        protect(year)

        assert year.withheld() == {}
        assert approval_sheet(year.release).is_protected

    def test_what_became_safe_is_shown_again(self, year):
        value = year.figure("this", "medicine").value
        protect(year)
        sign(year, first_year=YEAR)
        protect(year)

        assert year.withheld() == {}
        assert year.figure("this", "medicine").value == value
        assert not WithheldValue.objects.exists()

    @pytest.mark.parametrize(("first", "last"), [(YEAR + 1, None), (YEAR - 1, YEAR - 1)])
    def test_a_waiver_of_another_year_shows_nothing(self, year, first, last):
        sign(year, first_year=first, last_year=last)
        protect(year)

        assert year.scope("this", "medicine") in year.withheld()

    def test_a_cell_left_out_of_the_release_is_still_kept_from_subtraction(self, year):
        year.figure("this", "medicine").delete()
        protect(year)

        assert year.scope("this", "food") in year.withheld()
        assert_no_leak(year)

    def test_a_part_is_withheld_where_its_whole_would_tell_the_rest(self, year):
        part = FormLineFactory(survey=year.survey, part_of=year.line, unit=year.line.unit)
        for value in ReturnValue.objects.filter(line=year.line).select_related("enterprise_return__entry"):
            less = 1_000 if value.enterprise_return.entry.enterprise == year.alone else 0
            ReturnValueFactory(enterprise_return=value.enterprise_return, line=part, value=value.value - less)
        year.compile()
        Figure.objects.exclude(scope_key="zone").filter(release=year.release).delete()
        protect(year)

        assert Figure.objects.filter(release=year.release, mark="confidential", scope_key="zone").count() == 1
        assert_no_leak(year)

    def test_a_zone_total_typed_beside_is_looked_at(self, year):
        """Without the compiled total the row could hide in it; the typed one says the same."""
        zone = year.figure()
        FigureFactory(
            indicator=zone.indicator, definition=zone.definition, year=YEAR, vintage=Vintage.VERIFIED,
            value=zone.value, release=year.release,
        )  # fmt: skip

        assert protect(year).is_safe
        assert_no_leak(year)

    def test_a_cell_typed_by_hand_is_withheld_where_no_such_breakdown_is_compiled(self, year):
        alone = year.figure("this", "medicine")
        typed = retyped(alone, release=year.release)
        Figure.objects.filter(release=year.release, park__isnull=False, industry__isnull=False).exclude(
            pk=typed.pk
        ).delete()

        assert protect(year).is_safe
        typed.refresh_from_db()
        assert (typed.value, typed.mark, typed.withheld.value) == (None, "confidential", alone.value)

    def test_a_cell_typed_into_a_release_of_its_own_is_withheld(self, year):
        typed = retyped(year.figure("this", "medicine"), release=ReleaseFactory())

        assert protect_release(release=typed.release, by=year.world.statistician).is_safe
        typed.refresh_from_db()
        assert typed.mark == "confidential"

    def test_a_typed_total_tells_no_less_than_the_compiled_one_that_hides_a_part(self, year):
        year.parks["third"] = ParkFactory(code="third", published=True)
        year.add_return("third", "food", 50_000)
        year.compile()
        Figure.objects.filter(release=year.release, industry__isnull=False).delete()
        held_back = Figure.objects.filter(pk__in=[year.figure().pk, year.figure("third").pk])
        keys = list(held_back.values_list("pk", flat=True))
        held_back.update(release=None)
        protect(year)
        year.next_release()
        Figure.objects.filter(pk__in=keys).update(release=year.release)
        typed = retyped(year.figure(), release=year.release)
        protect(year)

        typed.refresh_from_db()
        assert {typed.mark, year.figure().mark, year.figure("third").mark} == {"confidential"}

    def test_a_total_whose_parts_are_all_shown_does_not_tell_what_is_left(self, year):
        parts = [FormLineFactory(survey=year.survey, part_of=year.line, unit=year.line.unit) for _ in range(2)]
        for value in ReturnValue.objects.filter(line=year.line).select_related("enterprise_return__entry"):
            is_alone = value.enterprise_return.entry.enterprise == year.alone
            half = value.value * (Decimal("0.4") if is_alone else Decimal("0.5"))
            for part in parts:
                ReturnValueFactory(enterprise_return=value.enterprise_return, line=part, value=half)
        year.compile()
        Figure.objects.exclude(scope_key="zone").filter(release=year.release).delete()
        protect(year)

        assert Figure.objects.filter(release=year.release, mark="confidential").count() == 1
        assert_no_leak(year)

    def test_a_holding_that_is_found_after_compiling_counts(self, year):
        for value in (60_000, 70_000):
            year.add_return("this", "medicine", value)
        year.compile()
        EnterpriseYear.objects.filter(park=year.parks["this"], main_industry=year.industries["medicine"]).update(
            holding=Holding.objects.create(name_zh="某集团")
        )
        protect(year)

        assert year.scope("this", "medicine") in year.withheld()

    def test_a_value_put_beside_a_withheld_one_is_refused_and_compiled_away(self, year):
        protect(year)
        alone = year.figure("this", "medicine")
        Figure.objects.filter(pk=alone.pk).update(value=Decimal(77), mark="")
        with pytest.raises(ValidationError, match=r"Compile|汇总"):
            protect(year)
        year.compile()

        assert year.figure("this", "medicine").value is None
        assert protect(year).is_safe

    def test_figures_that_nobody_compiled_need_no_protection(self, year):
        Figure.objects.filter(release=year.release).delete()
        FigureFactory(release=year.release, year=YEAR)

        assert protect(year).result["cells"] == 0
        assert year.withheld() == {}


class TestRefusals:
    @pytest.fixture(autouse=True)
    def _english(self):
        with translation.override("en"):
            yield

    def test_out_of_time_changes_nothing_and_does_not_pass(self, year, monkeypatch):
        def too_slow(*_args):
            raise OutOfTime()

        monkeypatch.setattr(protecting, "protect", too_slow)
        done = protect(year)

        assert (done.is_safe, done.result) == (False, {"failure": "out_of_time"})
        assert year.withheld() == {}
        assert not approval_sheet(year.release).is_protected

    def test_a_protection_that_forgets_a_cell_does_not_pass_the_audit(self, year, monkeypatch):
        whole = protecting.protect

        def forgetful(*args):
            found = whole(*args)
            kept = {key: why for key, why in found.withheld.items() if why.kind == "primary"}
            return type(found)(found.values, kept)

        monkeypatch.setattr(protecting, "protect", forgetful)
        done = protect(year)

        assert not done.is_safe
        assert done.result["failure"] == "audit"
        assert done.result["exposed"]
        assert year.withheld() == {}

    def test_figures_that_no_longer_hold_what_was_compiled_are_refused(self, year):
        Figure.objects.filter(pk=year.figure().pk).update(value=Decimal(1))

        with pytest.raises(ValidationError, match="Compile the year again"):
            protect(year)

    @pytest.mark.parametrize("status", ["in_review", "released"])
    def test_only_a_draft_is_protected(self, year, status):
        moment = year.survey.frozen_at if status == "released" else None
        type(year.release).objects.filter(pk=year.release.pk).update(status=status, released_at=moment)

        with pytest.raises(ValidationError, match="draft"):
            protect(year)

    def test_who_may_not_is_refused(self, year):
        with pytest.raises(PermissionDenied):
            protect_release(release=year.release, by=year.world.clerk)


def test_the_queries_do_not_grow_with_the_figures(year, django_assert_num_queries):
    with django_assert_num_queries(8):
        # figures, decided figures, compilations, form lines, their codes, waivers, owners, inputs of the compilation
        release_problem(year.release, Rules())
