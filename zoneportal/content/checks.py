"""What the checks of returns take for near, much and large. Chosen by the makers of the program: no notice sets them.

An administrator adds a row with its year where the zone knows better. See stats.plausibility.thresholds.
"""

SINCE = 2000

THRESHOLDS = tuple(
    {"rule": rule, "valid_from_year": SINCE, "number": number}
    for rule, number in (
        ("slip_tolerance", 50),
        ("outlier_rise", 200),
        ("outlier_fall", 70),
        ("peers_needed", 5),
        ("peers_far", 300),
        ("revenue_per_head_most", 5000),
        ("revenue_per_head_least", "0.1"),
        ("large_money", 500),
        ("large_persons", 20),
        ("large_enterprises", 5),
        ("large_area", 50),
    )
)
