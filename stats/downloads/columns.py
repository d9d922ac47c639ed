"""What a row of figures holds, in every file, in the catalogue and in the interface for programs."""

from stats.goals import STATES
from stats.marks import MARKS, QUALIFIERS
from zoneportal.data_files.columns import Column, Kind
from zoneportal.messages import N_
from zoneportal.numbers import UNITS

VINTAGES = ("flash", "preliminary", "annual", "verified")  # stats.models.Vintage, from the first to the last

INDICATOR = (
    Column("indicator", N_("indicator code"), Kind.CODE, N_("Fixed code of the indicator."), 22, is_key=True),
    Column("indicator_name", N_("indicator"), width=24),
)
VALUE = (
    Column("value", N_("value"), Kind.NUMBER, N_("Exact, in the unit of the row; empty where a mark stands."), 16),
    Column("mark", N_("mark"), Kind.CODE, N_("Why no number stands here."), 16, tuple(MARKS)),
    Column("mark_meaning", N_("meaning of the mark"), width=24),
    Column(
        *("qualifier", N_("qualifier"), Kind.CODE, N_("What the source says beside the number, such as over 4,000.")),
        choices=tuple(QUALIFIERS),
    ),
    Column("as_shown", N_("as shown on the page"), width=16),
    Column("unit", N_("unit code"), Kind.CODE, choices=tuple(UNITS), width=12),
    Column("unit_name", N_("unit"), width=12),
    Column(
        *("vintage", N_("vintage code"), Kind.CODE, N_("How final the figure is; a later vintage supersedes.")),
        choices=VINTAGES,
    ),
    Column("vintage_name", N_("vintage"), width=12),
    Column("revision", N_("revision"), Kind.INTEGER, N_("Of the same vintage; 0 is the first."), 9),
    Column("reason", N_("reason of the revision"), width=24),
    Column("note", N_("note"), width=32),
)
ORIGIN = (
    Column("release", N_("release"), Kind.CODE, N_("Key of the release that made the figure public."), 16),
    Column("released_on", N_("released on"), Kind.DAY, width=13),
    Column("basis", N_("basis of the release"), meaning=N_("By which document or decision it is public."), width=36),
    Column("sample", N_("sample data"), Kind.YES_NO, N_("Invented for demonstration."), 11),
    Column("definition", N_("definition"), width=48),
    Column("source", N_("source"), width=28),
)
FIGURES: tuple[Column, ...] = (
    *INDICATOR,
    Column("year", N_("year"), Kind.INTEGER, width=8, is_key=True),
    Column("scope", N_("scope code"), Kind.CODE, N_("The zone, a park, an industry or a size of enterprise."), 20),
    Column("scope_name", N_("scope"), width=24),
    *VALUE,
    *ORIGIN,
)

FROM_BASELINE = N_("The level that the even path from the baseline requires.")
GOALS: tuple[Column, ...] = (
    Column("goal", N_("goal code"), Kind.CODE, width=18, is_key=True),
    Column("goal_name", N_("development goal"), width=28),
    Column("state", N_("state code"), Kind.CODE, N_("Of the goal as a whole, today."), 16, tuple(STATES)),
    Column("state_name", N_("state"), width=20),
    *INDICATOR,
    Column("goal_unit", N_("unit of the goal"), width=14),
    Column("year", N_("year"), Kind.INTEGER, width=8, is_key=True),
    Column("required_to_first", N_("required, path to the first year"), Kind.NUMBER, FROM_BASELINE, 16),
    Column("required_to_last", N_("required, path to the last year"), Kind.NUMBER, FROM_BASELINE, 16),
    Column(
        "level", N_("released level in the unit of the goal"), Kind.NUMBER, N_("Only where it measures the goal."), 16
    ),
    Column("difference", N_("level less the path to the last year"), Kind.NUMBER, width=16),
    *VALUE,
    Column("measures", N_("measures the goal"), Kind.YES_NO, N_("Comparable with the baseline."), 12),
    *ORIGIN,
    Column("baseline_year", N_("baseline year"), Kind.INTEGER, width=10),
    Column("baseline_value", N_("baseline value"), Kind.NUMBER),
    Column("target_value", N_("target value"), Kind.NUMBER),
    Column("first_target_year", N_("first year of the window"), Kind.INTEGER, width=12),
    Column("last_target_year", N_("last year of the window"), Kind.INTEGER, width=12),
    Column("wording", N_("official wording"), width=48),
    Column("choice_note", N_("who chose indicator and window"), width=48),
)
