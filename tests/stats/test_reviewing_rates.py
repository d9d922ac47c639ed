"""A rate and the withheld value that it would give away: whichever comes second does not go into review."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from stats.models import Figure, Release, WithheldValue
from stats.releasing import release_figures, submit_release
from tests.factories import DefinitionFactory, FigureFactory, ReleaseFactory
from tests.stats.reviews import draft_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def growth(world) -> Figure:
    definition = DefinitionFactory(indicator__name_zh="营业收入增速", unit="percent", valid_from_year=2000)
    return FigureFactory(definition=definition, year=2019, value=Decimal("12.3"), release=ReleaseFactory())


@pytest.fixture
def level(world) -> Release:
    """营业收入 of 2018, withheld."""
    Figure.objects.filter(pk=world.secret_figure.pk).update(value=None, mark="confidential")
    WithheldValue.objects.create(figure=world.secret_figure, value=Decimal("417.77"), kind="primary")
    return draft_of(world.secret_figure)


def refused(release: Release, by) -> str:
    with pytest.raises(ValidationError) as error:
        submit_release(release=release, by=by)
    return " ".join(error.value.messages)


def test_the_level_is_named_the_rate_that_was_submitted_first(world, growth, level):
    withheld = Figure.objects.filter(pk=world.secret_figure.pk)
    withheld.update(release=None)
    WithheldValue.objects.all().delete()
    submit_release(release=growth.release, by=world.statistician)
    WithheldValue.objects.create(figure=world.secret_figure, value=Decimal("417.77"), kind="primary")
    withheld.update(release=level)

    assert "营业收入增速 2019" in refused(level, world.statistician)


def test_the_rate_is_refused_where_the_level_went_first(world, growth, level):
    Release.objects.filter(pk=level.pk).update(status="in_review")

    assert "比率" in refused(growth.release, world.statistician)


def test_a_rate_approved_in_the_meantime_stops_the_approval(world, growth, level):
    Release.objects.filter(pk=level.pk).update(status="in_review")
    Release.objects.filter(pk=growth.release.pk).update(status="released", released_at="2020-01-01T00:00Z")

    with pytest.raises(ValidationError, match="营业收入增速 2019"):
        release_figures(release=level, by=world.publisher)


def test_the_sentence_leads_to_the_rates(client, world, growth, level):
    Release.objects.filter(pk=growth.release.pk).update(status="released", released_at="2020-01-01T00:00Z")
    client.force_login(world.statistician)

    page = client.get(reverse("admin:stats_release_submit", args=[level.pk]))
    (link,) = [each for each in page.context["obstacles"] if "营业收入增速" in each.text]

    assert list(client.get(link.url).context["cl"].result_list) == [growth]
