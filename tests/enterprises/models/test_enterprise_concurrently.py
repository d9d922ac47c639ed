import threading

import pytest
from django.db import connection

from enterprises.models.enterprise import draw_numbers


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_never_draw_the_same_number():
    drawn, failed = [], []
    start = threading.Barrier(4)

    def draw() -> None:
        try:
            start.wait(timeout=10)
            for _ in range(5):
                drawn.extend(draw_numbers(3))
        except Exception as error:  # seen by the test, not lost in the thread
            failed.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=draw) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=30)
    assert failed == []
    assert len(drawn) == len(set(drawn)) == 4 * 5 * 3
