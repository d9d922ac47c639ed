"""The search over the whole site: what it finds, what it never finds, and what it does with odd texts."""

import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parks.models import Announcement
from tests import factories
from zoneportal.pages import finding
from zoneportal.publishing.actions import withdraw

pytestmark = pytest.mark.django_db


def page(client, text: str, status: int = 200, more: str = "", prefix: str = "") -> str:
    response = client.get(f"{prefix}/search/?q={quote(text)}{more}")
    assert response.status_code == status
    return response.content.decode()


def kinds(text: str) -> list[str]:
    return [kind for kind in re.findall(r'<h2 id="([a-z]+)">', text) if kind in finding.KINDS]


@pytest.fixture
def something_of_everything(world):
    factories.ParkFactory(name_zh="晶光园区", name_en="Crystal Park", published=True)
    factories.FigureFactory(
        definition__indicator__name_zh="晶光产值",
        definition__indicator__name_en="Crystal output",
        release=factories.ReleaseFactory(title_zh="晶光数据", title_en="Crystal figures", released=True),
    )
    factories.GoalFactory(title_zh="晶光目标", title_en="Crystal goal", published=True)
    factories.IndustryTagFactory(name_zh="晶光产业", name_en="Crystal industry")
    factories.IndustryClassFactory(code="39", parent=factories.IndustryClassFactory(code="C"), name_zh="晶光制造")
    factories.EnterpriseFactory(name_zh="晶光有限公司", name_en="Crystal Ltd.", confirmed=True, park=world.park)
    factories.AnnouncementFactory(
        title_zh="通知", body_zh="<p>关于晶光的通知</p>", body_en="<p>Crystal</p>", published=True
    )
    factories.ProfileSectionFactory(title_zh="概况", body_zh="<p>晶光</p>", body_en="<p>Crystal</p>", published=True)
    return world


@pytest.mark.parametrize("text", ["晶光", "晶", "光 晶", "ｃｒｙｓｔａｌ", "CRYSTAL"])
def test_every_kind_is_found_in_both_languages(client, something_of_everything, text):
    for prefix in ("", "/en"):
        assert kinds(page(client, text, prefix=prefix)) == list(finding.KINDS)


def test_what_matches_is_marked_and_everything_else_is_escaped(client, world):
    factories.EnterpriseFactory(name_zh="<b>晶光</b>有限公司", confirmed=True)
    assert "&lt;b&gt;<mark>晶光</mark>&lt;/b&gt;有限公司" in page(client, "晶光")
    assert "<script>" not in page(client, "<script>alert(1)</script>")


def test_many_results_of_a_kind_lead_to_all_of_them(client, world):
    factories.AnnouncementFactory.create_batch(25, title_zh="晶光通知", published=True)
    assert "/search/?q=%E6%99%B6%E5%85%89&amp;kind=announcements" in page(client, "晶光")
    titles = [
        page(client, "晶光", more=f"&kind=announcements&page={number}").count("result-title") for number in (1, 2)
    ]
    assert titles == [20, 5]
    for number in ("3", "0", "abc", "1000000000"):
        page(client, "晶光", 404, more=f"&kind=announcements&page={number}")


def test_more_enterprises_are_in_the_directory(client, something_of_everything):
    response = client.get("/search/?q=晶光&kind=enterprises")
    assert (response.status_code, response["Location"]) == (302, "/enterprises/?q=%E6%99%B6%E5%85%89")


def test_enterprises_are_counted_up_to_a_limit(client, world, monkeypatch):
    monkeypatch.setattr(finding, "COUNTED_AT_MOST", 1)
    assert "more than 1" in page(client, "样例", prefix="/en")


def test_code_or_number_leads_straight_to_the_enterprise(client, world):
    enterprise = world.enterprise
    code = enterprise.credit_code
    for text in (code, code.lower(), f" {code} ", code[:17], enterprise.number, enterprise.number.lower()):
        response = client.get(f"/search/?q={quote(text)}")
        assert (response.status_code, response["Location"]) == (302, enterprise.get_absolute_url())


def test_begun_code_of_several_enterprises_lists_them(client, world):
    enterprises = [world.enterprise, world.other_enterprise]
    begun = world.enterprise.credit_code[:6]
    assert all(enterprise.credit_code.startswith(begun) for enterprise in enterprises)
    text = page(client, begun)
    assert all(enterprise.get_absolute_url() in text for enterprise in enterprises)


