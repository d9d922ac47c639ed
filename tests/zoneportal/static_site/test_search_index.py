import json

import pytest

from zoneportal.static_site import search_index
from zoneportal.static_site.search_index import Entry, bucket_of, files, keys_of, written

PARK: Entry = ("parks", "/parks/keji/", "科技园", "Science Park", "")
FIRM: Entry = ("enterprises", "/enterprises/E000001/", "样例电子有限公司", "", "E000001 91140400MA0K000000")


def index(entries: list[Entry]) -> dict[str, object]:
    return {name: json.loads(content) for name, content in files(entries)}


def found(entries: list[Entry], key: str) -> list[int]:
    """The numbers of the entries under a key, as a browser finds them."""
    there = index(entries)
    whole = there["index.json"]
    steps = there[f"{whole['folder']}/w/{bucket_of(key, whole['buckets'])}.json"].get(key, [0])[1:]
    return [sum(steps[: number + 1]) for number in range(len(steps))]


def test_a_name_is_found_by_every_character_and_every_pair():
    assert keys_of("高新区") == {"高", "新", "区", "高新", "新区"}


def test_words_are_compared_without_capitals_and_full_width():
    assert keys_of("ＡB c") == {"a", "b", "ab", "c"}


@pytest.mark.parametrize(("key", "numbers"), [("园", [0]), ("电子", [1]), ("sc", [0]), ("91", [1]), ("有园", [])])
def test_keys_lead_to_entries(key, numbers):
    assert found([PARK, FIRM], key) == numbers


def test_an_entry_is_complete():
    there = index([PARK, FIRM])

    assert there[f"{there['index.json']['folder']}/e/0.json"] == [list(PARK), list(FIRM)]


def test_a_common_key_keeps_its_count_and_the_first_entries(monkeypatch):
    monkeypatch.setattr(search_index, "LONGEST", 2)

    assert written([3, 5, 9]) == [3, 3, 2]


def test_the_same_entries_make_the_same_files():
    assert dict(files([PARK, FIRM])) == dict(files([PARK, FIRM]))


def test_another_entry_makes_another_folder():
    assert index([PARK])["index.json"]["folder"] != index([PARK, FIRM])["index.json"]["folder"]


def test_no_file_of_a_large_index_is_large():
    entries: list[Entry] = [
        (
            "enterprises",
            f"/enterprises/E{n:06d}/",
            f"样例{chr(0x4E00 + n % 900)}{chr(0x5000 + n * 7 % 900)}有限公司",
            "",
            f"E{n:06d}",
        )
        for n in range(5_000)
    ]

    assert max(len(content) for _name, content in files(entries)) < 60_000


def test_an_empty_site_has_an_index():
    assert index([])["index.json"]["entries"] == 0
