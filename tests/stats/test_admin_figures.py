"""Figures in the office: entered with their unit in sight, read only once released, revised with a reason."""

from decimal import Decimal

import pytest
from django.urls import reverse

from stats.models import Figure
from tests.admin_forms import errors_of, filled_in
from tests.factories import DefinitionFactory, FigureFactory, IndicatorFactory, ReleaseFactory

LIST = reverse("admin:stats_figure_changelist")
ADD = reverse("admin:stats_figure_add")


def page_of(figure: Figure, door: str = "change") -> str:
    return reverse(f"admin:stats_figure_{door}", args=[figure.pk])


def found(client, query: str) -> set[Figure]:
    return set(client.get(f"{LIST}?{query}").context["cl"].result_list)


@pytest.fixture
def statistician(client, world):
    client.force_login(world.statistician)
    return world.statistician


@pytest.fixture
def fields(client, statistician, world):
    """What the form for a new figure sends."""
    return filled_in(client.get(ADD)) | {"indicator": world.figure.indicator.pk, "year": "2019", "value": "501.5"}


def test_a_new_figure_takes_the_definition_of_its_year(client, fields, world):
    assert client.post(ADD, fields).status_code == 302
    figure = Figure.objects.get(year=2019)
    assert (figure.value, figure.definition) == (Decimal("501.5"), world.figure.definition)


def test_the_form_shows_the_unit_beside_the_value(client, statistician, world):
    page = client.get(page_of(world.secret_figure))
    assert "亿元" in page.context["adminform"].form["value"].help_text


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"value": "NaN"}, "value"),
        ({"value": "1e99"}, "value"),
        ({"value": "0.00001"}, "value"),
        ({"value": "viel"}, "value"),
        ({"value": ""}, "value"),
        ({"mark": "not_yet"}, "value"),
        ({"year": "20177"}, "year"),
        ({"year": "-5"}, "year"),
        ({"year": ""}, "year"),
        ({"indicator": "99999"}, "indicator"),
        ({"vintage": "9"}, "vintage"),
        ({"value": "", "mark": "not_yet", "qualifier": "over"}, "qualifier"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_stored(client, fields, changes, place):
    count = Figure.objects.count()
    page = client.post(ADD, fields | changes)
    assert place in errors_of(page)
    assert Figure.objects.count() == count


def test_a_figure_without_a_unit_is_refused(client, fields):
    page = client.post(ADD, fields | {"indicator": IndicatorFactory().pk})
    assert "indicator" in errors_of(page)


def test_the_same_figure_twice_is_refused(client, fields):
    page = client.post(ADD, fields | {"year": "2018"})
    assert errors_of(page)
    assert Figure.objects.filter(year=2018).count() == 1


def test_list_tells_what_is_internal(client, statistician, world):
    assert found(client, "released=yes") == {world.figure}
    assert found(client, "released=no") == {world.secret_figure}
    assert found(client, "released=none") == {world.secret_figure}
    assert found(client, "released=planned") == set()
    assert found(client, "year=2018") == {world.secret_figure}
    assert found(client, "q=营业") == {world.figure, world.secret_figure}
    assert "state-draft" in client.get(f"{LIST}?released=no").content.decode()


def test_a_released_figure_is_read_only(client, statistician, world):
    page = client.get(page_of(world.figure))
    assert page.context["has_change_permission"] is False
    assert client.post(page_of(world.figure), {"value": "1"}).status_code == 403
    assert client.post(page_of(world.figure, "delete"), {"post": "yes"}).status_code == 403
    assert Figure.objects.get(pk=world.figure.pk).value == Decimal("358.26")


def test_released_figures_are_not_deleted_by_the_action(client, statistician, world):
    both = [world.figure.pk, world.secret_figure.pk]
    client.post(LIST, {"action": "delete_selected", "_selected_action": both, "post": "yes"})
    assert Figure.objects.filter(pk__in=both).count() == 2


def test_no_history_brings_a_figure_back(client, statistician, world):
    version = world.secret_figure.history.get().history_id
    page = client.get(reverse("admin:stats_figure_simple_history", args=[world.secret_figure.pk, version]))
    assert page.context["may_revert"] is False
    assert client.get(f"{page_of(world.secret_figure)}?version={version}").status_code == 404


def test_a_revision_stands_beside_the_released_figure(client, statistician, world):
    assert page_of(world.figure, "revise") in client.get(page_of(world.figure)).content.decode()

    client.post(page_of(world.figure, "revise"), {"value": "360.1", "mark": "", "reason": "汇总差错，据年报更正"})

    revision = Figure.objects.get(revision=1)
    assert (revision.value, revision.reason, revision.release) == (Decimal("360.1"), "汇总差错，据年报更正", None)
    assert Figure.objects.get(pk=world.figure.pk).value == Decimal("358.26")
    assert revision.history.get().history_user == statistician


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"value": "360.1", "reason": ""}, "reason"),
        ({"value": "", "reason": "更正"}, "value"),
        ({"value": "360.1", "mark": "not_yet", "reason": "更正"}, "value"),
        ({"value": "Infinity", "reason": "更正"}, "value"),
    ],
)
def test_a_revision_needs_one_value_and_its_reason(client, statistician, world, fields, place):
    page = client.post(page_of(world.figure, "revise"), fields)
    assert place in page.context["form"].errors
    assert not Figure.objects.filter(revision=1).exists()


