import pickle

from zoneportal.messages import Refused


def test_a_refusal_crosses_from_one_process_to_another_with_what_goes_into_it():
    refusal = pickle.loads(pickle.dumps(Refused("%(count)s rows are too many.", count=3)))

    assert (refusal.message, refusal.params) == ("%(count)s rows are too many.", {"count": 3})
    assert str(refusal) == "3 rows are too many."
