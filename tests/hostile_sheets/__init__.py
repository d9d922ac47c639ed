"""Sheets that are hostile or merely odd, each made by a function that says what it makes, and what must come of them.

`python -m bench.hostile_sheets` sends all of them in full size through a portal (`make torture`).
"""
