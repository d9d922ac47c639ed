"""A page that is rendered while somebody publishes, on real connections."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.factories import ParkFactory
from zoneportal.pages import parks as view
from zoneportal.publishing.actions import publish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept")]


def in_a_thread(work) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def publish_as(park, name: str) -> None:
    park.name_zh = name
    park.save()
    publish(content=park, by=None)


@contextmanager
def after_reading(monkeypatch, what):
    """Does something between the moment when the view has read and the moment when the page is kept."""
    read = view.parks_of_today

    def reading(*args):
        found = read(*args)
        monkeypatch.setattr(view, "parks_of_today", read)
        what()
        return found

    monkeypatch.setattr(view, "parks_of_today", reading)
    yield


def test_page_rendered_while_another_publishes_is_not_kept_as_the_new_one(client, monkeypatch):
    park = ParkFactory(published=True, name_zh="旧名园")
    with after_reading(monkeypatch, lambda: in_a_thread(lambda: publish_as(park, "新名园")).join(timeout=30)):
        assert "旧名园" in client.get("/parks/").content.decode()
    assert "新名园" in client.get("/parks/").content.decode()


@pytest.mark.parametrize("ends", ["commit", "rollback"])
def test_page_rendered_before_the_commit_gives_way_after_it(client, ends):
    park = ParkFactory(published=True, name_zh="旧名园")
    client.get("/parks/")
    written, asked = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            publish_as(park, "新名园")
            written.set()
            asked.wait(timeout=20)
            transaction.set_rollback(ends == "rollback")

    thread = in_a_thread(write)
    assert written.wait(timeout=20)
    assert "旧名园" in client.get("/parks/").content.decode()
    asked.set()
    thread.join(timeout=30)
    assert ("新名园" in client.get("/parks/").content.decode()) == (ends == "commit")


@pytest.mark.only_on("postgresql")
def test_the_later_commit_counts_whichever_wrote_first(client):
    first, second = ParkFactory(published=True, name_zh="甲园"), ParkFactory(published=True, name_zh="乙园")
    written, asked = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            publish_as(first, "甲新园")
            written.set()
            asked.wait(timeout=20)

    thread = in_a_thread(write)
    assert written.wait(timeout=20)
    publish_as(second, "乙新园")
    between = client.get("/parks/").content.decode()
    assert "乙新园" in between
    assert "甲新园" not in between
    asked.set()
    thread.join(timeout=30)
    assert "甲新园" in client.get("/parks/").content.decode()


def test_many_readers_and_writers_leave_the_last_word(client):
    park = ParkFactory(published=True, name_zh="园零")

    def reads() -> None:
        reader = Client()
        for _turn in range(8):
            assert reader.get("/parks/").status_code == 200

    def writes() -> None:
        for number in range(6):
            publish_as(park, f"园{number}号")

    threads = [in_a_thread(work) for work in (reads, reads, writes)]
    for thread in threads:
        thread.join(timeout=60)
    assert "园5号" in client.get("/parks/").content.decode()