def test_a_second_revision_waits_for_the_first(client, statistician, world):
    for value in ("360.1", "361"):
        page = client.post(page_of(world.figure, "revise"), {"value": value, "reason": "更正"})
    assert page.context["form"].non_field_errors()
    assert Figure.objects.filter(revision__gt=0).count() == 1


def test_an_internal_figure_is_changed_not_revised(client, statistician, world):
    assert client.get(page_of(world.secret_figure, "revise")).status_code == 403


@pytest.mark.parametrize("role", ["administrator", "publisher", "auditor"])
def test_only_who_enters_figures_revises_them(client, world, role):
    client.force_login(getattr(world, role))
    assert client.post(page_of(world.figure, "revise"), {"value": "1", "reason": "x"}).status_code == 403


def test_figures_are_put_into_a_release_in_preparation(client, statistician, world):
    release = ReleaseFactory()
    chosen = {"action": "put_into_release", "_selected_action": [world.figure.pk, world.secret_figure.pk]}

    page = client.post(LIST, chosen)
    assert (page.context["count"], page.context["final"]) == (1, 1)
    client.post(LIST, chosen | {"decided": "yes", "release": release.pk})

    assert set(release.figures.all()) == {world.secret_figure}
    assert world.secret_figure.history.first().history_user == statistician


def test_nobody_takes_figures_out_of_their_release_by_pressing_the_button(client, statistician, world):
    release = ReleaseFactory()
    Figure.objects.filter(pk=world.secret_figure.pk).update(release=release)
    chosen = {"action": "put_into_release", "_selected_action": [world.secret_figure.pk], "decided": "yes"}
    for unclear in ({"release": ""}, {"release": release.pk, "take_out": "on"}):
        assert client.post(LIST, chosen | unclear).context["form"].errors["release"]
        assert release.figures.exists()

    client.post(LIST, chosen | {"take_out": "on"})

    assert not release.figures.exists()


def test_without_a_release_in_preparation_the_page_leads_to_a_new_one(client, statistician, world):
    chosen = {"action": "put_into_release", "_selected_action": [world.secret_figure.pk]}
    add = reverse("admin:stats_release_add")
    assert f'href="{add}"' in client.post(LIST, chosen).content.decode().partition('id="content-main"')[2]
    ReleaseFactory()
    assert f'href="{add}"' not in client.post(LIST, chosen).content.decode().partition('id="content-main"')[2]


def test_a_decided_release_takes_no_more_figures(client, statistician, world):
    chosen = {"action": "put_into_release", "_selected_action": [world.secret_figure.pk], "decided": "yes"}
    page = client.post(LIST, chosen | {"release": world.release.pk})
    assert page.context["form"].errors["release"]
    assert Figure.objects.get(pk=world.secret_figure.pk).release is None


def test_queries_of_the_list_do_not_grow_with_figures(client, statistician, world, django_assert_num_queries):
    # Session, user, rights (2); filters: indicators, years, parks; figures counted and fetched.
    client.get(LIST)  # the session notes the visit
    with django_assert_num_queries(9):
        client.get(LIST)
    for year in range(2000, 2012):
        FigureFactory(definition=DefinitionFactory(), year=year, park=world.park)
    with django_assert_num_queries(9):
        client.get(LIST)
