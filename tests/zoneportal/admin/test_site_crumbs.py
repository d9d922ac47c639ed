"""Where a page of the office stands: under its list, by the words of the menu."""

import re

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def crumbs(client, url: str) -> list[str]:
    shown = re.search(r'<div class="breadcrumbs">(.*?)</div>', client.get(url).content.decode(), re.DOTALL)[1]
    return [re.sub(r"<[^>]+>", "", part).strip() for part in shown.split("&rsaquo;")]


def test_no_app_stands_between_the_start_page_and_a_list(client, world):
    client.force_login(world.statistician)

    assert crumbs(client, reverse("admin:stats_surveyyear_changelist")) == ["首页", "调查年度"]
    assert crumbs(client, reverse("admin:stats_surveyyear_add")) == ["首页", "调查年度", "新增调查年度"]
    page = reverse("admin:stats_figure_change", args=[world.secret_figure.pk])
    assert crumbs(client, page)[:2] == ["首页", "统计数据"]
    assert len(crumbs(client, page)) == 3
