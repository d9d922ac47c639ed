import pytest

from enterprises.models.enterprise import draw_numbers
from tests.together import together


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_never_draw_the_same_number():
    drawn = together(lambda _writer: [number for _ in range(5) for number in draw_numbers(3)], range(4))
    numbers = [number for each in drawn for number in each]

    assert len(numbers) == len(set(numbers)) == 4 * 5 * 3
