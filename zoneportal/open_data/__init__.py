"""Open data: every public table as files, the catalogue that lists them, and what pages tell machines."""
