"""Section 1 of the domain, as the customer wrote it, against what a fresh installation holds."""

import re
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import models
from django.utils import timezone, translation

from enterprises.models import Enterprise, IndustryClass, IndustryTag, QualificationKind, Registration
from parks.models import Announcement, Milestone, Park, ProfileSection, Zone
from stats.models import AboveScaleThreshold, Figure, Goal, Indicator, IndicatorDefinition, Release
from tests.snapshot import replayed
from zoneportal.management.commands import load_content
from zoneportal.numbers import required_growth
from zoneportal.publishing.queries import published
from zoneportal.richtext import MAX_CHARACTERS

pytestmark = pytest.mark.django_db

CONTENT = (Zone, ProfileSection, Milestone, Park, IndustryTag, QualificationKind, Enterprise, Release, Figure, Goal)


@pytest.fixture
def loaded(db, monkeypatch) -> str:
    """Without the 1,971 entries of GB/T 4754, which have tests of their own and take most of the time."""
    monkeypatch.setattr(load_content, "load_classification", list)
    return replayed(_made)


def _made() -> str:
    said = StringIO()
    call_command("load_content", stdout=said)
    return said.getvalue()


def public(model):
    return published(model, timezone.now())


def texts(record: models.Model) -> list[str]:
    return [value for field in record._meta.fields if isinstance(value := getattr(record, field.attname), str)]


def test_zone_bears_its_names_standing_and_slogan(loaded):
    (zone,) = public(Zone)
    assert zone.name_zh == "长治高新技术产业开发区"
    assert zone.name_en == "Changzhi National High-tech Industrial Development Zone"
    assert zone.slogan_zh == "上党动力源、三晋创新城"
    assert "国家新型工业化产业示范基地" in zone.standing_zh


@pytest.mark.parametrize(
    "name", ["phone", "email", "postcode", "address_zh", "organizer_zh", "site_code", "icp_number", "police_number"]
)
def test_nothing_about_the_zone_is_invented(loaded, name):
    assert getattr(Zone.objects.get(), name) == ""


def test_milestones_are_as_precise_as_the_source(loaded):
    assert [each.when for each in public(Milestone)] == ["1992", "2015-02", "2016-12", "2017-07"]


def test_industry_is_above_scale_from_2000_wan_and_the_office_may_change_that(loaded):
    threshold = AboveScaleThreshold.objects.get()
    line = (threshold.industries, threshold.indicator.name_zh, threshold.minimum, threshold.unit)
    assert line == ("B,C,D", "营业收入", Decimal(2000), "wan_yuan")
    AboveScaleThreshold.objects.update(minimum=3000)
    call_command("load_content")
    assert AboveScaleThreshold.objects.get().minimum == 3000


def test_planned_areas_carry_their_legal_standing(loaded):
    areas = {each.planned_area_km2: each.legal_standing for each in public(Milestone) if each.planned_area_km2}
    assert areas == {Decimal("7.53"): "in_force", Decimal("104.31"): "reply_pending"}


def test_nowhere_does_the_expanded_area_stand_without_its_standing(loaded):
    """Every text with 104.31 says itself that the reply is pending."""
    found = [text for model in CONTENT for record in model.objects.all() for text in texts(record) if "104.31" in text]
    assert len(found) == 2
    assert all(re.search("批复尚待下达|reply is pending", text) for text in found)


def test_profile_names_the_strategy_and_the_undated_honour(loaded):
    text = "".join(section.body_zh for section in public(ProfileSection))
    assert "一业为主、多业并举" in text
    assert "制造业集聚区" in text
    assert "国家新型工业化产业示范基地" in text
    assert "整合、改制、扩区、调规" in text


def test_the_four_parks_are_public(loaded):
    parks = {park.code: park.name_zh for park in public(Park)}
    assert parks == {
        "keji": "科技工业园",
        "zhangze": "漳泽工业园",
        "laodingshan": "老顶山物流园",
        "zhaidian": "翟店工业园",
    }


@pytest.mark.parametrize(
    ("scheme", "names"),
    [
        ("leading", ["生物医药", "装备制造", "电子信息", "健康食品", "现代服务"]),
        (
            "strategic",
            ["新一代信息技术", "数控机床及机器人", "航空航天设备", "节能与新能源汽车", "生物医药与高性能医疗器械"],
        ),
    ],
)
def test_industries_are_those_of_the_zone(loaded, scheme, names):
    assert list(IndustryTag.objects.filter(scheme=scheme).values_list("name_zh", flat=True)) == names


