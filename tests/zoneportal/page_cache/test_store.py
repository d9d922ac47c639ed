"""What is kept of a page."""

from pathlib import Path

import pytest
from django.core.cache import caches

from zoneportal.page_cache import store
from zoneportal.publishing.actions import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept")]


def test_who_has_a_large_page_is_told_so_at_once_and_its_body_fills_no_disk(client, world, queries, monkeypatch):
    monkeypatch.setattr(store, "LARGEST_PAGE", 1_000)
    set_in_cache, written = caches["pages"].set, []

    def noted(key, value, **how):
        written.append(value)
        return set_in_cache(key, value, **how)

    monkeypatch.setattr(caches["pages"], "set", noted)
    first = client.get("/statistics/")
    headers = {"If-None-Match": first["ETag"]}
    assert [entry.bodies for entry in written] == [{}]
    assert queries("/statistics/", headers=headers) == 1
    assert client.get("/statistics/", headers=headers).status_code == 304
    again = client.get("/statistics/")
    assert (again.content, again["ETag"], again["Last-Modified"]) == (
        first.content,
        first["ETag"],
        first["Last-Modified"],
    )


def test_body_is_written_as_it_travels(client, world):
    body = client.get("/about/").content
    assert any(body in Path(name).read_bytes() for name in caches["pages"]._list_cache_files())
    assert client.get("/about/").content == body


def test_process_answers_from_its_own_memory_while_the_page_holds(client, world, queries, monkeypatch):
    body = client.get("/about/").content
    monkeypatch.setattr(caches["pages"], "get", lambda key: pytest.fail("looked further than needed"))
    assert queries("/about/") == 1
    assert client.get("/about/").content == body


def test_process_that_holds_an_old_page_takes_the_one_that_another_made(client, world):
    old = client.get("/about/").content
    held = dict(store._nearest)
    world.zone.name_zh = "新名高新区"
    world.zone.save()
    publish(content=world.zone, by=None)
    new = client.get("/about/").content
    store._nearest.update(held)  # as in a process that has not been asked since
    with_new_name = client.get("/about/")
    assert new == with_new_name.content != old


def test_memory_of_a_process_has_bounds(client, world, monkeypatch):
    monkeypatch.setattr(store, "_nearest", store.LRUCache(20_000, getsizeof=store._nearest.getsizeof))
    for address in ["/", "/about/", "/parks/", "/statistics/", "/goals/"]:
        assert client.get(address).status_code == 200
    assert store._nearest.currsize <= 20_000
    assert 0 < len(store._nearest) < 5
