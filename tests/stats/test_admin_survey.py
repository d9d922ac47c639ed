"""The survey year in the office: its form, the guided path, freezing, the board."""

import io
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stats.models import Compilation, EnterpriseReturn, FormLine, Holding, SurveyYear
from stats.queries.main_industries import frozen
from tests import factories, sheets, surveys
from tests.admin_forms import errors_of, filled_in


def filled(client, address, **values):
    return filled_in(client.get(address)) | values


def page(survey, door="change"):
    return reverse(f"admin:stats_surveyyear_{door}", args=[survey.pk])


@pytest.fixture
def statistician(client, world):
    client.force_login(world.statistician)
    return world.statistician


def steps_of(client, survey):
    return {step.key: step for step in client.get(page(survey)).context["steps"]}


def test_a_new_year_begins_on_its_page_with_the_form_as_next_step(client, statistician):
    address = reverse("admin:stats_surveyyear_add")
    answer = client.post(address, filled(client, address, year=2024, title_zh="年报"), follow=True)
    survey = SurveyYear.objects.get()
    assert answer.redirect_chain[-1][0] == page(survey)
    steps = steps_of(client, survey)
    assert [steps[key].state for key in ("form", "freeze", "collect")] == ["next", "blocked", "blocked"]


def test_the_form_of_last_year_is_copied_with_its_parts(client, statistician):
    made = surveys.form(year=2023)
    whole = made.lines["survey-revenue"]
    part = factories.FormLineFactory(survey=made.survey, part_of=whole, unit="wan_yuan", position=9)
    survey = factories.SurveyYearFactory(year=2024)
    assert steps_of(client, survey)["form"].url == page(survey, "copy_form")
    assert client.get(page(survey, "copy_form")).context["source"] == made.survey
    client.post(page(survey, "copy_form"))
    copied = {line.indicator: line for line in survey.lines.all()}
    assert len(copied) == 3
    assert copied[part.indicator].part_of == copied[whole.indicator]
    assert FormLine.history.filter(survey_id=survey.pk).first().history_user == statistician
    client.post(page(survey, "copy_form"))
    assert survey.lines.count() == 3


def test_freezing_shows_first_and_writes_after(client, statistician):
    survey = surveys.form().survey
    assert steps_of(client, survey)["freeze"].state == "next"
    shown = client.get(page(survey, "freeze")).context
    assert {number for _words, number in shown["counts"]} == {3}
    assert "2. 冻结年末名录" in client.get(page(survey)).content.decode()
    assert not survey.entries.exists()
    client.post(page(survey, "freeze"), {"mark": shown["plan"].mark})
    survey.refresh_from_db()
    assert (survey.entries.count(), survey.frozen_by) == (3, statistician)
    assert steps_of(client, survey)["collect"].state == "next"


def test_who_has_no_main_industry_is_counted_and_named_before_freezing_and_after(client, world, statistician):
    survey = surveys.form().survey
    for enterprise in (world.enterprise, world.other_enterprise):
        enterprise.tags.create(industry=factories.IndustryTagFactory())
    before = client.get(page(survey, "freeze"))
    assert (before.context["without"].count, before.context["without"].named) == (1, (world.secret_enterprise,))
    assert reverse("admin:enterprises_enterprise_change", args=[world.secret_enterprise.pk]) in before.content.decode()

    after = client.post(page(survey, "freeze"), {"mark": before.context["plan"].mark}, follow=True)
    assert [world.secret_enterprise.name_zh in str(each) for each in after.context["messages"]] == [False, True]
    listed = client.get(reverse("admin:stats_enterpriseyear_changelist"), {"year": survey.year, "main": "none"})
    assert [entry.enterprise for entry in listed.context["cl"].queryset] == [world.secret_enterprise]


def test_who_has_no_right_on_returns_reads_no_name_of_those_without_a_main_industry(world):
    survey = surveys.frozen(by=world.statistician).survey
    told = {
        role: [len(frozen(survey, getattr(world, role)).named), frozen(survey, getattr(world, role)).count]
        for role in ("statistician", "clerk", "publisher")
    }
    assert told["publisher"][0] == 0
    assert told["statistician"] == [3, 3]
    assert told["clerk"] == [2, 2]


