import html
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import translation

from stats import checking
from stats.admin.return_checks import NOT_A_NUMBER
from stats.finding_words import unit_name
from stats.models import CheckThreshold, EnterpriseReturn
from tests.stats import checking_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(world):
    made = checking_world.build(world.park, world.other_park)
    checking.check_returns(survey=made.now, by=None)
    return made


@pytest.fixture
def clerk(client, world):
    client.force_login(world.clerk)
    return client


@pytest.fixture
def statistician(client, world):
    client.force_login(world.statistician)
    return client


def address(survey, name, word="change"):
    return reverse(f"admin:stats_enterprisereturn_{word}", args=[survey.returns[name].pk])


def page(client, survey, name):
    return client.get(address(survey, name), follow=True).content.decode()


def finding(survey, name):
    return survey.returns[name].findings.get()


def explain(client, survey, name, text):
    data = {"finding": finding(survey, name).pk, "explanation": text}
    return client.post(address(survey, name, "explain"), data, follow=True).content.decode()


def correct(client, survey, name, line, value, seen):
    data = {"line": survey.lines[line].pk, "value": value, "seen": seen}
    return client.post(address(survey, name, "correct"), data, follow=True).content.decode()


def action(client, word, survey, *names, **data):
    keys = [survey.returns[name].pk for name in names]
    url = reverse("admin:stats_enterprisereturn_changelist")
    return client.post(url, {"action": word, "_selected_action": keys, **data}, follow=True).content.decode()


def page_sentence(typed):
    return translation.gettext(NOT_A_NUMBER) % {"value": typed, "unit": unit_name("thousand_yuan")}


def status(survey, name):
    return EnterpriseReturn.objects.get(pk=survey.returns[name].pk).status


def test_the_page_shows_each_value_beside_last_years_with_its_finding(clerk, survey):
    shown = page(clerk, survey, "slip")

    assert "51,234,567" in shown
    assert "50,100" in shown
    assert re.search("1,000(倍| times)", shown)
    assert "千元" in shown
    assert 'name="explanation"' in shown
    assert 'name="value"' in shown


def test_an_explanation_is_kept_at_its_place(clerk, survey, world):
    shown = explain(clerk, survey, "slip", "当年并入子公司")

    assert "当年并入子公司" in shown
    assert str(world.clerk) in shown
    assert finding(survey, "slip").explained_by == world.clerk


def test_an_empty_explanation_is_refused_at_its_place(clerk, survey):
    shown = explain(clerk, survey, "slip", "  ")
    assert 'aria-invalid="true"' in shown
    assert finding(survey, "slip").explanation == ""


@pytest.mark.parametrize("typed", ["51234.567", " 51,234.567 ", "５１，２３４．５６７"])
def test_a_correction_is_read_in_the_unit_of_its_line_and_checked_at_once(clerk, survey, typed):
    correct(clerk, survey, "slip", "revenue", typed, str(checking_world.SLIPPED))

    assert format(survey.value("slip", "revenue").value, "f") == "51234.5670"
    assert finding(survey, "slip").closed_at is not None
    assert status(survey, "slip") == "checked"


@pytest.mark.parametrize("typed", ["很多", "-5", "12人", "1e9", "51234.56789"])
def test_what_is_no_number_of_the_line_is_refused_and_kept_to_be_mended(clerk, survey, typed):
    shown = correct(clerk, survey, "slip", "revenue", typed, str(checking_world.SLIPPED))

    assert f'value="{typed}"' in shown
    assert 'aria-invalid="true"' in shown
    assert survey.value("slip", "revenue").value == checking_world.SLIPPED


@pytest.mark.parametrize("typed", ["3.8万", "3.8 萬", "0.5亿", "3800万元", "51234千元", "51234thousand_yuan", "12百万"])
def test_a_number_with_a_unit_or_a_multiplier_is_refused_in_the_unit_of_its_line(clerk, survey, typed):
    shown = correct(clerk, survey, "slip", "revenue", typed, str(checking_world.SLIPPED))

    sentence = page_sentence(typed)
    assert sentence in html.unescape(shown)
    assert survey.value("slip", "revenue").value == checking_world.SLIPPED


