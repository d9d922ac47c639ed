"""Whatever two records hold and whatever is chosen: the merge keeps the rules, and its undo brings both back."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enterprises import merging
from enterprises.merging import GOES, STAYS, Choices
from enterprises.models import Enterprise, EnterpriseFormerName, EnterpriseTag, Qualification, Registration, StatusEvent
from tests import factories, snapshots
from zoneportal.spreadsheets.undo import undoing

FIRST = date(2020, 1, 1)
days = st.integers(0, 8).map(lambda number: FIRST + timedelta(days=100 * number))
side = st.sampled_from([STAYS, GOES])
# Sorted days cut the time of one enterprise into stays that do not overlap; the last one may be open.
stays = st.tuples(st.lists(days, max_size=4, unique=True).map(sorted), st.booleans())
records = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["样例甲", "样例乙"]),
        "address": st.sampled_from(["", "长治", "太原"]),
        "has_code": st.booleans(),
        "is_public": st.booleans(),
        "stays": stays,
        "events": st.dictionaries(days, st.sampled_from(["active", "revoked"]), max_size=3),
        "held": st.dictionaries(days, st.sampled_from(["", "证1", "证2"]), max_size=3),
        "industries": st.lists(st.integers(0, 3), max_size=3, unique=True),
        "has_main": st.booleans(),
        "former": st.dictionaries(st.sampled_from(["旧名一", "旧名二", "样例甲"]), st.none() | days, max_size=2),
    }
)


def stored(world, kind, industries, said: dict) -> Enterprise:
    enterprise = factories.EnterpriseFactory(name_zh=said["name"], address=said["address"], confirmed=said["is_public"])
    if not said["has_code"]:
        enterprise.credit_code = None
        enterprise.save()
    moments, is_open = said["stays"]
    for start, end in zip(moments, [*moments[1:], None], strict=False):
        if end or is_open:
            reason = "other" if end else ""
            Registration.objects.create(
                enterprise=enterprise, park=world.park, start_on=start, end_on=end, end_reason=reason
            )
    for day, status in said["events"].items():
        StatusEvent.objects.create(enterprise=enterprise, effective_on=day, status=status)
    for day, number in said["held"].items():
        Qualification.objects.create(enterprise=enterprise, kind=kind, valid_from=day, certificate_number=number)
    for place, number in enumerate(said["industries"]):
        is_main = said["has_main"] and place == 0
        EnterpriseTag.objects.create(enterprise=enterprise, industry=industries[number], is_main=is_main)
    for name, until in said["former"].items():
        EnterpriseFormerName.objects.create(enterprise=enterprise, name_zh=name, used_until=until)
    return enterprise


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(one=records, other=records, chosen=st.lists(side, min_size=30, max_size=30), keeps_name=st.booleans())
@pytest.mark.django_db
def test_merge_and_undo(world, one, other, chosen, keeps_name):
    with transaction.atomic():
        kind, industries = factories.QualificationKindFactory(), factories.IndustryTagFactory.create_batch(4)
        both = [stored(world, kind, industries, said) for said in (one, other)]
        before = snapshots.taken()
        found = merging.compare(*both)
        sides = iter(chosen)
        choices = Choices(
            mark=found.mark,
            values={each.name: next(sides) for each in found.values if not each.is_same},
            conflicts={each.key: next(sides) for each in found.conflicts},
            main=found.mains[next(sides) == GOES].pk if found.mains else None,
            keeps_name=keeps_name,
            is_public=next(sides) == GOES,
        )
        job = merging.merge(stays=both[0], goes=both[1], choices=choices, by=world.administrator)
        for model in (Registration, StatusEvent, Qualification, EnterpriseTag, EnterpriseFormerName):
            assert not model.objects.filter(enterprise_id=both[1].pk).exists()
        both[0].refresh_from_db()
        both[0].full_clean()
        assert {tag.industry_id for tag in both[0].tags.all()} == {
            industries[number].pk for said in (one, other) for number in said["industries"]
        }
        outcome = undoing.undo(job=job, by=world.administrator)
        assert outcome.result == undoing.UNDONE, outcome.finding
        assert snapshots.differences(before, snapshots.taken()) == {}
        transaction.set_rollback(True)
