"""The span of years that forms, sheets and constraints accept; 20177 is a slip of the finger."""

FIRST_YEAR = 1949
LAST_YEAR = 2100
