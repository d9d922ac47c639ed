"""Compiling in the office: what would change is seen before it is done, and by nobody without the right on returns."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from stats.actions import revise_figure
from stats.compile_actions import compile_year
from stats.models import Compilation, Figure, SurveyYear, Vintage
from tests.factories import FigureFactory, IndustryTagFactory, ReleaseFactory
from tests.stats import compiled_year
from tests.stats.compiled_year import YEAR

pytestmark = pytest.mark.django_db
COMPILE = reverse("admin:stats_compilation_add")


@pytest.fixture
def year(db):
    return compiled_year.built()


@pytest.fixture
def statistician(client, year):
    client.force_login(year.world.statistician)
    return client


@pytest.fixture
def compilation(year) -> Compilation:
    return compile_year(survey=year.survey, vintage=Vintage.ANNUAL, by=year.world.statistician).compilation


def shown(client, year, **more):
    return client.get(COMPILE, {"survey": year.survey.pk, "vintage": 3} | more)


def confirmed(client, year, **more):
    page = shown(client, year)
    data = {"survey": year.survey.pk, "vintage": 3, "seen": page.context["form"]["seen"].value()}
    return client.post(COMPILE, data | more, follow=True)


class TestBefore:
    def test_page_asks_for_the_year_first(self, statistician, year):
        page = statistician.get(COMPILE)
        assert "plan" not in page.context
        assert str(YEAR) in page.content.decode()

    def test_the_year_alone_shows_the_vintage_that_is_compiled(self, statistician, year):
        page = statistician.get(COMPILE, {"survey": year.survey.pk})
        assert page.context["plan"]
        assert '<option value="3" selected>' in page.content.decode()
        assert page.context["choice"].cleaned_data["vintage"] == Vintage.ANNUAL

    def test_who_has_no_main_industry_is_counted_and_named(self, statistician, year):
        entry = year.survey.entries.filter(enterprise_return__isnull=False).order_by("pk").first()
        year.survey.entries.update(main_industry=IndustryTagFactory())
        assert shown(statistician, year).context["without"].count == 0
        entry.main_industry = None
        entry.save()
        page = shown(statistician, year)
        assert page.context["without"].named == (entry.enterprise,)
        assert page.context["without"].sentence in page.content.decode()
        assert "main=none" in page.content.decode()

    def test_each_park_says_how_many_are_accepted_and_who_is_missing(self, statistician, year):
        page = shown(statistician, year)
        states = {park.name: (park.asked, park.accepted, park.missing_count) for park in page.context["parks"]}
        assert states == {year.world.park.name: (4, 3, 1), year.world.other_park.name: (2, 2, 0)}
        assert year.returns[5].entry.enterprise.number in page.content.decode()

    def test_old_and_new_stand_side_by_side_with_their_units(self, statistician, year, compilation):
        year.give(1, year.revenue, 200_000)
        page = shown(statistician, year)
        line = next(line for line in page.context["lines"] if line["scope"] == "全区")
        assert (line["old"], line["new"]) == ("1.55 亿元", "2.55 亿元")

    def test_looking_writes_nothing(self, statistician, year):
        shown(statistician, year)
        assert not Compilation.objects.exists()

    def test_what_is_left_alone_is_said_with_its_reason(self, statistician, year):
        definition = year.revenue.definition()
        FigureFactory(definition=definition, year=YEAR, value=Decimal(7))
        page = shown(statistician, year)
        assert [(line["old"], line["new"]) for line in page.context["left_alone"]] == [("7.00 亿元", "1.55 亿元")]

    def test_year_that_cannot_be_compiled_says_why(self, statistician, year):
        SurveyYear.objects.filter(pk=year.survey.pk).update(frozen_at=None)
        page = shown(statistician, year)
        assert len(page.context["obstacles"]) == 1
        assert "plan" not in page.context


class TestCompiling:
    def test_confirmation_compiles(self, statistician, year):
        page = confirmed(statistician, year)
        compilation = Compilation.objects.get()
        assert page.redirect_chain[-1][0] == reverse("admin:stats_compilation_change", args=[compilation.pk])
        assert compilation.compiled_by == year.world.statistician
        assert year.figure().value == Decimal("1.5500")

    def test_nothing_happens_when_the_returns_moved_since_the_page(self, statistician, year):
        seen = shown(statistician, year).context["form"]["seen"].value()
        year.give(1, year.revenue, 200_000)
        page = statistician.post(COMPILE, {"survey": year.survey.pk, "vintage": 3, "seen": seen})
        assert page.context["form"].non_field_errors()
        assert not Compilation.objects.exists()
        assert page.context["form"]["seen"].value() != seen  # what the page shows now can be confirmed

    def test_reason_is_asked_for_only_where_released_figures_change(self, statistician, year, compilation):
        year.give(1, year.revenue, 200_000)
        assert "reason" not in shown(statistician, year).context["form"].fields
        moment = timezone.now() - timedelta(hours=1)
        Figure.objects.filter(year=YEAR).update(release=ReleaseFactory(status="released", released_at=moment))
        assert "reason" in shown(statistician, year).context["form"].fields
        confirmed(statistician, year, reason="企业更正")
        assert year.figure(revision=1).reason == "企业更正"

    def test_missing_reason_is_said(self, statistician, year, compilation):
        year.give(1, year.revenue, 200_000)
        moment = timezone.now() - timedelta(hours=1)
        Figure.objects.filter(year=YEAR).update(release=ReleaseFactory(status="released", released_at=moment))
        page = confirmed(statistician, year)
        assert page.context["form"].errors
        assert Compilation.objects.count() == 1


class TestCompilation:
    def test_page_says_digests_rules_and_figures(self, statistician, year, compilation):
        text = statistician.get(reverse("admin:stats_compilation_change", args=[compilation.pk])).content.decode()
        for part in (
            compilation.inputs_sha256,
            compilation.figures_sha256,
            compilation.code_version,
            "千元",
            "1.55 亿元",
        ):
            assert part in text

    def test_button_says_that_it_can_be_made_again(self, statistician, year, compilation):
        address = reverse("admin:stats_compilation_again", args=[compilation.pk])
        assert statistician.get(address).status_code == 405
        page = statistician.post(address, follow=True)
        assert [message.level_tag for message in page.context["messages"]] == ["success"]

    def test_button_names_a_figure_that_was_moved_and_no_value(self, statistician, year, compilation):
        Figure.objects.filter(pk=year.figure().pk).update(value=Decimal("7.1234"))
        page = statistician.post(reverse("admin:stats_compilation_again", args=[compilation.pk]), follow=True)
        (message,) = page.context["messages"]
        assert message.level_tag == "error"
        assert year.revenue.indicator.name in message.message
        assert "7.1234" not in message.message

    def test_input_is_listed(self, statistician, year, compilation):
        page = statistician.get(reverse("admin:stats_compilation_inputs", args=[compilation.pk]))
        assert [values for _row, values in page.context["rows"]] == [
            ["100000", "100"], ["20000", "5"], ["30000", ""], ["5000", "1"], ["", "40"],
        ]  # fmt: skip

    def test_nothing_is_changed_or_deleted(self, statistician, year, compilation):
        assert statistician.get(reverse("admin:stats_compilation_delete", args=[compilation.pk])).status_code == 403
        statistician.post(reverse("admin:stats_compilation_change", args=[compilation.pk]), {"return_count": 1})
        assert Compilation.objects.get().return_count == 5


class TestRights:
    @pytest.mark.parametrize("actor", ["clerk", "other_clerk", "administrator", "publisher", "auditor", "anonymous"])
    def test_nobody_else_compiles_or_looks_ahead(self, client, year, actor):
        if actor != "anonymous":
            client.force_login(getattr(year.world, actor))
        answer = shown(client, year)
        assert answer.status_code in (302, 403)
        assert "1.55" not in answer.content.decode()
        assert client.post(COMPILE, {"survey": year.survey.pk, "vintage": 3}).status_code in (302, 403)
        assert not Compilation.objects.exists()

    @pytest.mark.parametrize("actor", ["clerk", "administrator", "publisher", "auditor"])
    def test_nobody_else_reads_the_input(self, client, year, compilation, actor):
        client.force_login(getattr(year.world, actor))
        answer = client.get(reverse("admin:stats_compilation_inputs", args=[compilation.pk]))
        assert answer.status_code in (302, 403, 404)
        assert "100000" not in answer.content.decode()

    @pytest.mark.parametrize("actor", ["publisher", "auditor"])
    def test_who_examines_sees_the_compilation_without_fresh_figures(self, client, year, compilation, actor):
        client.force_login(getattr(year.world, actor))
        page = client.get(reverse("admin:stats_compilation_change", args=[compilation.pk]))
        assert (page.status_code, page.context["figure_count"]) == (200, 0)
        assert "1.55" not in page.content.decode()
        assert reverse("admin:stats_compilation_inputs", args=[compilation.pk]) not in page.content.decode()


class TestRevisingByHand:
    """A compiled figure that is public: correcting its return is the way, typing a revision the exception."""

    @pytest.fixture
    def figure(self, year, compilation) -> Figure:
        release = ReleaseFactory(status="released", released_at=timezone.now() - timedelta(days=1))
        Figure.objects.filter(compiled__compilation=compilation).update(release=release)
        return year.figure()

    def revise(self, client, figure, **more):
        url = reverse("admin:stats_figure_revise", args=[figure.pk])
        return client.post(url, {"value": "1.6", "reason": "更正"} | more)

    def test_page_names_the_right_way_first(self, statistician, year, figure):
        page = statistician.get(reverse("admin:stats_figure_revise", args=[figure.pk]))
        returns = f"{reverse('admin:stats_enterprisereturn_changelist')}?year={YEAR}"
        assert "is_by_hand" in page.context["form"].fields
        assert returns in page.content.decode()

    def test_nothing_is_stored_without_the_word(self, statistician, figure):
        page = self.revise(statistician, figure)
        assert "is_by_hand" in page.context["form"].errors
        assert not Figure.objects.filter(revision=1).exists()

    def test_it_is_stored_with_it(self, statistician, figure):
        self.revise(statistician, figure, is_by_hand="on")
        assert Figure.objects.get(revision=1).value == Decimal("1.6")

    def test_no_other_door_forgets_the_word(self, year, figure):
        with pytest.raises(ValidationError) as refused:
            revise_figure(figure=figure, by=year.world.statistician, value=Decimal("1.6"), reason="更正")
        assert "is_by_hand" in refused.value.message_dict

    def test_typed_figure_is_revised_without_it(self, statistician, year):
        page = statistician.get(reverse("admin:stats_figure_revise", args=[year.world.figure.pk]))
        assert "is_by_hand" not in page.context["form"].fields
