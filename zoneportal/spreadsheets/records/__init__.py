"""Sheets and the database: what may exist once, many records written at once, what a job wrote and what undoes it."""
