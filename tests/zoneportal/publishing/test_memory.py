import threading

from zoneportal.publishing import memory
from zoneportal.publishing.memory import remembered


def test_the_same_version_is_made_once():
    made = iter("ab")
    assert [remembered("key", "1", lambda: next(made)) for _turn in range(3)] == ["a", "a", "a"]


def test_another_version_takes_the_place_of_the_one_before():
    assert [remembered("key", version, lambda v=version: f"made of {v}") for version in ("1", "2", "1")] == [
        "made of 1", "made of 2", "made of 1",
    ]  # fmt: skip
    assert len(memory._held) == 1


def test_nothing_is_not_remembered():
    assert remembered("key", "1", lambda: None) is None
    assert remembered("key", "1", lambda: "something") == "something"


def test_least_asked_for_goes_first(monkeypatch):
    monkeypatch.setattr(memory, "_held", memory.LRUCache(2))
    for key in ("first", "second", "first", "third"):
        remembered(key, "1", lambda key=key: key)
    assert list(memory._held) == ["first", "third"]


def test_part_that_cannot_be_made_leaves_the_memory_as_it_was():
    def fail():
        raise ValueError

    for make in (fail, lambda: "made"):
        try:
            found = remembered("key", "1", make)
        except ValueError:
            found = None
    assert found == "made"


def test_parts_are_made_side_by_side_and_inside_each_other():
    """No thread waits until another has made its part."""
    both = threading.Barrier(2, timeout=10)

    def make() -> str:
        both.wait()
        return remembered("inside", "1", lambda: "made")

    threads = [threading.Thread(target=remembered, args=(name, "1", make)) for name in ("one", "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert {"one", "other", "inside"} <= set(memory._held)


def test_threads_that_know_different_versions_do_not_disturb_each_other():
    def read(version: str) -> None:
        found.extend(remembered("key", version, lambda: version) == version for _turn in range(500))

    found: list[bool] = []
    threads = [threading.Thread(target=read, args=(version,)) for version in "12"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert len(found) == 1000
    assert all(found)
