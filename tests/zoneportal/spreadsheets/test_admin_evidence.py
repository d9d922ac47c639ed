"""From a record's history to the import that wrote it."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from enterprises.models import Enterprise
from tests import factories, sheets
from tests.sheet_screens import signed_in
from zoneportal.publishing.admin.history import HistoryAdmin
from zoneportal.spreadsheets.models import ImportJob, OfImport


@pytest.fixture
def job(world) -> ImportJob:
    return sheets.written(
        "enterprises", [["企业名称", "所属园区"], ["样例新企业", world.park.name_zh]], user=world.clerk
    )


def history_of(record, user) -> str:
    meta = record._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_history", args=[record.pk])
    return signed_in(user).get(address).content.decode()


def test_the_history_of_a_record_leads_to_the_import_that_wrote_it(world, job):
    link = reverse("admin:spreadsheets_importjob_change", args=[job.pk])
    enterprise = Enterprise.objects.get(name_zh="样例新企业")
    assert link in history_of(enterprise, world.clerk)
    assert link in history_of(enterprise.registrations.get(), world.clerk)
    version = reverse("admin:enterprises_enterprise_simple_history", args=[enterprise.pk, enterprise.history.get().pk])
    assert link in signed_in(world.clerk).get(version).content.decode()


def test_who_may_not_see_the_import_finds_no_link_to_it(world, job):
    link = reverse("admin:spreadsheets_importjob_change", args=[job.pk])
    colleague = factories.UserFactory(roles=["Park clerk"], parks=[world.park])
    enterprise = Enterprise.objects.get(name_zh="样例新企业")
    assert link not in history_of(enterprise, colleague)
    assert link in history_of(enterprise, world.auditor)


def test_every_history_with_imports_is_shown_by_the_pages_that_link_them():
    """An admin with pages of its own would show the history without its evidence."""
    tracked = {model.instance_type for model in apps.get_models() if issubclass(model, OfImport)}
    admins = {model: model_admin for model, model_admin in admin.site._registry.items() if model in tracked}
    assert Enterprise in admins
    assert {model for model, model_admin in admins.items() if not isinstance(model_admin, HistoryAdmin)} == set()


def test_the_result_counts_what_the_histories_hold_and_leads_to_these_records(world, job):
    shown = signed_in(world.clerk).get(reverse("admin:spreadsheets_importjob_change", args=[job.pk]))
    numbers = {record.label: (record.numbers, record.url) for record in shown.context["records"]}
    assert len(numbers) == 2
    (one, two) = numbers.values()
    assert one[0] == two[0]
    listed = signed_in(world.clerk).get(one[1]).context["cl"].result_list
    assert [record.name_zh for record in listed] == ["样例新企业"]


def test_the_list_of_records_tells_nothing_about_the_import_of_somebody_else(world, job):
    colleague = factories.UserFactory(roles=["Park clerk"], parks=[world.park])
    address = reverse("admin:enterprises_enterprise_changelist")
    for asked in (str(job.pk), "x", "9" * 30, "0"):
        assert not signed_in(colleague).get(address, {"import_job": asked}).context["cl"].result_list
