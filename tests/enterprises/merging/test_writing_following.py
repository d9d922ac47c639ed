"""What the statistics office keeps of an enterprise follows it into a merge, unseen by who merges."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from enterprises import merging
from enterprises.merging import STAYS, Choices
from enterprises.merging.writing import APART
from stats.models import Holding, HoldingMember, Waiver
from tests import factories, snapshots
from zoneportal.spreadsheets.undo import undoing


@pytest.fixture
def pair(world):
    return factories.EnterpriseFactory(name_zh="样例甲"), factories.EnterpriseFactory(
        name_zh="样例乙", credit_code=None
    )


def member(enterprise, name: str, start_on=None, end_on=None) -> HoldingMember:
    holding, _made = Holding.objects.get_or_create(name_zh=name)
    return HoldingMember.objects.create(enterprise=enterprise, holding=holding, start_on=start_on, end_on=end_on)


def merged(pair, by):
    stays, goes = pair
    found = merging.compare(stays, goes)
    values = {each.name: each.proposed or STAYS for each in found.values if not each.is_same}
    return merging.merge(stays=stays, goes=goes, choices=Choices(mark=found.mark, values=values), by=by)


@pytest.fixture
def followed(pair):
    """Rows of the one that goes: a return of a year in which the other one has none, a membership, a consent."""
    stays, goes = pair
    factories.ReturnFactory(entry__enterprise=stays)
    kept = factories.ReturnFactory(entry__enterprise=goes)
    member(stays, "秘密集团", end_on=date(2020, 12, 31))
    joined = member(goes, "秘密集团二", start_on=date(2021, 1, 1))
    waiver = Waiver.objects.create(
        enterprise=goes, signed_on=date(2024, 1, 1), first_year=2020, document_number="同意书1号"
    )
    return kept.entry, joined, waiver


def test_returns_holdings_and_consents_move_along_with_whoever_merges(pair, world, followed):
    merged(pair, world.administrator)
    for row in followed:
        row.refresh_from_db()
        assert row.enterprise_id == pair[0].pk


def test_nothing_of_them_is_shown_to_who_merges(client, world, pair, followed):
    client.force_login(world.administrator)
    page = client.get(reverse("admin:enterprises_enterprise_merge", args=[each.pk for each in pair])).content.decode()
    assert pair[1].number in page
    assert not any(secret in page for secret in ("秘密集团", "同意书1号"))


def test_the_merger_takes_it_back_without_rights_on_them(pair, world, followed):
    before = snapshots.taken()
    outcome = undoing.undo(job=merged(pair, world.administrator), by=world.administrator)
    assert outcome.result == undoing.UNDONE, outcome.finding
    assert snapshots.differences(before, snapshots.taken()) == {}


def test_what_was_edited_since_is_not_named_to_who_may_not_see_it(pair, world, followed):
    job = merged(pair, world.administrator)
    joined = HoldingMember.objects.get(pk=followed[1].pk)
    joined.document_number = "机密证据"
    joined.save()
    (left,) = undoing.plan_of(job, world.administrator).remaining(undoing.EDITED)
    assert (left.name, left.changes) == ("", [])


@pytest.mark.parametrize("secret", ["year", "holding"])
def test_two_that_statistics_keep_apart_are_not_merged(client, world, pair, secret):
    stays, goes = pair
    if secret == "year":
        entry = factories.EnterpriseYearFactory(enterprise=stays)
        factories.EnterpriseYearFactory(enterprise=goes, survey=entry.survey, park=entry.park)
    else:
        member(stays, "秘密集团", start_on=date(2020, 1, 1))
        member(goes, "秘密集团", end_on=date(2020, 1, 1))
    before = snapshots.taken()
    with pytest.raises(ValidationError, match=str(APART)):
        merged(pair, world.administrator)
    assert snapshots.taken() == before
    client.force_login(world.administrator)
    page = client.get(reverse("admin:enterprises_enterprise_merge", args=[stays.pk, goes.pk]), follow=True)
    assert str(APART) in page.content.decode()
    assert "秘密集团" not in page.content.decode()