def test_freezing_again_names_what_changes_and_writes_only_what_was_looked_at(client, world, statistician):
    survey = surveys.frozen(by=world.statistician).survey
    assert client.get(page(survey, "freeze")).context["plan"].changes_nothing
    world.enterprise.registrations.update(park=world.other_park)
    text = client.get(page(survey, "freeze")).content.decode()
    assert world.enterprise.name_zh in text
    assert world.park.name_zh in text
    client.post(page(survey, "freeze"), {"mark": "something else"})
    assert survey.entries.get(enterprise=world.enterprise).park == world.park


@pytest.mark.parametrize("who", ["clerk", "publisher", "auditor"])
def test_others_see_the_path_and_have_no_button_to_freeze(client, world, who):
    survey = surveys.form().survey
    client.force_login(getattr(world, who))
    assert steps_of(client, survey)["freeze"].url == ""
    for door in ("freeze", "copy_form"):
        assert client.get(page(survey, door)).status_code == 403
        assert client.post(page(survey, door)).status_code == 403
    survey.refresh_from_db()
    assert survey.frozen_at is None


def test_the_board_counts_the_own_parks_and_names_who_is_missing(client, world):
    made = surveys.frozen(by=world.statistician)
    surveys.answered(world.enterprise, made, world.clerk, revenue=4567)
    client.force_login(world.clerk)
    answer = client.get(page(made.survey, "board"))
    lines = [(line.park, line.asked, line.missing, line.received) for line in answer.context["progress"]]
    assert lines == [(world.park, 2, 1, 1), (None, 2, 1, 1)]
    text = answer.content.decode()
    assert world.secret_enterprise.name_zh in text
    assert world.other_enterprise.name_zh not in text
    assert "4567" not in text


def test_the_board_is_filtered_by_park_and_name(client, world, statistician):
    survey = surveys.frozen(by=world.statistician).survey
    rows = client.get(page(survey, "board"), {"park": world.other_park.code}).context["waiting"]
    assert [each.entry.enterprise for each in rows] == [world.other_enterprise]
    rows = client.get(page(survey, "board"), {"q": "未确认"}).context["waiting"]
    assert [each.entry.enterprise for each in rows] == [world.secret_enterprise]


def test_a_clerk_asking_for_another_park_sees_the_own_one(client, world):
    survey = surveys.frozen(by=world.statistician).survey
    client.force_login(world.other_clerk)
    rows = client.get(page(survey, "board"), {"park": world.park.code}).context["waiting"]
    assert {each.entry.park for each in rows} == {world.other_park}


def test_the_path_names_who_need_not_answer_and_why(client, world):
    """Sixteen in the year and fifteen returns: the one that is none is said by name, to who may see returns."""
    gone = surveys.with_deregistered(world)
    survey = surveys.frozen(by=world.statistician).survey
    said = {}
    for who in ("statistician", "clerk", "other_clerk", "publisher"):
        client.force_login(getattr(world, who))
        said[who] = gone.name_zh in steps_of(client, survey)["freeze"].sentence
    assert said == {"statistician": True, "clerk": True, "other_clerk": False, "publisher": False}


def test_collecting_ends_with_the_compilation_and_still_says_who_is_missing(client, world, statistician):
    made = surveys.frozen(by=world.statistician)
    surveys.answered(world.enterprise, made, world.clerk, revenue=4567)
    assert steps_of(client, made.survey)["collect"].state == "next"
    Compilation.objects.create(survey=made.survey, vintage=3, compiled_at=timezone.now())
    step = steps_of(client, made.survey)["collect"]
    assert (step.state, "未报2份" in step.sentence) == ("done", True)


@pytest.mark.parametrize("who", ["publisher", "auditor", "administrator"])
def test_the_board_is_for_who_may_see_returns(client, world, who):
    survey = surveys.frozen(by=world.statistician).survey
    client.force_login(getattr(world, who))
    for door in ("board", "reminders"):
        assert client.get(page(survey, door)).status_code in (403, 404)


def test_the_reminder_list_has_a_sheet_for_each_park_and_no_value(client, world, statistician):
    made = surveys.frozen(by=world.statistician)
    surveys.answered(world.enterprise, made, world.clerk, revenue=4567)
    answer = client.get(page(made.survey, "reminders"), {"park": world.park.code})
    assert answer.headers["Content-Disposition"].endswith(quote(f"催报名单 {made.survey.year}.xlsx"))
    rows = sheets.table_of(b"".join(answer.streaming_content))
    assert [row[2] for row in rows] == ["企业名称", world.secret_enterprise.name_zh]
    whole = b"".join(client.get(page(made.survey, "reminders")).streaming_content)
    assert io.BytesIO(whole).read(2) == b"PK"