def test_a_number_that_changed_meanwhile_is_not_overwritten(clerk, survey):
    correct(clerk, survey, "slip", "revenue", "5", "50100")
    assert survey.value("slip", "revenue").value == checking_world.SLIPPED


def test_an_emptied_box_takes_the_number_out(clerk, survey):
    correct(clerk, survey, "part", "exports", "", "9001")
    assert not survey.returns["part"].values.filter(line=survey.lines["exports"]).exists()


def test_returns_of_another_park_do_not_exist_here(clerk, survey):
    data = {"finding": finding(survey, "neighbour").pk, "explanation": "并入"}
    assert clerk.get(address(survey, "neighbour")).status_code == 404
    assert clerk.post(address(survey, "neighbour", "explain"), data).status_code == 404
    assert clerk.post(address(survey, "neighbour", "correct"), {"line": 1}).status_code == 404
    assert clerk.post(address(survey, "neighbour", "check")).status_code == 404
    assert finding(survey, "neighbour").explanation == ""


@pytest.mark.parametrize("role", ["publisher", "auditor", "administrator"])
def test_who_has_no_right_on_returns_sees_none(client, world, survey, role):
    client.force_login(getattr(world, role))
    for url in (address(survey, "slip"), reverse("admin:stats_returnfinding_changelist")):
        answer = client.get(url)
        assert answer.status_code in (403, 404)
        assert "51,234,567" not in answer.content.decode()


def test_a_finding_of_another_return_is_not_explained_here(clerk, survey):
    data = {"finding": finding(survey, "part").pk, "explanation": "并入"}
    clerk.post(address(survey, "slip", "explain"), data)
    assert finding(survey, "part").explanation == ""


@pytest.mark.parametrize("key", ["", "x", "９", "9" * 30, "-1"])
def test_a_key_that_is_none_changes_nothing(clerk, survey, key):
    for word, name in (("explain", "finding"), ("correct", "line")):
        assert clerk.post(address(survey, "slip", word), {name: key}).status_code == 302


def test_a_return_is_checked_again_from_its_page(clerk, survey):
    survey.of("fine").update(status="received")
    clerk.post(address(survey, "fine", "check"))
    assert status(survey, "fine") == "checked"


def test_returns_of_the_list_are_checked(clerk, survey):
    survey.of("fine", "slip").update(status="received")
    shown = action(clerk, "check_returns", survey, "fine", "slip")
    assert (status(survey, "fine"), status(survey, "slip")) == ("checked", "checked")
    assert "2025" in shown


def test_accepting_is_confirmed_on_a_page_of_its_own(statistician, survey):
    shown = action(statistician, "accept_returns", survey, "fine")
    assert 'name="decided"' in shown
    assert status(survey, "fine") == "checked"

    action(statistician, "accept_returns", survey, "fine", decided="1")
    assert status(survey, "fine") == "accepted"


def test_the_page_offers_no_acceptance_while_findings_are_open(statistician, survey):
    assert 'name="decided"' not in action(statistician, "accept_returns", survey, "fine", "slip")
    shown = action(statistician, "accept_returns", survey, "fine", "slip", decided="1")
    assert "样例slip有限公司" in shown
    assert status(survey, "fine") == "checked"


def test_where_acceptance_is_refused_the_page_names_the_returns_in_the_way_alone(statistician, survey):
    keys = [survey.returns[name].pk for name in ("fine", "slip", "part")]
    url = reverse("admin:stats_enterprisereturn_changelist")
    page = statistician.post(url, {"action": "accept_returns", "_selected_action": keys})
    assert [row.pk for row in page.context["rows"]] == keys[1:]
    shown = page.content.decode()
    assert address(survey, "slip") in shown
    assert address(survey, "fine") not in shown
    assert f"{url}?findings=open" in shown


