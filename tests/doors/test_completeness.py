"""A record that gets an admin must be walked through by these tests; this is where one finds out."""

from django.contrib import admin

from tests.doors.office import OF_PARKS, OF_THE_ZONE

THIRD_PARTY = ("account", "mfa", "socialaccount")


def test_every_record_with_an_admin_is_said_to_belong_to_a_park_or_to_the_zone():
    known = {model._meta.label for model in OF_PARKS} | OF_THE_ZONE
    registered = {model._meta.label for model in admin.site._registry if model._meta.app_label not in THIRD_PARTY}
    assert registered - known == set()


def test_every_record_of_a_park_says_who_may_see_and_edit_it():
    for model in OF_PARKS:
        assert hasattr(model.objects, "visible_to")
        assert hasattr(model.objects, "editable_by")


def test_the_packages_that_come_with_an_admin_are_for_the_superuser_alone(client, world):
    for role in ("administrator", "clerk", "statistician", "publisher", "auditor"):
        client.force_login(getattr(world, role))
        for model in admin.site._registry:
            if model._meta.app_label in THIRD_PARTY:
                address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
                assert client.get(address).status_code == 403
