import pytest
from django.urls import reverse

from parks.models import Park
from tests.admin_forms import filled_in


def test_a_save_that_loses_a_race_is_told_the_rule_and_stores_nothing(client, world, monkeypatch):
    client.force_login(world.administrator)
    address = reverse("admin:parks_park_change", args=[world.park.pk])
    fields = filled_in(client.get(address)) | {"area_km2": "-1"}
    # As if the other save came between the form's look and the database's.
    monkeypatch.setattr(Park, "validate_constraints", lambda self, exclude=None: None)
    monkeypatch.setattr(Park, "clean_fields", lambda self, exclude=None: None)
    answer = client.post(address, fields, follow=True)
    assert answer.status_code == 200
    assert "未保存" in answer.content.decode()
    world.park.refresh_from_db()
    assert world.park.area_km2 is None


@pytest.mark.parametrize("number", ["1" + "0" * 30, "none"])
def test_a_key_in_the_address_that_no_record_can_have_lists_nothing_of_it(client, world, number):
    client.force_login(world.administrator)
    answer = client.get(reverse("admin:stats_figure_changelist"), {"id__in": number}, follow=True)
    assert answer.status_code == 200
