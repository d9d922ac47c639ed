import pytest

from enterprises import classification
from enterprises.classification import IndustryCode
from zoneportal.messages import Refused


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("C2442", IndustryCode("2442", "C")),
        ("c 2442", IndustryCode("2442", "C")),
        ("2442", IndustryCode("2442")),
        (" ２４４２", IndustryCode("2442")),
        ("0111", IndustryCode("0111")),
        ("244", IndustryCode("244")),
        ("C", IndustryCode("C", "C")),
        (2442, IndustryCode("2442")),
        (2442.0, IndustryCode("2442")),
    ],
)
def test_a_code_is_read(cell, expected):
    assert classification.parse(cell) == expected


@pytest.mark.parametrize("cell", [None, "", " "])
def test_a_blank_cell_has_no_code(cell):
    assert classification.parse(cell) is None


@pytest.mark.parametrize("cell", ["U", "C24423", "2", "24-42", "制造业", "2442C", "٢٤٤٢"])
def test_a_malformed_code_is_refused(cell):
    with pytest.raises(Refused) as refused:
        classification.parse(cell)
    assert refused.value.message == classification.MALFORMED


@pytest.mark.parametrize("cell", [111, 2442.5, 24, 24420, float("nan"), float("inf")])
def test_a_number_that_may_have_lost_a_zero_is_refused(cell):
    with pytest.raises(Refused) as refused:
        classification.parse(cell)
    assert refused.value.message == classification.LOST_ZERO


@pytest.mark.parametrize(("code", "level"), [("C", 1), ("24", 2), ("244", 3), ("2442", 4)])
def test_the_length_tells_the_level(code, level):
    assert classification.level(code) == level


@pytest.mark.parametrize(
    ("code", "section", "lineage"),
    [("2442", "C", ("C", "24", "244", "2442")), ("59", "G", ("G", "59")), ("C", "C", ("C",))],
)
def test_a_code_belongs_to_all_above_it(code, section, lineage):
    assert classification.lineage(code, section) == lineage
