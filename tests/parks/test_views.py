import re

import pytest
from django.urls import reverse

from parks.models.profile import LegalStanding
from tests import factories
from zoneportal.publishing.actions import withdraw

pytestmark = pytest.mark.django_db


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def pending_area():
    return factories.MilestoneFactory(
        year=2017,
        month=7,
        planned_area_km2="104.31",
        legal_standing="reply_pending",
        legal_note_zh="批复待下达",
        published=True,
    )


class TestProfile:
    def test_shows_sections_in_both_languages(self, client):
        factories.ProfileSectionFactory(title_zh="发展定位", title_en="Positioning", published=True)

        assert "发展定位" in page(client, "/profile/")
        assert "Positioning" in page(client, "/en/profile/")

    def test_english_page_shows_chinese_content_marked_as_such(self, client):
        factories.ProfileSectionFactory(title_zh="发展定位", title_en="", published=True)

        assert 'lang="zh-Hans">发展定位' in page(client, "/en/profile/")

    def test_planned_area_always_stands_with_its_legal_standing(self, client):
        milestone = pending_area()

        for address in ("/profile/", "/"):
            html = page(client, address)
            assert html.count("104.31") == html.count("standing-reply_pending") > 0
            assert str(LegalStanding(milestone.legal_standing).label) in html

    def test_date_is_as_precise_as_the_source(self, client):
        factories.MilestoneFactory(year=1992, published=True)
        factories.MilestoneFactory(year=2015, month=2, published=True)

        html = page(client, "/profile/")

        assert '<time datetime="1992">1992年</time>' in html
        assert '<time datetime="2015-02">2015年2月</time>' in html

    def test_section_and_milestone_of_one_word_are_two_places(self, client):
        section = factories.ProfileSectionFactory(slug="milestones", published=True)
        milestone = factories.MilestoneFactory(slug="milestones", published=True)

        html = page(client, "/profile/")
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        for record in (section, milestone):
            assert record.get_absolute_url().partition("#")[2] in ids

    def test_drafts_are_not_there(self, client):
        factories.ProfileSectionFactory(title_zh="未发布章节")
        factories.MilestoneFactory(title_zh="未发布大事")

        html = page(client, "/profile/")

        assert "未发布" not in html.replace("尚未发布", "")

    def test_needs_few_queries_whatever_the_number_of_rows(self, client, django_assert_num_queries):
        factories.ZoneFactory(published=True)
        factories.MilestoneFactory.create_batch(5, published=True)
        factories.ProfileSectionFactory.create_batch(5, published=True)
        page(client, "/profile/")

        # Public versions of milestones, sections, zone: 1 each.
        with django_assert_num_queries(3):
            page(client, "/profile/")


class TestAnnouncements:
    def test_list_is_paged_newest_first(self, client):
        factories.AnnouncementFactory.create_batch(20, published=True)
        factories.AnnouncementFactory(title_zh="最早的公告", issued_on="2020-01-01", published=True)

        assert "最早的公告" not in page(client, "/announcements/")
        second = page(client, "/announcements/?page=2")
        assert "最早的公告" in second
        assert 'rel="canonical" href="http://testserver/announcements/?page=2"' in second

    @pytest.mark.parametrize("number", ["0", "-1", "3", "1000000000", "abc", "1.5", "%00"])
    def test_page_that_does_not_exist_is_not_found(self, client, number):
        factories.AnnouncementFactory(published=True)

        assert client.get(f"/announcements/?page={number}").status_code == 404

    def test_empty_list_says_so(self, client):
        assert 'class="empty"' in page(client, "/announcements/")

    def test_article_carries_the_meta_tags_of_a_government_site(self, client):
        notice = factories.AnnouncementFactory(title_zh="招商公告", source_zh="投资促进局", published=True)

        html = page(client, notice.get_absolute_url())

        assert '<meta name="ArticleTitle" content="招商公告">' in html
        assert '<meta name="ContentSource" content="投资促进局">' in html
        assert '<meta name="PubDate" content="20' in html

    def test_names_its_park_as_published(self, client, world):
        notice = factories.AnnouncementFactory(park=world.park, published=True)
        public_name = world.park.name_zh
        world.park.name_zh = "草稿园名"
        world.park.save()

        html = page(client, notice.get_absolute_url())

        assert public_name in html
        assert "草稿园名" not in html

    def test_does_not_name_a_park_that_is_not_public(self, client, world):
        notice = factories.AnnouncementFactory(park=world.park, published=True)
        withdraw(content=world.park, by=None)

        assert world.park.name_zh not in page(client, notice.get_absolute_url())

    def test_withdrawn_article_is_not_found(self, client):
        notice = factories.AnnouncementFactory(published=True)
        withdraw(content=notice, by=None)

        assert client.get(notice.get_absolute_url()).status_code == 404
        assert client.get(reverse("announcement", args=[999999])).status_code == 404

    def test_key_beyond_any_database_is_not_found(self, client):
        assert client.get(f"/announcements/{10**30}/").status_code == 404

    def test_lists_need_few_queries_whatever_the_number_of_rows(self, client, django_assert_num_queries):
        factories.ZoneFactory(published=True)
        factories.AnnouncementFactory.create_batch(30, published=True)
        page(client, "/announcements/")

        # Public versions: keys of announcements, texts of this page, zone: 1 each.
        with django_assert_num_queries(3):
            page(client, "/announcements/")

    def test_empty_list_says_where_to_go_meanwhile(self, client):
        assert 'href="/statistics/"' in page(client, "/announcements/").partition('class="empty"')[2]
