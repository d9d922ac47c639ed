"""Stays of one enterprise: told at the form, and held by both databases whatever writes past the form."""

from datetime import date

import pytest
from django.utils import translation

from enterprises.models import Registration, StatusEvent
from enterprises.models.registration import ONE_OPEN, OVERLAP
from tests.factories import EnterpriseFactory, ParkFactory, RegistrationFactory, StatusEventFactory
from tests.rules import sentences_at, told_by_database, told_by_database_on

pytestmark = pytest.mark.django_db

MAY, JUNE, JULY, AUGUST = (date(2024, month, 1) for month in (5, 6, 7, 8))


@pytest.fixture(autouse=True)
def _in_english():
    """`tests.rules` tells sentences in English, so the constants are read in English too."""
    with translation.override("en"):
        yield


@pytest.fixture
def enterprise():
    return EnterpriseFactory()


def stay(enterprise, start_on, end_on=None, **others) -> Registration:
    """Not stored yet; a stay with an end was left for another park."""
    others.setdefault("park", ParkFactory())
    reason = "moved_park" if end_on else ""
    return Registration(enterprise=enterprise, start_on=start_on, end_on=end_on, end_reason=reason, **others)


def told(registration: Registration) -> str | None:
    return told_by_database_on(lambda: Registration.objects.bulk_create([registration]))


def test_second_open_stay_is_refused(enterprise):
    stay(enterprise, MAY).save()
    second = stay(enterprise, JUNE)
    assert sentences_at(second, "end_on") == [str(ONE_OPEN)]
    assert told(second) in {str(ONE_OPEN), str(OVERLAP)}  # both rules are broken; each engine names one


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((MAY, JULY), (JUNE, AUGUST)),
        ((MAY, AUGUST), (JUNE, JULY)),
        ((JUNE, JULY), (MAY, AUGUST)),
        ((None, JUNE), (MAY, JULY)),
        ((JUNE, JULY), (None, AUGUST)),
        ((JUNE, JULY), (MAY, None)),
        ((MAY, None), (JUNE, JULY)),
    ],
)
def test_stays_do_not_overlap(enterprise, first, second):
    stay(enterprise, *first).save()
    other = stay(enterprise, *second)
    assert sentences_at(other, "start_on") == [str(OVERLAP)]
    assert told(other) == str(OVERLAP)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((MAY, JUNE), (JUNE, JULY)),
        ((MAY, JUNE), (JUNE, None)),
        ((MAY, JUNE), (JULY, None)),
        ((None, JUNE), (JUNE, None)),
        ((JUNE, JUNE), (MAY, JULY)),
        ((MAY, JULY), (JUNE, JUNE)),
    ],
)
def test_stays_that_share_no_day_stand_side_by_side(enterprise, first, second):
    """Moving on the day of leaving is no overlap, and a stay that ended as it began covers no day."""
    stay(enterprise, *first).save()
    other = stay(enterprise, *second)
    other.full_clean()
    other.save()
    assert enterprise.registrations.count() == 2


def test_stays_of_different_enterprises_may_overlap(enterprise):
    stay(enterprise, MAY).save()
    stay(EnterpriseFactory(), MAY).save()
    assert Registration.objects.open().count() == 2


def test_overlap_made_by_a_later_change_is_refused_too(enterprise):
    stay(enterprise, MAY, JUNE).save()
    later = stay(enterprise, JUNE)
    later.save()
    assert told_by_database(later, start_on=MAY) == str(OVERLAP)
    assert sentences_at(later, "start_on", start_on=MAY) == [str(OVERLAP)]


def test_stay_does_not_overlap_itself(enterprise):
    registration = stay(enterprise, MAY)
    registration.save()
    registration.start_on = JUNE
    registration.full_clean()


def test_stays_judged_together_are_left_to_their_form(enterprise):
    first = stay(enterprise, MAY, JULY)
    first.save()
    second = stay(enterprise, JUNE)
    second.judged_together = frozenset([first.pk])
    second.full_clean()


@pytest.mark.parametrize(
    ("one", "other", "shares"),
    [
        ((MAY, JUNE), (JUNE, None), False),
        ((MAY, JULY), (JUNE, None), True),
        ((None, None), (JUNE, JULY), True),
        ((JUNE, JUNE), (MAY, JULY), False),
    ],
)
def test_rows_of_one_form_share_a_day_as_stored_ones_do(one, other, shares):
    first, second = (Registration(start_on=start, end_on=end) for start, end in (one, other))
    assert first.shares_a_day_with(second) is second.shares_a_day_with(first) is shares


def test_registration_is_recorded_once(enterprise):
    first = stay(enterprise, MAY, MAY)
    first.save()
    again = stay(enterprise, MAY, MAY, park=first.park)
    sentence = "This registration (enterprise, park, from) is on record already."
    assert sentences_at(again, "start_on") == [sentence]
    assert told(again) == sentence


def test_registration_ends_after_it_begins():
    registration = RegistrationFactory(start_on=MAY)
    changes = {"end_on": date(2024, 4, 30), "end_reason": "moved_out"}
    sentence = "The registration cannot end before it begins."
    assert sentences_at(registration, "end_on", **changes) == [sentence]


def test_end_before_the_start_is_refused_by_the_database():
    registration = RegistrationFactory(start_on=MAY)
    changes = {"end_on": date(2024, 4, 30), "end_reason": "moved_out"}
    assert told_by_database(registration, **changes) == "The registration cannot end before it begins."


@pytest.mark.parametrize("changes", [{"end_on": JUNE}, {"end_reason": "moved_out"}])
def test_end_needs_its_day_and_its_reason(changes):
    registration = RegistrationFactory(start_on=MAY)
    sentence = "A registration that ended needs the day and the reason, an open one neither."
    assert told_by_database(registration, **changes) == sentence
    assert sentences_at(registration, "end_reason", **changes) == [sentence]


def test_enterprise_has_one_status_event_a_day():
    event = StatusEventFactory()
    again = StatusEvent(enterprise=event.enterprise, status="revoked", effective_on=event.effective_on)
    sentence = "This enterprise has a status event on this day already."
    assert sentences_at(again, "effective_on") == [sentence]
    assert told_by_database_on(again.save) == sentence
