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
