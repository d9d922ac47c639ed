"""The national classification GB/T 4754-2017, from the file that ships with the register."""

import csv
from collections.abc import Iterator

from django.conf import settings
from simple_history.utils import bulk_create_with_history

from enterprises.models import IndustryClass
from enterprises.models.industry import GBT4754_2017, IndustryLevel
from zoneportal.content.loading import REASON

CLASSIFICATION = settings.BASE_DIR / "enterprises" / "data" / "gbt4754_2017.csv"
LEVELS = {
    "门类": IndustryLevel.SECTION,
    "大类": IndustryLevel.DIVISION,
    "中类": IndustryLevel.GROUP,
    "小类": IndustryLevel.CLASS,
}
# As the China Statistical Yearbook writes them; below the sections there is no official English.
SECTIONS_IN_ENGLISH = {
    "A": "Agriculture, Forestry, Animal Husbandry and Fishery",
    "B": "Mining",
    "C": "Manufacturing",
    "D": "Production and Supply of Electricity, Heat, Gas and Water",
    "E": "Construction",
    "F": "Wholesale and Retail Trades",
    "G": "Transport, Storage and Post",
    "H": "Hotels and Catering Services",
    "I": "Information Transmission, Software and Information Technology",
    "J": "Financial Intermediation",
    "K": "Real Estate",
    "L": "Leasing and Business Services",
    "M": "Scientific Research and Technical Services",
    "N": "Management of Water Conservancy, Environment and Public Facilities",
    "O": "Services to Households, Repair and Other Services",
    "P": "Education",
    "Q": "Health and Social Service",
    "R": "Culture, Sports and Entertainment",
    "S": "Public Management, Social Security and Social Organization",
    "T": "International Organizations",
}


def load_classification() -> list[IndustryClass]:
    """Creates the entries of GB/T 4754-2017 that were never there, level by level. Returns them."""
    edition = {"edition": GBT4754_2017}
    known = set(IndustryClass.history.filter(**edition).values_list("code", flat=True))
    by_code = {entry.code: entry for entry in IndustryClass.objects.filter(**edition)}
    known.update(by_code)
    created = []
    with CLASSIFICATION.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] not in known]
    for name, level in LEVELS.items():
        entries = list(_entries([row for row in rows if row["level"] == name], level, by_code))
        bulk_create_with_history(entries, IndustryClass, batch_size=500, default_change_reason=REASON)
        by_code.update((entry.code, entry) for entry in IndustryClass.objects.filter(level=level, **edition))
        created += entries
    return created


def _entries(rows: list[dict], level: int, by_code: dict[str, IndustryClass]) -> Iterator[IndustryClass]:
    for row in rows:
        parent = by_code.get(row["parent"])
        if parent or level == IndustryLevel.SECTION:
            yield IndustryClass(
                edition=GBT4754_2017,
                code=row["code"],
                name_zh=row["name"],
                name_en=SECTIONS_IN_ENGLISH.get(row["code"], ""),
                level=level,
                section=row["section"],
                parent=parent,
            )