class TestWhatIsNotPublic:
    @pytest.fixture
    def hidden(self, world):
        name = "秘藏"
        soon = timezone.now() + timedelta(hours=1)
        factories.EnterpriseFactory(name_zh=f"{name}一", park=world.park)
        factories.EnterpriseFactory(name_zh=f"{name}二", confirmed_at=soon, park=world.park)
        factories.ParkFactory(name_zh=f"{name}园")
        factories.FigureFactory(definition__indicator__name_zh=f"{name}值")
        factories.FigureFactory(
            definition__indicator__name_zh=f"{name}率",
            release=factories.ReleaseFactory(title_zh=f"{name}数据", status="released", released_at=soon),
        )
        factories.ReleaseFactory(title_zh=f"{name}发布")
        factories.GoalFactory(title_zh=f"{name}目标")
        factories.AnnouncementFactory(title_zh=f"{name}公告", body_zh=f"<p>{name}</p>")
        factories.ProfileSectionFactory(title_zh=name)
        return name

    @pytest.mark.parametrize("more", ["", *(f"&kind={kind}" for kind in finding.KINDS if kind != "enterprises")])
    def test_it_is_found_nowhere(self, client, hidden, more):
        text = page(client, hidden, more=more)
        assert text.count(hidden) == page(client, "无此词语", more=more).count("无此词语")

    def test_it_is_in_no_list_count_filter_or_file(self, client, hidden):
        text = client.get(f"/enterprises/?q={hidden}").content.decode()
        assert 'class="empty"' in text
        assert '<table class="data register">' not in text
        for ending in ("csv", "xlsx"):
            response = client.get(f"/enterprises/data.{ending}?q={hidden}")
            content = b"".join(response.streaming_content) if response.streaming else response.content
            assert f"{hidden}一".encode() not in content

    def test_code_of_an_unconfirmed_enterprise_leads_nowhere(self, client, world):
        for text in (world.secret_enterprise.credit_code, world.secret_enterprise.number):
            assert client.get(f"/search/?q={text}").status_code == 200

    def test_announcement_that_was_withdrawn_is_found_no_more(self, client, world):
        announcement = factories.AnnouncementFactory(title_zh="晶光通知", published=True)
        assert kinds(page(client, "晶光")) == ["announcements"]
        withdraw(content=announcement, by=None)
        assert kinds(page(client, "晶光")) == []

    def test_draft_beside_the_public_version_is_not_searched(self, client, world):
        announcement = factories.AnnouncementFactory(title_zh="晶光通知", published=True)
        Announcement.objects.filter(pk=announcement.pk).update(title_zh="暗流通知")
        assert kinds(page(client, "暗流")) == []
        assert kinds(page(client, "晶光")) == ["announcements"]

    def test_words_of_html_are_no_text(self, client, world):
        factories.AnnouncementFactory(title_en="x", body_en='<p><a href="https://a.example/">x</a></p>', published=True)
        for word in ("href", "https", "</p>"):
            assert "announcements" not in kinds(page(client, word))


def test_page_says_what_can_be_searched_before_anything_was(client, world):
    for path in ("/search/", "/search/?q=", "/search/?q=%20%00", "/en/search/"):
        response = client.get(path)
        assert response.status_code == 200
        assert 'id="hints"' in response.content.decode()


def test_nothing_found_says_what_to_do(client, world):
    text = page(client, "无此词语")
    assert 'class="empty"' in text
    assert 'id="hints"' in text


def test_page_is_not_for_search_engines(client, world):
    assert '<meta name="robots" content="noindex, follow">' in page(client, "样例")


@pytest.mark.parametrize(
    "text", ["%", "_", "\\", "'", '"', "100%", "a_b", "\x01\x02", "a\x00b", "\u200b", "[(", "*", "😀", "=1+1"]
)
def test_odd_text_is_searched_for_as_it_is(client, world, text):
    names = page(client, text)
    assert world.enterprise.name_zh not in names


@pytest.mark.parametrize("query", ["q=%ED%A0%80", "q=%FF", "q=a&q=b", "q=a&page=abc", "q=a&year=0", "foo=bar"])
def test_odd_address_is_answered(client, world, query):
    assert client.get(f"/search/?{query}").status_code == 200


def test_text_without_end_is_refused_and_not_repeated(client, world):
    text = page(client, "长" * 10_000, 400)
    assert "长" * 200 not in text


def test_unknown_kind_does_not_exist(client, world):
    page(client, "样例", 404, more="&kind=secrets")


# The zone for the frame; parks; indicators with what their scopes are about (4); goals; releases; industries of the
# zone and of GB/T 4754 (2); enterprises: size of the register, keys, lines (3); the parks of the lines; announcements:
# keys and texts (2); chapters of the profile.
QUERIES = 17


def test_queries_do_not_grow_with_what_is_found(client, something_of_everything, monkeypatch):
    def count() -> int:
        page(client, "晶光")
        with CaptureQueriesContext(connection) as captured:
            page(client, "晶光")
        return len(captured)

    before = count()
    for number in range(8):
        factories.EnterpriseFactory(name_zh=f"晶光{number}", confirmed=True)
        factories.AnnouncementFactory(title_zh=f"晶光{number}", published=True, issued_on=date(2026, 1, 1 + number))
        factories.ParkFactory(name_zh=f"晶光{number}", published=True)
    assert (before, count()) == (QUERIES, QUERIES)
