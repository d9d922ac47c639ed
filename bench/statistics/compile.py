"""One compilation of a year with all its breakdowns, or what it is measured beside: `… compile YEAR bare|ours|again`.

`bare` reads the same accepted values with a cursor, in one statement with their places, and adds them up per indicator
and scope in Decimal: no history, no stored input, no digest, no figure. `ours` is the whole compilation, `again` one
that finds nothing new.
"""

import sys
from decimal import Decimal

import django

from bench.sheets.measuring import Work, tell

READ = """
    SELECT line.indicator_id, park.code, tag.code, entry.size_class, answer.value
    FROM stats_returnvalue AS answer
    JOIN stats_enterprisereturn AS given ON given.id = answer.enterprise_return_id
    JOIN stats_enterpriseyear AS entry ON entry.id = given.entry_id
    JOIN stats_surveyyear AS survey ON survey.id = entry.survey_id
    JOIN stats_formline AS line ON line.id = answer.line_id
    JOIN parks_park AS park ON park.id = entry.park_id
    LEFT JOIN enterprises_industrytag AS tag ON tag.id = entry.main_industry_id
    WHERE survey.year = %s AND given.status = 'accepted'
"""


def bare(year: int) -> int:
    """How many sums came of it."""
    from django.db import connection

    totals: dict[tuple, Decimal] = {}
    with connection.cursor() as cursor:
        cursor.execute(READ, [year])
        for indicator, park, tag, size, stored in cursor.fetchall():
            value = stored if isinstance(stored, Decimal) else Decimal(repr(stored))
            scopes = [(), (park,), ("size", size)]
            if tag:
                scopes += [("tag", tag), (park, tag)]
            for scope in scopes:
                key = (indicator, scope)
                totals[key] = totals.get(key, Decimal(0)) + value
    return len(totals)


def ours(year: int) -> int:
    from stats.compile_actions import compile_year
    from stats.models import SurveyYear, Vintage

    outcome = compile_year(survey=SurveyYear.objects.get(year=year), vintage=Vintage.ANNUAL, by=None)
    return outcome.compilation.figure_count


if __name__ == "__main__":
    django.setup()
    with Work() as work:
        figures = (bare if sys.argv[2] == "bare" else ours)(int(sys.argv[1]))
    tell(figures=figures, **work.told())
