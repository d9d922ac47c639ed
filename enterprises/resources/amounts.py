"""Registered capital and its currency: what the cells of a row say together, and beside what is stored."""

from collections.abc import Mapping

from enterprises.resources.labels import CURRENCIES
from zoneportal.messages import N_
from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.spreadsheets.values.rows import Row

TWO_CURRENCIES = N_("The capital says %(stated)s and the column “%(column)s” says %(other)s. Correct one of them.")
WHICH_CURRENCY = N_(
    "The capital of this enterprise is stored in another currency (%(stored)s). Say which currency is meant, "
    "in the column “%(column)s” or beside the number."
)


def tidy(columns: Mapping[str, Column], row: Row) -> None:
    found = row.values.get("capital")
    if not found:
        return
    row.values["capital"] = found.amount_wan
    if found.notice:
        row.notice("capital", found.notice.message, **found.notice.params)
    stated = row.values.get("currency")
    if found.amount_wan is not None and found.currency:
        if stated and stated != found.currency:
            names = {"stated": CURRENCIES.get(found.currency, (found.currency,))[0], "other": CURRENCIES[stated][0]}
            row.refuse("currency", TWO_CURRENCIES, column=columns["currency"].label, **names)
        row.values["currency"] = found.currency


def settle(columns: Mapping[str, Column], row: Row) -> None:
    """A bare number is renminbi, unless another currency is stored: then it has to be said."""
    capital, stored = row.values.get("capital"), row.main.instance.capital_currency
    if capital is None or row.values.get("currency") is not None:
        return
    row.values["currency"] = stored or "CNY"
    if stored not in ("", "CNY") and capital != row.main.instance.capital_wan:
        column = columns["currency"].label
        row.refuse("capital", WHICH_CURRENCY, stored=CURRENCIES[stored][0], column=column)
