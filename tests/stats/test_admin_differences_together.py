"""Several differences of one cause: one list, one explanation, one signature under each."""

from decimal import Decimal

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from stats import reconciling
from stats.models import Difference
from tests import factories

pytestmark = pytest.mark.django_db
LIST = reverse("admin:stats_difference_changelist")
CAUSE = "有企业未分到园区"


@pytest.fixture
def rows(world) -> list[Difference]:
    """In two releases."""
    definition = factories.DefinitionFactory(unit="wan_yuan", valid_from_year=2000, indicator__decimals=1)
    for release in factories.ReleaseFactory.create_batch(2):
        for value, park in (("10000", None), ("1234.5", world.park)):
            year = 2024 + release.pk % 2
            factories.FigureFactory(definition=definition, year=year, value=Decimal(value), park=park, release=release)
        reconciling.reconcile(release=release, by=None)
    return list(Difference.objects.order_by("pk"))


@pytest.fixture
def statistician(client, world):
    client.force_login(world.statistician)
    return client


def choose(client, rows, **fields):
    keys = [row.pk for row in rows]
    return client.post(LIST, {"action": "sign_selected", ACTION_CHECKBOX_NAME: keys, **fields})


def sign(client, rows, seen: str, explanation: str = CAUSE):
    return choose(client, rows, decided="1", explanation=explanation, residual="未分到园区", seen=seen)


def explanations() -> list[str]:
    return list(Difference.objects.order_by("pk").values_list("explanation", flat=True))


def test_the_chosen_are_listed_with_their_releases_before_anything_is_signed(statistician, rows):
    shown = choose(statistician, rows).content.decode()

    assert shown.count("8,765.5") == 2
    for row in rows:
        assert row.release.title_zh in shown
    assert explanations() == ["", ""]


def test_each_is_signed_under_the_name_of_who_confirms(statistician, world, rows):
    seen = choose(statistician, rows).context["form"]["seen"].value()
    sign(statistician, rows, seen)

    for row in Difference.objects.all():
        assert (row.explanation, row.residual, row.signed_by) == (CAUSE, "未分到园区", world.statistician)
        assert row.history.first().history_user == world.statistician
        assert reconciling.unexplained(row.release) == []


@pytest.mark.parametrize(
    "fields", [{"theirs": Decimal(20_000)}, {"explanation": "另有原因", "signed_at": "2026-01-01T00:00Z"}]
)
def test_when_one_moved_meanwhile_none_is_signed_and_the_text_is_kept(statistician, rows, fields):
    seen = reconciling.state_of(rows)
    Difference.objects.filter(pk=rows[1].pk).update(**fields)
    answer = sign(statistician, rows, seen)

    assert explanations() == ["", fields.get("explanation", "")]
    assert answer.context["form"]["explanation"].value() == CAUSE
    assert answer.context["form"]["seen"].value() != seen


def test_when_one_is_gone_none_is_signed(statistician, rows):
    seen = reconciling.state_of(rows)
    Difference.objects.filter(pk=rows[1].pk).delete()
    sign(statistician, rows, seen)

    assert explanations() == [""]


def test_what_is_signed_already_or_decided_stays_as_it_is(statistician, rows):
    Difference.objects.filter(pk=rows[0].pk).update(explanation="另有原因", signed_at="2026-01-01T00:00Z")
    type(rows[1].release).objects.filter(pk=rows[1].release_id).update(
        status="released", released_at="2026-01-01T00:00Z"
    )
    answer = choose(statistician, rows)
    assert answer.context["left"] == 2
    sign(statistician, rows, reconciling.state_of([]))

    assert explanations() == ["另有原因", ""]


def test_without_an_explanation_nothing_is_signed(statistician, rows):
    assert sign(statistician, rows, reconciling.state_of(rows), " ").status_code == 200
    assert explanations() == ["", ""]


def test_too_many_are_refused(statistician, rows, monkeypatch):
    monkeypatch.setattr("stats.admin.difference_signing.MOST", 1)
    sign(statistician, rows, reconciling.state_of(rows))

    assert explanations() == ["", ""]


def test_who_may_not_sign_has_no_such_action(client, world, rows):
    seen = reconciling.state_of(rows)
    for reader in (world.publisher, world.auditor, world.administrator, world.clerk, world.other_clerk):
        client.force_login(reader)
        assert "8,765" not in sign(client, rows, seen).content.decode()
    client.logout()
    assert sign(client, rows, seen).status_code == 302
    assert explanations() == ["", ""]
