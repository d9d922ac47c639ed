"""What is kept of a page."""

from pathlib import Path

import pytest
from django.core.cache import caches

from zoneportal.page_cache import store

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
