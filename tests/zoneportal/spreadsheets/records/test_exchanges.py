"""Values that rows of one sheet pass on to each other: written as one, told by no history, and taken back as one."""

import random

import pytest
from django.utils.translation import gettext

from enterprises.resources import identity
from parks.models import Park
from stats.models import Indicator
from tests import factories, sheets, snapshots
from tests.undoing import undone
from zoneportal.spreadsheets.checks import checking, uniqueness
from zoneportal.spreadsheets.importing import actions, writing
from zoneportal.spreadsheets.models import JobState
from zoneportal.spreadsheets.records import exchanges
from zoneportal.spreadsheets.undo import undoing
from zoneportal.spreadsheets.undo.obstacles import EDITED_SINCE, HOLDER_STAYS

HEADER = ["园区编码", "网址词", "园区名称"]
SWAP = [HEADER, ["a", "second", ""], ["b", "first", ""]]
RING = [HEADER, ["a", "second", "丙园"], ["b", "third", "甲园"], ["c", "first", "乙园"]]


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


@pytest.fixture
def parks(db):
    for code, slug, name in (("a", "first", "甲园"), ("b", "second", "乙园"), ("c", "third", "丙园")):
        factories.ParkFactory(code=code, slug=slug, name_zh=name)


def words(name: str = "slug") -> list[str]:
    return list(Park.objects.order_by("code").values_list(name, flat=True))


def test_two_parks_swap_their_address_words(boss, parks):
    sheets.written("parks", SWAP, user=boss)
    assert words() == ["second", "first", "third"]


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_a_chain_is_written_in_whatever_order_it_stands(boss, parks, order):
    chain = {1: ["a", "second", ""], 2: ["b", "third", ""], 3: ["c", "fourth", ""]}
    sheets.written("parks", [HEADER, *(chain[place] for place in order)], user=boss)
    assert words() == ["second", "third", "fourth"]


def test_two_rings_of_values_go_round_at_once(boss, parks):
    sheets.written("parks", RING, user=boss)
    assert (words(), words("name_zh")) == (["second", "third", "first"], ["丙园", "甲园", "乙园"])


def test_rows_of_different_chunks_exchange_values(boss, parks, monkeypatch):
    monkeypatch.setattr(checking, "ROWS_AT_ONCE", 1)
    sheets.written("parks", RING, user=boss)
    assert (words(), words("name_zh")) == (["second", "third", "first"], ["丙园", "甲园", "乙园"])


def test_two_enterprises_do_not_swap_their_codes(boss, world):
    """A code says which enterprise is meant."""
    one, other = world.enterprise, world.other_enterprise
    rows = [[one.number, one.name_zh, other.credit_code], [other.number, other.name_zh, one.credit_code]]
    found = sheets.checked("enterprises", [["企业编号", "企业名称", "统一社会信用代码"], *rows], user=boss)
    assert sheets.errors_of(found) == [(row, "企业编号", identity.TWO_ENTERPRISES) for row in (2, 3)]


def test_two_indicators_swap_their_names(boss, db):
    definitions = factories.DefinitionFactory.create_batch(2)
    one, other = (each.indicator for each in definitions)
    heads = ["指标编码", "指标名称", "口径起始年份"]
    rows = [
        [one.code, other.name_zh, str(definitions[0].valid_from_year)],
        [other.code, one.name_zh, str(definitions[1].valid_from_year)],
    ]
    sheets.written("indicators", [heads, *rows], user=boss)
    assert list(Indicator.objects.order_by("pk").values_list("name_zh", flat=True)) == [other.name_zh, one.name_zh]


def test_a_new_record_takes_what_another_row_took_from_a_third(boss, parks):
    table = [HEADER, ["n", "first", "丁园"], ["a", "second", ""], ["b", "other", ""]]
    sheets.written("parks", table, user=boss)
    assert words() == ["second", "other", "third", "first"]


