"""The search of the static site: an index in small files, of which a browser fetches the few that a question needs.

Every character and every pair of neighbouring characters leads to the entries that hold it, so a part of a Chinese name
is found from one character on, and so are codes and English words. With 100,000 entries a question costs some 100 KB.

index.json                {"folder": "3f9c…", "buckets": 64, "entries": 4032, "block": 200}
<folder>/w/<bucket>.json  {"园": [12, 0, 3, 1, …], "园区": […]}: how many in all, then at most LONGEST entries, each as
                          its distance to the one before
<folder>/e/<block>.json   [["parks", "/parks/keji/", "科技园", "Science Park", "former names, codes"], …]
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from zoneportal.static_site.manifest import digest

Entry = tuple[str, str, str, str, str]  # kind, Chinese path, Chinese title, English title (empty: the same), more words
LONGEST = 1_000
A_BLOCK = 200
A_BUCKET = 16_000  # bytes, about
MOST_BUCKETS = 4_096


def normalised(text: str) -> str:
    """As search.js does it, too."""
    return unicodedata.normalize("NFKC", text).lower()


def keys_of(text: str) -> set[str]:
    """`高新区` has 高, 新, 区, 高新 and 新区."""
    found: set[str] = set()
    for word in normalised(text).split():
        found.update(word)
        found.update(one + other for one, other in pairwise(word))
    return found


def bucket_of(key: str, buckets: int) -> int:
    first, second = ord(key[0]), ord(key[1]) if len(key) > 1 else 0
    return (first * 31 + second) % buckets


def postings_of(entries: Iterable[Entry]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, (_kind, _path, chinese, english, more) in enumerate(entries):
        for key in keys_of(f"{chinese} {english} {more}"):
            found.setdefault(key, []).append(number)
    return found


def written(numbers: list[int]) -> list[int]:
    """[3, 5, 9] is [3, 3, 2, 4]: three entries, the third, two on, four on."""
    shown = numbers[:LONGEST]
    return [len(numbers), *shown[:1], *(later - earlier for earlier, later in pairwise(shown))]


def files(entries: list[Entry]) -> Iterator[tuple[str, bytes]]:
    """Names below the folder of the index, with their contents. The same entries give the same files."""
    postings = {key: written(numbers) for key, numbers in sorted(postings_of(entries).items())}
    size = sum(8 + 3 * len(numbers) for numbers in postings.values())
    buckets = min(1 << max(size // A_BUCKET, 1).bit_length() - 1, MOST_BUCKETS)
    filled: list[dict[str, list[int]]] = [{} for _number in range(buckets)]
    for key, numbers in postings.items():
        filled[bucket_of(key, buckets)][key] = numbers
    blocks = [entries[start : start + A_BLOCK] for start in range(0, len(entries), A_BLOCK)]
    contents = {f"w/{number}.json": _json(bucket) for number, bucket in enumerate(filled)}
    contents |= {f"e/{number}.json": _json(block) for number, block in enumerate(blocks)}
    folder = digest(b"".join(contents.values()))[:12]
    yield from ((f"{folder}/{name}", content) for name, content in contents.items())
    whole = {"folder": folder, "buckets": buckets, "entries": len(entries), "block": A_BLOCK}
    yield "index.json", _json(whole)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
