"""Nothing of this park is changed by another park's clerk, by staff without a role, by a visitor, by an auditor."""

import pytest
from django.contrib import admin
from django.db import models
from django.urls import reverse

from enterprises.models import Enterprise
from tests.admin_forms import filled_in
from tests.doors.office import HERE, THERE, Office, address, doors_of, stored

OUTSIDERS = ("other_clerk", "nobody", "anonymous")
READERS = (*OUTSIDERS, "auditor")
REFUSED = {302, 400, 403, 404, 405}


def form_of(office: Office, row: models.Model) -> dict:
    """What the form of the row sends, with another text in every field that one can write into."""
    page = office.client("superuser").get(address(type(row), "change", row.pk))
    fields = filled_in(page)
    return {name: [f"{value}改" if HERE in value else value for value in values] for name, values in fields.items()}


def unchanged(office: Office, send) -> bool:
    before = stored()
    send()
    return stored() == before


@pytest.mark.parametrize("actor", READERS)
def test_forms_of_this_park_are_not_taken(office, actor):
    forms = [(address(model, "change", row.pk), form_of(office, row)) for model, row in office.here.items()]
    before = stored()
    answers = {target: office.client(actor).post(target, fields).status_code for target, fields in forms}
    assert set(answers.values()) <= REFUSED, answers
    assert stored() == before


@pytest.mark.parametrize("actor", READERS)
def test_every_other_page_of_a_row_does_nothing(office, actor):
    """Deletion, publishing, revising, releasing and whatever is added later."""
    addresses = [reverse(door, args=[row.pk]) for model, row in office.here.items() for door in doors_of(model, 1)]
    fields = {"post": "yes", "value": "1", "reason": "x", "at_0": "2099-01-01", "at_1": "09:00", "decided": "yes"}
    before = stored()
    answers = {target: office.client(actor).post(target, fields) for target in addresses}
    if actor != "auditor":  # who may look gets the page back
        assert {answer.status_code for answer in answers.values()} <= REFUSED
    assert stored() == before


@pytest.mark.parametrize("actor", READERS)
def test_no_version_is_brought_back(office, actor):
    before = stored()
    for model, row in office.here.items():
        for version in row.history.all():
            for door in doors_of(model, 2):
                answer = office.client(actor).post(
                    reverse(door, args=[row.pk, version.history_id]), form_of(office, row)
                )
                assert answer.status_code in REFUSED
    assert stored() == before


@pytest.mark.parametrize("actor", READERS)
def test_actions_of_lists_do_not_reach_rows_of_this_park(office, actor, rf):
    request = rf.get("/")
    request.user = office.superuser
    before = stored()
    for model, row in office.here.items():
        for action in [*admin.site.get_model_admin(model).get_actions(request), "delete_selected"]:
            for more in ({"select_across": "0"}, {"select_across": "1"}):
                fields = {"action": action, "_selected_action": [row.pk], "post": "yes", "decided": "yes"}
                fields |= {"to_park": office.world.other_park.pk, "on": "2026-06-30", "release": ""}
                office.client(actor).post(address(model, "changelist"), fields | more)
    after = stored()
    if actor == "other_clerk":  # select_across is the clerk's own rows, which a clerk of one park can do nothing with
        assert after["enterprises.Enterprise"] == before["enterprises.Enterprise"]
    assert after == before


@pytest.mark.parametrize("actor", READERS)
def test_no_row_is_added_to_this_park(office, actor):
    """The form of a row of this park, sent as a new row: its park and enterprise are not the sender's to choose."""
    forms = []
    for model, row in office.here.items():
        fields = form_of(office, row)
        fixed = {name: [str(value)] for name, value in relations_of(row).items()}
        fresh = {
            "valid_from": ["2025-01-01"],
            "effective_on": ["2025-01-01"],
            "start_on": ["2025-01-01"],
            "year": ["2025"],
        }
        forms.append((address(model, "add"), fields | fixed | {k: v for k, v in fresh.items() if k in fields}))
    before = stored()
    for target, fields in forms:
        office.client(actor).post(target, fields)
    assert stored() == before


