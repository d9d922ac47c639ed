"""The export of a list: all of it, or the selection that its search and filters show."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import sheets
from tests.sheet_screens import signed_in

EXPORT = reverse("admin:enterprises_enterprise_export")
LIST = reverse("admin:enterprises_enterprise_changelist")


@pytest.fixture
def office(world) -> Client:
    return signed_in(world.administrator)


def names(answer) -> set[str]:
    table = sheets.table_of(b"".join(answer.streaming_content))
    return {row[table[0].index("企业名称")] for row in table[1:]}


def test_all_of_a_list_is_exported(office, world):
    assert len(names(office.get(EXPORT, {"format": "csv"}))) == 3


def test_the_selection_is_what_search_and_filters_leave(office, world):
    asked = {"q": "未确认", "selection": "yes", "format": "csv"}
    assert names(office.get(EXPORT, asked)) == {world.secret_enterprise.name_zh}


def test_a_clerk_selects_among_the_own_records_only(world):
    asked = {"q": "有限公司", "selection": "yes", "format": "ods"}
    assert world.other_enterprise.name_zh not in names(signed_in(world.clerk).get(EXPORT, asked))


def test_the_list_offers_its_selection_with_the_number_of_rows(office, world):
    page = office.get(LIST, {"q": "未确认"}).content.decode()
    assert "?q=%E6%9C%AA%E7%A1%AE%E8%AE%A4&amp;selection=yes&amp;format=xlsx" in page
    assert "selection=yes" not in office.get(LIST).content.decode()


def test_a_filter_that_does_not_exist_leads_back_to_the_list(office):
    assert office.get(EXPORT, {"selection": "yes", "nonsense": "1"}).url == LIST
