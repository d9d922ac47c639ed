"""Who sees what a withheld figure hides. The statistician does; administrator, publisher, auditor and clerks do not."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from stats.models import Compilation, CompiledFigure, Figure, WithheldValue
from tests import factories

pytestmark = pytest.mark.django_db

SECRET = Decimal("1717.31")
OTHERS = ("administrator", "publisher", "auditor", "clerk")


@pytest.fixture
def withheld(world) -> Figure:
    """A figure of this park that held its value until disclosure control took it away."""
    definition = world.figure.definition
    figure = factories.FigureFactory(definition=definition, year=2018, park=world.park, value=SECRET)
    figure.value, figure.mark, figure.release = None, "confidential", world.release
    figure.save()
    WithheldValue.objects.create(figure=figure, value=SECRET, kind="primary", reasons={"reason": "dominated"})
    return figure


@pytest.fixture
def protecting(world, withheld) -> Figure:
    figure = factories.FigureFactory(
        definition=withheld.definition, year=2018, park=world.other_park, value=None, mark="confidential",
        release=world.release,
    )  # fmt: skip
    WithheldValue.objects.create(figure=figure, value=Decimal("2626.47"), kind="secondary", reasons={})
    return figure


@pytest.fixture
def compiled(world) -> Figure:
    """Fresh from a compilation: no disclosure control has looked at it."""
    figure = factories.FigureFactory(definition=world.figure.definition, year=2019, park=world.park, value=SECRET)
    made = Compilation.objects.create(
        survey=factories.SurveyYearFactory(year=2019), vintage=3, compiled_at=timezone.now(), code_version="1"
    )
    CompiledFigure.objects.create(figure=figure, compilation=made, contributors=1)
    return figure


def pages_of(figure: Figure) -> list[str]:
    """The list, and every page of the figure with every version of it."""
    doors = [reverse(f"admin:stats_figure_{door}", args=[figure.pk]) for door in ("change", "history", "delete")]
    versions = [
        reverse("admin:stats_figure_simple_history", args=[figure.pk, version.history_id])
        for version in figure.history.all()
    ]
    lists = [reverse("admin:stats_figure_changelist"), f"{reverse('admin:stats_figure_changelist')}export/?format=csv"]
    return [*lists, *doors, *versions]


def text_at(client, address: str) -> str:
    answer = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace").replace(",", "")


@pytest.mark.parametrize(
    ("role", "name"),
    # A clerk sees the returns of the own park, and so what they add up to before disclosure control.
    [(role, "withheld") for role in OTHERS] + [(role, "compiled") for role in OTHERS if role != "clerk"],
)
def test_who_may_not_see_withheld_values_finds_them_on_no_page_and_in_no_history(world, client, request, role, name):
    figure = request.getfixturevalue(name)
    client.force_login(getattr(world, role))

    assert [address for address in pages_of(figure) if "1717.31" in text_at(client, address)] == []


def test_statistician_sees_value_and_reason_on_the_page_and_in_the_list(world, client, withheld):
    client.force_login(world.statistician)
    page = client.get(reverse("admin:stats_figure_change", args=[withheld.pk])).content.decode()

    assert "1,717.31" in page
    assert "field-withheld_because" in page
    assert "field-protects" not in page
    assert "1,717.31" in client.get(reverse("admin:stats_figure_changelist")).content.decode()


def test_statistician_may_look_into_the_history_of_a_withheld_figure(world, client, withheld):
    client.force_login(world.statistician)
    assert str(SECRET) in text_at(client, reverse("admin:stats_figure_history", args=[withheld.pk]))


def test_others_are_told_that_the_history_is_not_theirs(world, client, withheld):
    client.force_login(world.auditor)
    answer = client.get(reverse("admin:stats_figure_history", args=[withheld.pk]))
    assert answer.status_code == 403


def test_history_of_a_typed_figure_stays_open(world, client):
    client.force_login(world.auditor)
    for door, keys in (("history", []), ("simple_history", [world.figure.history.get().history_id])):
        answer = client.get(reverse(f"admin:stats_figure_{door}", args=[world.figure.pk, *keys]))
        assert answer.status_code == 200


def test_a_secondary_figure_says_which_unsafe_ones_it_protects(world, client, protecting):
    client.force_login(world.statistician)
    page = client.get(reverse("admin:stats_figure_change", args=[protecting.pk])).content.decode()

    _before, _heading, protects = page.partition("field-protects")
    assert world.park.name_zh in protects
    assert "1,717.31" not in protects


def test_others_see_the_mark_in_the_list_without_more_queries_for_each_figure(
    world, client, withheld, protecting, django_assert_max_num_queries
):
    client.force_login(world.auditor)
    with django_assert_max_num_queries(25):
        page = client.get(reverse("admin:stats_figure_changelist")).content.decode()
    assert page.count("※") >= 2


@pytest.mark.parametrize("question", ["withheld__value__gt=1000", "withheld__kind=primary", "compiled__contributors=1"])
def test_the_list_cannot_be_asked_what_a_withheld_figure_hides(world, client, withheld, question):
    client.force_login(world.auditor)
    assert client.get(f"{reverse('admin:stats_figure_changelist')}?{question}").status_code in {302, 400}


def test_a_fresh_compiled_figure_is_in_no_sheet_not_even_the_statisticians(world, client, compiled):
    """The sheet could come back as an import, whose file an auditor may read."""
    client.force_login(world.statistician)
    assert "1717.31" in text_at(client, reverse("admin:stats_figure_change", args=[compiled.pk]))
    exported = text_at(client, f"{reverse('admin:stats_figure_export')}?format=csv")
    assert "358.26" in exported
    assert "1717.31" not in exported
