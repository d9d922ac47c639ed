"""Two people in one form: the second is refused, and sees mine and theirs."""

import pytest
from django.urls import reverse

from parks.models import Announcement
from tests.admin_forms import filled_in
from tests.factories import AnnouncementFactory


@pytest.fixture
def notice(world) -> Announcement:
    return AnnouncementFactory(title_zh="原标题", summary_zh="原摘要", park=world.park)


@pytest.fixture
def address(notice) -> str:
    return reverse("admin:parks_announcement_change", args=[notice.pk])


@pytest.fixture
def opened(client, world, address) -> dict:
    """The form as the clerk opened it."""
    client.force_login(world.clerk)
    return filled_in(client.get(address))


def colleague_saves(notice, world, **changes) -> None:
    for name, value in changes.items():
        setattr(notice, name, value)
    notice._history_user = world.administrator
    notice.save()


def stored(notice) -> Announcement:
    return Announcement.objects.get(pk=notice.pk)


def test_a_form_that_nobody_overtook_is_saved(client, address, opened, notice):
    assert client.post(address, opened | {"title_zh": "我的标题"}).status_code == 302
    assert stored(notice).title_zh == "我的标题"


def test_an_overtaken_form_is_refused_and_nothing_is_stored(client, world, address, opened, notice):
    colleague_saves(notice, world, title_zh="他的标题")
    answer = client.post(address, opened | {"title_zh": "我的标题"})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.has_error("__all__", "stale")
    assert stored(notice).title_zh == "他的标题"


def test_mine_and_theirs_stand_side_by_side_with_the_author(client, world, address, opened, notice):
    colleague_saves(notice, world, title_zh="他的标题")
    conflict = client.post(address, opened | {"title_zh": "我的标题"}).context["conflict"]
    assert conflict.by == str(world.administrator)
    (clash,) = conflict.clashes
    assert (clash.mine, clash.theirs, clash.is_mine_kept) == ("我的标题", "他的标题", True)


def test_what_i_left_alone_takes_their_value(client, world, address, opened, notice):
    colleague_saves(notice, world, summary_zh="他的摘要")
    answer = client.post(address, opened | {"title_zh": "我的标题"})
    fields = filled_in(answer)
    assert fields["title_zh"] == ["我的标题"]
    assert fields["summary_zh"] == ["他的摘要"]
    assert client.post(address, fields).status_code == 302
    assert (stored(notice).title_zh, stored(notice).summary_zh) == ("我的标题", "他的摘要")


def test_saving_again_is_a_decision_for_mine(client, world, address, opened, notice):
    colleague_saves(notice, world, title_zh="他的标题")
    second = filled_in(client.post(address, opened | {"title_zh": "我的标题"}))
    assert client.post(address, second).status_code == 302
    assert stored(notice).title_zh == "我的标题"


def test_a_third_save_in_between_is_refused_again(client, world, address, opened, notice):
    colleague_saves(notice, world, title_zh="他的标题")
    second = filled_in(client.post(address, opened | {"title_zh": "我的标题"}))
    colleague_saves(notice, world, title_zh="他的新标题")
    assert client.post(address, second).context["conflict"].clashes[0].theirs == "他的新标题"


def test_the_same_words_by_both_leave_nothing_to_compare(client, world, address, opened, notice):
    colleague_saves(notice, world, title_zh="同一标题")
    assert client.post(address, opened | {"title_zh": "同一标题"}).context["conflict"].clashes == []


@pytest.mark.parametrize("odd", ["abc", "²", "-1", ""])
def test_an_odd_version_in_the_request_is_no_fault_of_the_server(client, address, opened, odd):
    assert client.post(address, opened | {"seen_version": odd}).status_code in {200, 302}
