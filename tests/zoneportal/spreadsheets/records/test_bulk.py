"""Many records at once, each with its history: what the tables say afterwards, and at what price."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enterprises.models import Enterprise, IndustryTag, Registration
from parks.models import Park
from tests import factories, sheets
from zoneportal.spreadsheets.models import ImportJob
from zoneportal.spreadsheets.records import bulk, loading


@pytest.fixture
def evidence(db) -> bulk.Evidence:
    user = factories.UserFactory(is_superuser=True)
    job = ImportJob.objects.create(sheet="enterprises", user=user)
    return bulk.Evidence(job=job, user=user, reason="核对", at=timezone.now())


def firms(count: int) -> list[Enterprise]:
    return [
        Enterprise(
            number=f"T{number:04d}",
            name_zh=f"样例{number}",
            capital_wan=Decimal("12.5"),
            capital_currency="CNY",
            established_on=date(2017, 2, 3),
        )
        for number in range(count)
    ]


def test_created_records_get_keys_and_a_history_that_says_the_same(evidence):
    keys = bulk.create(Enterprise, firms(3), evidence)
    stored = list(Enterprise.objects.filter(pk__in=keys).order_by("pk"))
    assert [each.capital_wan for each in stored] == [Decimal("12.5")] * 3
    entries = Enterprise.history.filter(import_job=evidence.job).order_by("history_id")
    assert [(entry.pk, entry.id, entry.history_type) for entry in entries] == [
        (entry.pk, key, "+") for entry, key in zip(entries, keys, strict=True)
    ]
    first = entries[0]
    assert (first.history_user, first.history_change_reason, first.history_date) == (
        evidence.user,
        "核对",
        evidence.at,
    )
    tracked = {field.attname for field in first.tracked_fields}
    assert {name: getattr(first, name) for name in tracked} == {name: getattr(stored[0], name) for name in tracked}


def test_a_key_that_was_used_before_is_never_given_again(evidence):
    (first,) = bulk.create(Enterprise, firms(1), evidence)
    bulk.remove(Enterprise, list(Enterprise.objects.filter(pk=first)), evidence)
    (second,) = bulk.create(Enterprise, firms(1), evidence)
    assert second > first
    assert factories.EnterpriseFactory().pk > second


def test_a_removed_record_comes_back_under_its_own_key(evidence):
    (key,) = bulk.create(Enterprise, firms(1), evidence)
    record = Enterprise.objects.get()
    bulk.remove(Enterprise, [record], evidence)
    assert not Enterprise.objects.exists()
    assert bulk.create(Enterprise, [record, *firms(2)[1:]], evidence)[0] == key
    assert Enterprise.objects.count() == 2


def test_a_record_that_names_a_new_one_gets_its_key(evidence):
    park = factories.ParkFactory()
    (firm,) = firms(1)
    stay = Registration(enterprise=firm, park=park)
    bulk.create(Enterprise, [firm], evidence)
    bulk.create(Registration, [stay], evidence)
    assert Registration.objects.get().enterprise_id == firm.pk
    assert Registration.history.get().enterprise_id == firm.pk


def test_a_change_writes_the_named_fields_only(evidence):
    stored = factories.EnterpriseFactory(address="长治", name_en="Old")
    stored.address, stored.name_en, stored.old_registration_number = "太原", "New", "1" * 15
    bulk.change(Enterprise, [stored], {"address", "old_registration_number"}, evidence)
    stored.refresh_from_db()
    assert (stored.address, stored.name_en, stored.old_registration_number) == ("太原", "Old", "1" * 15)
    newest = stored.history.order_by("-history_id").first()
    assert (newest.history_type, newest.address, newest.name_en) == ("~", "太原", "Old")


def test_rows_of_prepared_values_need_no_records(evidence):
    firm, park = factories.EnterpriseFactory(), factories.ParkFactory()
    day = loading.prepared(Registration._meta.get_field("start_on"))
    names = ["enterprise_id", "park_id", "start_on", "end_on", "end_reason"]
    rows = [
        [firm.pk, park.pk, day(date(2001, 1, 1)), day(date(2002, 1, 1)), "other"],
        [firm.pk, park.pk, day(date(2003, 1, 1)), None, ""],
    ]
    keys = bulk.create_rows(Registration, names, rows, evidence)
    assert [each.start_on for each in Registration.objects.filter(pk__in=keys).order_by("pk")] == [
        date(2001, 1, 1),
        date(2003, 1, 1),
    ]
    bulk.change_rows(Registration, ["start_on"], [[day(date(2000, 1, 1)), keys[0]]], evidence)
    assert Registration.objects.get(pk=keys[0]).start_on == date(2000, 1, 1)
    bulk.remove_rows(Registration, list(keys), evidence)
    assert list(Registration.history.filter(id=keys[0]).values_list("history_type", flat=True)) == ["-", "~", "+"]


def test_histories_are_written_for_these_records_and_no_others(evidence):
    stored = factories.EnterpriseFactory.create_batch(5)
    bulk.change(Enterprise, [stored[0], stored[3]], {"address"}, evidence)
    entries = Enterprise.history.filter(import_job=evidence.job).values_list("id", flat=True)
    assert set(entries) == {stored[0].pk, stored[3].pk}


def test_the_history_keeps_what_a_record_was_tied_to(evidence):
    tag = factories.IndustryTagFactory()
    parks = factories.ParkFactory.create_batch(2)
    tag.parks.set(parks)
    bulk.change(IndustryTag, [tag], {"position"}, evidence)
    entry = tag.history.latest()
    assert {each.park_id for each in entry.parks.all()} == {park.pk for park in parks}


def test_many_records_cost_a_fixed_number_of_queries(evidence):
    def queries(count: int) -> int:
        new = [Enterprise(number=f"Q{count}-{number}", name_zh=f"样例{count}-{number}") for number in range(count)]
        with CaptureQueriesContext(connection) as captured:
            bulk.create(Enterprise, new, evidence)
            bulk.change(Enterprise, new[::2], {"name_zh"}, evidence)
            bulk.remove(Enterprise, new[::2], evidence)
        return len(captured)

    assert queries(300) == queries(6)


def test_a_history_says_exactly_what_an_import_wrote(evidence):
    job = sheets.written("parks", [["园区编码", "网址词", "园区名称"], ["kj", "kj", "科技工业园"]], user=evidence.user)
    (entry,) = Park.history.filter(import_job=job)
    assert (entry.history_type, entry.code) == ("+", "kj")
