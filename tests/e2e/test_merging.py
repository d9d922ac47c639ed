"""Two records of one enterprise in a real browser: from the list of possible duplicates to the undo of their merge."""

import pytest
from django.urls import reverse

from enterprises.models import Enterprise
from tests import factories, snapshots
from tests.e2e.test_office import sign_in
from tests.windows import DESKTOP, PHONE
from zoneportal.language import OFFICE_LANGUAGE_COOKIE
from zoneportal.spreadsheets.models import ImportJob, JobKind, JobState


@pytest.mark.parametrize(("language", "viewport"), [("zh-hans", DESKTOP), ("en", PHONE)], ids=["zh", "en"])
def test_duplicates_become_one_record_and_two_again(open_window, live_server, world, look, language, viewport):
    stays = factories.EnterpriseFactory(name_zh="样例同名有限公司", park=world.park, address="老址")
    goes = factories.EnterpriseFactory(name_zh="样例同名 有限公司", credit_code=None, address="新址")
    factories.QualificationFactory(enterprise=goes)
    page = open_window(viewport)
    sign_in(page, live_server, world.administrator)
    before = snapshots.taken()
    page.context.add_cookies([{"name": OFFICE_LANGUAGE_COOKIE, "value": language, "url": live_server.url}])
    find(page, look, goes)
    choose(page, look)
    assert (Enterprise.objects.get(pk=stays.pk).address, stays.qualifications.count()) == ("老址", 1)
    assert not Enterprise.objects.filter(pk=goes.pk).exists()
    lead_on(page, stays, goes)
    take_it_back(page, look)
    assert snapshots.differences(before, snapshots.taken()) == {}


def find(page, look, goes: Enterprise) -> None:
    page.goto(reverse("admin:enterprises_enterprise_changelist"))
    page.click(f"a[href='{reverse('admin:enterprises_enterprise_duplicates')}']")
    look(page)
    page.locator(".duplicate-group a.button:not(.quiet-button)", has_text=goes.number).click()


def choose(page, look) -> None:
    """The address of the record that stays, against what is proposed; all else as it stands."""
    page.wait_for_selector(".merge-values")
    look(page)
    row = page.locator(".merge-values tr", has=page.locator(".merge-said", has_text="老址"))
    assert row.locator("input:checked").count() == 1
    row.locator("label", has_text="老址").click()
    page.fill("[name=reason]", "重复登记")
    page.click(".submit-row .default")


def lead_on(page, stays: Enterprise, goes: Enterprise) -> None:
    """The record that stays says what happened, and shows the way to the merge."""
    page.wait_for_selector(".messagelist .success")
    assert reverse("admin:enterprises_enterprise_change", args=[stays.pk]) in page.url
    assert goes.number in page.locator(".messagelist .success").inner_text()
    page.click(".messagelist .success a")


def take_it_back(page, look) -> None:
    page.wait_for_selector(".sheet-state-written")
    look(page)
    page.click(".sheet-button .button")
    look(page)
    page.fill("[name=reason]", "是两家企业")
    page.click(".submit-row .default")
    page.wait_for_selector(".sheet-state-written")
    look(page)
    undo = ImportJob.objects.get(kind=JobKind.UNDO)
    assert (undo.undoes.kind, undo.undoes.state, undo.reason) == (JobKind.MERGE, JobState.UNDONE, "是两家企业")


@pytest.mark.parametrize(("language", "viewport"), [("zh-hans", DESKTOP), ("en", PHONE)], ids=["zh", "en"])
def test_two_that_share_a_name_are_told_apart_and_looked_at_again(
    open_window, live_server, world, look, language, viewport
):
    one, other = factories.EnterpriseFactory.create_batch(2, name_zh="样例同名有限公司", park=world.park)
    page = open_window(viewport)
    sign_in(page, live_server, world.administrator)
    page.context.add_cookies([{"name": OFFICE_LANGUAGE_COOKIE, "value": language, "url": live_server.url}])
    page.goto(reverse("admin:enterprises_enterprise_duplicates"))
    page.locator(".duplicate-group a.quiet-button", has_text=other.number).click()
    look(page)
    page.fill("textarea[name=reason]", "法人不同，已电话核实")
    page.click(".submit-row input[type=submit]")
    assert page.locator(".duplicate-group").count() == 0
    page.click("a[href='?kind=distinct']")
    look(page)
    assert "法人不同，已电话核实" in page.inner_text(".duplicate-group")
    page.click(".duplicate-group input[type=submit]")
    page.click("a[href='?kind=name']")
    assert page.locator(".duplicate-group", has_text=one.number).count() == 1