def relations_of(row: models.Model) -> dict[str, object]:
    return {
        each.name: getattr(row, each.attname)
        for each in row._meta.concrete_fields
        if each.is_relation and getattr(row, each.attname) is not None
    }


def test_an_own_row_is_not_given_to_this_park(office):
    """The clerk's own forms, with a park or an enterprise that is not offered."""
    client, world = office.client("other_clerk"), office.world
    stolen = {"park": world.park.pk, "enterprise": world.secret_enterprise.pk}
    for model, row in office.there.items():
        target = address(model, "change", row.pk)
        before = relations_of(row)
        client.post(target, filled_in(client.get(target)) | stolen | {"successor": world.park.pk})
        row.refresh_from_db()
        assert relations_of(row) == before, model


def inline_rows(office: Office) -> list[tuple[str, models.Model]]:
    prefixes = {"registrations", "status_events", "qualifications", "tags", "former_names"}
    related = {each.get_accessor_name(): each.related_model for each in Enterprise._meta.related_objects}
    return [(prefix, office.here[related[prefix]]) for prefix in sorted(prefixes)]


def test_a_row_of_this_park_is_not_taken_over_through_the_form_of_an_own_enterprise(office):
    client, own = office.client("other_clerk"), office.world.other_enterprise
    target = address(Enterprise, "change", own.pk)
    for prefix, row in inline_rows(office):
        fields = filled_in(client.get(target))
        mine = {name: value for name, value in fields.items() if name.startswith(f"{prefix}-0-")}
        tampered = {f"{prefix}-0-id": row.pk, f"{prefix}-0-enterprise": own.pk, f"{prefix}-0-DELETE": "on"}
        before = stored()
        client.post(target, fields | mine | tampered)
        assert stored() == before, prefix


def test_an_own_enterprise_does_not_enter_this_park_through_its_form(office):
    client, own = office.client("other_clerk"), office.world.other_enterprise
    target = address(Enterprise, "change", own.pk)
    fields = filled_in(client.get(target))
    stay = {"registrations-TOTAL_FORMS": 2, "registrations-1-park": office.world.park.pk}
    closing = {"registrations-0-end_on": "2026-01-01", "registrations-0-end_reason": "moved_park"}
    before = stored()
    answer = client.post(target, fields | stay | closing | {"registrations-1-start_on": "2026-01-01"})
    assert answer.status_code == 200
    assert HERE not in answer.content.decode()
    assert stored() == before


def test_popups_and_foreign_key_names_open_no_door(office):
    client = office.client("other_clerk")
    for model, row in office.here.items():
        for query in ("_popup=1", "_to_field=id&_popup=1", "_to_field=name_zh&_popup=1", "_to_field=credit_code"):
            for door in ("change", "delete"):
                answer = client.get(f"{address(model, door, row.pk)}?{query}")
                assert answer.status_code in REFUSED
                assert HERE not in answer.content.decode()
    own = address(Enterprise, "change", office.world.other_enterprise.pk)
    assert client.get(f"{own}?_to_field=business_scope&_popup=1").status_code == 400


def test_clerk_of_the_other_park_changes_the_own_rows(office):
    """The same doors do open, so the tests above are not empty."""
    client = office.client("other_clerk")
    target = address(Enterprise, "change", office.world.other_enterprise.pk)
    client.post(target, filled_in(client.get(target)) | {"name_zh": f"{THERE}新名"})
    assert Enterprise.objects.get(pk=office.world.other_enterprise.pk).name_zh == f"{THERE}新名"


def test_auditor_gets_no_form_to_send(office):
    client = office.client("auditor")
    for model in admin.site._registry:
        assert client.get(address(model, "add")).status_code == 403, model
        assert client.post(address(model, "add"), {}).status_code == 403, model
        page = client.get(address(model, "changelist"), follow=True)
        assert 'name="action"' not in page.content.decode(errors="replace"), model
