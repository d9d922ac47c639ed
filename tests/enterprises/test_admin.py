"""The list and the form of enterprises, as the people of the office meet them."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from enterprises.forms import CODE_TAKEN, NEEDS_OWN_PARK
from enterprises.models import Enterprise, EnterpriseFormerName, Registration, StatusEvent
from enterprises.models.registration import ONE_OPEN, OVERLAP
from tests.admin_forms import errors_of, filled_in
from tests.factories import (
    EnterpriseFactory,
    IndustryClassFactory,
    QualificationFactory,
    QualificationKindFactory,
    RegistrationFactory,
    StatusEventFactory,
)

LIST = reverse("admin:enterprises_enterprise_changelist")
ADD = reverse("admin:enterprises_enterprise_add")


def page_of(enterprise: Enterprise) -> str:
    return reverse("admin:enterprises_enterprise_change", args=[enterprise.pk])


def found(client, query: str = "") -> set[Enterprise]:
    return set(client.get(f"{LIST}{query}").context["cl"].result_list)


@pytest.fixture
def clerk(client, world):
    client.force_login(world.clerk)
    return world.clerk


@pytest.fixture
def administrator(client, world):
    client.force_login(world.administrator)
    return world.administrator


@pytest.fixture
def new(client):
    """What the form for a new enterprise sends, with a name."""

    def fields(**changes) -> dict:
        changes = {name.replace("__", "-"): value for name, value in changes.items()}
        return filled_in(client.get(ADD)) | {"name_zh": "新入区企业有限公司"} | changes

    return fields


def test_list_finds_by_part_of_a_name_a_former_name_a_code_and_a_number(client, administrator, world):
    EnterpriseFormerName.objects.create(enterprise=world.enterprise, name_zh="无线电厂")
    for text in ("本园电子", "无线电", world.enterprise.credit_code, world.enterprise.number):
        assert found(client, f"?q={text}") == {world.enterprise}


def test_list_filters_by_what_is_true_today(client, administrator, world):
    StatusEventFactory(enterprise=world.enterprise, status="revoked", effective_on=date(2020, 1, 1))
    StatusEventFactory(enterprise=world.enterprise, status="active", effective_on=date(2021, 1, 1))
    kind = QualificationFactory(enterprise=world.enterprise).kind
    QualificationFactory(enterprise=world.other_enterprise, kind=kind, valid_to=date(2024, 12, 31))
    industry = IndustryClassFactory(edition="2017", code="C")
    Enterprise.objects.filter(pk=world.enterprise.pk).update(industry_class=industry)

    assert found(client, f"?park={world.park.pk}") == {world.enterprise, world.secret_enterprise}
    assert found(client, "?status=active") == {world.enterprise}
    assert found(client, "?status=revoked") == set()
    assert found(client, "?status=none") == {world.other_enterprise, world.secret_enterprise}
    assert found(client, f"?qualification={kind.pk}") == {world.enterprise}
    assert found(client, "?section=C") == {world.enterprise}
    assert found(client, "?section=none") == {world.other_enterprise, world.secret_enterprise}
    assert found(client, "?public=no") == {world.secret_enterprise}


def test_list_shows_what_is_incomplete_and_what_is_a_sample(client, administrator):
    EnterpriseFactory(credit_code=None, is_sample=True)
    page = client.get(f"{LIST}?code=none").content.decode()
    assert "badge-incomplete" in page
    assert "badge-sample" in page


@pytest.mark.parametrize("query", ["park=x", "status=x", "qualification=99999", "section=Ü", "public=x", "code=x"])
def test_a_filter_value_that_is_not_offered_finds_nothing(client, administrator, query):
    QualificationKindFactory()
    assert found(client, f"?{query}") == set()


def test_queries_of_the_list_do_not_grow_with_enterprises(client, administrator, world, django_assert_num_queries):
    # Session, user, rights (2); filters: parks, kinds, sections; enterprises counted and fetched, their status,
    # their stays with parks; the menu.
    client.get(LIST)  # the session notes the visit
    with django_assert_num_queries(12):
        client.get(LIST)
    for enterprise in EnterpriseFactory.create_batch(12, park=world.park):
        StatusEventFactory(enterprise=enterprise)
    with django_assert_num_queries(12):
        client.get(LIST)


def test_an_enterprise_links_to_its_public_page_once_it_is_public(client, administrator, world):
    assert world.enterprise.get_absolute_url() in client.get(page_of(world.enterprise)).content.decode()
    address = world.secret_enterprise.get_absolute_url()
    assert f'href="{address}"' not in client.get(page_of(world.secret_enterprise)).content.decode()


def test_a_clerk_registers_a_new_enterprise_in_the_own_park(client, clerk, world, new):
    answer = client.post(ADD, new(registrations__0__park=world.park.pk, registrations__0__start_on="2026-11-01"))

    assert answer.status_code == 302
    enterprise = Enterprise.objects.get(name_zh="新入区企业有限公司")
    assert enterprise in Enterprise.objects.visible_to(clerk)
    assert enterprise.history.get().history_user == clerk


def test_a_clerk_cannot_enter_an_enterprise_without_a_park(client, clerk, new):
    page = client.post(ADD, new(registrations__0__park=""))
    assert errors_of(page)["registrations"] == [NEEDS_OWN_PARK]
    assert not Enterprise.objects.filter(name_zh="新入区企业有限公司").exists()


def test_a_clerk_cannot_enter_an_enterprise_into_another_park(client, clerk, world, new):
    page = client.post(ADD, new(registrations__0__park=world.other_park.pk))
    assert errors_of(page)["registrations-0-park"]
    assert not Enterprise.objects.filter(name_zh="新入区企业有限公司").exists()


def test_the_zone_office_may_enter_an_enterprise_that_is_in_no_park(client, administrator, new):
    assert client.post(ADD, new()).status_code == 302
    assert Enterprise.objects.filter(name_zh="新入区企业有限公司").exists()


def test_a_clerk_sees_and_chooses_the_own_park_only(client, clerk, world):
    moved = world.enterprise
    Registration.objects.filter(enterprise=moved).update(start_on=date(2022, 1, 1))
    RegistrationFactory(enterprise=moved, park=world.other_park, end_on=date(2022, 1, 1), end_reason="moved_park")

    page = client.get(page_of(moved))

    stays = next(
        each.formset for each in page.context["inline_admin_formsets"] if each.formset.prefix == "registrations"
    )
    assert [form.instance.park for form in stays.initial_forms] == [world.park]
    assert list(stays.empty_form.fields["park"].queryset) == [world.park]


def test_one_save_closes_a_stay_and_opens_the_next(client, administrator, world):
    page = client.get(page_of(world.enterprise))
    answer = client.post(
        page_of(world.enterprise),
        filled_in(page)
        | {
            "registrations-TOTAL_FORMS": 2,
            "registrations-0-end_on": "2026-06-30",
            "registrations-0-end_reason": "moved_park",
            "registrations-1-park": world.other_park.pk,
            "registrations-1-start_on": "2026-06-30",
        },
    )
    assert answer.status_code == 302
    assert world.enterprise.registrations.open().get().park == world.other_park


@pytest.mark.parametrize(
    ("second", "place", "sentence"),
    [
        ({"start_on": "2026-01-01"}, "end_on", ONE_OPEN),
        ({"start_on": "2021-01-01", "end_on": "2021-12-31", "end_reason": "moved_out"}, "start_on", OVERLAP),
    ],
    ids=["second open", "overlapping"],
)
def test_stays_that_overlap_are_refused_at_their_row(client, administrator, world, second, place, sentence):
    page = client.get(page_of(world.enterprise))
    fields = {f"registrations-1-{name}": value for name, value in {"park": world.other_park.pk, **second}.items()}
    answer = client.post(page_of(world.enterprise), filled_in(page) | {"registrations-TOTAL_FORMS": 2} | fields)

    assert errors_of(answer)[f"registrations-1-{place}"] == [sentence]
    assert world.enterprise.registrations.count() == 1


def test_two_open_stays_of_a_new_enterprise_are_refused(client, administrator, world, new):
    fields = {"registrations-TOTAL_FORMS": 2, "registrations-0-park": world.park.pk}
    page = client.post(ADD, new() | fields | {"registrations-1-park": world.other_park.pk})
    assert errors_of(page)["registrations-1-end_on"] == [ONE_OPEN]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"credit_code": "91140400MA0GXXXXX1"}, "credit_code"),
        ({"credit_code": "9114040"}, "credit_code"),
        ({"old_registration_number": "12"}, "old_registration_number"),
        ({"capital_wan": "-1", "capital_currency": "CNY"}, "capital_wan"),
        ({"capital_wan": "NaN", "capital_currency": "CNY"}, "capital_wan"),
        ({"capital_wan": "1e400", "capital_currency": "CNY"}, "capital_wan"),
        ({"capital_wan": "5"}, "capital_currency"),
        ({"established_on": "20177-01-01"}, "established_on"),
        ({"name_zh": " "}, "name_zh"),
        ({"industry_class": "99999"}, "industry_class"),
        ({"registrations-0-start_on": "2026-02-01", "registrations-0-end_on": "2026-01-01"}, "registrations-0-end_on"),
        ({"registrations-0-end_on": "2026-01-01"}, "registrations-0-end_reason"),
        ({"status_events-TOTAL_FORMS": 1, "status_events-0-status": "gone"}, "status_events-0-status"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_stored(client, administrator, world, new, changes, place):
    count = Enterprise.objects.count()
    page = client.post(ADD, new(registrations__0__park=world.park.pk) | changes)

    assert page.status_code == 200
    assert place in errors_of(page)
    assert Enterprise.objects.count() == count


def test_a_code_is_read_as_people_paste_it(client, administrator, new):
    client.post(ADD, new(credit_code=" ９１350100 M000100Y43 "))
    assert Enterprise.objects.get(name_zh="新入区企业有限公司").credit_code == "91350100M000100Y43"


@pytest.mark.parametrize("word", ["无", "", "—", "暂无"])
def test_an_unknown_code_is_stored_as_missing(client, administrator, new, word):
    client.post(ADD, new(credit_code=word))
    assert Enterprise.objects.get(name_zh="新入区企业有限公司").credit_code is None


def test_a_code_that_is_taken_says_what_to_do(client, clerk, world, new):
    page = client.post(ADD, new(credit_code=world.other_enterprise.credit_code, registrations__0__park=world.park.pk))
    assert errors_of(page)["credit_code"] == [CODE_TAKEN]


def test_a_status_event_is_entered_in_the_form(client, clerk, world):
    page = client.get(page_of(world.enterprise))
    event = {"status": "suspended", "effective_on": timezone.localdate().isoformat(), "document_number": "1号"}
    fields = {f"status_events-0-{name}": value for name, value in event.items()} | {"status_events-TOTAL_FORMS": 1}
    client.post(page_of(world.enterprise), filled_in(page) | fields)
    assert StatusEvent.objects.get(enterprise=world.enterprise).status == "suspended"


def test_the_one_park_of_a_clerk_is_filled_in_and_counts(client, clerk, world):
    assert client.post(ADD, filled_in(client.get(ADD)) | {"name_zh": "新入区企业有限公司"}).status_code == 302
    assert Registration.objects.get(enterprise__name_zh="新入区企业有限公司").park == world.park
