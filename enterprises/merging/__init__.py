"""Two records of one enterprise become one: what each says side by side, what moves along, and the merge itself."""

from enterprises.merging.comparing import GOES, STAYS, Comparison, Conflict, Value, compare
from enterprises.merging.writing import Choices, merge

__all__ = ["GOES", "STAYS", "Choices", "Comparison", "Conflict", "Value", "compare", "merge"]
