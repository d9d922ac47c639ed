"""Nothing of this park is read by the clerk of another park, by staff without a role, or by a visitor."""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from tests.doors.office import HERE, OF_PARKS, OF_RETURNS, PART, THERE, Office, address, doors_of
from zoneportal.rights import has_right

OUTSIDERS = ("other_clerk", "nobody", "anonymous")
SHUT = {302, 400, 403, 404, 405}  # 302: to the sign-in or back to the start page


def leaks(office: Office, actor: str, addresses: list[str], statuses: set[int] = SHUT) -> list[str]:
    """The addresses at which this actor reads a word of this park, or gets a page that should be shut."""
    found = []
    for target in addresses:
        answer = office.client(actor).get(target)
        text = answer.content.decode(errors="replace") + str(answer.headers) + str(answer.cookies)
        if HERE in text or answer.status_code not in statuses:
            found.append(f"{target} → {answer.status_code}")
    return found


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_lists_searches_and_filters_show_nothing(office, actor):
    park, enterprise = office.world.park.pk, office.world.secret_enterprise
    queries = (
        "",
        f"?q={PART}",
        f"?q={enterprise.number}",
        f"?q={enterprise.credit_code}",
        f"?park={park}",
        f"?park__id__exact={park}",
        f"?enterprise__id__exact={enterprise.pk}",
        "?all=1",
        "?e=1",
        f"?q={PART}&_popup=1&_to_field=id",
    )
    if actor != "other_clerk":  # the others do not come as far as a list
        queries = queries[:2]
    addresses = [address(model, "changelist") + query for model in admin.site._registry for query in queries]
    assert leaks(office, actor, addresses, SHUT | {200}) == []


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_every_page_of_a_row_is_shut(office, actor):
    addresses = [reverse(door, args=[row.pk]) for model, row in office.here.items() for door in doors_of(model, 1)]
    assert len(addresses) > 3 * len(OF_PARKS)
    with_fields = [f"{target}?{query}" for target in addresses for query in ("_popup=1", "_to_field=id", "version=1")]
    assert leaks(office, actor, [*addresses, *with_fields]) == []


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_every_version_of_a_row_is_shut(office, actor):
    addresses = [
        reverse(door, args=[row.pk, version.history_id])
        for model, row in office.here.items()
        for version in row.history.all()
        for door in doors_of(model, 2)
    ]
    opened = [
        f"{address(model, 'change', office.there[model].pk)}?version={row.history.first().history_id}"
        for model, row in office.here.items()
    ]
    assert len(addresses) >= len(OF_PARKS)
    assert leaks(office, actor, [*addresses, *opened], SHUT) == []


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_a_version_of_another_record_is_not_shown_as_ones_own(office, actor):
    addresses = [
        reverse(door, args=[office.there[model].pk, row.history.first().history_id])
        for model, row in office.here.items()
        for door in doors_of(model, 2)
    ]
    assert leaks(office, actor, addresses) == []


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_autocomplete_offers_nothing(office, actor):
    """Asked for by every relation there is, whether a form uses it or not."""
    relations = [
        (model, each.name) for model in admin.site._registry for each in model._meta.get_fields() if each.is_relation
    ]
    addresses = [
        f"{reverse('admin:autocomplete')}?app_label={model._meta.app_label}&model_name={model._meta.model_name}"
        f"&field_name={name}&term={term}"
        for model, name in relations
        for term in ("", PART, "%00")
    ]
    assert leaks(office, actor, addresses, SHUT | {200}) == []


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_view_on_site_leads_nowhere(office, actor):
    addresses = [
        f"/admin/r/{ContentType.objects.get_for_model(model).pk}/{row.pk}/" for model, row in office.here.items()
    ]
    for target in addresses:
        answer = office.client(actor).get(target)
        assert answer.status_code in SHUT
        assert office.world.secret_enterprise.number not in answer.headers.get("Location", "")


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_lists_cannot_be_asked_about_related_rows(office, actor):
    """A filter through a relation would tell by its result what the row itself hides."""
    questions = (
        "enterprise__name_zh__contains",
        "enterprises__name_zh__contains",
        "registrations__enterprise__name_zh__contains",
        "qualifications__enterprise__name_zh__contains",
        "enterprise_tags__enterprise__name_zh__contains",
        "figures__note_zh__contains",
        "user__password__startswith",
        "made_by__password__startswith",
    )
    for model in admin.site._registry:
        for question in questions:
            answer = office.client(actor).get(f"{address(model, 'changelist')}?{question}={PART}")
            assert answer.status_code in SHUT, f"{model._meta.label} {question}"


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_forms_for_new_rows_offer_nothing_of_this_park(office, actor):
    addresses = [address(model, "add") for model in admin.site._registry]
    prefilled = [
        f"{target}?park={office.world.park.pk}&enterprise={office.world.secret_enterprise.pk}" for target in addresses
    ]
    assert leaks(office, actor, [*addresses, *prefilled], SHUT | {200}) == []


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_start_page_and_pages_of_the_apps_show_nothing(office, actor):
    addresses = [
        "/admin/",
        *(f"/admin/{app}/" for app in ("parks", "enterprises", "stats", "accounts", "spreadsheets")),
    ]
    assert leaks(office, actor, addresses, SHUT | {200}) == []


def test_clerk_of_this_park_reads_the_rows_of_this_park_and_no_others(office):
    """The same doors do open, so the tests above are not empty."""
    client = office.client("clerk")
    for model, row in office.here.items():
        for target in (
            address(model, "changelist"),
            address(model, "change", row.pk),
            address(model, "history", row.pk),
        ):
            answer = client.get(target, follow=True)  # a finding leads to its return
            assert answer.status_code == 200, target
            assert THERE not in answer.content.decode(), target
        assert HERE in client.get(address(model, "changelist")).content.decode() or model.__name__ == "Figure"


def test_auditor_reads_the_rows_of_every_park_but_nothing_that_single_enterprises_reported(office):
    client = office.client("auditor")
    for rows in (office.here, office.there):
        for model, row in rows.items():
            for target in (address(model, "change", row.pk), address(model, "history", row.pk)):
                answer = client.get(target)
                if model in OF_RETURNS:
                    assert answer.status_code in {403, 404}, target
                else:
                    assert answer.status_code == 200, target
    for model in admin.site._registry:
        if model._meta.app_label in {"parks", "enterprises", "stats"}:
            answer = client.get(address(model, "changelist"), follow=True)
            assert answer.status_code == (200 if has_right(office.actor("auditor"), model, "view") else 403)
