"""Who changed what and when, and how an old version comes back."""

import pytest
from django.urls import reverse

from parks.models import Announcement
from tests.admin_forms import filled_in
from tests.factories import AnnouncementFactory, FigureFactory


def page(name: str, record, *arguments) -> str:
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=[record.pk, *arguments])


@pytest.fixture
def notice(world) -> Announcement:
    """With three versions: 第一稿, 第二稿, 第三稿."""
    record = AnnouncementFactory(title_zh="第一稿", park=world.park)
    for title in ("第二稿", "第三稿"):
        record.title_zh = title
        record._history_user = world.clerk
        record.save()
    return record


def versions(record) -> list[int]:
    return list(record.history.order_by("history_id").values_list("history_id", flat=True))


def test_history_tells_who_changed_what_from_what_to_what(client, world, notice):
    client.force_login(world.clerk)
    entries = client.get(page("history", notice)).context["entries"]
    newest, changes = entries[0]
    assert newest.history_user == world.clerk
    assert [(change.name, change.old, change.new) for change in changes] == [("title_zh", "第二稿", "第三稿")]
    assert len(entries) == 3


def test_history_has_pages_and_compares_across_them(client, world, notice, monkeypatch):
    monkeypatch.setattr("parks.admin.AnnouncementAdmin.history_list_per_page", 2)
    client.force_login(world.clerk)
    first = client.get(page("history", notice)).context["entries"]
    second = client.get(page("history", notice) + "?p=2").context["entries"]
    assert [changes[0].old for _version, changes in first] == ["第二稿", "第一稿"]
    assert [changes for _version, changes in second] == [[]]


def test_history_of_a_record_costs_the_same_for_three_and_for_thirty_versions(client, world, notice, count_queries):
    client.force_login(world.clerk)
    few = count_queries(lambda: client.get(page("history", notice)))
    for number in range(27):
        notice.title_zh = f"第{number}稿"
        notice.save()
    assert count_queries(lambda: client.get(page("history", notice))) == few


def test_a_version_shows_what_differs_from_today(client, world, notice):
    client.force_login(world.clerk)
    shown = client.get(page("simple_history", notice, versions(notice)[0])).context
    assert [(change.old, change.new) for change in shown["differences"]] == [("第一稿", "第三稿")]
    assert shown["may_revert"]


def test_an_old_version_opens_in_the_form_and_changes_nothing_yet(client, world, notice):
    client.force_login(world.clerk)
    form = client.get(page("change", notice) + f"?version={versions(notice)[0]}")
    assert form.context["adminform"].form.initial["title_zh"] == "第一稿"
    notice.refresh_from_db()
    assert notice.title_zh == "第三稿"


def test_an_old_version_comes_back_by_saving_the_form(client, world, notice):
    client.force_login(world.clerk)
    address = page("change", notice) + f"?version={versions(notice)[0]}"
    client.post(address, filled_in(client.get(address)))
    notice.refresh_from_db()
    assert notice.title_zh == "第一稿"
    assert notice.history.latest().history_user == world.clerk


def test_an_old_version_passes_the_rules_of_the_form(client, world, notice):
    """What was allowed once, and is not any more, is refused at its field."""
    Announcement.history.filter(history_id=versions(notice)[0]).update(title_zh="")
    client.force_login(world.clerk)
    address = page("change", notice) + f"?version={versions(notice)[0]}"
    answer = client.post(address, filled_in(client.get(address)))
    assert "title_zh" in answer.context["adminform"].form.errors


def test_who_may_only_read_cannot_revert(client, world, notice):
    client.force_login(world.auditor)
    first = versions(notice)[0]
    assert not client.get(page("simple_history", notice, first)).context["may_revert"]
    assert client.post(page("simple_history", notice, first), {"title_zh": "改了"}).status_code == 405
    assert client.post(page("change", notice) + f"?version={first}", {"title_zh": "改了"}).status_code == 403


def test_a_version_cannot_be_posted_to(client, world, notice):
    """The package's own view would save it past the form's permission."""
    client.force_login(world.clerk)
    assert client.post(page("simple_history", notice, versions(notice)[0]), {"title_zh": "改了"}).status_code == 405


@pytest.mark.parametrize("number", ["0", "999999", "abc"])
def test_an_unknown_version_does_not_exist(client, world, notice, number):
    client.force_login(world.clerk)
    assert client.get(page("simple_history", notice, number)).status_code == 404
    assert client.get(page("change", notice) + f"?version={number}").status_code == 404


def test_figures_do_not_revert(client, world):
    figure = FigureFactory(value=1)
    figure.value = 2
    figure.save()
    first = versions(figure)[0]
    client.force_login(world.statistician)
    assert not client.get(page("simple_history", figure, first)).context["may_revert"]
    assert client.get(page("change", figure) + f"?version={first}").status_code == 404


def test_saving_without_a_change_leaves_no_trace_in_the_history(client, world, notice):
    client.force_login(world.clerk)
    client.post(page("change", notice), filled_in(client.get(page("change", notice))))
    assert len(versions(notice)) == 3


def test_history_names_the_moves_of_publishing(client, world, notice):
    client.force_login(world.publisher)
    client.post(page("publish", notice), {"version": notice.latest_version(), "note": "审定"})
    (move,) = client.get(page("history", notice)).context["trail"]
    assert (move.made_by, move.note) == (world.publisher, "审定")
