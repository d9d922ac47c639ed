"""What earlier publications told already stands on the sheet that is approved."""

import pytest
from django.urls import reverse
from django.utils import timezone

from stats.models import Protection, Release
from stats.queries.approval_sheet import approval_sheet, figures_sha256
from stats.queries.protection_input import grounds_of
from tests.stats.reviews import draft_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(world) -> Release:
    return draft_of(world.secret_figure)


def audited(release: Release, *cells: str) -> Protection:
    result = {"grounds": grounds_of(release), "public_before": list(cells)}
    return Protection.objects.create(
        release=release,
        made_at=timezone.now(),
        is_safe=True,
        figures_sha256=figures_sha256(release),
        result=result,
    )


def test_each_cell_stands_there_once(draft):
    audited(draft, "revenue zone", "exports zone", "revenue zone")

    assert approval_sheet(draft).told_before == ["exports zone", "revenue zone"]


def test_it_is_under_the_hash(draft):
    nothing, some, other = (
        (audited(draft, *cells), approval_sheet(draft).sha256)[1]
        for cells in [(), ("revenue zone",), ("revenue park:kj",)]
    )

    assert len({nothing, some, other}) == 3


def test_a_sheet_without_any_has_the_hash_it_always_had(draft):
    assert "told_before" not in approval_sheet(draft).facts
    audited(draft)
    assert "told_before" not in approval_sheet(draft).facts


@pytest.mark.parametrize("door", ["sheet", "protect", "change"])
def test_the_reviewer_reads_it_in_words(client, world, draft, door):
    indicator = world.secret_figure.indicator
    audited(draft, f"{indicator.code} park:{world.park.code}")
    client.force_login(world.statistician)

    page = client.get(reverse(f"admin:stats_release_{door}", args=[draft.pk])).content.decode()

    assert f"<li>{indicator.name} · {world.park.name}</li>" in page
    assert f"{indicator.code} park:" not in page