def test_no_history_tells_of_the_value_in_between(boss, parks):
    job = sheets.written("parks", SWAP, user=boss)
    entries = Park.history.filter(import_job=job).order_by("code").values_list("code", "slug", "history_type")
    assert list(entries) == [("a", "second", "~"), ("b", "first", "~")]


def test_an_undo_takes_an_exchange_back(boss, parks):
    before = snapshots.taken()
    job = sheets.written("parks", RING, user=boss)
    undone(job, boss)
    assert snapshots.differences(before, snapshots.taken()) == {}
    assert not Park.history.filter(slug__startswith=exchanges.SIGN).exists()


def test_an_undo_keeps_a_ring_whole_when_one_of_it_was_edited_since(boss, parks):
    job = sheets.written("parks", SWAP, user=boss)
    park = Park.objects.get(code="a")
    park.phone = "010-1"
    park.save()
    left = {each.key: each.reason for each in undoing.plan_of(job, boss).remaining(undoing.EDITED)}
    assert left == {park.pk: gettext(EDITED_SINCE), Park.objects.get(code="b").pk: gettext(HOLDER_STAYS)}
    undone(job, boss, force=True)
    assert (words(), Park.objects.get(code="a").phone) == (["first", "second", "third"], "010-1")


@pytest.mark.parametrize("rows_at_once", [3, 1000])
@pytest.mark.parametrize("seed", range(3))
def test_whatever_goes_round_is_written_and_taken_back(boss, monkeypatch, rows_at_once, seed):
    monkeypatch.setattr(checking, "ROWS_AT_ONCE", rows_at_once)
    rng = random.Random(seed)
    for number in range(8):
        factories.ParkFactory(code=f"p{number}", slug=f"s{number}", name_zh=f"n{number}")
    slugs, names = ([f"{sign}{number}" for number in range(10)] for sign in "sn")
    for several in (slugs, names):
        rng.shuffle(several)
    rows = [[f"p{number}", slug, name] for number, (slug, name) in enumerate(zip(slugs, names, strict=True))]
    before = snapshots.taken()
    job = sheets.written("parks", [HEADER, *rng.sample(rows, len(rows))], user=boss)
    assert (words(), words("name_zh")) == (slugs, names)
    undone(job, boss)
    assert snapshots.differences(before, snapshots.taken()) == {}


def test_a_partner_that_is_refused_makes_no_room(boss, parks):
    table = [[*HEADER, "面积（平方公里）"], ["a", "second", "", ""], ["b", "first", "", "-1"]]
    found = sheets.checked("parks", table, user=boss)
    assert {(row, message) for row, _column, message in sheets.errors_of(found)} >= {(2, uniqueness.TAKEN)}
    assert found.counts()["error"] == 2


@pytest.mark.parametrize("rows_at_once", [1, 1000])
def test_what_cannot_step_aside_is_refused_with_the_way_out(boss, parks, monkeypatch, rows_at_once):
    monkeypatch.setattr(checking, "ROWS_AT_ONCE", rows_at_once)
    monkeypatch.setattr(exchanges, "movable", lambda fields: ())
    found = sheets.checked("parks", [HEADER, ["a", "second", ""], ["b", "other", ""]], user=boss)
    assert sheets.errors_of(found) == [(2, "网址词", uniqueness.IN_TWO_STEPS)]
    assert sheets.errors_in(found)[0].params == {"row": 3}


def test_a_record_that_would_be_left_aside_stops_the_writing(boss, parks, monkeypatch):
    """Should a plan ever move a record aside and not write it, nothing is written."""
    job = sheets.received("parks", SWAP, user=boss)
    step = writing._step_aside

    def with_one_more(model, lines):
        aside = step(model, lines)
        exchanges.step_aside(model, "slug", [third := Park.objects.get(code="c").pk])
        aside["slug"].add(third)
        return aside

    monkeypatch.setattr(writing, "_step_aside", with_one_more)
    assert actions.confirm(job=job, by=boss).result == actions.BLOCKED
    job.refresh_from_db()
    assert (words(), job.state) == (["first", "second", "third"], JobState.CHECKED)
