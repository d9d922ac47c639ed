"""A survey year in a real browser, from an empty form to returns that came in by a workbook."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from stats.models import EnterpriseReturn, SurveyYear
from tests import factories, surveys
from tests.e2e.test_office import sign_in
from tests.windows import DESKTOP, PHONE

SHOTS = os.environ.get("SHOTS")  # a folder for pictures of the screens, to look at them


def shot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_a_year_goes_from_an_empty_form_to_returns_by_workbook(page, live_server, world, look, tmp_path):
    """Copied form, frozen register, workbook handed out, filled in, sent back, confirmed."""
    surveys.form(year=surveys.YEAR - 1)
    sign_in(page, live_server, world.statistician)
    page.goto(reverse("admin:stats_surveyyear_add"))
    page.fill("#id_year", str(surveys.YEAR))
    page.fill("#id_title_zh", "企业统计年报")
    page.click("[name=_save]")
    for name in ("form", "freeze"):  # the next step opens a page, which is confirmed
        page.click(".year-step-next .button")
        look(page)
        shot(page, name)
        page.click("input[type=submit].default")
        look(page)
    survey = SurveyYear.objects.get(year=surveys.YEAR)
    assert survey.entries.count() == 3
    page.click(".year-step-next .button")
    look(page)
    shot(page, "board")
    send_back(page, look, tmp_path / "returns.xlsx")
    assert EnterpriseReturn.objects.filter(status="received").exists()
    page.goto(reverse("admin:stats_surveyyear_change", args=[survey.pk]))
    look(page)
    shot(page, "path-collected")


def send_back(page, look, workbook):
    """Hands out the first workbook of the board, and takes it in filled."""
    with page.expect_download() as download:
        page.click("table.office-compare a[href*='template']")
    download.value.save_as(workbook)
    fill_in(workbook)
    page.goto(reverse("admin:stats_enterprisereturn_import"))
    page.set_input_files("input[type=file]", workbook)
    page.click("form [type=submit].default, form button[type=submit].default")
    page.wait_for_url("**/importjob/**")
    look(page)
    shot(page, "preview")
    page.click("[name=confirm], form[action*='confirm'] [type=submit]")
    page.wait_for_load_state("load")


def fill_in(path):
    book = load_workbook(path)
    sheet = book.worksheets[0]
    headers = [cell.value for cell in sheet[1]]
    place = headers.index("企业营业收入（千元）")
    for row in sheet.iter_rows(min_row=2):
        if row[0].value:
            row[place].value = 12345
    book.save(path)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_screens_are_accessible_and_as_wide_as_the_window(
    open_window, live_server, world, look, viewport, language
):
    made = surveys.frozen(by=world.statistician)
    made.survey.due_on = "2025-03-31"
    made.survey.save()
    surveys.answered(world.enterprise, made, world.clerk, revenue=12345)
    world.secret_enterprise.registrations.update(park=world.other_park)
    world.other_enterprise.registrations.all().delete()
    factories.EnterpriseFactory(park=world.park)
    page = open_window(viewport)
    sign_in(page, live_server, world.statistician)
    if language == "en":
        page.context.add_cookies([{"name": "office_language", "value": "en", "url": live_server.url}])
    entry = made.survey.entries.first()
    for name, address in {
        "path": reverse("admin:stats_surveyyear_change", args=[made.survey.pk]),
        "freeze-again": reverse("admin:stats_surveyyear_freeze", args=[made.survey.pk]),
        "board": reverse("admin:stats_surveyyear_board", args=[made.survey.pk]),
        "returns": reverse("admin:stats_enterprisereturn_changelist"),
        "import": reverse("admin:stats_enterprisereturn_import"),
        "entry": reverse("admin:stats_enterpriseyear_change", args=[entry.pk]),
        "holding": reverse("admin:stats_holding_add"),
        "waiver": reverse("admin:stats_waiver_add"),
    }.items():
        page.goto(address)
        look(page)
        shot(page, f"{name}-{language}-{viewport['width']}")