def test_a_park_clerk_cannot_accept(clerk, survey):
    action(clerk, "accept_returns", survey, "fine", decided="1")
    assert status(survey, "fine") == "checked"


def test_the_list_of_findings_shows_the_open_ones_of_the_own_parks(clerk, survey):
    shown = clerk.get(reverse("admin:stats_returnfinding_changelist")).content.decode()
    assert "样例slip有限公司" in shown
    assert "样例part有限公司" in shown
    assert "样例neighbour有限公司" not in shown


def test_a_finding_leads_to_the_page_of_its_return(clerk, survey):
    url = reverse("admin:stats_returnfinding_change", args=[finding(survey, "slip").pk])
    assert "51,234,567" in clerk.get(url).content.decode()
    listed = clerk.get(reverse("admin:stats_returnfinding_changelist")).content.decode()
    assert f"{address(survey, 'slip')}#finding-{finding(survey, 'slip').pk}" in listed


@pytest.mark.parametrize(("state", "names"), [("", ["slip", "part"]), ("explained", ["slip"]), ("settled", [])])
def test_the_list_of_findings_is_filtered_by_state(clerk, survey, world, state, names):
    if state == "explained":
        checking.explain(finding=finding(survey, "slip"), by=world.clerk, text="并入")
    shown = clerk.get(reverse("admin:stats_returnfinding_changelist"), {"state": state} if state else {})
    found = {name for name in survey.returns if f"样例{name}有限公司" in shown.content.decode()}
    assert found == set(names)


@pytest.mark.parametrize(("wanted", "names"), [("open", {"slip", "part"}), ("none", {"fine"})])
def test_the_list_of_returns_is_filtered_by_open_findings(clerk, survey, wanted, names):
    query = {"findings": wanted, "year": "2025"}
    shown = clerk.get(reverse("admin:stats_enterprisereturn_changelist"), query).content.decode()
    assert {name for name in survey.returns if f"样例{name}有限公司" in shown} == names


def test_no_log_entry_holds_a_value(clerk, survey, world):
    explain(clerk, survey, "slip", "并入")
    correct(clerk, survey, "slip", "revenue", "51234", str(checking_world.SLIPPED))
    texts = [f"{each.object_repr} {each.change_message}" for each in LogEntry.objects.all()]
    assert len(texts) == 2
    assert not any("51234" in text for text in texts)


def test_the_list_of_returns_takes_the_same_queries_for_many(clerk, survey, django_assert_max_num_queries):
    url = reverse("admin:stats_enterprisereturn_changelist")
    clerk.get(url)
    # session, user, rights, groups, parks of the user, count, rows, years and parks of the filters, imports
    with django_assert_max_num_queries(16):
        clerk.get(url)


def test_a_number_beside_which_nothing_stands_is_marked(clerk, survey):
    """Exports that nobody told last year and one other told now; no revenue is alone."""
    shown = page(clerk, survey, "fine")

    assert len(re.findall('<span class="badge">(无可比数据|no comparison)</span>', shown)) == 1


def test_the_result_of_a_check_says_how_many_numbers_stand_alone(clerk, survey):
    said = action(clerk, "check_returns", survey, "fine")
    assert re.search("1个数值无可比数据|1 number could be compared with nothing", said)


def test_a_check_without_findings_says_so_in_plain_words(clerk, survey):
    survey.of("fine").get().values.filter(line=survey.lines["exports"]).delete()
    said = action(clerk, "check_returns", survey, "fine")

    assert re.search("没有发现疑点|No finding", said)
    assert "无可比数据" not in said


def test_the_page_of_a_return_opens_where_a_threshold_is_not_set(clerk, survey):
    CheckThreshold.objects.get(rule="peers_needed").delete()
    assert "50,000" in page(clerk, survey, "fine")
