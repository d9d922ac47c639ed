"""From which moment on a row of the statistics is public: with its release, an indicator with its first figure.

The calendar of releases shows what is announced at once."""

from zoneportal.publishing.watched import ALWAYS, Watched, topic_named

FIGURES = topic_named("stats.release")
_RELEASED = (
    "(SELECT public.released_at FROM stats_release AS public "
    "WHERE public.id = {row}.release_id AND public.status = 'released')"
)
# A published goal names its indicator, too, and counts in the unit of its definition.
_MEASURED = """(SELECT MIN(seen.since) FROM (
    SELECT public.released_at AS since FROM stats_figure AS figure
    JOIN stats_release AS public ON public.id = figure.release_id
    WHERE figure.indicator_id = {row}.KEY AND public.status = 'released'
    UNION ALL
    SELECT shown.effective_at FROM publishing_publication AS shown
    JOIN django_content_type AS kind ON kind.id = shown.content_type_id
    JOIN stats_historicalgoal AS goal ON goal.history_id = shown.version
    WHERE kind.app_label = 'stats' AND kind.model = 'goal' AND goal.indicator_id = {row}.KEY
) AS seen)"""

WATCHED = (
    Watched("stats_release", FIGURES, "CASE WHEN {row}.status = 'released' THEN {row}.released_at END"),
    # The public calendar names what is announced, before any figure of it is public.
    Watched("stats_release", FIGURES, f"CASE WHEN {{row}}.is_announced THEN {ALWAYS} END"),
    Watched("stats_figure", FIGURES, _RELEASED),
    Watched("stats_indicator", FIGURES, _MEASURED.replace("KEY", "id")),
    Watched("stats_indicatordefinition", FIGURES, _MEASURED.replace("KEY", "indicator_id")),
)