def test_representative_enterprises_are_public_without_invented_facts(loaded):
    enterprises = Enterprise.objects.confirmed(timezone.now())
    assert [each.name_zh for each in enterprises] == [
        "潞安环能",
        "康宝药业",
        "达利食品",
        "立讯精密电子",
        "潞安太阳能",
        "澳瑞特健身器材",
        "铱格斯曼航空科技",
    ]
    assert all(each.is_representative and each.credit_code is None and not each.is_sample for each in enterprises)
    assert [each.name_zh for each in enterprises if each.is_headquarters_economy] == ["潞安环能"]
    assert not Registration.objects.exists()


def test_figures_of_2017_are_exact_and_released(loaded):
    figures = Figure.objects.released(timezone.now()).of_zone().select_related("indicator", "definition")
    assert {each.indicator.code: (each.year, each.value, each.definition.unit, each.qualifier) for each in figures} == {
        "operating_revenue": (2017, Decimal("358.26"), "yi_yuan", ""),
        "above_scale_industrial_output": (2017, Decimal(297), "yi_yuan", ""),
        "fiscal_revenue": (2017, Decimal("26.9"), "yi_yuan", ""),
        "registered_enterprises": (2017, Decimal(4000), "enterprise", "over"),
        "industrial_enterprises": (2017, Decimal(267), "enterprise", ""),
        "above_scale_industrial_enterprises": (2017, Decimal(17), "enterprise", ""),
    }


def test_numbers_of_enterprises_say_that_the_source_names_no_day(loaded):
    counts = Figure.objects.filter(indicator__theme="enterprises")
    assert counts.count() == 3
    assert all("来源材料未注明统计日期" in figure.note_zh for figure in counts)


def test_release_names_the_customers_text_as_its_basis(loaded):
    release = Release.objects.released(timezone.now()).get()
    assert "管委会提供" in release.basis_zh
    assert release.figures.count() == 6


def test_goal_says_whose_choice_its_indicator_and_window_are(loaded):
    (goal,) = public(Goal)
    assert (goal.indicator.code, goal.baseline_year, goal.baseline_value) == (
        "operating_revenue",
        2017,
        Decimal("358.26"),
    )
    assert (goal.target_value, goal.first_target_year, goal.last_target_year) == (Decimal(1000), 2020, 2022)
    assert "管理员选定" in goal.choice_note_zh


def test_goal_takes_the_yearly_growth_that_the_source_implies(loaded):
    goal = Goal.objects.get()
    rates = [
        required_growth(goal.baseline_value, goal.target_value, year - goal.baseline_year)
        for year in (goal.first_target_year, goal.last_target_year)
    ]
    assert rates == [Decimal("40.8"), Decimal("22.8")]


def test_every_text_is_there_in_both_languages(loaded):
    missing = [
        f"{model.__name__} {record.pk} {field.name}"
        for model in (*CONTENT, Indicator, IndicatorDefinition)
        for record in model.objects.all()
        for field in model._meta.fields
        if field.name.endswith("_zh") and bool(getattr(record, field.name)) and not record_english(record, field.name)
    ]
    assert missing == []


def record_english(record: models.Model, name: str) -> str:
    return getattr(record, name.removesuffix("zh") + "en", "not bilingual")


def test_the_content_reads_in_english_under_english(loaded):
    with translation.override("en"):
        assert public(Goal)[0].title == "A park of the 100-billion class"


def test_no_text_comes_near_the_limit_of_the_editor(loaded):
    assert all(len(section.body_zh) < MAX_CHARACTERS // 10 for section in ProfileSection.objects.all())


def test_no_announcement_is_invented(loaded):
    assert not Announcement.objects.exists()


def test_second_run_changes_nothing(loaded, capsys):
    before = {model: list(model.objects.order_by("pk").values()) for model in CONTENT}
    history = {model: model.history.count() for model in CONTENT}
    call_command("load_content")
    assert "Content: nothing was missing." in capsys.readouterr().out
    assert {model: list(model.objects.order_by("pk").values()) for model in CONTENT} == before
    assert {model: model.history.count() for model in CONTENT} == history


def test_summary_says_what_was_loaded(loaded):
    assert "园区 4、" in loaded
    assert ", park 4, " in loaded


def test_national_classification_is_loaded_too(db):
    call_command("load_content")
    assert IndustryClass.objects.count() == 1971


def test_what_hangs_on_a_deleted_indicator_is_left_out(loaded, capsys):
    Goal.objects.get().delete()
    Figure.objects.all()._raw_delete("default")
    AboveScaleThreshold.objects.all().delete()
    Indicator.objects.get(code="operating_revenue").delete()
    call_command("load_content")
    assert "Content: nothing was missing." in capsys.readouterr().out
