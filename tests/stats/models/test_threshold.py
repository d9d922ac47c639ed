from django.utils import translation

from stats.models import CheckThreshold


def test_a_threshold_is_called_by_what_its_number_means():
    with translation.override("en"):
        assert str(CheckThreshold(rule="peers_needed", valid_from_year=2000)) == (
            "how many other enterprises of the industry a comparison needs 2000–"
        )
        assert str(CheckThreshold(rule="of_an_older_program", valid_from_year=2000)) == "of_an_older_program 2000–"
