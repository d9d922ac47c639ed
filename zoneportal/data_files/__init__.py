"""A public table as a file: one document, written as csv, xlsx and json, and described for programs."""