def test_a_clerk_gets_no_reminders_of_another_park(client, world):
    survey = surveys.frozen(by=world.statistician).survey
    client.force_login(world.other_clerk)
    rows = sheets.table_of(b"".join(client.get(page(survey, "reminders")).streaming_content))
    assert [row[2] for row in rows[1:]] == [world.other_enterprise.name_zh]


def test_changing_the_form_changes_who_is_asked(client, world, statistician):
    made = surveys.frozen(by=world.statistician)
    address = page(made.survey)
    changes = {"lines-0-asked_of": "above_scale", "lines-1-asked_of": "above_scale"}
    client.post(address, filled(client, address, **changes))
    assert not EnterpriseReturn.objects.exists()
    assert made.survey.entries.count() == 3


def test_a_corrected_entry_has_its_history_and_its_return(client, world, statistician):
    made = surveys.frozen(by=world.statistician)
    FormLine.objects.update(asked_of="above_scale")
    EnterpriseReturn.objects.all().delete()
    entry = made.survey.entries.get(enterprise=world.enterprise)
    tag = factories.IndustryTagFactory()
    address = reverse("admin:stats_enterpriseyear_change", args=[entry.pk])
    client.post(address, filled(client, address, main_industry=tag.pk, is_above_scale="on", size_class="small"))
    entry.refresh_from_db()
    assert (entry.main_industry, entry.is_above_scale, entry.size_class) == (tag, True, "small")
    assert entry.history.first().history_user == statistician
    assert EnterpriseReturn.objects.get().entry == entry


def test_holdings_have_their_members_and_refuse_two_at_once(client, world, statistician):
    first = Holding.objects.create(name_zh="甲集团")
    first.members.create(enterprise=world.enterprise)
    second = Holding.objects.create(name_zh="乙集团")
    address = reverse("admin:stats_holding_change", args=[second.pk])
    data = filled(client, address) | {
        "members-TOTAL_FORMS": "1",
        "members-0-enterprise": world.enterprise.pk,
        "members-0-start_on": "2024-01-01",
    }
    answer = client.post(address, data)
    assert "members-0-enterprise" in errors_of(answer)
    assert second.members.count() == 0


def test_a_frozen_year_is_not_deleted(client, world, statistician):
    survey = surveys.frozen(by=world.statistician).survey
    assert client.post(reverse("admin:stats_surveyyear_delete", args=[survey.pk]), {"post": "yes"}).status_code == 403


def test_the_path_takes_a_fixed_number_of_queries(client, world, statistician, django_assert_max_num_queries):
    """However many enterprises and lines; the page of the form itself asks for the choices of its lines."""
    made = surveys.frozen(by=world.statistician)
    client.get(page(made.survey))
    with django_assert_max_num_queries(45):
        client.get(page(made.survey))


def test_the_board_takes_as_many_queries_for_many_as_for_few(client, world, statistician, django_assert_num_queries):
    """Session, user with rights (2), the year and its scope (2), parks and counts (4), who is missing and how many."""
    made = surveys.frozen(by=world.statistician)
    client.get(page(made.survey, "board"))
    with CaptureQueriesContext(connection) as few:
        client.get(page(made.survey, "board"))
    for enterprise in factories.EnterpriseFactory.create_batch(20):
        entry = factories.EnterpriseYearFactory(survey=made.survey, enterprise=enterprise, park=world.park)
        factories.ReturnFactory(entry=entry)
    with django_assert_num_queries(len(few)):
        client.get(page(made.survey, "board"))


def test_a_handed_out_workbook_is_named_by_its_year_and_park(client, world, statistician):
    survey = surveys.frozen(by=world.statistician).survey
    group = {"group": f"{survey.year}-{world.park.code}"}
    answer = client.get(reverse("admin:stats_enterprisereturn_template"), group)
    assert sheets.table_of(b"".join(answer.streaming_content))
    assert quote(f"{survey.year}-{world.park.name_zh}.xlsx") in answer.headers["Content-Disposition"]
