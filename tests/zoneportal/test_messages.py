import pickle

import pytest

from zoneportal.messages import Refused, in_a_row


def test_a_refusal_crosses_from_one_process_to_another_with_what_goes_into_it():
    refusal = pickle.loads(pickle.dumps(Refused("%(count)s rows are too many.", count=3)))

    assert (refusal.message, refusal.params) == ("%(count)s rows are too many.", {"count": 3})
    assert str(refusal) == "3 rows are too many."


@pytest.mark.parametrize(
    ("sentences", "text"),
    [
        ([], ""),
        (["One."], "One."),
        (["One.", "Two."], "One. Two."),
        (["第一句。", "第二句。"], "第一句。第二句。"),
        (["第一句。", "Two.", "第三句。"], "第一句。Two. 第三句。"),
    ],
)
def test_sentences_stand_in_a_row_as_their_language_writes_them(sentences, text):
    assert in_a_row(sentences) == text
